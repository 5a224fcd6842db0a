"""How is money said to a person who compares it with what is sought?

Sums are shortened as people say them, in the currency of their source and never converted. What one
company can receive stands first; where only the whole budget is on file, it is called that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profiles.model import Profile
    from programmes.model import Amount, Programme

__all__ = ["EQUITY", "compared", "offered", "share_of_cost", "sought", "sum_in_words", "worth"]

_MILLION, _BILLION = 10**6, 10**9
_SHOWN = 2
_CLAUSE = re.compile(r"[.;](?:\s|$)")
_SHARE = re.compile(r"\d ?(?:%|percent)|paid in full|half", re.IGNORECASE)
_LONG = 100
_BRACKETS = re.compile(r" ?\([^)]*\)")
_KIND = re.compile(r"^An? (?:grant|subsidy|contract)(?: of|,)? ", re.IGNORECASE)
"""What the kinds of money say already."""
EQUITY = {
    "no": "no shares are taken",
    "yes": "against shares",
    "optional": "shares only if you want",
    "possible": "shares are possible",
    "mixed": "shares for a part of it",
}
"""What is said of the shares that a programme takes."""


def sum_in_words(amount: float) -> str:
    """A sum without its currency.

    >>> sum_in_words(100_000), sum_in_words(2_500_000), sum_in_words(1_000_000_000)
    ('100,000', '2.5 million', '1 billion')
    """
    for size, name in ((_BILLION, "billion"), (_MILLION, "million")):
        if amount >= size:
            return f"{amount / size:.3g} {name}" if amount < 1000 * size else f"{amount:,.0f}"
    return f"{amount:,.0f}"


def range_in_words(amount: Amount) -> str | None:
    """A range of sums with its currency; None where neither bound is known."""
    currency = f"{amount.currency} " if amount.currency else ""
    low, high = amount.min, amount.max
    if low and high and low != high:
        for size in (_BILLION, _MILLION):
            if low >= size and high < 1000 * size:
                return f"{currency}{low / size:.3g} to {sum_in_words(high)}"
        return f"{currency}{sum_in_words(low)} to {sum_in_words(high)}"
    if high:
        return (
            f"{currency}{sum_in_words(high)}"
            if low == high
            else f"up to {currency}{sum_in_words(high)}"
        )
    return f"from {currency}{sum_in_words(low)}" if low else None


def offered(programme: Programme) -> str | None:
    """What a company receives: kinds of money and sums; None where neither is on file."""
    offer = programme.offer
    kinds = [instrument.value.replace("-", " ") for instrument in offer.instruments]
    found = [
        (amount, said)
        for amount in offer.amounts
        if amount.per == "company" and (said := range_in_words(amount))
    ]
    parts = []
    for amount, said in _first_and_largest(found):
        label = _BRACKETS.sub("", amount.label)
        named = next((kind for kind in kinds if kind in label.lower().split()), None)
        if named == label.lower():
            parts.append(f"{named} {said}")
        elif len(found) == 1:
            parts.append(said)
        else:
            parts.append(f"{said} ({label})")
    rest = [kind for kind in kinds if not any(part.startswith(f"{kind} ") for part in parts)]
    if not parts and (whole := _whole(programme)):
        parts.append(whole)
    if not parts:
        return ", ".join(kinds) or None
    if rest and not any(part.split()[0] in kinds for part in parts):
        return f"{', '.join(rest)}: {', '.join(parts)}"
    return ", ".join(parts)


_Sum: TypeAlias = "tuple[Amount, str]"


def _first_and_largest(found: Sequence[_Sum]) -> Sequence[_Sum]:
    """Two sums of many: what one begins with, and the most that can follow."""
    if len(found) <= _SHOWN:
        return found
    largest = max(found[1:], key=lambda one: one[0].max or one[0].min or 0.0)
    return found[0], largest


def _whole(programme: Programme) -> str | None:
    """What there is for everybody together: of a joint purchase, what it is worth."""
    if programme.pool is not None:
        value = programme.pool.value
        return worth(value) if value is not None else None
    for one in programme.offer.amounts:
        if one.per == "programme" and (said := range_in_words(one)):
            return f"{said.removeprefix('up to ')} in all"
    return None


def worth(value: Amount) -> str | None:
    """What a joint purchase is worth; a sum that is no contract's value says what it is."""
    said = range_in_words(value)
    if said is None:
        return None
    label = "" if value.label == "contract value" else f" ({value.label})"
    return f"{said.removeprefix('up to ')}{label}"


def sought(profile: Profile) -> str | None:
    """What a startup looks for; None where it does not say."""
    seeking = profile.seeking
    if seeking is None or seeking.amount is None:
        return None
    return f"{seeking.currency} {sum_in_words(seeking.amount)}"


def compared(programme: Programme, profile: Profile) -> str | None:
    """How the sum that is sought lies to what one company receives.

    None where either is not known, or where they are in different currencies: sums are not
    converted.
    """
    seeking = profile.seeking
    if seeking is None or seeking.amount is None:
        return None
    known = [
        one
        for one in programme.offer.amounts
        if one.per == "company" and one.currency == seeking.currency and (one.max or one.min)
    ]
    if not known:
        return None
    kinds = {one.value for one in programme.offer.instruments}
    adds_up = len(known) > 1 and all(one.label.lower() in kinds for one in known)
    most = (sum if adds_up else max)(one.max or float("inf") for one in known)
    least = min(one.min or 0.0 for one in known)
    if seeking.amount > most:
        return "more than it gives"
    return "less than it gives" if seeking.amount < least else "in its range"


def share_of_cost(programme: Programme) -> str | None:
    """Which part of the cost is paid, as its text says; None where that is not on file."""
    for clause in _CLAUSE.split(programme.offer.text or ""):
        said = _KIND.sub("", clause.strip())
        if _SHARE.search(said) and len(said) <= _LONG:
            return f"{said[:1].lower()}{said[1:]}"
    return None
