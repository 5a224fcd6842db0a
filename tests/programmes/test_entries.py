"""Is a topic judged by its own terms where it has them, and by its programme's where not?"""

from datetime import UTC, datetime

import pytest

from programmes.entries import entries, narrowed
from programmes.errors import UnknownProgramme
from programmes.model import Status, current_call
from programmes.read import load_catalogue
from programmes.text import passages
from tests.programmes.documents import programme, write

ON = datetime(2026, 6, 15, tzinfo=UTC)
SEAT = {"kind": "seat", "basis": "incorporated", "within": "eu_27", "source": ["page"]}
LEVEL = {"kind": "trl", "min": 6, "source": ["page"]}
OWN = {"kind": "trl", "min": 2, "max": 4, "source": ["page"]}


def topic(name="radar", **changes):
    said = {"id": name, "title": f"About {name}", "statement": f"Find {name}.", "basis": "stated"}
    return {**said, "source": ["page"], **changes}


def whole(**changes):
    calls = [{"id": "spring", "opens": "2026-03-01", "closes": "2026-09-29", "zone": "Europe/Oslo"}]
    return programme(**{"criteria": [SEAT, LEVEL], "calls": calls, **changes})


def test_topics_that_let_the_same_companies_in_are_answered_with_their_programme():
    one = whole(challenges=[topic(), topic("sonar", closes="2026-07-01")])

    assert [entry.id for entry in entries(one)] == ["own-prize"]


@pytest.mark.parametrize("own", [{"criteria": [OWN]}, {"applicants": ["research"]}])
def test_a_topic_that_lets_others_in_is_an_entry_of_its_own(own):
    one = whole(challenges=[topic(**own), topic("sonar")])
    first, second = entries(one)

    assert (first.id, [t.id for t in first.challenges]) == ("own-prize", ["sonar"])
    assert second.id == "own-prize/radar"


def test_a_condition_of_low_confidence_makes_no_entry():
    unsure = {**OWN, "confidence": "low"}

    assert len(list(entries(whole(challenges=[topic(criteria=[unsure])])))) == 1


def test_a_condition_of_a_topic_takes_the_place_of_the_programmes_own():
    found = narrowed(whole(challenges=[topic(criteria=[OWN])]), "radar")

    assert [(each.kind, each.level) for each in found.criteria] == [
        ("seat", "programme"),
        ("trl", "topic"),
    ]
    assert found.criteria[1].max == 4


def test_a_call_stands_between_topic_and_programme():
    calls = [{"id": "spring", "criteria": [{**LEVEL, "min": 5}], "applicants": ["company"]}]
    found = narrowed(whole(calls=calls, challenges=[topic()]), "radar")

    assert [(each.kind, each.level) for each in found.criteria] == [
        ("seat", "programme"),
        ("open-to", "call"),
        ("trl", "call"),
    ]


def test_a_seat_replaces_the_seat_of_the_same_basis_alone():
    other = {**SEAT, "basis": "headquartered", "within": "NO"}
    found = narrowed(whole(challenges=[topic(criteria=[other])]), "radar")

    assert [each.basis for each in found.criteria if each.kind == "seat"] == [
        "incorporated",
        "headquartered",
    ]


def test_dates_that_a_topic_does_not_state_are_those_of_its_call():
    one = whole(challenges=[topic(), topic("sonar", closes="2026-07-01")])
    radar, sonar = (narrowed(one, name).calls[0] for name in ("radar", "sonar"))

    assert (radar.opens, radar.closes) == ("2026-03-01", "2026-09-29")
    assert (sonar.opens, sonar.closes, sonar.zone) == ("2026-03-01", "2026-07-01", "Europe/Oslo")
    assert current_call(narrowed(one, "sonar"), on=ON)[1] is Status.OPEN


def test_sums_of_a_topic_stand_in_place_of_the_programmes():
    def money(label, per):
        return {"label": label, "max": 1e6, "currency": "EUR", "per": per}

    offer = {
        "instruments": ["grant"],
        "amounts": [money("all", "programme"), money("one", "company")],
    }
    own = topic(amounts=[money("topic", "programme")])
    found = narrowed(whole(offer=offer, challenges=[own]), "radar")

    # the budget of all topics is none of this one's; what one company receives stays
    assert [each.label for each in found.offer.amounts] == ["topic", "one"]
    assert found.offer.instruments == whole(offer=offer).offer.instruments


def test_a_programme_of_one_call_has_the_terms_of_that_call():
    (found,) = entries(whole(calls=[{"id": "spring", "criteria": [OWN]}]))

    assert [each.level for each in found.criteria] == ["programme", "call"]


def test_a_topic_is_compared_by_its_own_words():
    found = passages(narrowed(whole(challenges=[topic(), topic("sonar")]), "radar"))

    assert {each.challenge for each in found} == {"radar"}


def test_a_catalogue_gives_a_topic_by_the_name_of_its_programme_and_its_own(tmp_path):
    write(tmp_path, challenges=[topic()])
    catalogue = load_catalogue(tmp_path)

    assert catalogue.get("own-prize/radar").summary == "About radar"
    with pytest.raises(UnknownProgramme, match="did you mean own-prize/radar"):
        catalogue.get("own-prize/rada")
