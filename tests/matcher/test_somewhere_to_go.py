"""Do firms of five allies, far from the programmes that everybody names, find a next step?

Whether they may enter follows from rules alone, so the encoder is a plain one.
"""

from datetime import date

import pytest

from matcher.service import Matcher
from profiles.model import Profile
from profiles.vocabulary import group
from tests.matcher.fakes import WordEncoder

ALLIANCE = ("nato-", "nspa-", "ncia-", "eic-", "edf-", "edip", "eudis", "esa-", "eib-")
FIRMS = {
    "CA": "Autonomy software that drives ground vehicles without satellite navigation.",
    "NO": "Tactical radios that hold a mesh network under jamming.",
    "ES": "Small satellites that watch ships by radar.",
    "GR": "Cameras and software that watch borders by day and night.",
    "DK": "Software that plans the supply of brigades.",
}


@pytest.fixture(scope="module")
def plain(catalogue):
    return Matcher(catalogue, WordEncoder())


@pytest.mark.parametrize("day", ["2026-11-28", "2027-02-15"])
@pytest.mark.parametrize("country", FIRMS)
def test_each_may_enter_something_or_has_a_dated_next_call(plain, country, day):
    firm = Profile(
        id="firm", name="Firm", description=FIRMS[country], incorporated_in=country,
        headquarters=country, managed_from=country, controlled_from=(country,), trl=7, headcount=25,
    )  # fmt: skip
    assert country in group("nato_32").members(date.fromisoformat(day))

    found = [
        match.programme
        for match in plain.match(firm, on=day).matches
        if match.section in {"now", "soon"} and match.outlook != "unlikely"
    ]

    assert [one for one in found if one.startswith(f"{country.lower()}-")]
    assert [one for one in found if one.startswith(ALLIANCE)]
