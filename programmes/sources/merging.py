"""How do imported items and the programmes that we know become one catalogue?

An item whose programme is known becomes a topic of it: the rules are the programme's. Any other
stands alone. Where the catalogue has the topic already, what its source says today is taken, and
what we know beside it (areas, conditions) stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from programmes.model import Call, Programme, Source, Topic
from programmes.sources.alone import programme_of, source_of, topic_of
from programmes.sources.item import Item

__all__ = ["merged"]


def merged(
    known: Mapping[str, Programme], items: Iterable[Item]
) -> tuple[dict[str, Programme], dict[str, Source]]:
    """Programmes with the topics of these items, and those that stand alone.

    Args:
        known: The programmes that there are, by id.
        items: In whatever order; what is gone from its source is closed, and marked so.

    Returns:
        The programmes that are new or changed, and the sources of what they say.
    """
    under: dict[str, list[Item]] = {}
    found: dict[str, Programme] = {}
    sources: dict[str, Source] = {}
    for item in sorted(items, key=lambda one: (one.id, one.source)):
        sources[item.source_slug] = source_of(item)
        if item.programme is not None and item.programme in known:
            under.setdefault(item.programme, []).append(item)
        else:
            found.setdefault(item.id, programme_of(item))
    for programme, its in under.items():
        found[programme] = _with_topics(known[programme], its)
    return found, sources


def _with_topics(programme: Programme, items: list[Item]) -> Programme:
    topics = {topic.id: topic for topic in programme.challenges}
    calls = {call.id: call for call in programme.calls}
    for item in items:
        topic = topic_of(item)
        topics[topic.id] = _beside(topic, topics[topic.id]) if topic.id in topics else topic
        call = topics[topic.id].call
        if call and call not in calls:
            calls[call] = _call_of([one for one in items if one.call == call])
    return programme.model_copy(
        update={"challenges": tuple(topics.values()), "calls": tuple(calls.values())}
    )


def _beside(new: Topic, ours: Topic) -> Topic:
    """What the source says today, with what we know beside it."""
    update: dict[str, Any] = {
        "call": ours.call or new.call,
        "areas": new.areas or ours.areas,
        "criteria": (*ours.criteria, *new.criteria),
        "applicants": new.applicants or ours.applicants,
        "amounts": new.amounts or ours.amounts,
        "source": tuple(dict.fromkeys((*new.source, *ours.source))),
    }
    if new.statement == new.title:  # a calendar has titles alone
        update |= {"statement": ours.statement, "basis": ours.basis}
    return new.model_copy(update=update)


def _call_of(items: list[Item]) -> Call:
    """A call as wide as its topics: from the first that opens to the last that closes."""
    opens = [item for item in items if item.opens_when]
    closes = [item for item in items if item.closes_when]
    first = min(opens, key=lambda i: i.opens_when.earliest if i.opens_when else 0, default=None)
    last = max(closes, key=lambda i: i.closes_when.latest if i.closes_when else 0, default=None)
    fits = first and last and first.zone == last.zone
    return Call(
        id=items[0].call or "call",
        name=items[0].call_name,
        opens=first.opens if first and (fits or not last) else None,
        closes=last.closes if last and not last.rolling else None,
        zone=(last or first or items[0]).zone,
        source=(items[0].source_slug,),
    )
