"""What the tests of pools draw: lines from few things, so that they meet, and a plain encoder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from matcher.pooling.build import build_pools
from matcher.pooling.result import PoolsResult
from programmes.demands import Demand, Demands
from programmes.pools.rates import Rate, Rates

ON = date(2026, 6, 15)
RATES = Rates(
    "EUR",
    {
        "PLN": Rate("PLN", Decimal("0.2345"), "2026-06-12", "test"),
        "SEK": Rate("SEK", Decimal("0.0871"), "2026-06-12", "test"),
    },
)


class LetterCounts:
    """An encoder whose answer anyone can work out: how often each letter stands in the text."""

    fingerprint = "letter counts"
    dimension = 27

    def encode(self, texts, progress=None):
        found = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for letter in text.lower():
                if "a" <= letter <= "z":
                    found[row, ord(letter) - ord("a")] += 1
            found[row, -1] = 1e-3
        return found / np.linalg.norm(found, axis=1, keepdims=True)


ENCODER = LetterCounts()

ITEMS = (
    "155 mm artillery shells, high explosive",
    "Artilleriegranaten 155 mm",
    "152 mm artillery shells, high explosive",
    "artillery shells",
    "VHF tactical radios",
    "HF tactical radios",
    "tactical radios",
    "Role 2 field hospital",
    "Szpital polowy poziomu 2",
    "mine clearance of training areas",
    "Sirens for warning the population",
)
UNITS = ("pieces", "dozen", "kg", "t", "sets", "ha", "m2")
DAYS = ("2027-03", "2027-09", "2028-02", "2028-06-30", "2029-03", "2030")
PLACES = ("EU", "DE; FR", "FR; IT", "IT; DE", "GB", "NATO")


@st.composite
def demands(draw, countries=("HR", "DE", "PL", "FR", "EE")):
    """One line without an id."""
    said = {"country": draw(st.sampled_from(countries)), "item": draw(st.sampled_from(ITEMS))}
    if draw(st.booleans()):
        said["quantity"] = draw(
            st.decimals("0.000001", "99999999", places=6, allow_nan=False, allow_infinity=False)
        )
        said["unit"] = draw(st.sampled_from(UNITS))
    if draw(st.booleans()):
        cents = draw(st.integers(0, 10**12))
        said["value"] = (f"{cents // 100}.{cents % 100:02}", draw(st.sampled_from(["EUR", "PLN"])))
    for name, values in (
        ("needed_by", DAYS),
        ("firmness", ("interest", "planned", "budgeted", "contracted")),
        ("supply_from", PLACES),
        ("supplier", ("Alpha", "Beta")),
        ("cpv", ("35331200", "35330000", "32236000")),
    ):
        if draw(st.integers(0, 3)) == 0:
            said[name] = draw(st.sampled_from(values))
    return said


@st.composite
def many(draw, least=1, most=14):
    """Lines with ids."""
    said = draw(st.lists(demands(), min_size=least, max_size=most))
    return [Demand.model_validate({**one, "id": f"l{at:02}"}) for at, one in enumerate(said)]


def build(lines, **more) -> PoolsResult:
    """Pools of these lines, at the tests' rates."""
    return build_pools(Demands(tuple(lines)), ENCODER, on=ON, rates=RATES, **more)
