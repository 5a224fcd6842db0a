from decimal import Decimal

import pytest

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary.words import fold
from programmes.demands.files import table
from programmes.demands.units import by_name, unit


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Stück", "piece"),
        ("szt.", "piece"),
        ("rounds", "piece"),
        ("τεμάχια", "piece"),
        ("брой", "piece"),
        ("FH", "flight_hour"),
        ("vlieguren", "flight_hour"),
        ("m²", "square_metre"),
        ("kWh", "kilowatt_hour"),
    ],
)
def test_units_are_understood_in_the_languages_of_buyers(written, name):
    assert unit(written).name == name


def test_no_spelling_stands_for_two_units():
    seen: dict[str, str] = {}
    for name, spellings in table("units").items():
        for spelling in spellings.split(";"):
            assert seen.setdefault(fold(spelling), name) == name, spelling


def test_every_unit_of_the_list_is_defined_and_an_exact_multiple_of_its_reference():
    for name in table("units"):
        found = by_name(name)
        assert found.factor > 0
        assert by_name(found.dimension).factor == 1


def test_a_tonne_is_exactly_a_million_grams_and_no_piece():
    assert unit("t").factor == Decimal(1_000_000)
    assert unit("t").dimension != unit("piece").dimension


def test_a_set_is_no_piece_because_what_it_holds_is_not_known():
    assert unit("sets").dimension != unit("pieces").dimension


def test_an_unknown_unit_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownTerm, match="did you mean"):
        unit("flight hors")


def test_a_spelling_that_means_two_things_is_refused():
    with pytest.raises(BadValue, match="pieces"):
        unit("kpl")
