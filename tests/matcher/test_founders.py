"""On 28 November 2026, does a founder of each of five countries find something to enter?

What counts is an offer that can be entered that day, or a call with a date that is still to come,
of the founder's own country or of the alliance.
"""

import pytest

from profiles.model import Profile

ON = "2026-11-28"
FOUNDERS = {
    "CA": ("autonomy", "Small drones that map buildings on their own.", "autonomy-robotics", 5),
    "NO": ("radio", "Mesh radios that keep links alive under jamming.", "communications", 6),
    "ES": ("satellite", "Small satellites with optical payloads.", "space", 5),
    "GR": ("surveillance", "Masts with cameras that watch straits.", "sensing-surveillance", 6),
    "DK": ("software", "Planning software for staffs.", "ai-data-decision", 7),
}
OWN = {
    "CA": {"ca-irap-di-assist"},
    "NO": {"no-startup-grants"},
    "ES": {"es-neotec"},
    "GR": {"gr-eib-defence-line", "gr-hcdi"},
    "DK": {"dk-innobooster", "dk-euopstart-edf"},
}


def founder(code):
    name, text, area, trl = FOUNDERS[code]
    return Profile(
        id=f"{name}-{code.lower()}",
        name=name,
        description=text,
        incorporated_in=code,
        headquarters=code,
        managed_from=code,
        controlled_from=[code],
        areas=[area],
        trl=trl,
        founded="2024-09-01",
        headcount=12,
        turnover_eur=400_000,
        balance_sheet_eur=600_000,
        civil_use=True,
        defence_use=True,
        weapon=False,
        sanctioned=False,
        owns_technology=True,
    )


@pytest.mark.parametrize("code", FOUNDERS)
def test_a_founder_finds_an_offer_of_the_own_country_now_or_soon(matcher, code):
    found = {
        match.programme: match
        for match in matcher.match(founder(code), on=ON).matches
        if match.section in {"now", "soon"}
    }

    assert OWN[code] <= set(found)
    for programme in OWN[code]:
        assert found[programme].status in {"open", "rolling", "forecast"}


@pytest.mark.parametrize("code", FOUNDERS)
def test_a_founder_sees_when_nato_and_europe_come_next(matcher, code):
    soon = {m.programme: m for m in matcher.match(founder(code), on=ON).matches}

    assert soon["nato-diana-2028"].opens == "2027-06"
    if code != "CA":
        assert soon["edf-2027"].opens == "2027-02"
        assert soon["eic-accelerator"].closes == "2026-12-17"
