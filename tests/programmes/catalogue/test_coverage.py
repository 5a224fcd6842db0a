"""Does the page on coverage say of each ally what the catalogue holds for it?"""

import re
from datetime import date
from functools import cache

import pytest

from profiles.vocabulary import by_code, group
from programmes.criteria import OpenTo, Seat
from programmes.read import load_catalogue
from tests.house import ROOT

PAGE = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([A-Z][^|]*?) \| (`.*`) \|$", PAGE, re.MULTILINE))
ALLIES = sorted(group("nato_32").members(date(2026, 11, 28)))
NAMES = {"TR": "Türkiye", "US": "United States", "GB": "United Kingdom", "CZ": "Czechia"}
THIN = {"AL", "BG", "HR", "HU", "LT", "RO", "SI", "SK"}


@cache
def catalogue():
    return load_catalogue()


def name(code):
    return NAMES.get(code) or by_code(code).name


def home(programme_id):
    """The countries that a programme's rule on seats names one by one."""
    seats = [c for c in catalogue().get(programme_id).criteria if isinstance(c, Seat)]
    places = [at for seat in seats for at in (seat.within, seat.perhaps) if at]
    return {code for at in places for code in at.countries}


def test_each_of_the_32_allies_has_a_national_offer_and_the_thin_ones_are_named():
    assert set(ROWS) == {name(code) for code in ALLIES}
    assert len(ROWS) == 32
    thin = PAGE.partition("**Thin** are ")[2].partition("\n\n")[0]
    assert all(name(code) in thin for code in THIN)


@pytest.mark.parametrize("code", ALLIES)
def test_an_offer_on_the_page_takes_companies_of_that_ally(code):
    for programme_id in re.findall(r"`([^`]+)`", ROWS[name(code)]):
        programme = catalogue().get(programme_id)
        (door,) = [c for c in programme.criteria if isinstance(c, OpenTo)]

        assert {"company", "team"} & set(door.applicants)
        # A rule that was not found names no country; then the id says whose it is.
        assert code in home(programme_id) or programme_id[:2] == {"GB": "uk"}.get(
            code, code.lower()
        )


def test_no_national_offer_is_left_off_the_page():
    listed = set(re.findall(r"`([a-z0-9-]+)`", "".join(ROWS.values())))
    national = {
        one.id
        for one in catalogue()
        if one.buyers == "none"
        and len(home(one.id)) == 1
        and home(one.id) < set(ALLIES)
        and one.id.split("-")[0] not in {"nato", "edip", "edf", "eic", "eudis"}
        and not any(isinstance(c, OpenTo) and "company" not in c.applicants for c in one.criteria)
    }

    assert national - listed == set()
