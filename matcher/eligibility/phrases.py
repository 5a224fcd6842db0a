"""How are places, areas, shares and sums named in a sentence?

A set of countries takes three forms: "a NATO nation" for a country that lies in it, the same after
"in" or "from", and "the NATO nations" for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from profiles.vocabulary import areas, by_code, group

if TYPE_CHECKING:
    from programmes.criteria import Where

__all__ = [
    "all_of",
    "an",
    "area_names",
    "group_of",
    "listed",
    "member_of",
    "money",
    "name_of",
    "names_of",
    "share",
    "some_of",
]

_WITH_ARTICLE = re.compile(
    r"(United|Netherlands|Republic of|Democratic|Isle of|Bahamas|Comoros|Gambia|Maldives"
    r"|Philippines)\b.*|.*(Islands|Republic|Territory|Territories)"
)
_MANY = 5
_FEW_OUTSIDE = 3


class _Group(NamedTuple):
    member: str
    some: str
    every: str


def _plain(one: str, every: str) -> _Group:
    return _Group(one, one, every)


_GROUPS: Mapping[str, _Group] = {
    "nato_32": _plain("a NATO nation", "the NATO nations"),
    "eu_27": _plain("an EU member state", "the EU"),
    "eea_efta": _plain("an EEA state outside the EU", "the EEA states outside the EU"),
    "efta": _plain("an EFTA state", "the EFTA states"),
    "nif_lp_24": _plain(
        "one of the 24 nations behind the NATO Innovation Fund",
        "the 24 nations behind the NATO Innovation Fund",
    ),
    "essi": _plain(
        "a state of the European Sky Shield Initiative",
        "the states of the European Sky Shield Initiative",
    ),
    "safe_borrowers_19": _plain(
        "an EU state that borrows under SAFE", "the EU states that borrow under SAFE"
    ),
    "safe_procurement_equal_footing": _Group(
        "one of the EU and EEA-EFTA states and Ukraine",
        "the EU, the EEA-EFTA states or Ukraine",
        "the EU, the EEA-EFTA states and Ukraine",
    ),
    "safe_bilateral": _plain(
        "a state with its own agreement on SAFE", "states with their own agreement on SAFE"
    ),
    "safe_sdp_partners": _plain(
        "a security and defence partner named for SAFE",
        "the security and defence partners named for SAFE",
    ),
    "five_eyes": _plain("a Five Eyes state", "the Five Eyes states"),
    "edf_eligible": _Group(
        "one of the EU states and Norway", "the EU or Norway", "the EU and Norway"
    ),
    "edip_eligible": _Group(
        "one of the EU and associated EEA states",
        "the EU or an associated EEA state",
        "the EU and the associated EEA states",
    ),
    "eda_ammo_first18": _plain(
        "one of the 18 first signatories of the EDA's ammunition arrangement",
        "the 18 first signatories of the EDA's ammunition arrangement",
    ),
    "horizon_associated": _plain(
        "a country associated to all of Horizon Europe",
        "the countries associated to all of Horizon Europe",
    ),
    "horizon_pillar_two": _plain(
        "a country associated to Pillar II of Horizon Europe",
        "the countries associated to its Pillar II",
    ),
    "aukus": _plain("an AUKUS state", "the AUKUS states"),
    "jef": _plain(
        "a state of the Joint Expeditionary Force", "the states of the Joint Expeditionary Force"
    ),
    "nordefco": _plain("a Nordic state", "the Nordic states"),
    "eda_members": _plain(
        "a member of the European Defence Agency", "the members of the European Defence Agency"
    ),
    "esa_members": _plain("a member state of ESA", "the member states of ESA"),
    "occar": _plain("a member of OCCAR", "the members of OCCAR"),
    "eu_candidates": _plain("a candidate for the EU", "the candidates for the EU"),
}


def _group(slug: str) -> _Group:
    """A group's forms; one that this list does not know goes by its name."""
    name = f"the group {group(slug).name}"
    return _GROUPS.get(slug) or _Group(f"of {name}", name, name)


def group_of(slug: str) -> str:
    """A group as its member is called: "a NATO nation"."""
    return _group(slug).member


def listed(parts: Sequence[str], word: str = "and") -> str:
    """Parts as a sentence lists them.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], "or"), listed(["a"])
    ('a, b and c', 'a or b', 'a')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def name_of(code: str) -> str:
    """A country as it stands in a sentence.

    >>> name_of("DE"), name_of("US")
    ('Germany', 'the United States')
    """
    name = by_code(code).name
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) else name


def names_of(codes: Sequence[str], word: str = "and") -> str:
    """Countries in words: "Germany, France and Italy"."""
    return listed([name_of(code) for code in codes], word)


def member_of(where: Where, code: str) -> str:
    """What a country inside is: "a NATO nation"; "as asked" where it is itself named."""
    if code in where.countries:
        return "as asked"
    for slug in where.groups:
        if any(one.country == code for one in group(slug).memberships):
            return _group(slug).member
    return "and any country will do"


def some_of(where: Where | None) -> str:
    """A set of countries after "in" or "from": "an EU member state or Ukraine"."""
    return _places(where, "or", every=False)


def all_of(where: Where | None) -> str:
    """A set of countries as a whole: "the EU and Ukraine"."""
    return _places(where, "and", every=True)


def _places(where: Where | None, word: str, *, every: bool) -> str:
    if where is None:
        return "a country that our sources confirm"
    forms = (_group(slug) for slug in where.groups)
    parts = [form.every if every else form.some for form in forms]
    parts += [name_of(code) for code in where.countries]
    if every and any(" and " in part for part in parts):
        word = "as well as"
    text = "any country" if where.anywhere else listed(parts, word)
    return f"{text} except {names_of(where.except_for)}" if where.except_for else text


def area_names(slugs: Sequence[str]) -> str:
    """Areas in words, separated by semicolons, for their names hold commas.

    Of many, those are told that are left out: a list of twelve hides what it says.
    """
    names = {item.slug: item.name for item in areas()}
    outside = [name for slug, name in names.items() if slug not in slugs]
    if not outside:
        return "any area"
    if len(outside) <= _FEW_OUTSIDE:
        return f"any area but {'; '.join(outside)}"
    if len(slugs) > _MANY:
        return f"{len(slugs)} of the {len(names)} areas"
    return "; ".join(names[slug] for slug in slugs)


def share(value: float) -> str:
    """A share as a percentage, as exact as it is: 29.99 % must not read as the 30 % it misses.

    >>> share(0.3), share(0.2999), share(1 / 3)
    ('30%', '29.99%', '33.3333%')
    """
    return f"{100 * value:.6g}%"


def money(value: float) -> str:
    """A sum in euros.

    >>> money(1_500_000)
    'EUR 1,500,000'
    """
    return f"EUR {value:,.0f}"


def an(noun: str) -> str:
    """A noun with its article: "a DUNS number", "an EORI number"."""
    return f"{'an' if noun[:1] in 'AEIOaeio' else 'a'} {noun}"
