"""Which releases does a published file hold, in which of the forms of publication?

A release or record package, a bare release or record, a list of any of these, several written one
after the other or one a line, a TED search answer, an eForms notice, and any of these in gzip. Up
to 64 MB are read at once; what is larger is streamed, so that memory stays flat.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import IO, Any

from programmes.demands.published.eforms import eforms_release
from programmes.demands.published.ted import is_notice, ted_release
from programmes.errors import BadDemands, BadDocument

__all__ = ["AT_ONCE", "Found", "found_at", "found_in", "is_published", "looks_published"]

AT_ONCE = 64_000_000
"""Bytes up to which a file is read whole."""
_WRAPPERS = ("releases", "records", "notices")
_RELEASE = frozenset({"ocid", "tender", "planning", "parties", "buyer", "compiledRelease", "tag"})
_SURE = frozenset({*_WRAPPERS, "ocid", "compiledRelease", "publication-number"})
_OURS = frozenset({"country", "item", "demands"})
_HEAD = 1_000_000
_NEXT = re.compile(r"^[\[{]", re.M)
_WHITE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """One release, or why there is none at a place.

    Attributes:
        place: Where in the file, e.g. ``releases.3`` or ``line 12``.
        release: As published; None where there is a problem.
        compiled: Whether it stands for all releases of its process.
        problem: What is wrong.
    """

    place: str
    release: dict[str, Any] | None = None
    compiled: bool = False
    problem: str = ""


def is_published(value: Any) -> bool:
    """Whether a parsed JSON value is of a form of publication, and no list of demands.

    >>> is_published({"releases": []}), is_published([{"ocid": "x"}]), is_published({"demands": []})
    (True, True, False)
    """
    if isinstance(value, list):
        return any(isinstance(one, dict) and is_published(one) for one in value)
    if not isinstance(value, dict):
        return False
    wrapped = any(isinstance(value.get(name), list) for name in _WRAPPERS)
    if wrapped or "ocid" in value or "compiledRelease" in value or is_notice(value):
        return True
    # A release without its id is one too; a demand of ours has a country and an item.
    return len(_RELEASE.intersection(value)) > 1 and "item" not in value


def looks_published(stream: IO[bytes]) -> bool:
    """Whether the beginning of a JSON file is of a form of publication, and no list of demands."""
    from programmes.demands.published.streams import first_keys

    keys: set[str] = set()
    for key in first_keys(stream.read(_HEAD)):
        keys.add(key)
        if key in _SURE or len(_RELEASE & keys) > 1:
            return True
        if key in _OURS:
            return False
    return bool(keys & _RELEASE)


def opened(stream: IO[bytes]) -> IO[bytes]:
    """The stream, unpacked if it is in gzip."""
    head = stream.read(2)
    stream.seek(0)
    if head == b"\x1f\x8b":
        return io.BufferedReader(gzip.GzipFile(fileobj=stream))
    return stream


def found_at(path: Path) -> Iterator[Found]:
    """The releases of a file, or of all files of a folder in the order of their names.

    Raises:
        BadDemands: One cannot be opened, is of none of the forms, or is cut off.
    """
    files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
    if not files:
        raise _refused(path.name, "is an empty folder")
    for one in files:
        name = f"{path.name}/{one.name}" if path.is_dir() else one.name
        try:
            with one.open("rb") as stream:
                for found in found_in(stream, name):
                    place = f"{one.name}, {found.place}".removesuffix(", ")
                    yield replace(found, place=place) if path.is_dir() else found
        except OSError as error:
            raise _refused(name, f"cannot be read: {error.strerror or error}") from None


def found_in(stream: IO[bytes], file: str) -> Iterator[Found]:
    """The releases of a file, in the order in which they stand there.

    Raises:
        BadDemands: It is of none of the forms, or is cut off.
    """
    try:
        held = opened(stream)
        data = held.read(AT_ONCE + 1)
        if len(data) <= AT_ONCE:
            yield from _at_once(data, file)
        else:
            from programmes.demands.published.streams import streamed

            yield from (
                one
                for place, value, at in streamed(data, held, file)
                for one in expanded(value, place, at)
            )
    except (EOFError, OSError, zlib.error) as error:
        raise _refused(file, f"cannot be unpacked: {error}; fetch it again") from None


def _at_once(data: bytes, file: str) -> Iterator[Found]:
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        yield from _notice(data, file)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(file, "is not UTF-8 text", line) from None
    values = _values(text)
    first = next(values, None)
    if first is None:
        raise _refused(file, "is empty: expected a release or a package of them")
    second = next(values, None)
    several = second is not None
    if not several and isinstance(first[1], _Broken):
        raise _refused(file, f"is not JSON: {first[1].problem}", first[0])
    for line, value in chain(filter(None, (first, second)), values):
        place = f"line {line}" if several else ""
        if isinstance(value, _Broken):
            yield Found(place, problem=f"is not JSON: {value.problem}")
        else:
            yield from expanded(value, place)


def _notice(data: bytes, file: str) -> Iterator[Found]:
    found = eforms_release(data)
    if isinstance(found, str):
        raise _refused(file, found)
    yield Found("", found)


@dataclass(frozen=True, slots=True)
class _Broken:
    problem: str


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """All JSON values of a text, with the line on which each begins; a broken one is passed."""
    decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse)
    at = _past(text, 0)
    line, counted = 1, 0
    while at < len(text):
        line += text.count("\n", counted, at)
        counted = at
        value: Any
        try:
            value, end = decoder.raw_decode(text, at)
        except RecursionError:
            value, end = _Broken("nested too deep"), -1
        except ValueError as error:
            value, end = _Broken(getattr(error, "msg", str(error))), -1
        yield line, value
        if end < 0:
            following = _NEXT.search(text, at + 1)
            end = following.start() if following else len(text)
        at = _past(text, end)


def _past(text: str, at: int) -> int:
    found = _WHITE.match(text, at)
    return found.end() if found else at


def _refuse(name: str) -> None:
    msg = f"{name} is no number"
    raise ValueError(msg)


def expanded(value: Any, place: str, first: int = 1) -> Iterator[Found]:
    """The releases of one value: a package, a record, a notice, a list of any, or a release."""
    dot = f"{place}, " if place.startswith("line") else f"{place}." if place else ""
    if isinstance(value, list):
        for at, one in enumerate(value, first):
            yield from expanded(one, f"{dot}{at}")
        return
    if not isinstance(value, dict):
        yield Found(place, problem="expected a release, an object")
        return
    if "compiledRelease" in value or ("ocid" in value and "releases" in value):
        yield from _record(value, place)
        return
    wrapped = [name for name in _WRAPPERS if name in value]
    for name in wrapped:
        held = value[name]
        if not isinstance(held, list):
            yield Found(f"{dot}{name}", problem="expected a list")
            continue
        for at, one in enumerate(held, first):
            inner = f"{dot}{name}.{at}"
            if not isinstance(one, dict):
                yield Found(inner, problem="expected a release, an object")
            else:
                yield from _record(one, inner) if name == "records" else expanded(one, inner)
    if wrapped:
        return
    if is_notice(value):
        yield Found(place, ted_release(value))
    elif _RELEASE.intersection(value):
        yield Found(place, value)
    else:
        yield Found(place, problem="is no OCDS release: expected ocid with tender or planning")


def _record(record: dict[str, Any], place: str) -> Iterator[Found]:
    """A record: its compiled release, or else the releases that it holds."""
    compiled = record.get("compiledRelease")
    if isinstance(compiled, dict):
        ocid = compiled.get("ocid") or record.get("ocid")
        yield Found(
            f"{place}.compiledRelease".lstrip("."), {**compiled, "ocid": ocid}, compiled=True
        )
        return
    held = record.get("releases")
    releases = held if isinstance(held, list) else [held] if isinstance(held, dict) else []
    whole = [one for one in releases if isinstance(one, dict) and _RELEASE.intersection(one)]
    for at, one in enumerate(whole, 1):
        ocid = one.get("ocid") or record.get("ocid")
        yield Found(f"{place}.releases.{at}".lstrip("."), {**one, "ocid": ocid})
    if not whole:
        links = sum(1 for one in releases if isinstance(one, dict) and one.get("url"))
        says = f"holds {links} links and no release: fetch them" if links else "holds no release"
        yield Found(place, problem=f"{says}, or publish a compiledRelease")


def _refused(file: str, problem: str, line: int | None = None) -> BadDemands:
    return BadDemands([BadDocument(file, "", problem, line)])
