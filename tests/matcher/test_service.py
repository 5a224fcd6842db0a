"""The use cases end to end: over a small catalogue of one's own, and over the real one."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from matcher.service import Matcher
from profiles.model import Profile
from profiles.read import read_profiles
from programmes.errors import UnknownProgramme
from programmes.filters import Filters
from programmes.read import Catalogue, load_catalogue
from tests.matcher.asking import startup
from tests.matcher.conftest import ROOT
from tests.matcher.fakes import WordEncoder
from tests.matcher.own import own_catalogue

JUNE = "2026-06-15"
OWN = {"alpine-prize", "harbour-fund"}


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A matcher over the two programmes of the small folder alone."""
    found = load_catalogue(own_catalogue(tmp_path_factory.mktemp("own")))
    return Matcher(
        Catalogue.of([found.get(name) for name in sorted(OWN)], found.sources.values()),
        WordEncoder(),
    )


def told(name, **facts):
    return startup(**facts).model_copy(
        update={"id": name, "description": "A radar that finds people under snow."}
    )


GRAZ = told("graz", headquarters="AT", trl=6)
TURIN = told("turin", headquarters="IT", trl=6)
NOWHERE = told("nowhere", trl=6)
EARLY = told("early", headquarters="AT", trl=2)


def by_programme(result):
    return {pair.programme: pair for pair in (*result.matches, *result.ineligible)}


def test_a_match_says_verdict_status_challenge_and_evidence(own):
    prize = by_programme(own.match(GRAZ, on=JUNE))["alpine-prize"]

    assert (prize.verdict, prize.status, prize.topic) == ("eligible", "open", "under-snow")
    assert (prize.opens, prize.closes) == ("2026-05-01", "2026-06-15T10:00:00Z")
    assert [finding.answer for finding in prize.findings] == ["met", "met"]
    assert prize.findings[0].source == "alpine-page"
    assert prize.findings[0].as_of == "2026-05-02", "a criterion speaks for its source's day"
    assert prize.evidence[0].profile == "A radar that finds people under snow."


def test_each_finding_names_the_field_the_value_and_what_would_change_it(own):
    result = own.match(EARLY, on=JUNE)
    refusal = by_programme(result)["alpine-prize"]
    unmet = [finding for finding in refusal.findings if finding.answer == "unmet"]

    assert [(f.field, f.value, f.change) for f in unmet] == [("trl", 2, "reach TRL 5")]
    assert refusal.near_miss, "one condition that it can change"


def test_a_seat_is_no_near_miss_for_nobody_moves_a_company_by_a_hint(own):
    assert not by_programme(own.match(TURIN, on=JUNE))["alpine-prize"].near_miss


def test_what_is_not_known_is_asked_once_and_counted(own):
    result = own.match(NOWHERE, on=JUNE)

    assert by_programme(result)["alpine-prize"].verdict == "undetermined"
    assert [(q.field, q.settles, q.decides) for q in result.questions] == [("headquarters", 1, 1)]


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2026-04-30", "forecast"),
        ("2026-05-02", "open"),
        ("2026-06-15T09:59Z", "open"),
        ("2026-06-15T10:00Z", "closed"),  # noon in Vienna
        ("2026-06-15T12:00+02:00", "closed"),
        ("2026-06-15T11:59+02:00", "open"),
        (date(2026, 6, 16), "closed"),
        (datetime(2026, 6, 15, 9, tzinfo=UTC), "open"),
    ],
)
def test_a_call_closes_at_its_minute_on_its_own_clock(own, on, status):
    assert own.explain(GRAZ, "alpine-prize", on=on).status == status


def test_what_can_be_entered_goes_first_within_a_band(own):
    after = own.match(GRAZ, on="2026-07-01").matches

    assert [(m.programme, m.status) for m in after] == [
        ("harbour-fund", "rolling"),
        ("alpine-prize", "closed"),
    ]
    assert after[0].fit < after[1].fit, "the better fit does not lift what is closed"


def test_a_screen_ranks_applicants_by_the_same_rules(own):
    found = own.screen("alpine-prize", [NOWHERE, TURIN, GRAZ, EARLY], on=JUNE)

    assert [(c.rank, c.profile, c.verdict) for c in found.candidates] == [
        (1, "graz", "eligible"),
        (2, "nowhere", "undetermined"),
    ]
    assert [(r.profile, r.near_miss) for r in found.ineligible] == [
        ("early", True),
        ("turin", False),
    ]
    assert found.status == "open"


