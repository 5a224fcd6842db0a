"""How is money said to a person who compares it with what is sought?

Sums are shortened as people say them, in the currency of their source and never converted. What one
company can receive stands first; where only the whole budget is on file, it is called that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from profiles.model import Profile
    from programmes.model import Amount, Programme

__all__ = ["offered", "sought", "sum_in_words"]

_MILLION, _BILLION = 10**6, 10**9
_SHOWN = 2


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
        if low >= _MILLION and high >= _MILLION and max(low, high) < _BILLION:
            return f"{currency}{low / _MILLION:.3g} to {sum_in_words(high)}"
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
    for amount, said in found[:_SHOWN]:
        label = amount.label.lower()
        named = next((kind for kind in kinds if kind in label.split()), None)
        if named == label:
            parts.append(f"{label} {said}")
        elif len(found) == 1:
            parts.append(said)
        else:
            parts.append(f"{said} ({amount.label})")
    rest = [kind for kind in kinds if not any(part.startswith(f"{kind} ") for part in parts)]
    if not parts:
        whole = next((a for a in offer.amounts if a.per == "programme" and range_in_words(a)), None)
        if whole is not None:
            parts.append(f"{range_in_words(whole)} in all")
    if not parts:
        return ", ".join(kinds) or None
    if rest and not any(part.split()[0] in kinds for part in parts):
        return f"{', '.join(rest)}: {', '.join(parts)}"
    return ", ".join(parts)


def sought(profile: Profile) -> str | None:
    """What a startup looks for; None where it does not say."""
    seeking = profile.seeking
    if seeking is None or seeking.amount is None:
        return None
    return f"{seeking.currency} {sum_in_words(seeking.amount)}"
