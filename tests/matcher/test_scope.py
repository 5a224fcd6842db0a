"""Does the fit with a standing offer rest on what is made, and on nothing that can be written?"""

from __future__ import annotations

import numpy as np
import pytest

from matcher.fit.facts import NEUTRAL, scope_suits
from matcher.fit.index import ProfileReading
from matcher.fit.scope import STEP, default_scope, read_scope, unknown
from profiles.model import Profile
from profiles.vocabulary import areas

ON = "2026-06-15"
SONAR = (
    "We build a towed sonar that finds divers and small submarines around ports at night. It works"
    " from uncrewed boats and tracks ships and wrecks on the seabed."
)
BAKERY = (
    "We make an app for bakeries. It plans shifts, orders flour and forecasts how many loaves are"
    " sold on each day. Two hundred bakeries use it with their tills."
)
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


def test_a_true_fact_that_meets_a_rule_never_lowers_a_fit(fit):
    plain = fit(SONAR)

    assert fit(SONAR, headquarters="DE") > plain
    assert fit(SONAR, areas=["space"]) >= plain
    assert fit(SONAR, headquarters="DE", stage="seed", trl=5) >= fit(SONAR, headquarters="DE")


def test_a_challenge_is_named_only_where_it_is_more_like_than_its_programme(matcher):
    (found,) = matcher.listings([profile(BAKERY)], on=ON)
    named = [
        found.snapshot.index.openings[int(opening)].challenge
        for opening, programme in zip(found.openings, matcher.catalogue.entries, strict=True)
        if programme.seeks
    ]

    assert sum(one is not None for one in named) <= len(named) // 10
