"""What has changed in one fact's holder, as a record that stays and as a sentence to read?

A change is a version: who or which source, on which day, what was and what is. It is written once
and never altered.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from programmes.criteria import AsOf, Frozen, NonEmpty

__all__ = ["Change", "changed_fields", "sentences"]

_NAMES = {
    "opens": "opening",
    "closes": "closing",
    "until": "the end",
    "cutoffs": "cut-offs",
    "stages": "deadlines of stages",
    "rolling": "rolling",
    "until_spent": "until the money is spent",
    "amounts": "sums",
    "applicants": "applicants",
    "criteria": "conditions",
    "title": "title",
    "statement": "text",
    "programme": "programme",
    "url": "address",
}
_LONG = 80


class Change(Frozen):
    """One version of one programme or topic.

    Attributes:
        on: The day on which it was seen.
        by: The source, or who changed it.
        id: The topic's or programme's id; a topic's with its programme before it.
        title: Its title then, for people.
        what: ``new``, ``changed``, ``gone`` from its source, or ``back`` there.
        fields: What was and what is, by field; a field that was or is not known is None.
        source: What the change rests on, where it names a source.
    """

    on: AsOf
    by: NonEmpty
    id: NonEmpty
    title: str
    what: Literal["new", "changed", "gone", "back"]
    fields: dict[str, tuple[Any, Any]] = Field(default_factory=dict)
    source: str | None = None


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields in which two states differ.

    >>> changed_fields({"a": 1, "b": 2}, {"b": 3, "c": 4})
    {'a': (1, None), 'b': (2, 3), 'c': (None, 4)}
    """
    names = sorted({*old, *new})
    return {
        name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)
    }


def sentences(change: Change) -> Iterator[str]:
    """A change as a person says it, one sentence a field.

    >>> moved = {"closes": ("2026-09-29", "2026-10-13")}
    >>> one = Change(
    ...     on="2026-11-28",
    ...     by="eu-portal",
    ...     id="edf-2026/x",
    ...     title="X",
    ...     what="changed",
    ...     fields=moved,
    ... )
    >>> list(sentences(one))
    ['closing moved from 29 September 2026 to 13 October 2026']
    """
    match change.what:
        case "new":
            yield "new"
        case "gone":
            yield "no longer at its source"
        case "back":
            yield "at its source again"
        case "changed":
            pass
    if change.what in {"changed", "back"}:
        for name, (was, now) in change.fields.items():
            yield _moved(name, was, now)


def _moved(name: str, was: Any, now: Any) -> str:
    said = _NAMES.get(name, name.replace("_", " ").replace(".", " "))
    if name == "statement":
        return "text added" if not was else "text removed" if not now else "text changed"
    if was in (None, [], (), ""):
        return f"{said} is now {_shown(now)}"
    if now in (None, [], (), ""):
        return f"{said} is no longer stated; it was {_shown(was)}"
    if name in {"opens", "closes", "until"}:
        return f"{said} moved from {_shown(was)} to {_shown(now)}"
    return f"{said} changed from {_shown(was)} to {_shown(now)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return _mapping(value)
    said = str(value)
    if len(said) >= 10 and said[4] == "-" and said[7] == "-" and said[:4].isdigit():
        return _date(said)
    return said if len(said) <= _LONG else f"{said[:_LONG]}…"


def _mapping(value: Mapping[str, Any]) -> str:
    if "label" in value:
        low, high = value.get("min"), value.get("max")
        sums = " to ".join(f"{one:,.0f}" for one in (low, high) if one is not None)
        return f"{value.get('currency') or ''} {sums} ({value['label']})".strip()
    if "kind" in value:
        rest = ", ".join(
            f"{k} {_shown(v)}"
            for k, v in sorted(value.items())
            if k not in {"kind", "source", "note", "confidence", "as_of"}
            and v not in (None, [], ())
        )
        return f"{value['kind']} ({rest})" if rest else str(value["kind"])
    return ", ".join(f"{k} {_shown(v)}" for k, v in sorted(value.items()) if v is not None)


def _date(said: str) -> str:
    day, _, rest = said[:10], said[10:11], said[11:]
    year, month, number = day.split("-")
    try:
        shown = f"{int(number)} {month_name[int(month)]} {year}"
    except (ValueError, IndexError):
        return said
    return f"{shown}, {rest}" if rest else shown
