"""How does a published call stand alone, where no programme of ours is known for it?

The conditions of such a call stand in its prose, so they are kept as one statement that has to be
answered, never dropped and never guessed.
"""

from __future__ import annotations

from typing import Any

from profiles.vocabulary import when
from programmes.dates import Dates
from programmes.model import Call, Offer, Programme, Provenance, Source, Topic
from programmes.sources.item import Item

__all__ = ["programme_of", "source_of", "topic_of"]

_DATES = tuple(Dates.model_fields)
_TERMS = ("amounts", "applicants", "criteria", "apply_url")


def source_of(item: Item) -> Source:
    """The source of all facts of an item."""
    published = item.source != "calls"
    return Source(
        slug=item.source_slug,
        url=item.url or "",
        as_of=item.retrieved,
        kind="official" if published else "call",
        retrieved=item.retrieved,
    )


def _dates_of(item: Item) -> dict[str, Any]:
    """Its dates; of one that its source no longer has, closed on the day on which it was missed."""
    fields = {name: getattr(item, name) for name in _DATES}
    if item.gone is None:
        return fields
    closes = item.closes_when
    note = f"No longer published by its source since {item.gone}."
    if closes is None or closes.latest > when(item.gone, item.zone, end=True).latest:
        said = f" It had said that it closes on {item.closes}." if item.closes else ""
        dropped = {"opens": None, "rolling": False, "until": None, "stages": (), "expected": False}
        return {**fields, **dropped, "closes": item.gone, "note": note + said}
    return {**fields, "note": " ".join(part for part in (item.note, note) if part)}


def topic_of(item: Item) -> Topic:
    """An item as a topic of the programme that it falls under."""
    fields = {**_dates_of(item), **{name: getattr(item, name) for name in _TERMS}}
    return Topic(
        id=item.id,
        title=item.title,
        statement=item.statement,
        basis=item.basis,
        areas=item.areas,
        url=item.url,
        call=item.call,
        source=(item.source_slug,),
        **fields,
    )


def programme_of(item: Item) -> Programme:
    """An item as a programme of its own."""
    slug = item.source_slug
    asked = {
        "kind": "statement",
        "id": f"{item.id}-call-text",
        "asks": "Does the company meet the conditions that the call's own text sets?",
        "who": "programme",
        "note": "Conditions of the call's own text, not parsed.",
        "source": [slug],
    }
    applicants = [{"kind": "open-to", "applicants": item.applicants, "source": [slug]}]
    return Programme.model_validate(
        {
            "id": item.id,
            "name": item.title,
            "owner": item.owner or "not named",
            "kind": item.kind,
            "summary": item.title,
            "description": item.statement,
            "areas": item.areas,
            "offer": Offer(instruments=item.instruments, amounts=item.amounts),
            "calls": (Call(id="call", **_dates_of(item)),),
            "criteria": [*(applicants if item.applicants else ()), *item.criteria, asked],
            "apply_url": item.apply_url or item.url,
            "provenance": {"*": Provenance(source=(slug,))},
        }
    )
