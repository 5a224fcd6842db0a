"""What does a person's file of terms say?

One short YAML file. Every fault is told with its line and field, and nothing is taken from a file
that holds one: a term that was left out in silence would be a place given wrongly.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from matcher.errors import BadTerms
from matcher.selection.terms import Aim, AssignmentTerms, Limit, Room
from profiles.errors import UnknownTerm
from profiles.vocabulary import area, country
from programmes.documents import Document, Place, dotted, parse, read_bytes
from programmes.errors import BadDocument

__all__ = ["read_terms", "terms_in", "terms_of"]

_FIELDS = (
    "capacity", "conflicts", "each", "limits", "min_fit", "objective", "officers", "pins",
    "verdicts",
)  # fmt: skip
_VERDICTS = ("eligible", "undetermined", "supply_chain")
_MOST = 1_000_000


def read_terms(path: Path) -> AssignmentTerms:
    """The terms of a file.

    Raises:
        BadTerms: It cannot be used; each fault with its line and field.
    """
    try:
        return terms_of(read_bytes(path, path.name), path.name)
    except BadDocument as problem:
        raise BadTerms([str(problem)]) from None


def terms_of(data: bytes, file: str) -> AssignmentTerms:
    """The terms of a text.

    Args:
        data: YAML (or JSON), UTF-8.
        file: Its name, for the messages.

    Raises:
        BadTerms: As above.
    """
    try:
        document = parse(data, file)
    except BadDocument as problem:
        raise BadTerms([str(problem)]) from None
    return _Reader(document).terms()


def terms_in(value: Mapping[str, Any], file: str) -> AssignmentTerms:
    """The terms of a mapping that was read elsewhere, such as a body of JSON.

    Args:
        value: The fields of a file of terms.
        file: What to call it in messages.

    Raises:
        BadTerms: As above.
    """
    return _Reader(Document(file, dict(value))).terms()


class _Reader:
    """A document, and the faults found so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults = [str(one) for one in document.problems]

    def fault(self, place: Place, problem: str) -> None:
        self.faults.append(
            str(BadDocument(self.document.file, dotted(place), problem, self.document.line(place)))
        )

    def terms(self) -> AssignmentTerms:
        value = self.document.value
        for name in sorted(set(value) - set(_FIELDS)):
            self.fault((name,), f"expected one of {', '.join(_FIELDS)}")
        both = [name for name in ("capacity", "officers") if value.get(name)]
        if len(both) != 1:
            found = "both" if both else "neither"
            self.fault(
                (both[-1],) if both else (),
                f"found {found}, expected either 'capacity: {{programme: places}}' or"
                " 'officers: {name: {most: 40}}'",
            )
        hosts = self._capacity(both[0] if both else "capacity")
        each = self._room(("each",), value.get("each"), Room(None, 1))
        terms = AssignmentTerms(
            capacity={name: room for name, (room, _) in hosts.items()},
            each=each,
            limits=self._limits(),
            pins=self._pairs("pins"),
            conflicts=self._pairs("conflicts"),
            aim=self._aim(value.get("objective", "total")),
            min_fit=self._share(value.get("min_fit", 0.0)),
            verdicts=self._verdicts(),
            specialities={name: areas for name, (_, areas) in hosts.items() if areas},
            shared=both == ["officers"],
            file=self.document.file,
        )
        if self.faults:
            raise BadTerms(self.faults)
        return terms

    def _capacity(self, field: str) -> dict[str, tuple[Room, tuple[str, ...]]]:
        stated = self.document.value.get(field) or {}
        if not isinstance(stated, dict):
            self.fault((field,), "expected 'name: places', one a line")
            return {}
        found = {}
        for name, held in stated.items():
            place = (field, name)
            areas: tuple[str, ...] = ()
            if isinstance(held, dict) and field == "officers":
                areas = tuple(
                    slug
                    for one in _listed(held.get("areas"))
                    if (slug := self._area((*place, "areas"), one))
                )
                held = {key: one for key, one in held.items() if key != "areas"}
            found[str(name)] = (self._room(place, held, Room()), areas)
        return found

    def _room(self, place: Place, stated: Any, default: Room) -> Room:
        line = self.document.line(place)
        if stated is None:
            return Room(default.least, default.most, line)
        if not isinstance(stated, dict):
            return Room(None, self._number(place, stated), line)
        for name in sorted(set(map(str, stated)) - {"least", "most"}):
            self.fault((*place, name), "expected least or most")
        least = self._number((*place, "least"), stated.get("least"))
        most = self._number((*place, "most"), stated.get("most"))
        if least is not None and most is not None and least > most:
            self.fault(place, f"at least {least} and at most {most} cannot both be")
        return Room(least, default.most if "most" not in stated else most, line)

    def _number(self, place: Place, stated: Any) -> int | None:
        if stated is None:
            return None
        if isinstance(stated, bool) or not isinstance(stated, int) or not 0 <= stated <= _MOST:
            self.fault(place, f"found {stated!r}, expected a whole number from 0 to {_MOST:,}")
            return None
        return stated

    def _limits(self) -> tuple[Limit, ...]:
        found = []
        for at, one in enumerate(self._list("limits", "'- {country: DE, most: 5}'")):
            place = ("limits", at)
            if not isinstance(one, dict):
                self.fault(
                    place, "expected '{country: DE, most: 5}' or '{area: quantum, least: 2}'"
                )
                continue
            known = {"country", "area", "at", "programme", "officer", "least", "most"}
            for name in sorted(set(map(str, one)) - known):
                self.fault((*place, name), f"expected one of {', '.join(sorted(known))}")
            if ("country" in one) == ("area" in one):
                self.fault(place, "expected a country or an area, and not both")
                continue
            if "least" not in one and "most" not in one:
                self.fault(place, "expected least or most")
            room = self._room(
                place, {key: one[key] for key in ("least", "most") if key in one}, Room()
            )
            at_host = one.get("at", one.get("programme", one.get("officer")))
            codes = tuple(
                code
                for each in _listed(one.get("country"))
                if (code := self._country((*place, "country"), each))
            )
            slug = self._area((*place, "area"), one["area"]) if "area" in one else None
            if "country" in one and not _listed(one["country"]):
                self.fault((*place, "country"), "names no country")
            if codes or slug:
                found.append(Limit(codes, slug, None if at_host is None else str(at_host), room))
        return tuple(found)

    def _country(self, place: Place, stated: Any) -> str | None:
        try:
            return country(str(stated)).code
        except UnknownTerm as error:
            self.fault(place, str(error))
            return None

    def _area(self, place: Place, stated: Any) -> str | None:
        try:
            return str(area(str(stated)))
        except UnknownTerm as error:
            self.fault(place, str(error))
            return None

    def _pairs(self, field: str) -> tuple[tuple[str, str, int | None], ...]:
        found: dict[tuple[str, str], int | None] = {}
        for at, one in enumerate(self._list(field, "'- [applicant, programme]'")):
            place = (field, at)
            if not isinstance(one, list) or len(one) != 2 or not all(map(_plain, one)):
                self.fault(place, "expected a pair: [applicant, programme]")
                continue
            pair = (str(one[0]), str(one[1]))
            if pair in found:
                self.fault(place, f"repeats line {found[pair]}")
                continue
            found[pair] = self.document.line(place)
        return tuple((*pair, line) for pair, line in found.items())

    def _list(self, field: str, form: str) -> list[Any]:
        stated = self.document.value.get(field)
        if stated is None:
            return []
        if not isinstance(stated, list):
            self.fault((field,), f"expected a list: {form}")
            return []
        return stated

    def _aim(self, stated: Any) -> Aim:
        if stated not in get_args(Aim):
            self.fault(("objective",), f"found {stated!r}, expected {' or '.join(get_args(Aim))}")
            return "total"
        return stated  # type: ignore[no-any-return]  # one of the two

    def _share(self, stated: Any) -> float:
        if isinstance(stated, bool) or not isinstance(stated, int | float) or not 0 <= stated <= 1:
            self.fault(("min_fit",), f"found {stated!r}, expected a number from 0 to 1")
            return 0.0
        return float(stated)

    def _verdicts(self) -> tuple[str, ...]:
        stated = _listed(self.document.value.get("verdicts")) or ["eligible", "undetermined"]
        for one in stated:
            if one not in _VERDICTS:
                self.fault(("verdicts",), f"found {one!r}, expected {', '.join(_VERDICTS)}")
        return tuple(map(str, stated))


def _listed(stated: Any) -> list[Any]:
    if stated is None:
        return []
    return stated if isinstance(stated, list) else [stated]


def _plain(one: Any) -> bool:
    return isinstance(one, str | int) and not isinstance(one, bool)
