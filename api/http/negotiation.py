"""In which form does the caller want an answer, and has it got it already?

JSON, CSV or JSON Lines, by Accept. An ETag is a hash of the bytes, so equal answers are told apart
from nothing else; a caller that has them gets 304.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.errors import Problem, Unusable
from matcher.answers.page import etag

__all__ = [
    "CSV", "JSON", "NDJSON", "as_csv", "chosen", "known_already", "listing", "plain", "reply",
    "reply_headers",
]  # fmt: skip

JSON, CSV, NDJSON = "application/json", "text/csv", "application/x-ndjson"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def chosen(accept: str) -> str:
    """The form that an Accept header asks for; JSON if it does not care.

    Raises:
        Problem: It takes none of the three.

    >>> chosen("text/csv;q=0.5, application/x-ndjson"), chosen("*/*"), chosen("")
    ('application/x-ndjson', 'application/json', 'application/json')
    """
    if accept in {"", "*/*", JSON}:
        return JSON
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept.split(",")):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_weight(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        matches = {"*/*": JSON, "application/*": JSON, "text/*": CSV}
        found = matches.get(kind, kind)
        if found in {JSON, CSV, NDJSON} and weight > 0:
            wanted.append((-weight, place, found))
    if not wanted:
        raise Problem(406, "not-acceptable", f"there is {JSON}, {CSV} and {NDJSON}")
    return min(wanted)[2]


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def reply(
    request: Request, content: bytes, kind: str = JSON, *, mark: str = "", **headers: str
) -> Response:
    """An answer with its ETag, or 304 where the caller has it.

    Args:
        request: What was asked.
        content: The bytes.
        kind: Their media type.
        mark: The ETag if it is known already.
        **headers: To send along, with underscores for hyphens.
    """
    mark = mark or etag(content)
    sent = reply_headers(mark)
    sent |= {name.replace("_", "-"): value for name, value in headers.items() if value}
    if known_already(request.headers.get("if-none-match", ""), mark):
        return Response(status_code=304, headers=sent)
    return Response(content, media_type=kind, headers=sent)


def reply_headers(mark: str) -> dict[str, str]:
    """The headers of every answer that has an ETag."""
    return {"etag": mark, "cache-control": "private, no-cache", "vary": "Accept, Authorization"}


def known_already(known: str, mark: str) -> bool:
    """Whether an If-None-Match header names this ETag.

    >>> known_already('"a", "b"', '"b"'), known_already("*", '"b"'), known_already("", '"b"')
    (True, True, False)
    """
    return bool(known) and (known.strip() == "*" or mark in {e.strip() for e in known.split(",")})


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return orjson.loads(orjson.dumps(value))


def listing(
    request: Request,
    envelope: Mapping[str, Any],
    name: str,
    *,
    wanted: str = "",
    mark: str = "",
) -> Response:
    """A list in the form that was asked for; other than JSON, the items alone.

    Args:
        request: What was asked.
        envelope: The whole answer.
        name: Which part of it is the list.
        wanted: The fields of each item to keep, with commas; all if empty.
        mark: The ETag if it is known already.
    """
    kind = chosen(request.headers.get("accept", ""))
    rows = [_row(item) for item in envelope[name]]
    if wanted:
        rows = [_only(row, wanted) for row in rows]
    following = f'<{_next(request, envelope["next"])}>; rel="next"' if envelope.get("next") else ""
    if kind == JSON:
        return reply(request, orjson.dumps({**envelope, name: rows}), mark=mark, link=following)
    content = as_csv(rows) if kind == CSV else b"".join(orjson.dumps(row) + b"\n" for row in rows)
    return reply(request, content, f"{kind}; charset=utf-8", link=following)


def _next(request: Request, cursor: str) -> str:
    return str(request.url.include_query_params(cursor=cursor))


def _row(item: Any) -> dict[str, Any]:
    if is_dataclass(item):
        return {each.name: getattr(item, each.name) for each in fields(item)}
    return dict(item)


def _only(row: Mapping[str, Any], wanted: str) -> dict[str, Any]:
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    if strange := [name for name in names if name not in row]:
        raise Unusable(
            f"found {strange[0]!r}, expected fields among {', '.join(row)}", parameter="fields"
        )
    return {name: row[name] for name in names}


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV, with headings; no cell is one that a spreadsheet runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    """A value as a cell that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | float) else orjson.dumps(value).decode()
