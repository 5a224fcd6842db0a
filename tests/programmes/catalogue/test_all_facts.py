"""Does every programme of the catalogue keep the rules that hold for all of them?"""

from functools import cache
from importlib.resources import files

import pytest

import programmes.catalogue
from profiles.vocabulary import group
from programmes.criteria import Area, OpenTo, Seat, Statement
from programmes.facts import OFFICIAL, stated
from programmes.read import load_catalogue


@cache
def catalogue():
    return load_catalogue()


EVERY = [programme.id for programme in catalogue()]
FOR_COMPANIES = [
    programme.id
    for programme in catalogue()
    if programme.buyers == "none"
    and any("company" in c.applicants for c in programme.criteria if isinstance(c, OpenTo))
]
NATIONAL_AS_OF_THEIR_NAME = frozenset(
    {"al", "be", "bg", "ca", "dk", "es", "fi", "gr", "hr", "hu", "is", "it", "lv"}
) | {"me", "mk", "no", "pt", "ro", "se", "si", "sk", "tr"}


@pytest.mark.parametrize("programme_id", EVERY)
def test_a_list_of_areas_is_our_reading_and_turns_nobody_away(programme_id):
    # Which of our fourteen areas a programme means is never its own word. Such a list guides.
    assert not [c for c in catalogue().get(programme_id).criteria if isinstance(c, Area)]


def test_each_file_holds_one_programme_and_bears_its_name():
    names = [path.name for path in files(programmes.catalogue).joinpath("data").iterdir()]

    assert sorted(name.removesuffix(".yaml") for name in names) == sorted(EVERY)


@pytest.mark.parametrize("programme_id", EVERY)
def test_a_statement_carries_its_programmes_name(programme_id):
    # A profile answers under the statement's id, so it must be one and the same nowhere else.
    for criterion in catalogue().get(programme_id).criteria:
        if isinstance(criterion, Statement):
            assert criterion.id.startswith(f"{programme_id}-")


@pytest.mark.parametrize("programme_id", EVERY)
def test_our_own_words_are_marked_as_ours(programme_id):
    programme = catalogue().get(programme_id)

    assert 40 <= len(programme.description.split()) <= 150
    assert "our" in programme.provenance["description"].note.lower()


@pytest.mark.parametrize("programme_id", EVERY)
def test_an_address_says_whether_it_was_opened(programme_id):
    programme = catalogue().get(programme_id)

    if programme.apply_url:
        assert "not opened" in programme.provenance["apply_url"].note.lower()


@pytest.mark.parametrize("programme_id", FOR_COMPANIES)
def test_an_offer_to_companies_says_what_it_gives_and_to_whom(programme_id):
    programme = catalogue().get(programme_id)

    assert programme.seeks
    assert programme.technologies
    assert programme.use_cases
    assert programme.offer.text or programme.offer.amounts or programme.offer.instruments


@pytest.mark.parametrize(
    "programme_id", [each for each in EVERY if each.split("-")[0] in NATIONAL_AS_OF_THEIR_NAME]
)
def test_a_national_offer_bears_its_countrys_code_and_names_its_seat(programme_id):
    seats = [c for c in catalogue().get(programme_id).criteria if isinstance(c, Seat)]
    places = {
        code for seat in seats for at in (seat.within, seat.perhaps) if at for code in at.countries
    }

    assert programme_id[2] == "-"
    assert places == {programme_id[:2].upper()}


@pytest.mark.parametrize("programme_id", EVERY)
def test_a_group_that_a_programme_names_exists(programme_id):
    for criterion in catalogue().get(programme_id).criteria:
        for slug in getattr(getattr(criterion, "within", None), "groups", ()):
            assert group(slug).slug == slug


@pytest.mark.parametrize("programme_id", EVERY)
def test_nothing_is_held_with_high_confidence_that_no_official_text_says(programme_id):
    sources = catalogue().sources

    for place, fact in stated(catalogue().get(programme_id)):
        if getattr(fact, "confidence", None) == "high":
            assert {sources[slug].kind for slug in fact.source} & OFFICIAL, place
