"""Which facts does a programme state, where, and how sure can their sources make us?

A fact is as good as the text behind it: without an official text, or a mirror of one, none is held
with high confidence, whatever its writer wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from programmes.criteria import Criterion
from programmes.documents import Place
from programmes.model import Call, Fact, Programme, Provenance, Source, Topic

__all__ = ["CAP", "OFFICIAL", "Sourced", "capped", "official", "references", "stated"]

Sourced: TypeAlias = Criterion | Topic | Call | Fact | Provenance

OFFICIAL = frozenset({"official", "official_mirror"})
"""Kinds of sources that can carry high confidence."""
CAP = "medium-high"
"""How sure we are at most of what no official text says."""


def stated(programme: Programme) -> Iterator[tuple[Place, Sourced]]:
    """Every fact with sources of its own, and the place where it stands."""
    for part in ("criteria", "guidance", "facts"):
        for index, item in enumerate(getattr(programme, part)):
            yield (part, index), item
    for part in ("calls", "challenges"):
        for index, item in enumerate(getattr(programme, part)):
            if item.source:
                yield (part, index), item
            for number, criterion in enumerate(item.criteria):
                yield (part, index, "criteria", number), criterion
    for name, entry in programme.provenance.items():
        yield ("provenance", name), entry


def references(programme: Programme) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Where a programme names sources, and which."""
    for place, fact in stated(programme):
        yield (*place, "source"), fact.source


def official(slugs: tuple[str, ...], sources: Mapping[str, Source]) -> bool:
    """Whether one of these sources is an official text or a mirror of one."""
    return any(slug in sources and sources[slug].kind in OFFICIAL for slug in slugs)


def capped(programme: Programme, sources: Mapping[str, Source]) -> Programme:
    """The programme with no more confidence than its sources carry; itself if nothing changes."""
    update: dict[str, Any] = {
        part: _all(getattr(programme, part), sources)
        for part in ("criteria", "guidance", "facts", "calls", "challenges")
    }
    update["provenance"] = {
        name: _one(entry, sources) for name, entry in programme.provenance.items()
    }
    changed = {name: new for name, new in update.items() if new != getattr(programme, name)}
    return programme.model_copy(update=changed) if changed else programme


def _all(items: tuple[Any, ...], sources: Mapping[str, Source]) -> tuple[Any, ...]:
    return tuple(_one(item, sources) for item in items)


def _one(item: Any, sources: Mapping[str, Source]) -> Any:
    update: dict[str, Any] = {}
    if getattr(item, "confidence", None) == "high" and not official(item.source, sources):
        update["confidence"] = CAP
    if nested := getattr(item, "criteria", ()):
        update["criteria"] = _all(nested, sources)
    return item.model_copy(update=update) if update else item
