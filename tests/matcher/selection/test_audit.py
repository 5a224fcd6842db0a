"""Does an audit count right, say when it cannot say, and show what a choice turned on?"""

from datetime import date

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.render_audit import audit_page
from matcher.errors import BadInput
from matcher.selection.audit import audit
from matcher.selection.audited import Applied, Audited, Ground, read_audited
from matcher.selection.grouping import UNKNOWN, groups_of
from matcher.selection.rates import mean, rate, ratio
from profiles.model import Profile

OLD, NEW = "2025-01-01", "2026-06-01"


def applied(at, country="DE", fit=0.5, verdict="eligible", *, points=None, grounds=()):
    name = f"firm-{at:03}"
    return Applied(
        name, name, country, verdict, "likely", fit, points or {"start": fit}, tuple(grounds)
    )


def screen(rows):
    return Audited("nif", "2026-06-15", tuple(rows))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_rates_interval_is_wilsons_written_out(drawn):
    number, of = drawn
    z, share = 1.959963984540054, number / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5

    found = rate(number, of)

    assert found.low == pytest.approx(max(middle - half, 0), abs=1e-9)
    assert found.high == pytest.approx(min(middle + half, 1), abs=1e-9)


def test_a_mean_has_the_same_interval_whatever_the_order():
    values = list(np.random.default_rng(3).random(40))

    assert mean(values) == mean(values[::-1])


@pytest.mark.parametrize(
    ("group", "says"),
    [
        ((16, 40), "within four fifths"),
        ((15, 40), "below four fifths; chance may be why"),
        ((6, 40), "below four fifths, by more than chance"),
        ((0, 40), "below four fifths, by more than chance"),
        ((2, 10), "below four fifths; chance may be why"),
    ],
)
def test_a_ratio_is_called_small_by_four_fifths_and_by_its_interval(group, says):
    assert ratio(rate(*group), rate(20, 40)).says == says


def test_of_a_small_group_no_ratio_is_told():
    assert ratio(rate(0, 9), rate(20, 40)) is None


def test_groups_are_counted_and_compared_with_the_best():
    rows = [applied(at, "DE", 0.9) for at in range(12)]
    rows += [applied(at, "PL", 0.4) for at in range(12, 24)]
    rows += [applied(at, "FR", 0.3) for at in range(24, 27)]

    found = audit(screen(rows), {}, shortlist=10)

    by = {one.group: one for one in found.groups if one.kind == "country"}
    assert [(one.applied, one.chosen.number) for one in by.values()] == [(12, 10), (12, 0), (3, 0)]
    assert by["Germany"].says == "the best rate"
    assert by["Poland"].says == "choice: below four fifths, by more than chance"
    assert by["France"].says == "too small to say: 3 applied"


def test_an_audit_tells_who_was_refused_by_weak_and_old_rules_alone():
    def unmet(as_of, confidence):
        return Ground("unmet", "stated", confidence, as_of, "no")

    rows = [
        applied(0),
        applied(1, verdict="ineligible", grounds=[unmet(OLD, "high")]),
        applied(2, verdict="ineligible", grounds=[unmet(NEW, "medium")]),
        applied(3, verdict="ineligible", grounds=[unmet(OLD, "medium"), unmet(NEW, "high")]),
        applied(4, verdict="undetermined"),
    ]

    found = {one.why: one.profiles for one in audit(screen(rows), {}).turned}

    assert found["refused by rules alone that nobody has looked up for 180 days"] == ("firm-001",)
    assert found["refused by rules alone that are weakly known"] == ("firm-002",)
    assert found["chosen while answers are open"] == ("firm-004",)


def test_leaving_out_a_part_of_the_fit_shows_who_would_be_chosen_instead():
    rows = [
        applied(0, fit=0.7, points={"start": 0.1, "home": 0.5, "meaning": 0.1}),
        applied(1, fit=0.6, points={"start": 0.1, "home": 0.0, "meaning": 0.5}),
    ]

    found = {one.feature: one for one in audit(screen(rows), {}, shortlist=1).without}

    assert (found["home"].leave, found["home"].enter) == (("firm-000",), ("firm-001",))
    assert found["meaning"].leave == ()


@pytest.mark.parametrize(
    ("facts", "kind", "group"),
    [
        ({"headcount": 9}, "size", "1 to 9 people"),
        ({"headcount": 10}, "size", "10 to 49 people"),
        ({"headcount_range": (5, 20)}, "size", UNKNOWN),
        ({"headcount_range": (11, 40)}, "size", "10 to 49 people"),
        ({"founded": "2023-06-16"}, "age", "under 3 years"),
        ({"founded": "2023-06-14"}, "age", "3 to 5 years"),
        ({"founded": "2012"}, "age", "11 years and more"),
        ({}, "age", UNKNOWN),
        ({"areas": ("quantum/quantum-computing", "quantum")}, "area", "quantum"),
        ({"headquarters": "EE"}, "country", "Estonia"),
    ],
)
def test_an_applicant_is_in_the_group_of_its_facts(facts, kind, group):
    profile = Profile(name="A", description="Radios", **facts)

    assert groups_of(profile, None, date(2026, 6, 15))[kind] == (group,)


@given(st.permutations(range(15)))
def test_an_audit_is_the_same_whatever_order_profiles_come_in(order):
    rows = [applied(at, "DE" if at % 2 else "PL", at / 20) for at in range(14, -1, -1)]
    known = {
        f"firm-{at:03}": Profile(id=f"firm-{at:03}", name="A", description="x", headcount=at + 1)
        for at in order
    }

    assert audit(screen(rows), known, shortlist=5) == audit(
        screen(rows), dict(sorted(known.items())), shortlist=5
    )


def test_a_page_runs_nothing_that_an_applicant_wrote():
    one = Applied("<script>x", "n", None, "eligible", "likely", 0.5, {"start": 0.5, "a": 0.1}, ())
    page = audit_page(audit(screen([one, applied(1, None, 0.4)]), {}, shortlist=1))

    assert "<script>" not in page


def test_who_was_chosen_must_have_applied():
    with pytest.raises(BadInput, match="'nobody' did not apply for nif"):
        audit(screen([applied(0)]), {}, chosen=["nobody"])


@pytest.mark.parametrize("value", [b"", b"[]", orjson.dumps({"matches": []})])
def test_what_is_no_screen_is_refused(tmp_path, value):
    path = tmp_path / "s.json"
    path.write_bytes(value)

    with pytest.raises(BadInput, match=r"screen|JSON"):
        read_audited(path)
