"""What do states buy together, for how much, and how firm is it?

A joint purchase in a line: the item and its number, what it is worth, who orders, and whether a
contract stands. What the catalogue does not hold is left out; nothing is estimated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from matcher.answers.sums import worth
from matcher.eligibility.phrases import names_of

if TYPE_CHECKING:
    from programmes.model import Pool, Programme

__all__ = ["bought", "buyers"]

_FEW = 4
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_CLAUSE = re.compile(r"[;:]\s")


def bought(programme: Programme) -> str | None:
    """What is bought, how much, for how much money, by whom, and how firm it is.

    Args:
        programme: An offer; None is said of one that no states buy by.
    """
    pool = programme.pool
    if pool is None or programme.buyers != "states":
        return None
    parts = [_CLAUSE.split(pool.item)[0]]
    if pool.quantity:
        parts.append(_CLAUSE.split(pool.quantity)[0])
    if pool.value and (value := worth(pool.value)):
        parts.append(value)
    if who := buyers(pool):
        parts.append(who)
    if pool.state and not pool.state.startswith("unknown"):
        word = "in" if pool.state == "contracted" else "since"
        dated = pool.signed and not _YEAR.search(pool.state)
        year = f" {word} {pool.signed[:4]}" if pool.signed and dated else ""
        parts.append(f"{_CLAUSE.split(pool.state)[0]}{year}")
    return ", ".join(parts)


def buyers(pool: Pool) -> str | None:
    """Who orders: the names of a few states, the number of many; None where that is not known.

    >>> from programmes.model import Pool
    >>> buyers(Pool(item="shells", participants=("NO", "DK"), participants_complete=True))
    'for Norway and Denmark'
    >>> buyers(Pool(item="shells", participants=("NO", "DK")))
    'for Norway, Denmark and others'
    """
    known = pool.participants
    if not known:
        return None
    if len(known) > _FEW:
        return f"for {len(known)} states{'' if pool.participants_complete else ' and more'}"
    if pool.participants_complete:
        return f"for {names_of(known)}"
    return f"for {', '.join(names_of([code]) for code in known)} and others"
