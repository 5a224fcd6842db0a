"""Which programme does somebody mean by a name?

People say "NIF", "eic accelerator" or "SecFund", and paste addresses. An id is taken as it stands;
otherwise whole names go before parts of names. Where several programmes fit, the one that can still
be entered is meant if it is the only one; if not, all are named with their status, and the reader
chooses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from programmes.errors import AmbiguousProgramme, UnknownProgramme
from programmes.model import Programme, current_call

__all__ = ["named", "plain", "suggestions"]

_CLOSE = 65.0
"""The least likeness, of 100, at which a name is suggested."""
_MOST = 5
_SPELLINGS = {
    "defense": "defence", "program": "programme", "programs": "programmes", "center": "centre",
    "centers": "centres", "organization": "organisation", "defensa": "defence",
}  # fmt: skip


def plain(text: str) -> str:
    """A name without case, accents, signs and repeated spaces.

    Spellings of both sides of the ocean are one.

    >>> plain("  Défense-Innovation  Program (2026) ")
    'defence innovation programme 2026'
    """
    bare = (
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    return " ".join(_SPELLINGS.get(word, word) for word in words)


def named(programmes: Sequence[Programme], text: str, *, on: datetime | None = None) -> Programme:
    """The programme that is meant.

    Args:
        programmes: Among which it is.
        text: Its id, short name, another name, a part of a name, or its address.
        on: The instant at which somebody wants to enter; without it, none is preferred for being
            open.

    Raises:
        AmbiguousProgramme: Several are meant equally; the error names them.
        UnknownProgramme: None is; the error names the nearest, living ones first.
    """
    for one in programmes:
        if one.id == text:
            return one
    for hits in _readings(programmes, text):
        if len(hits) == 1:
            return hits[0]
        if hits:
            living = [one for one in hits if on is not None and _living(one, on)]
            if len(living) == 1:
                return living[0]
            shown = sorted(living or hits, key=lambda one: one.id)
            raise AmbiguousProgramme(
                text, tuple(_shown(one, on) for one in shown[:_MOST]), len(hits)
            )
    raise UnknownProgramme(
        text, tuple(_shown(one, on) for one in suggestions(programmes, text, on=on))
    )


def _names(programme: Programme) -> tuple[str, ...]:
    known = (programme.id, programme.name, programme.short_name, *programme.also_known_as)
    return tuple(plain(name) for name in known if name)


def _readings(programmes: Sequence[Programme], text: str) -> Iterable[list[Programme]]:
    """What a text could mean, the closest reading first."""
    if "://" in text or text.startswith("www."):
        yield _at_address(programmes, text)
        return
    said = plain(text)
    if not said:
        return
    yield [one for one in programmes if said in _names(one)]
    words = said.split()
    yield [one for one in programmes if any(set(words) <= set(n.split()) for n in _names(one))]
    if len(said) > 2:
        yield [
            one
            for one in programmes
            if any(all(_begins(n, word) for word in words) for n in _names(one))
        ]


def _begins(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in name.split())


def _at_address(programmes: Sequence[Programme], text: str) -> list[Programme]:
    """Programmes whose page has this address, else those whose page is on its host."""
    asked = urlsplit(text if "://" in text else f"https://{text}")
    here = [(one, urlsplit(one.apply_url)) for one in programmes if one.apply_url]
    host = _host(asked.hostname)
    same = [one for one, page in here if _host(page.hostname) == host]
    exact = [
        one
        for one, page in here
        if _host(page.hostname) == host and page.path.rstrip("/") == asked.path.rstrip("/")
    ]
    return exact or same


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def _living(programme: Programme, on: datetime) -> bool:
    return programme.standing != "ended" and current_call(programme, on=on)[1].enterable


def _shown(programme: Programme, on: datetime | None) -> str:
    if on is None:
        return programme.id
    status = "ended" if programme.standing == "ended" else current_call(programme, on=on)[1]
    return f"{programme.id} ({'no dates known' if status == 'unknown' else status})"


def suggestions(
    programmes: Sequence[Programme], text: str, *, on: datetime | None = None
) -> list[Programme]:
    """The programmes with the nearest names; a dead one is never the only suggestion."""
    from rapidfuzz import fuzz, process

    names = {(at, name): name for at, one in enumerate(programmes) for name in _names(one)}
    hits = process.extract(plain(text), names, scorer=fuzz.WRatio, score_cutoff=_CLOSE, limit=20)
    best = sorted((-score, programmes[key[0]].id, key[0]) for _, score, key in hits)
    found = [programmes[at] for at in dict.fromkeys(at for *_, at in best)]
    if on is None:
        return found[:3]
    living = [one for one in found if _living(one, on)]
    dead = [one for one in found if not _living(one, on)]
    return [*living[:3], *dead[: 3 - len(living[:3])]] if living else found[:3]
