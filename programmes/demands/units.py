"""Which unit did a person write, and how many of another unit is one of it?

Units are a closed list of names in many languages; each is defined for pint in ``data/units.txt``
as an exact decimal multiple of its dimension's reference unit. Sums are taken in that reference
unit, so that adding tonnes to kilograms never rounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary.words import fold, nearest

__all__ = ["Unit", "by_name", "unit", "unit_of"]

_AMBIGUOUS = {
    "kpl": "kappale (Finnish: pieces) or komplet (Czech: sets)",
    "miles": "miles (English: statute miles) or miles (Spanish: thousands)",
}
_ANY = frozenset({"C62", "NIU", "NMB", "ZZ"})
"""Codes for "one" and "to be agreed": they say nothing against a name beside them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of quantity.

    Attributes:
        name: Its name in ``data/units.txt``, e.g. ``flight_hour``.
        dimension: The name of its dimension's reference unit: two units add up if these agree.
        factor: How many reference units it is, exactly.
    """

    name: str
    dimension: str
    factor: Decimal

    @property
    def words(self) -> str:
        """The unit as it is written beside a number.

        >>> unit("FH").words
        'flight hours'
        """
        plain = self.name.replace("_", " ")
        return plain if plain.endswith(("s", "foot")) else f"{plain}s"


@cache
def _registry() -> Any:
    # Imported here: whoever reads no quantities need not wait for it.
    from importlib.resources import as_file, files

    import pint

    with as_file(files(__package__).joinpath("data", "units.txt")) as path:
        # Decimal throughout: a float would make a tonne 999.9999 kilograms sooner or later.
        return pint.UnitRegistry(str(path), non_int_type=Decimal, cache_folder=None)


@cache
def _spellings() -> dict[str, str]:
    from programmes.demands.files import table

    return {
        fold(spelling): name
        for name, spellings in table("units").items()
        for spelling in (name, *spellings.split(";"))
    }


@cache
def by_name(name: str) -> Unit:
    """The unit with this name of the list."""
    one = _registry().Quantity(Decimal(1), name).to_root_units()
    return Unit(name, str(one.units), Decimal(one.magnitude))


@lru_cache(maxsize=1024)
def unit(text: str) -> Unit:
    """The unit that a person means.

    Raises:
        BadValue: The spelling means different units in different languages.
        UnknownTerm: It is none of the list; the nearest are in the error.

    >>> unit("Stück").name, unit("szt.").name, unit("t").factor, unit("tonnes").dimension
    ('piece', 'piece', Decimal('1000000'), 'gram')
    """
    folded = fold(text)
    if folded in _AMBIGUOUS:
        raise BadValue(text, f"a unit that means one thing: {_AMBIGUOUS[folded]}?")
    found = _spellings().get(folded)
    if found is None:
        raise UnknownTerm("unit", text, nearest(text, _spellings()))
    return by_name(found)


@cache
def _codes() -> dict[str, str]:
    from programmes.demands.files import table

    return {
        code: name for name, codes in table("unit_codes")["codes"].items() for code in codes.split()
    }


def unit_of(code: str | None, name: str | None) -> Unit:
    """The unit that a UN/CEFACT code and a name beside it mean: the code before the name.

    A code that says only "one", or that is of another list, leaves it to the name.

    Raises:
        BadValue: Code and name are two units, or the name means different things.
        UnknownTerm: Neither is known.

    Source:
        UN/ECE Recommendation 20, codes for units of measure (data/unit_codes.yaml).

    >>> unit_of("KGM", "кілограм").name, unit_of("H87", "whatever").name, unit_of(None, "t").name
    ('kilogram', 'piece', 'tonne')
    >>> unit_of("KGM", "tonnes")
    Traceback (most recent call last):
        ...
    profiles.errors.BadValue: found 'KGM', expected the code of the unit beside it, 'tonnes'
    """
    known = _codes().get((code or "").strip().upper())
    if known is None:
        if name:
            return unit(name)
        raise UnknownTerm("unit", str(code), ())
    if not name or fold(name) in _AMBIGUOUS:
        return by_name(known)
    named = _spellings().get(fold(name))
    if named is None or named == known:
        return by_name(known)
    if (code or "").strip().upper() in _ANY:
        return by_name(named)
    raise BadValue(code, f"the code of the unit beside it, {name!r}")
