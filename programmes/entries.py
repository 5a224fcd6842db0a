"""What can be entered, when a programme's topics and calls have terms of their own?

A topic is answered with its programme: the best of its topics is named, so that a programme of
thirty topics stands in a list once. A topic (or call) that lets other companies in than its
programme does has to be judged by itself: it is an entry of its own, ``programme/topic``. By that
name any topic can be asked about. What it does not state it inherits: from its call, and then from
the programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from programmes.criteria import AnyCriterion, Level, OpenTo, Seat, Statement
from programmes.dates import Dates
from programmes.model import Call, Programme, Terms, Topic

__all__ = ["MARK", "entries", "narrowed", "topic_of", "topics_of"]

MARK = "/"
"""Between a programme's id and that of its topic or call."""

_DATES = tuple(Dates.model_fields)
_OWN_DATES = ("opens", "closes", "rolling", "until", "cutoffs", "stages")


def entries(programme: Programme) -> Iterator[Programme]:
    """A programme as it can be entered: as a whole, and by what stands alone inside it.

    >>> from programmes.read import load_catalogue
    >>> [one.id for one in entries(load_catalogue().get("nato-diana-2027"))]
    ['nato-diana-2027']
    """
    topics = [topic for topic in programme.challenges if _decides(topic)]
    calls = [call for call in programme.calls if _decides(call) and len(programme.calls) > 1]
    if not topics and not calls:
        yield _with_its_call(programme)
        return
    update: dict[str, Any] = {}
    if topics:
        ids = {topic.id for topic in topics}
        update["challenges"] = tuple(one for one in programme.challenges if one.id not in ids)
    if calls:
        update["calls"] = tuple(call for call in programme.calls if call not in calls)
    if not calls or update["calls"]:
        yield _with_its_call(programme.model_copy(update=update))
    for call in calls:
        yield _of_call(programme, call)
    for topic in topics:
        yield _of_topic(programme, topic)


def narrowed(programme: Programme, name: str) -> Programme | None:
    """A programme narrowed to one of its topics or calls; None if it has none of that name.

    Args:
        programme: The whole.
        name: The id of a topic, or else of a call.
    """
    for topic in programme.challenges:
        if topic.id == name:
            return _of_topic(programme, topic)
    return next((_of_call(programme, call) for call in programme.calls if call.id == name), None)


def topics_of(programme: Programme) -> tuple[Programme, ...]:
    """A programme narrowed to each of its topics, in their order."""
    return tuple(_of_topic(programme, topic) for topic in programme.challenges)


def topic_of(entry: str) -> tuple[str, str | None]:
    """The programme and the topic or call that an entry's id names.

    >>> topic_of("edf-2026/edf-2026-ra-x"), topic_of("edip")
    (('edf-2026', 'edf-2026-ra-x'), ('edip', None))
    """
    programme, _, name = entry.partition(MARK)
    return programme, name or None


def _decides(one: Terms) -> bool:
    """Whether it lets other companies in than its programme: by conditions that can refuse."""
    stated = (each for each in one.criteria if each.sure and not isinstance(each, Statement))
    return bool(one.applicants) or any(stated)


def _terms(one: Terms) -> bool:
    return bool(one.criteria or one.applicants or one.amounts)


def _dated(one: Dates) -> bool:
    return any(getattr(one, name) for name in _OWN_DATES)


def _with_its_call(programme: Programme) -> Programme:
    """A programme of one call has that call's terms."""
    if len(programme.calls) != 1 or not _terms(programme.calls[0]):
        return programme
    return programme.model_copy(update=_inherited(programme, [("call", programme.calls[0])]))


def _of_call(programme: Programme, call: Call) -> Programme:
    mine = [topic for topic in programme.challenges if topic.call == call.id]
    return programme.model_copy(
        update={
            "id": f"{programme.id}{MARK}{call.id}",
            "name": f"{programme.short_name or programme.name}: {call.name or call.id}",
            "series": None,
            "calls": (call,),
            "challenges": tuple(topic for topic in mine if not _decides(topic)),
            "apply_url": call.apply_url or programme.apply_url,
            **_inherited(programme, [("call", call)]),
        }
    )


def _of_topic(programme: Programme, topic: Topic) -> Programme:
    call = _call_of(programme, topic)
    above: list[tuple[Level, Terms]] = [("call", call)] if call is not None else []
    link = topic.apply_url or topic.url or (call.apply_url if call else None)
    return programme.model_copy(
        update={
            "id": f"{programme.id}{MARK}{topic.id}",
            "name": f"{programme.short_name or programme.name}: {topic.title}",
            "series": None,
            "summary": topic.title,
            "description": topic.statement,
            "calls": _dates_of(topic, call, programme),
            "challenges": (topic,),
            "apply_url": link or programme.apply_url,
            **_inherited(programme, [*above, ("topic", topic)]),
        }
    )


def _call_of(programme: Programme, topic: Topic) -> Call | None:
    if topic.call is not None:
        return next((one for one in programme.calls if one.id == topic.call), None)
    return programme.calls[0] if len(programme.calls) == 1 else None


def _dates_of(topic: Topic, call: Call | None, programme: Programme) -> tuple[Call, ...]:
    """The dates of a topic: its own, and an opening of its call where it states none."""
    if not _dated(topic):
        return (call,) if call is not None else programme.calls
    said = {name: getattr(topic, name) for name in _DATES}
    if call is not None:
        if topic.opens is None and not topic.rolling:
            said["opens"] = call.opens
        if "zone" not in topic.model_fields_set:
            said["zone"] = call.zone
    try:
        return (Call(id=topic.id, **said),)
    except ValueError:  # the call opens after the topic closes: the topic's own date stands
        return (Call(id=topic.id, **{**said, "opens": topic.opens}),)


def _inherited(programme: Programme, levels: Iterable[tuple[Level, Terms]]) -> dict[str, Any]:
    """Conditions and sums, each level's own over those of the level above."""
    criteria = list(programme.criteria)
    amounts = programme.offer.amounts
    for level, terms in levels:
        # A topic's budget says nothing of what one company receives, and the other way round.
        kinds = {each.per for each in terms.amounts}
        amounts = (*terms.amounts, *(each for each in amounts if each.per not in kinds))
        own: list[AnyCriterion] = [
            each.model_copy(update={"level": level}) for each in terms.criteria
        ]
        if terms.applicants:
            own.insert(0, _open_to(terms, level, programme))
        # What is only read out of prose stands beside a firm rule, and not in its place.
        taken = {_slot(each) for each in own if each.sure}
        criteria = [each for each in criteria if _slot(each) not in taken] + own
    offer = programme.offer
    if amounts != offer.amounts:
        offer = offer.model_copy(update={"amounts": amounts})
    return {"criteria": tuple(criteria), "offer": offer}


def _open_to(terms: Terms, level: Level, programme: Programme) -> OpenTo:
    source = getattr(terms, "source", ()) or programme.provenance["*"].source
    return OpenTo(applicants=terms.applicants, source=source, level=level)


def _slot(criterion: AnyCriterion) -> tuple[str, str]:
    """What a condition is the condition of: one of the same slot takes its place."""
    match criterion:
        case Seat():
            return criterion.kind, criterion.basis
        case Statement():
            return criterion.kind, criterion.id
        case _:
            return criterion.kind, ""
