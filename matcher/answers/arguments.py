"""What does a part of a fit say, in words that a founder and an officer would use?

A number beside a feature's name convinces nobody. Each part says what was found, for or against,
by the side on which its value lies of the value that says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcher.results import Contribution

__all__ = ["argument", "meaning", "weightiest"]

_OF_AN_OFFER = frozenset({"scope", "home"})
"""What is compared with standing offers alone."""

_SAYS = {
    "start": ("what such a programme starts with, before the two texts are read",) * 2,
    "meaning": (
        "a passage of the profile says much the same as one of the programme's",
        "no passage of the profile says much the same as one of the programme's",
    ),
    "title": (
        "the profile is about what the title names",
        "the profile is about other things than the title names",
    ),
    "words": (
        "they share words that few texts use",
        "they share hardly a word that few texts use",
    ),
    "title_words": (
        "words of the title stand in the profile",
        "hardly a word of the title stands in the profile",
    ),
    "phrases": (
        "they share terms of several words",
        "they share hardly a term of several words",
    ),
    "area": (
        "declared areas are among the programme's",
        "the declared areas are not the programme's",
    ),
    "scope": (
        "what the text speaks of lies in the areas that it takes",
        "what the text speaks of lies outside the areas that it takes",
    ),
    "home": (
        "it takes firms from where this one sits",
        "it takes no firms from where this one sits",
    ),
    "readiness": (
        "the readiness level is what it guides applicants to",
        "the readiness level is not what it guides applicants to",
    ),
    "ticket": (
        "the sum sought lies in the range that it pays",
        "the sum sought lies far from the range that it pays",
    ),
    "instrument": (
        "it gives the kind of money that is sought",
        "it gives another kind of money than is sought",
    ),
}


def argument(part: Contribution) -> str | None:
    """One sentence on a part of a fit; None for a part that says nothing either way.

    >>> argument(Contribution("phrases", 0.4, 0.12))
    'they share terms of several words'
    >>> argument(Contribution("ticket", 0.5, 0.0)) is None
    True
    """
    if not part.points and part.feature != "start":
        return None
    supports, opposes = _SAYS[part.feature]
    return supports if part.points >= 0 else opposes


def meaning(parts: Sequence[Contribution]) -> str:
    """What the fit that these parts add up to says.

    >>> meaning([Contribution("meaning", 0.5, 0.2), Contribution("scope", 0.5, 0.0)])
    'of pairs with this fit, about that share is relevant'
    """
    if any(part.points for part in parts if part.feature in _OF_AN_OFFER):
        return "how well the startup lies in what it takes; an order, and no probability"
    return "of pairs with this fit, about that share is relevant"


def weightiest(parts: Sequence[Contribution]) -> list[Contribution]:
    """The start, then what says something, the weightiest first."""
    start, *rest = parts
    return [start, *sorted((p for p in rest if p.points), key=lambda part: -abs(part.points))]
