"""What is wrong with a record, told by file, line and field?"""

from __future__ import annotations

from typing import Any

from profiles.errors import BadValue, UnknownTerm
from programmes.demands.records import DemandRecord
from programmes.errors import BadDocument

__all__ = ["fault", "problem_of"]

_EXPECTED = {
    "missing": "is missing: each line needs it",
    "string_type": "expected a text",
    "string_too_short": "is empty",
    "string_too_long": "is too long",
    "extra_forbidden": "no demand has this field: take it out",
}


def fault(record: DemandRecord, file: str, field: str, problem: str) -> BadDocument:
    """A problem with one field of a record."""
    return BadDocument(file, record.names.get(field, field), problem, record.line)


def problem_of(error: Any, record: DemandRecord, file: str) -> BadDocument:
    """One error of the model, in words, with its place in the file."""
    field = str(error["loc"][0]) if error["loc"] else ""
    cause = (error.get("ctx") or {}).get("error")
    if isinstance(cause, BadValue | UnknownTerm):
        text = str(cause)
    else:
        text = _EXPECTED.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return fault(record, file, field, text)
