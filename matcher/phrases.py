"""How are places and areas named in a sentence?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from profiles.vocabulary import areas, by_code, group

if TYPE_CHECKING:
    from programmes.criteria import Where

__all__ = ["area_names", "names_of", "place_words"]

_MANY = 5
_GROUP_WORDS = {
    "nato_32": ("a NATO nation", "the NATO nations"),
    "eu_27": ("an EU member state", "the EU member states"),
    "nif_lp_24": (
        "one of the 24 nations behind the NATO Innovation Fund",
        "the 24 nations behind the NATO Innovation Fund",
    ),
    "edf_eligible": ("in the EU or Norway", "the EU and Norway"),
    "edip_eligible": (
        "in the EU or an associated EEA country",
        "the EU and associated EEA countries",
    ),
    "safe_procurement_equal_footing": (
        "in the EU, the EEA-EFTA states or Ukraine",
        "the EU, the EEA-EFTA states and Ukraine",
    ),
}


def names_of(codes: Sequence[str]) -> str:
    """Countries in words: "Germany, France and Italy"."""
    names = [by_code(code).name for code in codes]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def place_words(where: Where | None, *, one: bool) -> str:
    """A set of countries in words, as "a NATO nation" (one) or "the NATO nations"."""
    if where is None:
        return "no country that our sources confirm"
    if where.anywhere:
        return "any country"
    parts = []
    for slug in where.groups:
        words = _GROUP_WORDS.get(slug)
        parts.append(words[0 if one else 1] if words else f"the group {group(slug).name}")
    if where.countries:
        parts.append(names_of(where.countries))
    text = " or ".join(parts) if one else " and ".join(parts)
    return f"{text} except {names_of(where.except_for)}" if where.except_for else text


def area_names(slugs: Sequence[str]) -> str:
    """Areas in words, separated by semicolons, for their names hold commas.

    Of many only their number is told: a list of twelve hides what it says.
    """
    names = {item.slug: item.name for item in areas()}
    if len(slugs) > _MANY:
        return (
            f"{len(slugs)} of the {len(names)} areas" if len(slugs) < len(names) else "every area"
        )
    return "; ".join(names[slug] for slug in slugs)
