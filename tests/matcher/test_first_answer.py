"""Does the first answer on two paragraphs put what may take the firm above what cannot?"""

from __future__ import annotations

import pytest

from matcher.service import Matcher
from profiles.facts import with_read
from profiles.model import Profile
from programmes.read import load_catalogue
from tests.matcher.fakes import WordEncoder

ON = "2026-06-15"
SEATS = {
    "GB": "Skua Robotics is based in Bristol and employs 22 people.",
    "FR": "Nous sommes une vingtaine à Lannion, où la société a son siège.",
    "DE": "Wir sind ein siebenköpfiges Team mit Sitz in Braunschweig.",
    "PL": "Jesteśmy dziesięcioosobowym zespołem z Wrocławia.",
    "EE": "Tallinn, Estonia | founded 2024 | ~60 people | Seed",
    "UA": "Our company is headquartered in Kyiv, Ukraine, with 40 employees.",
    "CA": "We are an Ottawa-based company of 45 people.",
    "ES": "Somos doce personas en Vigo. Fabricamos drones para los bomberos y para la agricultura.",
    "SE": "Vi är elva personer i Umeå som bygger drönare för skogsbruk och räddningstjänst.",
    "US": "We are headquartered in Austin, Texas, and employ 30 people.",
}
MAKES = "\n\nIt makes drones that map forests for foresters and find mines for armies."


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_catalogue(), WordEncoder())


@pytest.mark.parametrize("country", SEATS)
def test_what_cannot_take_a_firm_stands_below_all_that_may(matcher: Matcher, country: str) -> None:
    profile = with_read(
        Profile.model_validate({"name": "Skua", "description": SEATS[country] + MAKES})
    )
    found = matcher.match(profile, on=ON, top=200).matches
    for section in ("now", "soon"):
        outlooks = [one.outlook for one in found if one.section == section]
        may = [place for place, outlook in enumerate(outlooks) if outlook != "unlikely"]
        cannot = [place for place, outlook in enumerate(outlooks) if outlook == "unlikely"]

        assert not may or not cannot or max(may) < min(cannot)
    assert profile.read["headquarters"].value == country
    assert found[0].outlook != "unlikely"
