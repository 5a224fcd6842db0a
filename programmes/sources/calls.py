"""How is a line of a list of published calls read?

Only what is certain becomes a field: title, text, dates, sums and the address. The publisher's own
"open" or "closed" is left unread: status is derived from dates. Neither a zone nor a currency is
guessed; those of two publishers are known by the start of the id.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from profiles.errors import ProfileError
from programmes.dates import UNKNOWN_ZONE
from programmes.errors import BadDocument
from programmes.model import Amount, Call, Programme, Source
from programmes.sources.alone import programme_of, source_of
from programmes.sources.deadlines import deadlines
from programmes.sources.item import Item, item_of, slug_of
from programmes.sources.values import amount, moment, several, text

__all__ = ["CallDocument", "call_items", "calls_and_sources"]

MAX_LINE = 1_000_000
"""Bytes of one call; the longest real one has some 30 kB."""

# Where the dates of a list name no time zone and its sums no currency: those of its publisher,
# known by the start of the id.
_PUBLISHERS = {"eu": ("Europe/Brussels", "EUR"), "uk": ("Europe/London", "GBP")}
_NOTE = "For a whole project: its partners share it."


class CallDocument(NamedTuple):
    """One call as a programme, and where it was published."""

    programme: Programme
    source: Source


def calls_and_sources(path: Path) -> Iterator[CallDocument]:
    """Read the calls of a JSON Lines file, one object a line, each with its source.

    Fields that are read: ``id`` and ``title`` (needed), ``text``, ``owner`` (or ``programme``,
    ``source``), ``opens``, ``closes`` (or ``deadline``; a list where there are several), ``zone``,
    ``budget_min``, ``budget_max``, ``currency`` and ``url``. Others are left alone.

    Args:
        path: The file; one whose name ends in ``.gz`` is unpacked line by line.

    Raises:
        BadDocument: The file cannot be opened, or a line is no call; it says which line and why.
    """
    for item in call_items(path):
        if isinstance(item, BadDocument):
            raise item
        yield CallDocument(programme_of(item), source_of(item))


def call_items(path: Path) -> Iterator[Item | BadDocument]:
    """The calls of such a file, each or what is wrong with its line.

    Raises:
        BadDocument: The file cannot be opened, or a line has no end.
    """
    # Imported here: only those who read such a file need it.
    import orjson

    for number, line in _lines(path):
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield BadDocument(path.name, "", f"is not JSON: {error}", number)
            continue
        if not isinstance(row, dict):
            problem = 'expected one object a line, such as {"id": ..., "title": ...}'
            yield BadDocument(path.name, "", problem, number)
            continue
        yield _item(row, path.name, number)


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


def _item(row: dict[str, Any], file: str, line: int) -> Item | BadDocument:
    for name in ("id", "title"):
        if problem := _not_a_text(row.get(name)):
            return BadDocument(file, name, problem, line)
    if not isinstance(row.get("text") or "", str):
        return BadDocument(file, "text", "is no text: join its parts into one", line)
    slug = slug_of(row["id"])
    zone, currency = _PUBLISHERS.get(slug.split("-")[0], (UNKNOWN_ZONE, None))
    zone = row.get("zone") or zone
    title = text(row["title"]) or row["title"]
    try:
        sums = _amounts(row, currency)
        dates = _dates(row, zone)
    except _BadField as error:
        return BadDocument(file, error.field, error.problem, line)
    said = {
        "source": "calls",
        "key": row["id"],
        "id": slug,
        "title": title,
        "statement": text(row.get("text")) or title,
        "owner": row.get("owner") or row.get("programme") or row.get("source"),
        "amounts": sums,
        "zone": zone,
        "url": row.get("url"),
        "programme": row.get("parent"),
        "instruments": ("grant",),
        **dates,
        "hints": _hints(row["id"]),
    }
    return item_of(said, file, line, without=("amounts",))


def _hints(identifier: str) -> dict[str, tuple[str, ...]]:
    publisher, _, rest = identifier.partition("-")
    return {"identifier": (rest,)} if publisher.lower() == "eu" and rest else {}


class _BadField(Exception):
    def __init__(self, field: str, problem: str) -> None:
        super().__init__(field, problem)
        self.field, self.problem = field, problem


def _not_a_text(value: Any) -> str | None:
    if isinstance(value, bool | int | float) and not isinstance(value, bool):
        return f'is a number, {value}: write it as a text, "{value}"'
    if isinstance(value, list):
        return "is a list: a call has one, written as a text"
    if not isinstance(value, str) or not value.strip():
        return "is missing: a call needs an id and a title"
    return None


def _dates(row: dict[str, Any], zone: str) -> dict[str, Any]:
    closes = row.get("closes") or row.get("deadline")
    found = [one for one in (moment(each, zone) for each in several(closes)) if one]
    opens = moment(row.get("opens"), zone)
    fields = {"opens": opens, **deadlines(found, model=row.get("deadline_model"), zone=zone)}
    try:
        Call(id="call", zone=zone, **fields)
    except ValueError:
        # Each date has to be one by itself; together they may still be impossible.
        if not (opens and found) or not (_fine(zone, opens=opens) and _fine(zone, closes=found[0])):
            return fields
        note = f"The list says that it opens on {opens} and closes on {found[0]}: neither is taken."
        return {"note": note}
    return fields


def _fine(zone: str, **dates: str) -> bool:
    try:
        Call.model_validate({"id": "call", "zone": zone, **dates})
    except ValueError:
        return False
    return True


def _amounts(row: dict[str, Any], currency: str | None) -> tuple[Amount, ...]:
    named = row.get("currency") or currency
    sums = {}
    for name in ("budget_min", "budget_max"):
        try:
            sums[name] = amount(row.get(name), named)
        except (ProfileError, TypeError, ValueError):
            if named is not None and not _is_currency(named):
                problem = f"found {named!r}, expected the three capital letters of a currency"
                raise _BadField("currency", problem) from None
            problem = f"found {row[name]!r}, expected a sum such as 250000 or 1.5m"
            raise _BadField(name, problem) from None
    low, high = sums["budget_min"], sums["budget_max"]
    if low is None and high is None:
        return ()
    if low and high and low[0] > high[0]:
        raise _BadField("", f"min {low[0]:g} lies above max {high[0]:g}")
    _, code = high or low or (0.0, None)
    if code is not None and not _is_currency(code):
        problem = f"found {code!r}, expected the three capital letters of a currency, such as EUR"
        raise _BadField("currency", problem)
    return (
        Amount(
            label="one project",
            min=low[0] if low else None,
            max=high[0] if high else None,
            currency=code,
            note=_NOTE,
        ),
    )


def _is_currency(code: Any) -> bool:
    return isinstance(code, str) and len(code) == 3 and code.isalpha() and code.isupper()
