"""How near are two codes of the Common Procurement Vocabulary?

The code's digits are a tree: two for the division, then a digit each for group, class, category
and finer parts. Nearness is the length of the shared path, so it depends on the two codes alone.
"""

from __future__ import annotations

import re

from profiles.errors import BadValue
from programmes.demands.files import table

__all__ = ["cpv", "cpv_name"]

_CODE = re.compile(r"(\d{8})(?:-(\d))?")
LEVELS = 7
"""Division, group, class, category, and three finer ones."""


def cpv(text: str) -> str:
    """A code as eight digits; the check digit may be there or not.

    Raises:
        BadValue: It is not of that form, or names no division.

    >>> cpv("35331200-5")
    '35331200'
    """
    found = _CODE.fullmatch(text.strip())
    if found is None or found[1].startswith("00"):
        raise BadValue(text, "a CPV code of eight digits, such as 35331200 or 35331200-5")
    return found[1]


def cpv_name(code: str) -> str | None:
    """The official English name, where our table has the code.

    Source:
        Regulation (EC) No 213/2008, annex I (data/cpv.yaml).

    >>> cpv_name("35331200")
    'Shells'
    """
    name: str | None = table("cpv")["codes"].get(code)
    return name