def test_the_order_of_applicants_does_not_matter(own):
    some = [NOWHERE, TURIN, GRAZ, EARLY]

    assert own.screen("alpine-prize", some, on=JUNE) == own.screen(
        "alpine-prize", some[::-1], on=JUNE
    )


def test_the_filters_of_a_screen_speak_of_the_applicants(own):
    def found(**filters):
        result = own.screen(
            "harbour-fund", [NOWHERE, TURIN, GRAZ], on=JUNE, filters=Filters(**filters)
        )
        return [candidate.profile for candidate in result.candidates]

    assert found(countries=("AT",)) == ["graz"]
    assert found(countries=("IT", "AT")) == ["graz", "turin"]
    assert found(areas=("quantum",)) == [], "nobody declared an area"
    assert found(min_fit=1.0) == []


def test_screening_nobody_is_an_empty_answer(own):
    found = own.screen("harbour-fund", [], on=JUNE)

    assert (found.candidates, found.ineligible) == ((), ())


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(), OWN),
        (Filters(kinds=("fund",)), {"harbour-fund"}),
        (Filters(statuses=("open",)), {"alpine-prize"}),
        (Filters(statuses=("open", "rolling")), OWN),
        (Filters(areas=("maritime-undersea",)), {"harbour-fund"}),
        (Filters(countries=("CH",)), OWN),
        (Filters(countries=("US",)), {"harbour-fund"}),
        (Filters(min_fit=1.0), set()),
        (Filters(kinds=("fund",), statuses=("open",)), set()),
    ],
)
def test_each_filter_keeps_what_it_says(own, filters, kept):
    assert set(by_programme(own.match(GRAZ, on=JUNE, filters=filters))) == kept


def test_an_unknown_programme_is_an_error_with_the_nearest_id(own):
    with pytest.raises(UnknownProgramme, match="harbour-fund"):
        own.explain(GRAZ, "harbor-fund", on=JUNE)
    with pytest.raises(UnknownProgramme):
        own.screen("no-such-thing", [GRAZ], on=JUNE)


def test_the_answer_is_the_same_whatever_the_files_are_called(tmp_path):
    one = load_catalogue(own_catalogue(tmp_path / "one"))
    other = load_catalogue(own_catalogue(tmp_path / "other", first="z.yaml", second="a.yaml"))

    answers = [Matcher(found, WordEncoder()).match(GRAZ, on=JUNE) for found in (one, other)]

    assert answers[0] == answers[1]


def test_an_answer_names_all_that_it_depends_on(own):
    settings = own.match(GRAZ, on=JUNE).settings

    assert {"model", "catalogue", "fit", "text"} <= set(settings)
    assert settings["catalogue"] == own.catalogue.fingerprint
    assert own.match(GRAZ, on=JUNE).on == JUNE


def test_a_programme_of_ones_own_stands_among_the_built_in_ones(tmp_path, encoder):
    found = load_catalogue(own_catalogue(tmp_path / "mine"))
    result = Matcher(found, encoder).match(GRAZ, on=JUNE)
    first = result.matches[0]

    assert len(by_programme(result)) == len(found.entries)
    assert (first.programme, first.verdict) == ("alpine-prize", "eligible")


def test_every_programme_of_the_real_catalogue_is_in_exactly_one_list(matcher, examples, catalogue):
    every = sorted(entry.id for entry in catalogue.entries)
    for profile in examples.values():
        result = matcher.match(profile, on=JUNE)
        pairs = [*result.matches, *result.ineligible]
        assert sorted(pair.programme for pair in pairs) == every


def test_match_screen_and_explain_agree_to_the_last_bit_on_the_real_catalogue(matcher, examples):
    some = [examples[name] for name in ("quantum-sensor-munich", "texte-francais", "us-firm")]
    matched = {
        (pair.profile, pair.programme): pair
        for profile in some
        for result in (matcher.match(profile, on=JUNE),)
        for pair in (*result.matches, *result.ineligible)
    }
    for programme in sorted({name for _, name in matched}):
        screened = matcher.screen(programme, some, on=JUNE)
        for profile in some:
            alone = matcher.explain(profile, programme, on=JUNE)
            both = [
                matched[profile.id, programme],
                *(p for p in screened.candidates if p.profile == profile.id),
                *(p for p in screened.ineligible if p.profile == profile.id),
            ]
            for pair in both:
                assert pair.fit == alone.fit, f"{profile.id} and {programme}"
                assert pair.findings == alone.findings
                assert pair.topic == alone.topic
                if pair.verdict != "ineligible":
                    assert pair.contributions == alone.contributions
                    assert pair.evidence == alone.evidence


