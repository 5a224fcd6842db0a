"""What does an export-control code say about a technology?

A code such as 6A003 or ML10 names a place in a control list. Its category points to the areas that
the crosswalk gives for it: a hint for tagging, never a verdict, since a listed product may enter
every programme. Only the form is checked; whether an entry exists changes every year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from profiles.errors import BadValue
from profiles.vocabulary.areas import areas_of
from profiles.vocabulary.files import table
from profiles.vocabulary.taxonomies import taxonomy

__all__ = ["ExportCode", "export_code"]

_EXPECTED = (
    "a dual-use code such as 6A003 or 6A003.b.4 (digit, letter A to E, three digits) "
    "or a munitions-list code from ML1 to ML22"
)
# Letters and numbers by turns (.b.4.a). Possessive (*+, ++): a long row is tried one way only.
_PLACE = r"(?:[.\s]*+\(?[a-z](?![a-z])\)?(?:[.\s]*+\(?\d{1,2}+\)?)?+)*+"
_DUAL_USE = re.compile(rf"([0-9])\s*+([A-E])\s*+(\d{{3}})({_PLACE})", re.IGNORECASE)
_MUNITIONS = re.compile(rf"ML[\s-]*+(\d{{1,2}}+)({_PLACE})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExportCode:
    """A code of Annex I of Regulation (EU) 2021/821 or of the munitions list.

    Attributes:
        text: The code, tidied: "6A003.b.4", "ML10".
        category: "0" to "9", or "ML".
        title: The name of the category.
        group: What kind of item it is (systems, test equipment, materials, software, technology);
            None for the munitions list.
        areas: Slugs of the areas it points to; may be empty, as for nuclear goods.
    """

    text: str
    category: str
    title: str
    group: str | None
    areas: tuple[str, ...]


def export_code(text: str) -> ExportCode:
    """Read an export-control code.

    Raises:
        BadValue: It has the form of neither list.

    Source:
        Regulation (EU) 2021/821, Annex I; the two parts of category 5 follow the Wassenaar list
        (data/taxonomies.yaml).

    >>> found = export_code("6a003.B.4")
    >>> found.text, found.title, "sensing-surveillance" in found.areas
    ('6A003.b.4', 'Sensors and lasers', True)
    """
    said = text.strip()
    if found := _DUAL_USE.fullmatch(said):
        category, letter, number, place = found[1], found[2].upper(), found[3], found[4]
        groups = table("taxonomies")["taxonomies"]["eu_dual_use_annex_I"]["product_groups"]
        return ExportCode(
            text=f"{category}{letter}{number}{_place(place)}",
            category=category,
            title=taxonomy("eu_dual_use_annex_I").items[category],
            group=groups[letter],
            areas=_areas(category, number),
        )
    found = _MUNITIONS.fullmatch(said)
    if found and 1 <= int(found[1]) <= 22:
        return ExportCode(
            text=f"ML{int(found[1])}{_place(found[2])}",
            category="ML",
            title=taxonomy("wassenaar").items["ML"],
            group=None,
            areas=areas_of("wassenaar", "ML"),
        )
    raise BadValue(text, _EXPECTED)


def _areas(category: str, number: str) -> tuple[str, ...]:
    if category == "5":
        # 5A002 to 5A004 and their like are part 2, information security; the rest is telecoms.
        part = "5P2" if number in {"002", "003", "004"} else "5P1"
        return areas_of("wassenaar", part)
    return areas_of("eu_dual_use_annex_I", category)


def _place(text: str) -> str:
    return "".join(f".{step.lower()}" for step in re.findall(r"[A-Za-z]|\d+", text))
