"""What is a catalogue, once it has been read?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import Self

from programmes.awards import Award
from programmes.entries import MARK, entries, narrowed, topic_of
from programmes.errors import BadDocument, UnknownProgramme
from programmes.model import Programme, Source
from programmes.names import named, suggestions

__all__ = ["Catalogue"]


@dataclass(frozen=True)
class Catalogue:
    """Programmes and the sources that their facts rest on.

    Attributes:
        programmes: Sorted by id.
        sources: By slug, sorted.
        awards: Whom the programmes took, by programme, year and firm.
        left_out: Records of published calls that could not be read, each with what is wrong.
        fingerprint: SHA-256 of the content alone, in hex: neither the names nor the order of the
            files change it.
    """

    programmes: tuple[Programme, ...]
    sources: Mapping[str, Source]
    fingerprint: str
    _by_id: Mapping[str, Programme] = field(repr=False, compare=False)
    awards: tuple[Award, ...] = ()
    left_out: tuple[BadDocument, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls,
        found: Iterable[Programme],
        sources: Iterable[Source] = (),
        awards: Iterable[Award] = (),
        left_out: Iterable[BadDocument] = (),
    ) -> Self:
        """A catalogue of these programmes, in whatever order they come."""
        ordered = tuple(sorted(found, key=lambda programme: programme.id))
        by_slug = {source.slug: source for source in sorted(sources, key=lambda one: one.slug)}
        taken = tuple(sorted(set(awards), key=lambda a: (a.programme, a.year, a.firm, a.makes)))
        return cls(
            programmes=ordered,
            sources=MappingProxyType(by_slug),
            awards=taken,
            left_out=tuple(left_out),
            fingerprint=_fingerprint(ordered, by_slug.values(), taken),
            _by_id=MappingProxyType({programme.id: programme for programme in ordered}),
        )

    def __iter__(self) -> Iterator[Programme]:
        return iter(self.programmes)

    def __len__(self) -> int:
        return len(self.programmes)

    def __contains__(self, programme: object) -> bool:
        return programme in self._by_id

    def get(self, programme: str) -> Programme:
        """The programme with this id, or narrowed to a topic or call by ``programme/topic``.

        Raises:
            UnknownProgramme: There is none; the nearest ids are in the error.
        """
        if programme in self._by_id:
            return self._by_id[programme]
        name, topic = topic_of(programme)
        if topic is not None and name in self._by_id:
            whole = self._by_id[name]
            if found := narrowed(whole, topic):
                return found
            names = [*(one.id for one in whole.challenges), *(one.id for one in whole.calls)]
            near_ones = get_close_matches(programme, [f"{name}{MARK}{one}" for one in names])
            raise UnknownProgramme(programme, tuple(near_ones))
        near = suggestions(self.programmes, programme)
        raise UnknownProgramme(programme, tuple(one.id for one in near))

    def entry(self, name: str) -> Programme:
        """What is judged by this name: as it stands among ``entries``, or narrowed to a topic.

        Raises:
            UnknownProgramme: There is none; the nearest ids are in the error.
        """
        return self._entries_by_id.get(name) or self.get(name)

    @cached_property
    def _entries_by_id(self) -> Mapping[str, Programme]:
        return {one.id: one for one in self.entries}

    @cached_property
    def taken(self) -> Mapping[str, tuple[Award, ...]]:
        """Whom each programme took, or another edition of its series; the newest first."""
        editions: dict[str, list[str]] = {}
        for one in self.programmes:
            editions.setdefault(one.series or one.id, []).append(one.id)
        held: dict[str, list[Award]] = {}
        for award in self.awards:
            held.setdefault(award.programme, []).append(award)
        found: dict[str, tuple[Award, ...]] = {}
        for ids in editions.values():
            every = [award for one in ids for award in held.get(one, ())]
            if every:
                every.sort(key=lambda award: (-award.year, award.firm, award.makes))
                found |= dict.fromkeys(ids, tuple(every))
        return MappingProxyType(found)

    @cached_property
    def entries(self) -> tuple[Programme, ...]:
        """All that can be entered: programmes, and topics and calls with terms of their own."""
        return tuple(entry for one in self.programmes for entry in entries(one))

    def find(self, name: str, *, on: datetime | None = None) -> Programme:
        """The programme that is meant by an id, a short name, a part of a name or an address.

        Args:
            name: What somebody calls it.
            on: The instant at which it would be entered: of several, the living one is meant.

        Raises:
            AmbiguousProgramme: Several are meant.
            UnknownProgramme: None is; the error names the nearest.
        """
        if MARK in name:
            whole, topic = topic_of(name)
            if whole in self._by_id and topic is not None and ":" not in whole:
                return self.get(name)
        return self._by_id.get(name) or named(self.programmes, name, on=on)


def _fingerprint(
    found: Iterable[Programme], sources: Iterable[Source], awards: Iterable[Award]
) -> str:
    # Imported here: it is needed once a catalogue is loaded, and by nothing that only imports us.
    import orjson

    content = {
        "programmes": [one.model_dump(mode="json", exclude_none=True) for one in found],
        "sources": [one.model_dump(mode="json", exclude_none=True) for one in sources],
        "awards": [one.model_dump(mode="json", exclude_none=True) for one in awards],
    }
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
