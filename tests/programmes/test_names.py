"""What people call a programme, and which one they get."""

from datetime import UTC, datetime

import pytest

from programmes.errors import AmbiguousProgramme, UnknownProgramme
from programmes.names import named
from programmes.read import Catalogue, load_catalogue
from tests.matcher.strategies import programme_of

ON = datetime(2026, 3, 1, tzinfo=UTC)
OPEN = {"id": "only", "opens": "2026-01-01", "closes": "2026-06-01"}
OVER = {"id": "only", "opens": "2020-01-01", "closes": "2020-06-01"}


def offer(name, call=OPEN, **more):
    return programme_of(name, (), calls=[call], **more)


OFFERS = [
    offer("harbour-fund", short_name="HaFu", also_known_as=["Port money"]),
    offer("harbour-prize-2020", OVER),
    offer("harbour-prize-2026"),
    offer("defense-loan", apply_url="https://www.loans.example/apply/"),
]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("harbour-fund", "harbour-fund"),
        ("HAFU", "harbour-fund"),
        ("port money", "harbour-fund"),
        ("Port  Money ", "harbour-fund"),
        ("hárbour fund", "harbour-fund"),
        ("harbour_fund", "harbour-fund"),
        ("loan", "defense-loan"),
        ("Défense", "defense-loan"),
        ("https://loans.example/apply", "defense-loan"),
        ("www.loans.example", "defense-loan"),
        ("prize", "harbour-prize-2026"),
        ("prize 2020", "harbour-prize-2020"),
    ],
)
def test_a_programme_is_found_by_what_people_call_it(said, meant):
    assert named(OFFERS, said, on=ON).id == meant


def test_several_that_are_meant_are_named_with_their_status():
    offers = [*OFFERS, offer("harbour-grant")]

    with pytest.raises(AmbiguousProgramme) as caught:
        named(offers, "harbour", on=ON)

    assert "harbour-fund (open)" in str(caught.value)
    assert "harbour-prize-2020" not in str(caught.value)


def test_a_dead_programme_is_never_the_only_suggestion():
    with pytest.raises(UnknownProgramme) as caught:
        named(OFFERS, "harbuor-prise-2020", on=ON)

    assert "harbour-prize-2026 (open)" in str(caught.value)


@pytest.mark.parametrize("said", ["", "   ", "?", "https://", "https://nowhere.example"])
def test_what_means_nothing_is_refused_in_one_sentence(said):
    with pytest.raises(UnknownProgramme):
        named(OFFERS, said, on=ON)


def meant(catalogue, name):
    """The id that a name leads to, or the ids from which it lets a reader choose."""
    try:
        return [catalogue.find(name).id]
    except AmbiguousProgramme as error:
        return list(error.suggestions)


def test_every_programme_of_the_catalogue_is_found_by_each_of_its_names():
    catalogue = load_catalogue()
    for one in catalogue.programmes:
        assert catalogue.find(one.id) is one
        for name in (one.name, one.short_name, *one.also_known_as):
            if name:
                assert one.id in meant(catalogue, name), name


def test_a_catalogue_without_programmes_knows_none():
    with pytest.raises(UnknownProgramme):
        Catalogue.of([]).find("harbour")
