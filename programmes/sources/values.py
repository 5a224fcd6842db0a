"""What do the values of public records mean: their dates, sums, texts and codes?

A date at midnight names a day, not an instant. A sum of zero and the word "none" say that no sum is
stated. Nothing is added that a record does not say: no currency, no zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from profiles.errors import ProfileError
from profiles.markup import clean
from profiles.vocabulary import money, when
from programmes.dates import UNKNOWN_ZONE

__all__ = ["amount", "flat", "joined", "local_day", "moment", "several", "span_of", "text"]

# Portals lose the line break between a sentence and the next heading: "...results.Scope:Proposals".
_RUN_ON = re.compile(r"(?<=[^\W\d_A-Z])([.;:!?])(?=[A-Z][^\W\d_A-Z])")
_LETTERS_FOR_LINES = re.compile(r"(?<=[.:;!?)])rn(?=[A-Z\d•*-])|\\r\\n")
_EPOCH = re.compile(r"-?\d{11,14}")
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_LONGEST = 40_000


def text(*parts: Any) -> str | None:
    """Prose without its markup; None where nothing is left.

    >>> text("<p>Find &amp; stop drones.Scope:Ships</p>", None)
    'Find & stop drones. Scope: Ships'
    """
    said = [each for part in parts for each in _strings(part)]
    lines = (_RUN_ON.sub(r"\1 ", clean(clean(_LETTERS_FOR_LINES.sub("\n", one)))) for one in said)
    whole = "\n".join(line for line in lines if line)[:_LONGEST].strip()
    return whole or None


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return []


def flat(value: Any) -> Any:
    """A value that its source wraps into a list of one."""
    return value[0] if isinstance(value, list) and value else None if value == [] else value


def several(value: Any) -> list[Any]:
    """A list, whether its source wrote one or a single value; empty where it wrote nothing."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def moment(value: Any, zone: str = UNKNOWN_ZONE) -> str | None:
    """A date as its record means it: milliseconds since 1970, ISO 8601, or words.

    Args:
        value: What the record holds.
        zone: The clock of the source, if it is known.

    >>> moment(1783000000000), moment("2026-10-14T00:00:00.000+0000"), moment(" ")
    ('2026-07-02T13:46:40Z', '2026-10-14', None)
    """
    if isinstance(value, bool) or value is None:
        return None
    said = str(int(value)) if isinstance(value, int | float) else str(value).strip()
    if not said:
        return None
    if _EPOCH.fullmatch(said):
        at = datetime.fromtimestamp(int(said) / 1000, UTC)
        return local_day(at, zone) or at.isoformat().replace("+00:00", "Z")
    if found := _MIDNIGHT.fullmatch(said):
        return found[1]
    return said


def local_day(at: datetime, zone: str) -> str | None:
    """The day that an instant names if it is midnight there, or in UTC; None if it is a time."""
    places = [UTC] if zone == UNKNOWN_ZONE else [ZoneInfo(zone), UTC]
    for place in places:
        there = at.astimezone(place)
        if (there.hour, there.minute, there.second) == (0, 0, 0):
            return there.date().isoformat()
    return None


def span_of(dates: Iterable[str], zone: str) -> str:
    """One text for several dates of which it is not known which one counts.

    >>> span_of(["2027-03-03", "2026-10-14"], "UTC")
    '2026-10-14/2027-03-03'
    """
    found = sorted((when(one, zone=zone, end=True) for one in dates), key=lambda w: w.earliest)
    return f"{found[0].text}/{found[-1].text}" if len(found) > 1 else found[0].text


def amount(value: Any, currency: str | None = None) -> tuple[float, str | None] | None:
    """A sum and its currency, or None where none is stated.

    Raises:
        ProfileError: It is no sum.

    >>> amount("1,5 Mio.", "EUR"), amount("none"), amount(0)
    ((1500000.0, 'EUR'), None, None)
    """
    if isinstance(value, Mapping):
        return amount(value.get("amount"), value.get("currency") or currency)
    if isinstance(value, str) and value.strip().lower() in {"", "none", "n/a", "null", "0"}:
        return None
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        found = float(value)
    else:
        found, currency = _written(str(value), currency)
    return (found, currency) if found > 0 else None


def _written(said: str, currency: str | None) -> tuple[float, str | None]:
    try:
        read = money(said, currency)
    except ProfileError:
        if currency is not None:
            raise
        # The sum is plain without its currency; which one is lent here plays no part in it.
        return float(money(said, "EUR").amount), None
    return float(read.amount), read.currency


def joined(*parts: str | None) -> str:
    """Parts of an id, those that are there, with hyphens."""
    return "-".join(part for part in parts if part)
