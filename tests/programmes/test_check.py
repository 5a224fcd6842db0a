"""Does the check find what cannot be traced, and say what has grown old?"""

from datetime import date
from itertools import permutations

import pytest

from programmes.check import Remark, check
from programmes.model import Programme
from programmes.read import Catalogue, load_catalogue
from tests.programmes.documents import document, programme, source

PAGE = source()
NOVEMBER = date(2026, 11, 21)
QUESTION = {"kind": "statement", "id": "asked", "asks": "Is it so?", "source": ["page"]}


def report(*found, sources=(PAGE,), on=date(2026, 6, 15)):
    return check(Catalogue.of(found, sources), on)


def warnings(*found, **others):
    return [str(warning) for warning in report(*found, **others).warnings]


def test_the_built_in_catalogue_has_no_error():
    found = check(load_catalogue(), NOVEMBER)
    assert found.errors == ()
    assert found.clean
    built_in = load_catalogue()
    assert (found.programmes, found.sources) == (len(built_in), len(built_in.sources))


def test_a_sound_programme_has_neither_error_nor_warning():
    found = report(programme())
    assert (found.errors, found.warnings) == ((), ())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"criteria": [{"kind": "weapon", "source": ["x"]}]}, "criteria.1.source"),
        ({"guidance": [{"kind": "weapon", "source": ["page", "x"]}]}, "guidance.1.source"),
        ({"facts": [{"name": "a", "value": "b", "source": ["x"]}]}, "facts.1.source"),
        (
            {
                "challenges": [
                    {"id": "a", "title": "b", "statement": "c", "basis": "stated", "source": ["x"]}
                ]
            },
            "challenges.1.source",
        ),
        (
            {"provenance": {"*": {"source": ["page"]}, "offer": {"source": ["x"]}}},
            "provenance.offer.source",
        ),
    ],
)
def test_a_source_that_does_not_exist_is_an_error_wherever_it_is_named(changes, field):
    found = report(programme(**changes))
    assert [(e.programme, e.field) for e in found.errors] == [("own-prize", field)]
    assert not found.clean


def test_a_fact_without_any_source_is_an_error():
    # A document cannot say this; a programme that was put together in code can.
    sound = programme(facts=[{"name": "a", "value": "b", "source": ["page"]}])
    bare = sound.model_copy(update={"facts": (sound.facts[0].model_copy(update={"source": ()}),)})
    (error,) = report(bare).errors
    assert str(error) == "own-prize, facts.1.source: names no source: every fact needs one"


def test_an_id_that_two_programmes_have_is_an_error():
    (error,) = report(programme(), programme(name="Another")).errors
    assert str(error) == "own-prize, id: is the id of 2 programmes: give each its own"


@pytest.mark.parametrize("part", ["criteria", "guidance"])
def test_a_statement_id_that_stands_twice_is_an_error(part):
    twice = programme(id="other", **{part: [QUESTION]})
    (error,) = report(programme(criteria=[QUESTION]), twice).errors
    assert str(error) == "the statement 'asked' stands in other, own-prize: give each its own id"


@pytest.mark.parametrize(
    ("name", "exists"),
    [
        ("offer", True),
        ("offer.text", True),
        ("offer.amounts.1", True),
        ("offer.amounts.2", False),
        ("offer.amounts.0", False),
        ("offer.amounts.1.max", True),
        ("pool.value", True),
        ("pool.value.max", True),
        ("pool.worth", False),
        ("calls.spring", True),
        ("calls.spring.closes", True),
        ("calls.autumn", False),
        ("provenance", True),
        ("colour", False),
        ("name.length", False),
    ],
)
def test_the_sources_of_a_field_that_does_not_exist_are_an_error(name, exists):
    found = report(
        programme(
            offer={"amounts": [{"label": "x", "max": 1, "currency": "EUR"}]},
            calls=[{"id": "spring"}],
            provenance={"*": {"source": ["page"]}, name: {"source": ["page"]}},
        )
    )
    assert [error.field for error in found.errors] == ([] if exists else [f"provenance.{name}"])


@pytest.mark.parametrize(
    ("as_of", "on", "old"),
    [
        ("2026-06-01", date(2026, 11, 28), False),
        ("2026-06-01", date(2026, 11, 29), True),
        ("2026-06", date(2026, 12, 27), False),
        ("2026-06", date(2026, 12, 28), True),
        ("2025", date(2026, 6, 29), False),
        ("2025", date(2026, 6, 30), True),
    ],
)
def test_a_fact_is_old_181_days_after_the_last_day_it_may_be_of(as_of, on, old):
    found = warnings(programme(), sources=[source(as_of=as_of)], on=on)
    assert found == (
        [f"own-prize: older than 180 days: other fields (the newest of {as_of})"] if old else []
    )


def test_the_newest_source_of_a_fact_counts_unless_the_fact_has_its_own_day():
    both = ["page", "old"]
    sources = [source(), source("old", as_of="2020")]
    new = programme(provenance={"*": {"source": both}})
    old = programme(provenance={"*": {"source": both, "as_of": "2020-05"}})
    assert warnings(new, sources=sources) == []
    assert warnings(old, sources=sources) == [
        "own-prize: older than 180 days: other fields (the newest of 2020-05)"
    ]


@pytest.mark.parametrize("as_of", ["undated", "unknown"])
def test_a_fact_of_unknown_date_is_warned_of(as_of):
    found = warnings(programme(), sources=[source(as_of=as_of)])
    assert found == ["own-prize: of unknown date: other fields"]


def test_criteria_of_low_confidence_are_listed_because_they_decide_nothing():
    sure = {"kind": "weapon", "source": ["page"], "confidence": "medium"}
    low = {"kind": "single-applicant", "source": ["page"], "confidence": "low-medium"}
    found = warnings(programme(criteria=[sure, low]))
    assert found == [
        "own-prize: of low confidence, so they decide nothing: criteria single-applicant"
    ]


def test_a_challenge_without_an_area_is_warned_of():
    challenge = {"title": "b", "statement": "c", "basis": "stated", "source": ["page"]}
    found = warnings(
        programme(
            challenges=[{"id": "a", **challenge}, {"id": "b", "areas": ["space"], **challenge}]
        )
    )
    assert found == ["own-prize: challenges without an area: a"]


def test_a_source_on_which_nothing_rests_is_warned_of():
    found = warnings(programme(), sources=[source(), source("idle")])
    assert found == ["sources that nothing rests on (1): idle"]


def test_many_old_facts_make_one_line_a_programme():
    facts = [{"name": f"n{n}", "value": "v", "source": ["page"]} for n in range(40)]
    found = warnings(programme(facts=facts), on=date(2030, 1, 1))
    assert found == [
        "own-prize: older than 180 days: 40 facts, other fields (the newest of 2026-06-01)"
    ]


def test_the_report_is_the_same_whatever_the_order():
    trio = [programme(id=name, criteria=[QUESTION]) for name in ("a", "b", "c")]
    assert len({report(*order, on=NOVEMBER) for order in permutations(trio)}) == 1


def test_a_remark_about_the_whole_has_no_place():
    assert str(Remark(None, "", "look at it")) == "look at it"


def test_the_small_document_is_a_programme():
    assert Programme.model_validate(document()).id == "own-prize"