def test_the_points_of_each_fit_sum_to_it_on_the_real_catalogue(matcher, examples):
    for profile in examples.values():
        for match in matcher.match(profile, on=JUNE).matches:
            points = sum((Decimal(str(part.points)) for part in match.contributions), Decimal(0))
            assert points == Decimal(str(match.fit)), match.programme
            assert 0 <= match.fit <= 1


def test_a_fit_stays_the_same_when_other_programmes_come_or_go(matcher, examples, encoder):
    profile = examples["finnish-airship"]
    every = {pair.programme: pair for pair in matcher.match(profile, on=JUNE).matches}
    few = [p for p in matcher.catalogue if p.kind == "fund"]
    fewer = Matcher(Catalogue.of(few, matcher.catalogue.sources.values()), encoder)

    found = fewer.match(profile, on=JUNE).matches

    assert found
    for match in found:
        assert match.fit == every[match.programme].fit


def test_the_same_question_gets_the_same_answer_again(matcher, examples, encoder, catalogue):
    profile = examples["swedish-undersea"]
    again = Matcher(catalogue, encoder)

    assert matcher.match(profile, on=JUNE) == again.match(profile, on=JUNE)


def test_a_text_in_another_language_is_said_to_be_unread_and_still_scored(matcher, examples):
    result = matcher.match(examples["texte-francais"], on=JUNE)

    assert any("French" in note for note in result.notes)
    assert max(match.fit for match in result.matches) > 0
    assert not [m for m in result.matches if m.verdict == "eligible"], "all but the text is unknown"


def test_an_english_text_has_no_caveat(matcher, examples):
    assert matcher.match(examples["british-cyber"], on=JUNE).notes == ()


def test_areas_are_suggested_only_where_none_is_declared_and_decide_nothing(matcher, examples):
    silent = examples["estonian-space"]
    suggested = matcher.match(silent, on=JUNE).suggestions

    assert matcher.match(examples["us-firm"], on=JUNE).suggestions == ()
    assert suggested[0].value in {"space", "communications"}
    assert all(0 < suggestion.probability < 1 for suggestion in suggested)
    for match in matcher.match(silent, on=JUNE).matches:
        assert all(f.answer == "unknown" for f in match.findings if f.criterion == "area")


def test_the_good_rows_of_a_table_are_screened(matcher):
    table, headings = ROOT / "examples/startups.csv", {"Country": "incorporated_in"}
    with read_profiles(table, mapping=headings) as reading:
        good = [found for found in reading if isinstance(found, Profile)]
    result = matcher.screen("nato-innovation-fund", good, on=JUNE)

    assert len(good) == 12  # a cell that cannot be read does not cost its row
    assert len(result.candidates) + len(result.ineligible) == len(good)


def test_a_match_shows_the_nearest_whom_the_offer_took(matcher, examples):
    found = matcher.explain(examples["quantum-sensor-munich"], "nato-diana-2027", on=JUNE)

    assert len(found.took) == 3
    assert all(one.sources and str(one.year) in one.says for one in found.took)
    assert all(one.programme.startswith("nato-diana-") for one in found.took)


def test_a_screening_names_one_firm_twice_and_one_text_under_two_names():
    from matcher.answers.flags import doubles
    from profiles.model import Profile

    text = " ".join(f"word{n}" for n in range(40))
    some = [
        Profile(id="a", name="Acme GmbH", description="Radios."),
        Profile(id="b", name="ACME", description="Tents."),
        Profile(id="c", name="Bolt", description=text),
        Profile(id="d", name="Cope", description=text),
        Profile(id="e", name="Else", description="Boats."),
    ]

    assert doubles(some) == {
        "a": ("same name as b",), "b": ("same name as a",),
        "c": ("same text as d",), "d": ("same text as c",),
    }  # fmt: skip
