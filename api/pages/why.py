"""Why is this the answer for one programme, all of it?

Each rule with its answer, the parts of the fit, the passages side by side, what of the text was
left out and why, and what would change the answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from matcher.answers.arguments import argument, weightiest
from matcher.answers.caveats import WHY
from matcher.answers.explain import match
from profiles.vocabulary import link_or_none
from programmes.errors import UnknownProgramme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.usecases.matches import WeighedProfile
    from matcher.results import Contribution, Match

__all__ = ["why_view"]

_ORDER = ("unmet", "unknown", "met", "not-applicable")
_TITLES = {
    "unmet": "Not met", "unknown": "Not known yet", "met": "Met",
    "not-applicable": "Do not concern you",
}  # fmt: skip


def why_view(weighed: WeighedProfile, programme: str) -> dict[str, Any]:
    """One pair, explained.

    Args:
        weighed: The profile before all programmes.
        programme: The id.

    Raises:
        UnknownProgramme: No programme of that id.
    """
    listing = weighed.listing
    if programme not in listing.snapshot.places:
        raise UnknownProgramme(programme)
    found = match(listing, listing.snapshot.places[programme], None)
    found = replace(found, left_out=listing.reading.left_out)
    return {
        "match": found,
        "rules": [
            (name, _TITLES[name], some)
            for name in _ORDER
            if (some := [one for one in found.findings if one.answer == name])
        ],
        "read": [one for one in found.findings if one.quote],
        "bars": bars(found.contributions),
        "left_out": [(one.text, WHY[one.why]) for one in found.left_out],
        "changes": _changes(found),
        "links": {
            slug: listing.sources[slug].url
            for one in (*found.findings, *found.guidance)
            for slug in one.sources
            if slug in listing.sources and link_or_none(listing.sources[slug].url or "")
        },
    }


def bars(parts: Sequence[Contribution]) -> list[dict[str, Any]]:
    """The parts of a fit, each with the place of its bar between 0 and 1.

    Bars follow each other: each begins where the one before has ended, so that the eye adds them
    up to the fit.
    """
    found, at = [], 0.0
    for one in weightiest(parts):
        if abs(one.points) < 0.0005:
            continue
        end = at + one.points
        low, high = sorted((at, end))
        found.append(
            {
                "name": one.feature.replace("_", " "), "points": one.points,
                "x": max(low, 0.0), "width": max(min(high, 1.0) - max(low, 0.0), 0.0),
                "says": argument(one) or "", "up": one.points >= 0,
            }
        )  # fmt: skip
        at = end
    return found


def _changes(found: Match) -> list[str]:
    """What would change the answer, the surest first."""
    said = []
    for one in found.findings:
        if one.answer == "unmet" and one.change:
            said.append(one.change)
    if found.verdict != "ineligible" and found.card is not None:
        said += [f"An answer: {asks}" for asks in found.card.missing]
    waiting = [one for one in found.findings if one.answer == "unknown" and not one.missing]
    said += [f"A word of the office: {one.says}" for one in waiting]
    if not said and found.verdict == "ineligible":
        said.append("Nothing that the company can do: the rule that keeps it out is not about"
                    " what it can change.")  # fmt: skip
    return said
