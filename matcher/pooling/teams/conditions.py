"""Which conditions hold for a topic, and which of them is the rule on partners?

A topic's condition replaces that of its call, and a call's that of its programme, where both are of
one kind: for a seat of the same basis, for a statement of the same id. Others are added.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from matcher.errors import BadInput
from profiles.markup import clean
from profiles.prose import sentences
from programmes.criteria import AnyCriterion, Consortium, Seat, Statement
from programmes.model import Programme, Topic

__all__ = ["conditions_of", "named_topic", "parts_of"]

_MOST = 8
_SHORTEST = 20


def named_topic(programme: Programme, key: str | None) -> Topic | None:
    """The topic of a programme with this id; None where none is asked for.

    Raises:
        BadInput: It has no such topic.
    """
    if key is None:
        return None
    for topic in programme.challenges:
        if topic.id == key:
            return topic
    known = ", ".join(topic.id for topic in programme.challenges[:12]) or "none"
    raise BadInput("topic", f"{programme.id} has no topic {key!r}; it has: {known}")


def conditions_of(
    programme: Programme, topic: Topic | None
) -> tuple[Consortium | None, tuple[AnyCriterion, ...]]:
    """The rule on partners, if there is one, and the conditions that each member has to meet."""
    levels: list[Iterable[AnyCriterion]] = [programme.criteria]
    if topic is not None:
        calls = [call for call in programme.calls if call.id == topic.call]
        if not calls and len(programme.calls) == 1:
            calls = list(programme.calls)
        levels += [*(call.criteria for call in calls), topic.criteria]
    held: dict[Hashable, AnyCriterion] = {}
    for level in levels:
        for criterion in level:
            held[_kind(criterion)] = criterion
    rule = next((one for one in held.values() if isinstance(one, Consortium)), None)
    return rule, tuple(one for one in held.values() if not isinstance(one, Consortium))


def _kind(criterion: AnyCriterion) -> Hashable:
    if isinstance(criterion, Seat):
        return criterion.kind, criterion.basis
    if isinstance(criterion, Statement):
        return criterion.kind, criterion.id
    return (criterion.kind,)


def parts_of(programme: Programme, topic: Topic | None) -> tuple[str, ...]:
    """What is asked for, part by part: a topic's sentences, or the lines of what is sought."""
    if topic is not None:
        said = [one for text in (topic.title, topic.statement) for one in sentences(clean(text))]
        lines = [piece.strip() for text in said for piece in text.split(";")]
    else:
        lines = list(programme.seeks or programme.technologies or (programme.summary,))
    long = [line for line in dict.fromkeys(lines) if len(line) >= _SHORTEST]
    return tuple(long[:_MOST]) or (topic.title if topic is not None else programme.name,)
