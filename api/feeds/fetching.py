"""How is a public source's file brought here, politely?

Only when asked, one request, with the mark of the last answer: a source that has nothing new says
so, and nothing is sent. What comes is written beside and taken once it is whole.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

import orjson

from programmes.errors import ProgrammeError

__all__ = ["FetchFailed", "Fetched", "fetch"]

AGENT = "allymatch (reads public calls; once a day at most)"
TIMEOUT = 60.0
MOST = 2_000_000_000
_PIECE = 1 << 20


class FetchFailed(ProgrammeError):
    """A source's file could not be brought here."""

    code = "fetch-failed"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was brought; None where the source has nothing new since the last time."""

    path: Path | None
    marks: dict[str, str]


def fetch(address: str, into: Path, marks: dict[str, str]) -> Fetched:
    """Bring a file, unless the source has nothing new.

    Args:
        address: An address of http or https.
        into: The file to write.
        marks: The ``etag`` and ``last-modified`` of the last answer, as far as there were any.

    Raises:
        FetchFailed: The source cannot be reached, refuses, or sends what is cut short or too large.
    """
    if not address.startswith(("https://", "http://")):
        raise FetchFailed(f"{address} is no address of the web")
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    if "etag" in marks:
        headers["If-None-Match"] = marks["etag"]
    if "last-modified" in marks:
        headers["If-Modified-Since"] = marks["last-modified"]
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - checked above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            _write(answer, into)
            return Fetched(into, _marks(answer.headers))
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return Fetched(None, marks)
        wait = error.headers.get("Retry-After")
        later = f"; it asks to wait {wait} seconds" if wait else ""
        raise FetchFailed(f"{address} answers {error.code} {error.reason}{later}") from None
    except (OSError, HTTPException) as error:
        raise FetchFailed(f"{address} cannot be reached: {error}") from None


def _write(answer: Any, into: Path) -> None:
    expected = answer.headers.get("Content-Length")
    size = 0
    with into.open("wb") as stream:
        while piece := answer.read(_PIECE):
            size += len(piece)
            if size > MOST:
                raise FetchFailed(f"it sends more than {MOST:,} bytes")
            stream.write(piece)
    if expected is not None and expected.isdigit() and int(expected) != size:
        raise FetchFailed(f"it sent {size:,} of {int(expected):,} bytes")


def _marks(headers: Any) -> dict[str, str]:
    return {name: value for name in ("etag", "last-modified") if (value := headers.get(name))}


def read_marks(file: Path) -> dict[str, str]:
    """The marks of the last answer; none where there was none."""
    try:
        found = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
