"""How are findings on size, age and shares put into a sentence?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.answers.phrases import all_of, listed, money, share
from matcher.answers.wording import Said, asked, not_given
from matcher.eligibility.answer import Answer

if TYPE_CHECKING:
    from profiles.model import Profile
    from programmes.criteria import Age, Coinvestment, ContentShare, Size

__all__ = ["say_age", "say_coinvestment", "say_content", "say_size"]


def say_size(criterion: Size, p: Profile, answer: Answer) -> Said:
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
            return Said("headcount", facts[0][1], text, missing=True)
        return not_given(criterion, missing, ", ".join(given))
    verb = "is" if answer is Answer.MET else "is not"
    field, value, _ = next(fact for fact in facts if fact[1] is not None)
    return Said(field, value, f"With {listed(given)} it {verb} {criterion.label}")


def _known(p: Profile, field: str) -> Any:
    """The fact, or the band in which it lies as a text."""
    if field == "headcount" and p.headcount is None and p.headcount_range is not None:
        return "{:,}-{:,}".format(*p.headcount_range)
    return getattr(p, field)


def _shown(field: str, value: float) -> str:
    return f"{value:,}" if field == "headcount" else money(value)


def say_age(criterion: Age, p: Profile, answer: Answer) -> Said:
    """When it was founded, and how old it may be."""
    if p.founded is None:
        return not_given(criterion, "founded")
    bound = f"under {criterion.max_years} years old when the call closes"
    if answer is Answer.UNKNOWN:
        text = f"Founded {p.founded}: too rough to tell whether it is {bound}"
        return Said("founded", p.founded, text, missing=True)
    verb = "is" if answer is Answer.MET else "is not"
    return Said("founded", p.founded, f"Founded {p.founded}, so it {verb} {bound}")


def say_coinvestment(criterion: Coinvestment, p: Profile) -> Said:
    """How much of the round private investors carry, and how much they must."""
    held, least = p.private_coinvestment_share, share(criterion.min_share)
    if held is None:
        return not_given(criterion, "private_coinvestment_share")
    text = f"Private investors carry {share(held)} of the round; asked is {least}"
    return Said("private_coinvestment_share", held, text, f"find {asked(criterion)}")


def say_content(criterion: ContentShare, p: Profile) -> Said:
    """How much comes from outside, and how much may."""
    held, inside = p.non_eligible_content_share, all_of(criterion.inside)
    if held is None:
        return not_given(criterion, "non_eligible_content_share")
    most = share(criterion.max_share)
    text = f"{share(held)} of component cost comes from outside {inside}; at most {most} may"
    change = f"change suppliers: {asked(criterion)}"
    return Said("non_eligible_content_share", held, text, change)
