"""Which sentences say what a startup makes and can do, and why not the others?

Rules alone, so that anyone can read why a sentence was left out. A name is taken out of a sentence
that says something else too; a sentence that holds little but names, wishes, money, memberships,
page furniture or what is *not* made is left out whole. What stays is compared with programmes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from profiles.evidence.cues import BUT, CERTAIN, MAKES, NAVIGATION, SOFT, TRIGGERS, CueRule, Reason
from profiles.evidence.generic import concrete, saying, words_in
from profiles.evidence.names import Names

__all__ = ["LeftOut", "Told", "tell_apart"]

_LITTLE = 4
"""Words that say something, below which a sentence with a name or a cue says nothing else."""
_MUCH = 9
"""Words that say something, from which it says enough though no verb of making is in it."""
_BUTTONS = 4
"""Words on buttons for each other word, from which a line is nothing else."""
_BORDER = re.compile(
    r"(?<=[a-z0-9)])\s+(?=(?:We|Our|Please|Co-funded|Funded|Backed|Supported|Member|Contact|Home|This"
    r"|It|As|Last|Proud|Thank|Winner|Ignore|Follow|In|The|With|Selected|Partner)\b)"
    r"|[,;:]\s+(?:(?:and|but|so|yet|whom|which)\s+)?(?=(?:we|our)\b)"
    r"|\s+and\s+(?=(?:we|are looking)\b)"
)
"""Where a sentence may be two."""
_VERBS = MAKES | {
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "can",
    "works",
    "work",
    "being",
    "does",
}
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
    held = tuple(tuple(group) for group in groups)
    text = " ".join(chain.from_iterable(held))
    look = _worth_a_look(words_in(text), names)
    if not look and "©" not in text:
        return Told(held, ())
    left_out: list[LeftOut] = []
    kept = []
    for group in held:
        fresh = []
        for sentence in group:
            lower = sentence.lower()
            if not any(word in lower for word in look) and "©" not in sentence:
                fresh.append(sentence)
                continue
            rest, left = _judged(sentence, names)
            if left is not None:
                left_out.append(left)
            if rest:
                fresh.append(rest)
        kept.append(tuple(fresh))
    return Told(tuple(kept), tuple(left_out))


def _worth_a_look(words: Sequence[str], names: Names) -> list[str]:
    """Words of a text, in lower case, without which a sentence of it holds no cue and no name."""
    lower = set(map(str.lower, words))
    found = lower & TRIGGERS
    buttons = lower & NAVIGATION
    if len(buttons) >= _BUTTONS:
        found |= buttons
    return [*found, *(word.lower() for word in names.marks(words))]


def _judged(sentence: str, names: Names) -> tuple[str, LeftOut | None]:
    """What of a sentence is evidence, and what is not."""
    rest, why = _judged_whole(sentence, names)
    if why is None:
        return rest, None
    if rest and why == "names":
        said = (sentence[start:end] for start, end in names.inside(sentence, words_in(sentence)))
        return rest, LeftOut("; ".join(said), why)
    # Two clauses, or two sentences without a full stop between them: the first is not to blame.
    for border in _BORDER.finditer(sentence):
        head, tail = sentence[: border.start()], sentence[border.end() :]
        kept, of_tail = _judged_whole(tail, names)
        if of_tail is not None and not kept and (tail[:1].isupper() or _is_clause(head)):
            kept, _ = _judged_whole(head, names)
            if kept:
                return kept, LeftOut(tail, of_tail)
    return rest, LeftOut(sentence, why)


def _is_clause(text: str) -> bool:
    """Whether something is said, and not only named."""
    words = words_in(text.lower())
    return not _VERBS.isdisjoint(words) and len(saying(words)) >= _LITTLE


def _judged_whole(sentence: str, names: Names) -> tuple[str, Reason | None]:
    """What of a sentence is evidence, and why the rest is not."""
    said_as = words_in(sentence)
    words = frozenset(map(str.lower, said_as))
    found = names.inside(sentence, said_as)
    if "©" in sentence or _is_navigation(words):
        return "", "furniture"
    cued = not TRIGGERS.isdisjoint(words)
    if not found and not cued:
        return sentence, None
    lower = sentence.lower()
    if cued:
        why = _asked(CERTAIN, lower, words)
        if why == "negated" and (turn := BUT.search(sentence)):
            rest, _ = _judged(sentence[turn.end() :], names)
            return rest, why
        if why is not None:
            return "", why
    soft = _asked(SOFT, lower, words) if cued else None
    if soft is None and not found:
        return sentence, None
    bare = _without(sentence, found) if found else sentence
    said = len(concrete(bare))
    made = not MAKES.isdisjoint(words_in(bare.lower()))
    if soft != "wish" and (said >= _MUCH or (made and said >= _LITTLE)):
        return bare, "names" if found else None
    return "", soft or "names"


def _is_navigation(words: frozenset[str]) -> bool:
    """Whether a line is made of the words on a page's buttons."""
    inside = len(words & NAVIGATION)
    return inside == len(words) or inside >= _BUTTONS * (len(words) - inside)


def _asked(rules: Iterable[CueRule], lower: str, words: frozenset[str]) -> Reason | None:
    return next((rule.reason for rule in rules if rule.holds(lower, words)), None)


def _without(sentence: str, found: Iterable[tuple[int, int]]) -> str:
    """A sentence without its names."""
    parts, start = [], 0
    for begin, end in found:
        parts.append(sentence[start:begin])
        start = end
    parts.append(sentence[start:])
    return _SPACES.sub(_closed, "".join(parts)).strip(_EDGES)


def _closed(gap: re.Match[str]) -> str:
    return gap[1] or ("" if "(" in gap[0] else " ")
