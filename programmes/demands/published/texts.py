"""In which languages does a notice say what it wants, and what is its title for people?

OCDS writes further languages beside a field, as ``title_fr``. A lot that is called "Lot 3" is told
by the tender's title before its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["heading", "languages", "title_of"]

_NUMBERED = re.compile(
    r"\W*(?:(?:lot|los|lote|lotto|lott|parcela|perceel|partie|partia|cz[eę]ść|zadanie|pakiet|osa"
    r"|delkontrakt|delaftale|osio|dal[ií]s|cast|část|časť|sklop|lotul|rész|лот|позиция|позиція"
    r"|обособена позиция|item|position|no|nr|n|№)\b[\W_]*)*\w{0,3}[\d\W_]*\d[\d\W_]*",
    re.I,
)
_LONGEST_ITEM = 2000
_LONGEST_NUMBER = 40


def languages(stated: Mapping[str, Any], name: str, main: str) -> dict[str, str]:
    """A text in every language in which it is given, by language; the main one under ``main``.

    >>> languages({"title": "Tentes", "title_en": "Tents"}, "title", "fr")
    {'en': 'Tents', 'fr': 'Tentes'}
    """
    found = {}
    if base := stated.get(name):
        found[main] = str(base)
    for key, value in stated.items():
        if key.startswith(f"{name}_") and isinstance(value, str) and value:
            found[key.removeprefix(f"{name}_").replace("_", "-")] = value
    return dict(sorted(found.items()))


def title_of(stated: Mapping[str, Any], name: str = "title") -> str:
    """The text as first given; English, or the first of its languages, where only these are."""
    if base := stated.get(name):
        return str(base)
    held = languages(stated, name, "")
    return held.get("en") or next(iter(held.values()), "")


def heading(around: str, own: str) -> str:
    """What a lot is called: its own title, after the tender's where it is only a number.

    >>> heading("Winter clothing", "Lot 3"), heading("Winter clothing", "Gloves")
    ('Winter clothing: Lot 3', 'Gloves')
    """
    if not own or not around or own == around:
        whole = own or around
    else:
        whole = f"{around}: {own}" if _is_number(own) else own
    return whole[:_LONGEST_ITEM].strip()


def _is_number(title: str) -> bool:
    return len(title) <= _LONGEST_NUMBER and _NUMBERED.fullmatch(title) is not None
