"""Which sentences say what a startup makes and can do, and why not the others?

Rules alone, so that anyone can read why a sentence was left out. A name is taken out of a sentence
that says something else too; a sentence that holds little but names, wishes, money, memberships,
page furniture or what is *not* made is left out whole. What stays is compared with programmes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from profiles.evidence.cues import BUT, CERTAIN, MAKES, SOFT, TRIGGERS, Reason, Rule
from profiles.evidence.generic import concrete
from profiles.evidence.names import Names

__all__ = ["LeftOut", "Told", "tell_apart"]

_LITTLE = 4
"""Words that say something, below which a sentence with a name or a cue says nothing else."""
_MUCH = 9
"""Words that say something, from which it says enough though no verb of making is in it."""
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SPACES = re.compile(r"\s+([,.;:!?])|\s{2,}|\(\s*\)|(?<=\()\s+")
_EDGES = " ,;:–—-"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of text that is not compared, and why."""

    text: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Told:
    """What some groups of sentences say.

    Attributes:
        kept: What is evidence, group by group.
        left_out: What is not, in order.
    """

    kept: tuple[tuple[str, ...], ...]
    left_out: tuple[LeftOut, ...]


def tell_apart(groups: Iterable[Sequence[str]], names: Names) -> Told:
    """Tell evidence from the rest, sentence by sentence.

    Args:
        groups: Sentences of the fields of a profile.
        names: Names that buy nothing.

    >>> from profiles.evidence.names import own_names
    >>> told = tell_apart(
    ...     [["We make towed sonar for harbours.", "We thank NATO DIANA."]], own_names()
    ... )
    >>> told.kept, told.left_out
    ((('We make towed sonar for harbours.',),), (LeftOut(text='We thank NATO DIANA.', why='wish'),))
    """
    left_out: list[LeftOut] = []
    kept = []
    for group in groups:
        held = []
        for sentence in group:
            rest, why = _judged(sentence, names)
            if why is not None:
                left_out.append(LeftOut(sentence, why))
            if rest:
                held.append(rest)
        kept.append(tuple(held))
    return Told(tuple(kept), tuple(left_out))


def _judged(sentence: str, names: Names) -> tuple[str, Reason | None]:
    """What of a sentence is evidence, and why the rest is not."""
    lower = sentence.lower()
    words = frozenset(_TOKEN.findall(lower))
    if "©" in sentence:
        words |= {"©"}
    found = names.inside(sentence, words)
    cued = not TRIGGERS.isdisjoint(words)
    if not found and not cued:
        return sentence, None
    if cued:
        why = _asked(CERTAIN, sentence, words)
        if why == "negated" and (turn := BUT.search(sentence)):
            rest, _ = _judged(sentence[turn.end() :], names)
            return rest, why
        if why is not None:
            return "", why
    soft = _asked(SOFT, sentence, words) if cued else None
    if soft is None and not found:
        return sentence, None
    bare = _without(sentence, found) if found else sentence
    said = len(concrete(bare))
    made = not MAKES.isdisjoint(_TOKEN.findall(bare.lower()))
    if soft != "wish" and (said >= _MUCH or (made and said >= _LITTLE)):
        return bare, "names" if found else None
    return "", soft or "names"


def _asked(rules: Iterable[Rule], sentence: str, words: frozenset[str]) -> Reason | None:
    for rule in rules:
        if not rule.words.isdisjoint(words) and rule.pattern.search(sentence):
            return rule.reason
    return None


def _without(sentence: str, found: Iterable[re.Match[str]]) -> str:
    """A sentence without its names."""
    parts, start = [], 0
    for name in found:
        parts.append(sentence[start : name.start()])
        start = name.end()
    parts.append(sentence[start:])
    return _SPACES.sub(_closed, "".join(parts)).strip(_EDGES)


def _closed(gap: re.Match[str]) -> str:
    return gap[1] or ("" if "(" in gap[0] else " ")
