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

__all__ = ["Unit", "by_name", "unit"]

_AMBIGUOUS = {"kpl": "kappale (Finnish: pieces) or komplet (Czech: sets)"}


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
