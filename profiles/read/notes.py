"""What should a person know of a file that was read, although no row is wrong?

Notes are collected while reading and told once for a whole file, in the order of its columns. A
column that was left out is always among them: silence would look like a fact that was used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from profiles.read.headings import JOINED, Column, HeadingPlan, same
from profiles.read.problems import suggestion

__all__ = ["Notes"]

_BARE = re.compile(r"[\d\s.,']+")
_MOST = 20
_SHOWN = 40


@dataclass
class _Tally:
    """How often a column did not say what it might have said."""

    of: int = 0
    missed: int = 0
    likely: int = 0
    example: str = ""


class Notes:
    """Collects what to tell about a file."""

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._unseen = dict.fromkeys(mapping)
        self._unknown: dict[str, None] = {}
        self._unused: dict[str, None] = {}
        self._unclear: dict[str, str] = {}
        self._joined: dict[str, None] = {}
        self._hints: dict[tuple[str, str], _Tally] = {}
        self._sums: dict[str, int] = {}
        self._others: dict[str, dict[str, int]] = {}

    def headings(self, headings: tuple[str, ...], known: HeadingPlan, *, lenient: bool) -> None:
        """Note what is done with the headings."""
        for heading in [one for one in self._unseen if any(same(one, two) for two in headings)]:
            del self._unseen[heading]
        self._unused.update(dict.fromkeys(known.unused))
        if lenient:
            self._unknown.update(dict.fromkeys(known.unknown[: _MOST + 1]))
            self._unclear.update(known.unclear)
        joined = [column.heading for column in known.columns if column.field == JOINED]
        if len(joined) > 1:
            self._joined.update(dict.fromkeys(joined))

    def hint(self, column: Column, value: Any, *, read: bool, likely: bool = False) -> None:
        """Note whether a cell gave the field that it might have given."""
        tally = self._hints.setdefault((column.heading, column.field), _Tally())
        tally.of += 1
        if not read:
            tally.missed += 1
            tally.likely += likely
            tally.example = tally.example or _short(value)

    def sum(self, column: Column, value: Any) -> None:
        """Note a sum for which neither cell nor heading names a currency."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number or (isinstance(value, str) and _BARE.fullmatch(value)):
            self._sums[column.heading] = self._sums.get(column.heading, 0) + 1

    def other(self, column: Column, currency: str) -> None:
        """Note a sum in another currency than euros."""
        held = self._others.setdefault(column.heading, {})
        held[currency] = held.get(currency, 0) + 1

    def told(self) -> tuple[str, ...]:
        """All notes, as sentences without a full stop."""
        return tuple(self._sentences())

    def _sentences(self) -> list[str]:
        told = []
        if self._unknown:
            told.append(f"left out, because they are no field: {_named(self._unknown)}")
        if self._unused:
            told.append(
                f"left out, because another column gives the same field: {_listed(self._unused)}"
            )
        for heading, field in self._unclear.items():
            told.append(
                f"not stated, because {heading!r} may be the country of incorporation, of the "
                "headquarters, of the management or of the owners, and programmes ask for "
                f"different ones: say which with --map '{heading}={field}'"
            )
        if self._joined:
            told.append(f"joined into one description: {_listed(self._joined)}")
        for (heading, field), tally in self._hints.items():
            if tally.missed:
                what = "not surely a country" if field == "headquarters" else "not all areas"
                then = (
                    f"{field} is read and will be asked about"
                    if tally.likely == tally.missed
                    else f"{field} stays unknown there"
                    if not tally.likely
                    else f"{field} is read in {tally.likely:,} of them, unknown in the others"
                )
                told.append(
                    f"{heading!r} is {what} in {tally.missed:,} of {_rows(tally.of)}, such as "
                    f"{tally.example!r}: {then}"
                    + (f" (if it holds codes of countries: --map '{heading}={field}')"
                       if field == "headquarters" and len(str(tally.example)) <= 3 else "")
                )  # fmt: skip
        for heading, count in self._sums.items():
            told.append(
                f"{heading!r} names no currency in {_rows(count)}: unknown there; write it in the "
                f"heading ({heading} EUR), in the cell, or in a column beside it"
            )
        for heading, currencies in self._others.items():
            shown = ", ".join(f"{code} in {_rows(n)}" for code, n in sorted(currencies.items()))
            told.append(f"{heading!r} is {shown}: kept as read, for a profile states euros")
        if self._unseen:
            told.append(f"no row has what --map names: {_listed(self._unseen)}")
        return told


def _named(headings: Mapping[str, None]) -> str:
    """Headings with the fields that were perhaps meant."""
    shown = []
    for heading in [*headings][:_MOST]:
        near = suggestion(heading)
        shown.append(
            f"{_short(heading)!r} (did you mean {near}?)" if near else repr(_short(heading))
        )
    return ", ".join(shown) + (" and others" if len(headings) > _MOST else "")


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _listed(headings: Mapping[str, None]) -> str:
    shown = ", ".join(repr(_short(heading)) for heading in [*headings][:_MOST])
    return shown + (" and others" if len(headings) > _MOST else "")


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
