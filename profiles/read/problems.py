"""What exactly is wrong with one row, in words that its author understands?

A row has as many problems as it has; all are told at once. Pydantic's codes are translated: each
field says in :data:`EXPECTED` what it takes, and errors of the vocabulary speak for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from profiles.errors import BadValue, ReadError, UnknownTerm
from profiles.model import Partner, Profile, Seeking
from profiles.vocabulary.words import fold, nearest

__all__ = ["EXPECTED", "RowProblem", "broken", "suggestion", "translated"]

_COUNTRY = "a country, such as Germany or DE"
_EUROS = "an amount in euros, such as 1500000 or EUR 1.5m"
_FLAG = "yes or no, or nothing if it is not known"
_SHARE = "a share from 0 to 1, or a percentage such as 30%"

EXPECTED: Mapping[str, str] = {
    "id": "a text of 1 to 120 characters",
    "name": "a text of 1 to 300 characters",
    "description": "a text",
    "technology": "a text",
    "use_cases": "a list of texts",
    "incorporated_in": _COUNTRY,
    "headquarters": _COUNTRY,
    "managed_from": _COUNTRY,
    "controlled_from": "a list of countries, or nothing if it is not known",
    "areas": "a list of areas such as quantum, or nothing if it is not known",
    "trl": "a whole number from 1 to 9",
    "trl_range": "two whole numbers from 1 to 9, such as 4-6",
    "stage": "a stage, such as seed or series-a",
    "founded": "a date such as 2022-03-01, 2022-03 or 2022",
    "headcount": "a whole number, 0 or more",
    "headcount_range": "two whole numbers, such as 51-100",
    "turnover_eur": _EUROS,
    "balance_sheet_eur": _EUROS,
    "raised_eur": _EUROS,
    "seeking": 'an amount such as EUR 2m, or {"amount": 2000000, "currency": "EUR"}',
    "seeking.amount": "an amount above 0",
    "seeking.currency": "a currency code such as EUR",
    "seeking.instruments": "a list of instruments such as grant or equity",
    "civil_use": _FLAG,
    "defence_use": _FLAG,
    "weapon": _FLAG,
    "owns_technology": _FLAG,
    "sanctioned": _FLAG,
    "identifiers": 'names with their numbers, such as {"duns": "123456789"}',
    "certifications": "a list of texts",
    "export_control": "a list of export control codes such as 6A003",
    "partners": 'a list of partners such as {"name": "Institut X", "country": "FR"}',
    "partners.name": "a text",
    "partners.country": _COUNTRY,
    "private_coinvestment_share": _SHARE,
    "non_eligible_content_share": _SHARE,
    "website": "a text",
    "statements": 'conditions with an answer, such as {"some-condition": true}',
    "read": 'facts that were read, such as {"trl": {"value": 5, "quote": "TRL 5"}}',
}
"""What each field takes, as the end of "expected ..."."""

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong with one row.

    Attributes:
        file: The file as the user named it.
        line: The line or row as an editor or a spreadsheet counts it, from 1.
        field: The field of the profile, with a dot before a part of it; None for the whole row.
        found: What stands there; None where nothing does.
        expected: What should stand there.
        message: The sentence for people, without the place.
        id: The id of the profile, where the row says so much.
        kept: Whether the row is read all the same, without what is wrong.
    """

    file: str
    line: int
    field: str | None
    found: str | None
    expected: str
    message: str
    id: str | None = None
    kept: bool = False

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}"
        return (
            f"{place}, field {self.field}: {self.message}"
            if self.field
            else (f"{place}: {self.message}")
        )

    def error(self) -> ReadError:
        """The same as an error, for whoever stops at the first."""
        return ReadError(self.file, self.line, self.field, self.found, self.expected, self.message)


def broken(
    file: str,
    line: int,
    field: str | None,
    found: Any,
    expected: str,
    message: str | None = None,
) -> RowProblem:
    """A problem from its parts; the sentence is made of them where none is given."""
    seen = None if found is None else _short(found)
    if message is None:
        quoted = "nothing" if found is None else _short(repr(_plain(found)))
        message = f"found {quoted}, expected {expected}"
    return RowProblem(file, line, field, seen, expected, message)


def suggestion(name: str) -> str | None:
    """The field whose name is nearest to an unknown one.

    >>> suggestion("headcout"), suggestion("favourite_colour")
    ('headcount', None)
    """
    return next(iter(nearest(name, _names(), most=1)), None)


def translated(error: ValidationError, file: str, line: int) -> Iterator[RowProblem]:
    """The problems of one row, each once, in the order of the fields."""
    details = error.errors(include_url=False)
    inner = {one["loc"][:-1] for one in details}
    nameless = any(one["loc"] == ("name",) for one in details)
    for one in details:
        # Without a name there is no id either, and a list of one bad item is not also too short:
        # each is one problem, not two.
        no_id = nameless and one["loc"] == ("id",) and one["type"] == "missing"
        if not no_id and not (one["type"] == "too_short" and one["loc"] in inner):
            yield _told(one, file, line)


def _told(one: ErrorDetails, file: str, line: int) -> RowProblem:
    # Places in a list and the keys of identifiers would only lengthen the path.
    path = ".".join(str(part) for part in one["loc"] if isinstance(part, str))
    known = next((name for name in (path, path.partition(".")[0]) if name in EXPECTED), None)
    # What the model says of the whole profile, it says of its texts.
    field, found = known or path or "description", one["input"]
    expected = EXPECTED.get(known or "", "a field of a profile")
    cause = one.get("ctx", {}).get("error")
    match one["type"]:
        case "missing":
            return broken(file, line, field, None, expected)
        case "extra_forbidden":
            return unknown_field(file, line, path)
        case "string_too_long":
            expected = f"at most {one['ctx']['max_length']:,} characters"
            return broken(file, line, field, f"{len(found):,} characters", expected)
        case "string_unicode":
            return broken(file, line, field, found, "text without half characters (surrogates)")
        case "string_pattern_mismatch" if isinstance(found, str) and "\x00" in found:
            return broken(file, line, field, found, "text without NUL bytes: check the encoding")
    if isinstance(cause, UnknownTerm):
        return broken(file, line, field, cause.found, cause.expected, str(cause))
    if isinstance(cause, BadValue):
        return broken(file, line, field, cause.found, cause.expected)
    return broken(file, line, field, found, expected)


def unknown_field(file: str, line: int, name: str, hint: str | None = None) -> RowProblem:
    """A key that is no field, with the one that was probably meant."""
    near = hint or suggestion(name.rpartition(".")[2])
    meant = f"did you mean {near}?" if near else "take it out, or name its field with --map"
    expected = near or "a field of a profile"
    return broken(file, line, name, name, expected, f"there is no field {name!r}; {meant}")


@cache
def _names() -> Mapping[str, str]:
    models = (Profile, Seeking, Partner)
    return {fold(name): name for model in reversed(models) for name in model.model_fields}


def _plain(found: Any) -> Any:
    """A day or a time as people write it; only an instant takes a sign between its two parts."""
    if isinstance(found, datetime):
        return found.isoformat(" ")
    if isinstance(found, timedelta):
        return str(found)
    return found.isoformat() if isinstance(found, date | time) else found


def _short(value: Any) -> str:
    text = str(_plain(value))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
