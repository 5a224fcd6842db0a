"""How large is the company?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.eligibility.answer import MET, Answer, both, either, three
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given
from matcher.eligibility.phrases import listed, money
from programmes.criteria import Size

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "headcount": ProfileField(
        "the headcount",
        "How many people does it employ, linked and partner firms included?",
        "is that how many people work in it today?",
    ),
    "turnover_eur": ProfileField(
        "the turnover",
        "What was the last annual turnover, in euros?",
        "is that its last annual turnover?",
    ),
    "balance_sheet_eur": ProfileField(
        "the balance sheet",
        "What is the balance sheet total, in euros?",
        "is that its balance sheet total?",
    ),
}


def meaning(criterion: Size, frame: Frame, day: date, closes: When | None) -> Answers:
    """Heads within bounds, and turnover or balance sheet; either sum is enough where both count.

    Source: Commission Recommendation 2003/361/EC, Annex, Article 2.
    """
    # A band decides where both of its ends give the same answer; NaN compares as false.
    found = np.full(len(frame), MET, np.uint8)
    if criterion.max_headcount is not None:
        fits = frame.heads_high <= criterion.max_headcount
        found = both(found, three(fits | (frame.heads_low > criterion.max_headcount), fits))
    if criterion.min_headcount is not None:
        fits = frame.heads_low >= criterion.min_headcount
        found = both(found, three(fits | (frame.heads_high < criterion.min_headcount), fits))
    sums = [
        three(~np.isnan(column), column <= bound)
        for column, bound in (
            (frame.turnover, criterion.max_turnover_eur),
            (frame.balance, criterion.max_balance_sheet_eur),
        )
        if bound is not None
    ]
    if sums:
        found = both(found, either(sums[0], sums[-1]))
    return found


def says(criterion: Size, p: Profile, answer: Answer) -> FindingText:
    """How big it is; only the facts that the bounds speak of are told."""
    heads = criterion.max_headcount is not None or criterion.min_headcount is not None
    facts = [
        (field, _known(p, field), words)
        for bounded, field, words in (
            (heads, "headcount", "{} staff"),
            (criterion.max_turnover_eur is not None, "turnover_eur", "a turnover of {}"),
            (criterion.max_balance_sheet_eur is not None, "balance_sheet_eur", "assets of {}"),
        )
        if bounded
    ]
    given = [
        words.format(value if isinstance(value, str) else _shown(field, value))
        for field, value, words in facts
        if value is not None
    ]
    if answer is Answer.UNKNOWN:
        missing = next((field for field, value, _ in facts if value is None), facts[0][0])
        if (
            heads
            and p.headcount is None
            and p.headcount_range is not None
            and missing == facts[0][0]
        ):
            text = f"With {given[0]} it cannot be told whether it is {criterion.label}"
            return FindingText("headcount", facts[0][1], text, missing=True)
        return not_given(demand(criterion), missing, FACTS.get(missing), ", ".join(given))
    verb = "is" if answer is Answer.MET else "is not"
    field, value, _ = next(fact for fact in facts if fact[1] is not None)
    return FindingText(field, value, f"With {listed(given)} it {verb} {criterion.label}")


def demand(criterion: Size) -> str:
    """The condition as the end of "Asks for ..."."""
    return criterion.label


def _known(p: Profile, field: str) -> Any:
    """The fact, or the band in which it lies as a text."""
    if field == "headcount" and p.headcount is None and p.headcount_range is not None:
        return "{:,}-{:,}".format(*p.headcount_range)
    return getattr(p, field)


def _shown(field: str, value: float) -> str:
    return f"{value:,}" if field == "headcount" else money(value)


KIND = Kind(Size, meaning, says, demand, FACTS)
