"""Does the fit with a standing offer rest on what is made, and on nothing that can be written?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.fit.facts import NEUTRAL, areas_suit, instrument_suits, scope_suits
from matcher.fit.index import ProfileReading
from matcher.fit.scope import STEP, default_scope, read_scope, unknown
from matcher.fit.size import USUAL, size_of
from profiles.model import Profile
from profiles.vocabulary import Instrument, areas

ON = "2026-06-15"
SONAR = (
    "We build a towed sonar that finds divers and small submarines around ports at night. It works"
    " from uncrewed boats and tracks ships and wrecks on the seabed."
)
BAKERY = (
    "We make an app for bakeries. It plans shifts, orders flour and forecasts how many loaves are"
    " sold on each day. Two hundred bakeries use it with their tills."
)
KINDS = (Instrument.GRANT, Instrument.EQUITY, Instrument.CONTRACT)
FUND = "nato-innovation-fund"


def profile(text: str, **fields: object) -> Profile:
    return Profile.model_validate({"id": "one", "name": "One", "description": text, **fields})


@pytest.fixture(scope="module")
def fit(matcher):
    """The fit of a text with a programme."""
    places = {one.id: place for place, one in enumerate(matcher.catalogue.entries)}

    def of(text: str, programme: str = FUND, **fields: object) -> float:
        (found,) = matcher.listings([profile(text, **fields)], on=ON)
        return float(found.fits[places[programme]])

    return of


def test_shares_stand_on_a_grid_and_are_those_of_one_text():
    draw = np.random.default_rng(11)
    vectors = np.rint(draw.standard_normal((3, 384)) * 100).astype(np.float32) / 2048

    shares = default_scope().shares(vectors)

    assert np.array_equal(shares, np.rint(shares / STEP) * STEP)
    assert shares.sum() == pytest.approx(1.0, abs=len(shares) * STEP)


def test_a_text_that_says_little_lies_nowhere_and_one_that_is_not_read_may_lie_anywhere():
    vectors = np.full((1, 384), 0.05, np.float32)

    assert read_scope(vectors, 0.0, read=True).tolist() == [0.0] * (len(areas()) + 1)
    assert read_scope(vectors, 1.0, read=False)[-1] == NEUTRAL
    assert read_scope(np.ones((1, 24), np.float32), 1.0, read=True).tolist() == unknown().tolist()


def test_declared_areas_close_half_of_what_is_left():
    one, both = np.uint16(1), np.uint16(3)

    def suits(mine: np.uint16) -> float:
        return float(scope_suits(np.array(0.2), np.array(0.0), mine, both, np.array(1.0)))

    assert suits(np.uint16(0)) == 0.2
    assert suits(one) == pytest.approx(0.6)
    assert scope_suits(np.array(0.2), np.array(0.0), one, both, np.array(0.0)) == NEUTRAL


def test_an_area_that_a_broad_offer_does_not_name_speaks_little_against_it():
    mine, narrow, broad = np.uint16(1), np.uint16(2), np.uint16(0b1111110)

    def suits(theirs: np.uint16, breadth: float) -> float:
        return float(areas_suit(mine, theirs, np.array(breadth)))

    assert suits(narrow, 1.0) == 0.0
    assert 0.0 < suits(broad, 6.0) < NEUTRAL


def test_money_that_takes_no_shares_is_alike():
    grant, equity, contract = (np.uint16(1 << list(Instrument).index(kind)) for kind in KINDS)

    assert instrument_suits(grant, contract) == 1.0
    assert instrument_suits(equity, contract) == 0.0
    assert instrument_suits(equity, np.uint16(contract | equity)) == 1.0


def test_a_seat_counts_in_full_once_what_firms_from_elsewhere_have_to_show_is_shown(fit):
    fund, seat = "ee-smartcap-defence-fund", {"incorporated_in": "FI"}
    asked = {f"{fund}-value-for-estonia": True}

    assert fit(SONAR, fund, **seat) == fit(SONAR, fund)
    assert fit(SONAR, fund, **seat, statements=asked) > fit(SONAR, fund, **seat)
    assert fit(SONAR, fund, incorporated_in="EE") > fit(SONAR, fund, **seat)


def test_the_size_of_an_offer_is_its_money_or_the_firms_that_it_took(catalogue):
    sizes = {one.id: size_of(one) for one in catalogue.programmes}

    assert sizes["nato-diana-2026"] > sizes["nato-diana-2025"] > USUAL
    assert sizes["nato-innovation-fund"] > sizes["ee-smartcap-defence-fund"] > USUAL
    assert sizes["eudis-matchmaking-and-coaching"] == sizes["eib-security-defence"] == USUAL


def test_a_single_topic_has_no_scope_and_needs_none():
    assert (
        ProfileReading((), np.zeros((0, 384), np.float32), None).scope.tolist()
        == unknown().tolist()
    )


def test_an_app_for_bakeries_is_out_of_every_scope(matcher):
    (found,) = matcher.listings([profile(BAKERY, incorporated_in="DE", headquarters="DE")], on=ON)

    assert float(found.fits.max()) < 0.2


def test_a_firm_stands_far_above_one_that_is_out_of_scope(fit):
    assert fit(SONAR, "edf-2026") > 0.3
    assert fit(SONAR, "edf-2026") > 5 * fit(BAKERY, "edf-2026")


@pytest.mark.parametrize(
    "added",
    [
        "We want to raise a round from the NATO Innovation Fund.",
        "We were selected by NATO DIANA and backed by the European Defence Fund.",
        "This website uses cookies. All rights reserved. Follow us on LinkedIn.",
    ],
)
def test_what_buys_nothing_moves_no_fit(fit, added):
    assert fit(f"{SONAR} {added}") == fit(SONAR)
    assert fit(f"{BAKERY} {added}") == fit(BAKERY)


def facts(draw: st.DrawFn) -> dict[str, object]:
    """Some facts, each of them there or not."""
    country = draw(st.sampled_from(["DE", "NO", "US", "TR", "EE", None]))
    return {
        "incorporated_in": draw(st.sampled_from([country, None])),
        "headquarters": draw(st.sampled_from([country, None])),
        "managed_from": draw(st.sampled_from([country, None])),
        "areas": draw(st.sampled_from([["maritime-undersea"], ["space", "quantum"], None])),
        "trl": draw(st.sampled_from([3, 6, 9, None])),
        "stage": draw(st.sampled_from(["seed", "series-b", None])),
        "seeking": draw(
            st.sampled_from([{"instruments": ["grant"]}, {"instruments": ["equity"]}, None])
        ),
    }


def against(listing, name: str, value: object) -> np.ndarray:
    """The programmes that a fact speaks against."""
    entries = listing.snapshot.index.programmes
    if name == "areas":
        mine = set(value)
        return np.array([bool(p.areas) and not mine <= {str(a) for a in p.areas} for p in entries])
    place = listing.model.names.index(
        {"trl": "readiness", "stage": "readiness", "seeking": "instrument"}.get(name, "home")
    )
    return listing.values[:, place] == 0.0


@settings(max_examples=15)
@given(st.data())
def test_a_true_fact_that_meets_a_rule_never_lowers_a_fit(matcher, data):
    known = facts(data.draw)
    name = data.draw(st.sampled_from([name for name, value in known.items() if value] or ["trl"]))
    known[name] = known[name] or 6
    less = {key: value for key, value in known.items() if value and key != name}
    more = {key: value for key, value in known.items() if value}
    before, after = matcher.listings([profile(SONAR, **less), profile(SONAR, **more)], on=ON)

    lower = (after.fits < before.fits) & ~against(after, name, known[name])

    assert [one.id for one, low in zip(matcher.catalogue.entries, lower, strict=True) if low] == []


def test_a_challenge_is_named_only_where_it_is_more_like_than_its_programme(matcher):
    (found,) = matcher.listings([profile(BAKERY)], on=ON)
    named = [
        found.snapshot.index.openings[int(opening)].challenge
        for opening, programme in zip(found.openings, matcher.catalogue.entries, strict=True)
        if programme.seeks
    ]

    assert sum(one is not None for one in named) <= len(named) // 10
