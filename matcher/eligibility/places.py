"""Which countries lie inside a place on a day, and which companies sit outside every alliance?

No rule of a programme is read here. But where a verdict waits for what nobody has written down, a
company that is controlled from outside all alliances and their partners is not likely to be let in,
and its list says so on every line.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNKNOWN, UNMET, either
from matcher.eligibility.columns import country_index
from profiles.vocabulary import by_code, countries, group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from programmes.criteria import Where

__all__ = ["allied", "outside", "places", "strangers"]

_GROUPS = (
    "nato_32", "eu_27", "efta", "five_eyes", "horizon_associated", "horizon_pillar_two",
    "safe_procurement_equal_footing", "safe_sdp_partners",
)  # fmt: skip


def places(within: Where | None, perhaps: Where | None, on: date) -> Answers:
    """The answer for each country, by its position, and one more at the end for "not known".

    Group membership is taken on the day. Where the day of joining is itself not known, or the
    country is only among ``perhaps``, the answer is unknown. A country that is not known is inside
    only where no country is left out.

    Returns:
        Shape (number of countries + 1,), so that position -1 reads the last.
    """
    table = np.full(len(countries()) + 1, UNMET, np.uint8)
    if perhaps is not None:
        table[:-1][_held(perhaps, on) != UNMET] = UNKNOWN
    if within is not None:
        table[:-1] = either(table[:-1], _held(within, on))
    free = within is not None and within.anywhere and not within.except_for
    table[-1] = MET if free else UNKNOWN
    return table


@lru_cache(maxsize=1024)
def _held(where: Where, on: date) -> Answers:
    """By country; whoever asks again about the day, for other startups, gets the same array."""
    every = countries()
    held = np.full(len(every), MET if where.anywhere else UNMET, np.uint8)
    for slug in where.groups:
        members = group(slug)
        for country in every:
            known = members.holds(country.code, on)
            answer = UNKNOWN if known is None else MET if known else UNMET
            held[country.index] = min(held[country.index], answer)
    for code in where.countries:
        held[by_code(code).index] = MET
    for code in where.except_for:
        held[by_code(code).index] = UNMET
    held.flags.writeable = False
    return held


@cache
def allied(on: date) -> frozenset[str]:
    """Countries of the alliances and of their partners on a day, or perhaps of them.

    >>> from datetime import date
    >>> {"NO", "JP", "UA"} <= allied(date(2026, 11, 28)), "CN" in allied(date(2026, 11, 28))
    (True, False)
    """
    found = [group(slug) for slug in _GROUPS]
    return frozenset().union(*(one.members(on) | one.doubtful(on) for one in found))


@cache
def _allied_places(on: date) -> NDArray[np.bool_]:
    """Of each country's position, whether it is allied; the last entry stands for "not known"."""
    index = country_index()
    found = np.zeros(max(index.values()) + 2, np.bool_)
    found[[place for code, place in index.items() if code in allied(on)]] = True
    found[-1] = True
    found.flags.writeable = False
    return found


def outside(frame: Frame, on: date) -> NDArray[np.bool_]:
    """Which profiles have a known seat, or somebody who controls them, outside every alliance.

    Args:
        frame: n profiles.
        on: The day on which memberships are looked at.

    Returns:
        Shape (n,).
    """
    inside = _allied_places(on)
    seats = inside[frame.incorporated] & inside[frame.headquartered] & inside[frame.managed]
    control = [all(inside[place] for place in held or ()) for held in frame.controllers]
    return ~(seats & np.array(control, np.bool_))


def strangers(profile: Profile, on: date) -> dict[str, tuple[str, ...]]:
    """Countries outside every alliance from which a company is run, by how it is tied to them.

    What was read out of its text counts as what is stated does: ``outside`` says the same of many.

    Args:
        profile: The company.
        on: The day on which memberships are looked at.

    Returns:
        ``seat`` and ``control`` with codes of countries; what there is none of is left out.
    """
    said, inside = profile.believed(), allied(on)
    seats = (said.incorporated_in, said.headquarters, said.managed_from)
    found = {
        "seat": tuple(dict.fromkeys(code for code in seats if code and code not in inside)),
        "control": tuple(code for code in said.controlled_from or () if code not in inside),
    }
    return {tie: codes for tie, codes in found.items() if codes}
