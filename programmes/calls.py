"""How is a line of a list of published calls read as a programme?

Only what is certain becomes a field: title, text, dates, sums and the address. The conditions of
such a call stand in its prose, so they are kept as one statement that the applicant has to answer,
never dropped and never guessed. The publisher's own "open" or "closed" is left unread: status is
derived from dates.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

from pydantic import ValidationError

from profiles.vocabulary import Instrument
from programmes.documents import Document
from programmes.errors import BadDocument
from programmes.model import Amount, Call, Offer, Programme, Provenance, Source
from programmes.problems import in_plain_words

__all__ = ["CallDocument", "calls_and_sources", "read_calls"]

MAX_LINE = 1_000_000
"""Bytes of one call; the longest real one has some 30 kB."""

_Row: TypeAlias = dict[str, Any]

# Where the dates of a list name no time zone and its sums no currency: those of its publisher,
# known by the start of the id.
_PUBLISHERS = {"eu": ("Europe/Brussels", "EUR"), "uk": ("Europe/London", "GBP")}
_SUMS = {"min": "budget_min", "max": "budget_max"}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# Portals lose the line break between a sentence and the next heading: "...results.Scope:Proposals".
_RUN_ON = re.compile(r"(?<=[^\W\d_A-Z])([.;:!?])(?=[A-Z][^\W\d_A-Z])")


class CallDocument(NamedTuple):
    """One call as a programme, and where it was published."""

    programme: Programme
    source: Source


def read_calls(path: Path) -> Iterator[Programme]:
    """Read the calls of a JSON Lines file, one object a line, as programmes.

    Fields that are read: ``id`` and ``title`` (needed), ``text``, ``owner`` (or ``programme``,
    ``source``), ``opens``, ``closes`` (or ``deadline``), ``zone``, ``budget_min``,
    ``budget_max``, ``currency`` and ``url``. Others are left alone.

    Args:
        path: The file; one whose name ends in ``.gz`` is unpacked line by line.

    Raises:
        BadDocument: The file cannot be opened, or a line is no call; it says which line and why.
    """
    return (call.programme for call in calls_and_sources(path))


def calls_and_sources(path: Path) -> Iterator[CallDocument]:
    """The same as :func:`read_calls`, each call with its source."""
    # Imported here: only those who read such a file need it.
    import orjson

    for number, line in _lines(path):
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise BadDocument(path.name, "", f"is not JSON: {error}", number) from None
        if not isinstance(row, dict):
            problem = 'expected one object a line, such as {"id": ..., "title": ...}'
            raise BadDocument(path.name, "", problem, number)
        yield _call(row, path.name, number)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with _opened(path) as stream:
            number = 0
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    problem = f"holds more than {MAX_LINE:,} bytes: a call is one short object"
                    raise BadDocument(path.name, "", problem, number)
                if line.strip():
                    yield number, line
    except (OSError, EOFError, zlib.error) as error:
        raise BadDocument(path.name, "", f"cannot be read: {error}") from error


def _opened(path: Path) -> IO[bytes]:
    # The two are the same to a reader of lines; gzip's type does not say so.
    return gzip.open(path) if path.name.endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _call(row: _Row, file: str, line: int) -> CallDocument:
    for name in ("id", "title"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise BadDocument(file, name, "is missing: a call needs an id and a title", line)
    if not isinstance(row.get("text") or "", str):
        raise BadDocument(file, "text", "is no text: join its parts into one", line)
    row = {**row, "closes": row.get("closes") or row.get("deadline")}
    slug = _NOT_SLUG.sub("-", row["id"].lower()).strip("-")
    try:
        source = Source(
            slug=slug, url=row.get("url") or "", as_of="undated", kind="call", retrieved="undated"
        )
        return CallDocument(_programme(row, slug), source)
    except ValidationError as error:
        document = Document(file, {**row, **dict.fromkeys(_SUMS)}, {(): line})
        first = in_plain_words(error, Programme, document)[0]
        field = _SUMS.get(first.field, first.field)
        raise BadDocument(file, field, first.problem, line) from None


def _programme(row: _Row, slug: str) -> Programme:
    zone, currency = _PUBLISHERS.get(slug.split("-")[0], ("UTC", "EUR"))
    title = row["title"]
    text = _RUN_ON.sub(r"\1 ", row.get("text") or "").strip()
    owner = row.get("owner") or row.get("programme") or row.get("source") or "not named"
    return Programme.model_validate(
        {
            "id": slug,
            "name": title,
            "owner": owner,
            "kind": "grant",
            "summary": title,
            "description": text or title,
            "offer": Offer(instruments=(Instrument.GRANT,), amounts=_amounts(row, currency)),
            "calls": (_opening(row, row.get("zone") or zone),),
            "criteria": [
                {
                    "kind": "statement",
                    "id": f"{slug}-call-text",
                    "asks": "Does the company meet the conditions that the call's own text sets?",
                    "who": "programme",
                    "note": "Conditions of the call's own text, not parsed.",
                    "source": [slug],
                }
            ],
            "apply_url": row.get("url"),
            "provenance": {"*": Provenance(source=(slug,))},
        }
    )


def _opening(row: _Row, zone: str) -> Call:
    opens, closes = row.get("opens"), row["closes"]
    try:
        return Call(id="call", opens=opens, closes=closes, zone=zone)
    except ValidationError:
        # Each date has to be one by itself; together they may still be impossible.
        Call(id="call", opens=opens, zone=zone)
        Call(id="call", closes=closes, zone=zone)
    note = f"The list says that it opens on {opens} and closes on {closes}: neither is taken."
    return Call(id="call", zone=zone, note=note)


def _amounts(row: _Row, currency: str) -> tuple[Amount, ...]:
    low, high = row.get("budget_min"), row.get("budget_max")
    if low is None and high is None:
        return ()
    note = "For a whole project: its partners share it."
    named = row.get("currency") or currency
    return (Amount(label="one project", min=low, max=high, currency=named, note=note),)
