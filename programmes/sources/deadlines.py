"""What do several deadlines of one call mean?

Two dates are two stages, or two cut-offs, and only the source can say which: of stages a newcomer
has to keep the first, of cut-offs any. Where it does not say, both dates are kept and the call is
surely open until the first, surely closed after the last, and unknown between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from profiles.errors import ProfileError
from profiles.vocabulary import when
from programmes.sources.values import span_of

__all__ = ["deadlines"]

_ROLLING = re.compile(
    r"(?:always\s+open|continuous(?:ly)?(?:\s+open)?|on\s+a\s+rolling\s+basis|ongoing|permanent"
    r"|open[\s-]+ended|rolling|no\s+(?:closing\s+date|deadline)|until\s+further\s+notice)\.?",
    re.IGNORECASE,
)
_SPENT = re.compile(
    r"(?:open\s+)?until\s+(?:the\s+)?(?:money|funds?|funding|budget|budgets)\s+(?:is|are)\s+"
    r"(?:spent|exhausted|used\s+up|fully\s+committed|allocated)\.?",
    re.IGNORECASE,
)
_UNSAID = "The source gives several deadlines and does not say whether they are stages or cut-offs."


def deadlines(found: Sequence[str], *, model: str | None = None, zone: str) -> dict[str, Any]:
    """The fields of a call that its deadlines fill.

    Args:
        found: The deadlines as the record gives them, in its order.
        model: What the source says of them, such as "two-stage" or "multiple cut-off".
        zone: The zone of dates that name none.

    >>> deadlines(["2026-10-14", "2027-03-03"], model="two-stage", zone="UTC")
    {'stages': ['2026-10-14', '2027-03-03']}
    >>> deadlines(["until the funds are exhausted"], zone="UTC")
    {'rolling': True, 'until_spent': True}
    """
    known = list(dict.fromkeys(one for one in found if one))
    if not known:
        return {}
    if len(known) == 1:
        return _single(known[0])
    ordered = _in_order(known, zone)
    said = (model or "").lower()
    if "cut" in said or "multiple" in said:
        return {"closes": ordered[-1], "cutoffs": ordered}
    if "stage" in said and "single" not in said:
        return {"stages": ordered}
    try:
        closes = span_of(ordered, zone)
    except ProfileError:
        closes = ordered[0]  # what cannot be read is told where the call is checked
    return {"closes": closes, "cutoffs": ordered, "note": _UNSAID}


def _single(said: str) -> dict[str, Any]:
    if _SPENT.fullmatch(said):
        return {"rolling": True, "until_spent": True}
    if _ROLLING.fullmatch(said):
        return {"rolling": True}
    return {"closes": said}


def _in_order(known: list[str], zone: str) -> list[str]:
    try:
        return sorted(known, key=lambda one: when(one, zone=zone).earliest)
    except ProfileError:
        return known
