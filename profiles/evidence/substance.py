"""Is there enough in a text to judge a startup by?

Three things are asked of what is evidence: that it holds words that say something, that these are
no small part of all words (a text that speaks in general terms fits everywhere), and that they
stand in sentences (a list of the right terms claims much and says nothing). The least of the three
counts. The steps were read off 4,000 honest texts: at most one in a hundred falls short.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from profiles.evidence.cues import MAKES
from profiles.evidence.generic import concrete, is_small

__all__ = ["ENOUGH", "substance"]

ENOUGH = 0.5
"""Below this a text is too little to judge."""

_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_FEW, _SOME = 1, 6
"""Different words that say something: too few to say anything, and enough."""
_GENERAL, _PLAIN = 0.06, 0.15
"""Their share of all words."""
_PROSE = 0.5
"""The share of them that stands in sentences, from which a text is no list."""
_SMALL_WORDS = 0.09
"""Share of small words from which a run of words is a sentence."""
_LONG, _SHORT = 8, 3


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
    words = 0
    distinct: set[str] = set()
    all_said = in_prose = 0
    for sentence in sentences:
        tokens = _TOKEN.findall(sentence.lower())
        said = concrete(sentence)
        words += len(tokens)
        distinct.update(said)
        all_said += len(said)
        if not _is_list(sentence, tokens):
            in_prose += len(said)
    if not words or not all_said:
        return 0.0
    steps = (
        (len(distinct) - _FEW) / (_SOME - _FEW),
        (len(distinct) / words - _GENERAL) / (_PLAIN - _GENERAL) if words > 2 * _SOME else 1.0,
        in_prose / all_said / _PROSE,
    )
    return min(max(min(steps), 0.0), 1.0)


def _is_list(sentence: str, tokens: Sequence[str]) -> bool:
    """Whether a run of words is a list of terms and says nothing of them."""
    small = sum(map(is_small, tokens))
    if small >= _SMALL_WORDS * len(tokens) and small:
        return False
    if not MAKES.isdisjoint(tokens[:4]):
        return False
    return len(tokens) >= _LONG or len(tokens) <= _SHORT or sentence.count(",") > 1
