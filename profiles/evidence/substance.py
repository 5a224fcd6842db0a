"""Is there enough in a text to judge a startup by?

Three things are asked of what is evidence: that it holds words that say something, that these are
no small part of all words (a text that speaks in general terms fits everywhere), and that they
stand in sentences (a list of the right terms claims much and says nothing). The least of the three
counts. The steps were read off 4,000 honest texts: at most one in a hundred falls short.
"""

from __future__ import annotations

from collections.abc import Sequence

from profiles.evidence.generic import saying, small_among, words_in

__all__ = ["ENOUGH", "substance"]

ENOUGH = 0.5
"""Below this a text is too little to judge."""

_FEW, _SOME = 1, 6
"""Different words that say something: too few to say anything, and enough."""
_GENERAL, _PLAIN = 0.06, 0.15
"""Their share of all words."""
_PROSE = 0.5
"""The share of them that stands in sentences, from which a text is no list."""
_SMALL_WORDS = 0.09
"""Share of small words from which a run of words is a sentence."""
_PLAINLY = 4
"""One word in so many is a small one in a text that is plainly made of sentences."""
_LONG, _SHORT = 8, 3
"""Words of what is neither a sentence nor a list: a heading, a use."""


def substance(sentences: Sequence[str]) -> float:
    """How much a text has to be judged by, in [0, 1].

    Args:
        sentences: What of it is evidence.

    >>> substance(["We are an innovative dual-use company with AI for defence and security."])
    0.0
    >>> substance(["drone maker"]) < ENOUGH
    True
    >>> substance(["Passive sonar and thermal cameras find divers and swimmers around a tanker."])
    1.0
    """
    tokens = words_in(" ".join(sentences).lower())
    if small_among(tokens) * _PLAINLY >= len(tokens):
        distinct = saying(tokens)
        if len(distinct) >= max(_SOME, _PLAIN * len(tokens)):
            return 1.0
    return _substance(sentences)


def _substance(sentences: Sequence[str]) -> float:
    """The same, sentence by sentence."""
    words = 0
    distinct: set[str] = set()
    all_said = in_prose = 0
    for sentence in sentences:
        tokens = words_in(sentence.lower())
        said = saying(tokens)
        words += len(tokens)
        distinct |= said
        all_said += len(said)
        small = small_among(tokens)
        if (small and small >= _SMALL_WORDS * len(tokens)) or (
            _SHORT < len(tokens) < _LONG and sentence.count(",") < _SHORT - 1
        ):
            in_prose += len(said)
    if not all_said:
        return 0.0
    steps = (
        (len(distinct) - _FEW) / (_SOME - _FEW),
        (len(distinct) / words - _GENERAL) / (_PLAIN - _GENERAL) if words > 2 * _SOME else 1.0,
        in_prose / all_said / _PROSE,
    )
    return min(max(min(steps), 0.0), 1.0)
