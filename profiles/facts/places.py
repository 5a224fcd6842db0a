"""In which country is a place that a text names?

Cities are looked up in a list made from GeoNames (CC BY 4.0), countries in our own vocabulary and in
the names of the Unicode CLDR. A city that two countries have is none, unless a country or a state is
named beside it: "Cartagena" alone says nothing. Words change their endings in Polish, Ukrainian or
Finnish, so a name counts there that differs in its last letters only.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from profiles.vocabulary.countries import find_country
from profiles.vocabulary.words import fold

__all__ = ["NAME", "PLACE", "country_named", "place", "whole_place"]

# fmt: off
_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming", "DC": "District of Columbia",
}
_PROVINCES = {
    "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick",
    "NL": "Newfoundland", "NS": "Nova Scotia", "ON": "Ontario", "QC": "Quebec",
    "SK": "Saskatchewan",
}
_REGIONS = {
    "US": ("Silicon Valley", "Bay Area", "San Francisco Bay Area", "Teksas", "Kalifornia",
           "Kalifornien", "Californie", "Washington DC", "Washington D.C."),
    "GB": ("England", "Scotland", "Wales", "Northern Ireland", "Oxfordshire", "Cambridgeshire",
           "Surrey", "Hampshire", "Yorkshire", "Cornwall", "Devon", "Kent", "Somerset"),
    "DE": ("Bayern", "Bavaria", "Baden-Württemberg", "Sachsen", "Saxony", "Hessen", "Niedersachsen",
           "Nordrhein-Westfalen", "North Rhine-Westphalia", "Brandenburg", "Thüringen",
           "Schleswig-Holstein", "Rheinland-Pfalz", "Mecklenburg-Vorpommern", "Sachsen-Anhalt"),
    "FR": ("Île-de-France", "Bretagne", "Brittany", "Occitanie", "Provence", "Normandie",
           "Nouvelle-Aquitaine", "Sophia Antipolis", "Auvergne-Rhône-Alpes", "Hauts-de-France"),
    "ES": ("Catalonia", "Cataluña", "Andalucía", "Basque Country", "País Vasco", "Galicia"),
    "IT": ("Lombardia", "Lombardy", "Piemonte", "Piedmont", "Toscana", "Tuscany", "Veneto"),
    "NL": ("Zuid-Holland", "Noord-Brabant", "South Holland", "Gelderland"),
    "BE": ("Flanders", "Vlaanderen", "Wallonia", "Wallonie"),
    "CA": ("Québec", "Ontario"), "AU": ("Queensland", "New South Wales", "Tasmania"),
}
_LOST = {  # what the endings of a language do to names, beyond their last letters
    "praze": "CZ", "brně": "CZ", "києві": "UA", "києва": "UA", "львові": "UA", "харкові": "UA",
    "одесі": "UA", "польщі": "PL", "україні": "UA", "polsce": "PL", "niemczech": "DE", "włoszech": "IT",
    "szwajcarii": "CH", "czechach": "CZ", "londynie": "GB", "wiedniu": "AT", "rzymie": "IT",
    "paryżu": "FR", "helsingissä": "FI", "suomessa": "FI", "virossa": "EE", "eestis": "EE",
    "łodzi": "PL", "gdyni": "PL", "lublinie": "PL", "szczecinie": "PL", "kielcach": "PL",
    "katowicach": "PL", "gliwicach": "PL", "tychach": "PL", "pradze": "CZ", "usa": "US",
    "stanach zjednoczonych": "US", "wielkiej brytanii": "GB", "haag": "NL",
}
# fmt: on
_NO_CITY = frozenset(
    [
        "europe",
        "europa",
        "the",
        "our",
        "this",
        "that",
        "march",
        "may",
        "august",
        "university",
        "germany's",
        "fund",
        "north",
        "south",
        "east",
        "west",
        "america",
        "asia",
        "africa",
        "new",
        "team",
        "center",
        "central",
        "international",
        "global",
        "home",
        "remote",
        "date",
        "union",
        "mars",
        "orange",
        "nice",
        "most",
        "split",
        "hub",
    ]
)
_INFLECTED = frozenset({"pl", "uk", "fi", "et", "cs", "lt", "lv", "hu", "sk", "sl", "hr"})
_ENDING = {"fi": 4, "et": 4}
_OF_LANGUAGE = {
    "de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH"), "pl": ("PL",), "it": ("IT",),
    "nl": ("NL", "BE"), "sv": ("SE", "FI"), "da": ("DK",), "no": ("NO",), "fi": ("FI",),
    "et": ("EE",), "uk": ("UA",), "cs": ("CZ",),
}  # fmt: skip

_AT_HOME = {
    "fr": ("FR", "Brest Nice Valence Laval"),
    "es": ("ES", "Valencia León Toledo Santander Granada Zaragoza Salamanca Vitoria Cádiz"),
    "it": ("IT", "Parma"),
}
"""Towns that others have too, and that a text in the language of one of them means."""
_WORD = r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u044f\u0451-\u045f][\w'.\-]*"
NAME = rf"(?:{_WORD}(?:[ ](?:de|of|am|an der|im|la|le|del|di|sur|upon|the|den|bei|i|y|and)(?=[ ]))?[ \n]?){{1,4}}"
PLACE = (
    rf"(?:the[ ]+|den[ ]+|der[ ]+|la[ ]+|le[ ]+|les[ ]+|l'|city[ ]of[ ]+)?"
    rf"(?P<place>{_WORD}(?:[ \n]+(?:(?:de|of|am|an[ ]der|im|la|le|del|di|sur|upon|the|den|bei)[ ]+)?{_WORD}){{0,3}}"
    rf"(?:[ ]?\((?:{_WORD}[ ]?){{1,3}}\))?"
    rf"(?:[ ]{{0,3}},[ \n]+(?:the[ ]+)?{_WORD}(?:[ ](?:of[ ])?{_WORD}){{0,2}}){{0,3}})"
)
_DOTTED = re.compile(r"[A-Z]\.[A-Z]")


@cache
def _cities() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Folded names of cities with the countries that have one, and of countries."""
    packed = files(__package__).joinpath("data", "places.txt.gz").read_bytes()
    found: dict[str, str] = {}
    named: dict[str, str] = {}
    for line in gzip.decompress(packed).decode().split("\n"):
        codes, _, names = line.partition("\t")
        held, codes = (named, codes[1:]) if codes.startswith("!") else (found, codes)
        held.update(dict.fromkeys(names.split(" "), codes))
    return found, named


@cache
def _sorted() -> list[str]:
    cities, named = _cities()
    return sorted({*cities, *named})


@cache
def _regions() -> Mapping[str, str]:
    pairs = [(name, "US") for name in _STATES.values()]
    pairs += [(name, "CA") for name in _PROVINCES.values()]
    pairs += [(name, code) for code, names in _REGIONS.items() for name in names]
    return {fold(name): code for name, code in pairs}


@lru_cache(maxsize=8192)
def country_named(text: str) -> str | None:
    """The country that a text names in any of our languages, or None; two letters are none.

    >>> country_named("Szwajcaria"), country_named("the Netherlands"), country_named("Paris")
    ('CH', 'NL', None)
    """
    bare = text.strip(" .,;()")
    if _DOTTED.fullmatch(bare):  # "Mountain View, C.A." is no Canada
        bare = bare if bare in ("U.S", "U.K") else ""
    if len(bare) < 2 or len(bare) > 60 or (len(bare) == 2 and bare not in ("UK", "US")):
        return None
    if bare.islower():
        return None
    found = find_country(bare)
    if found is not None and (len(bare) > 3 or bare.replace(".", "").isupper()):
        return found.code
    return _cities()[1].get(fold(bare))


@lru_cache(maxsize=8192)
def place(text: str, language: str = "en") -> str | None:
    """The country of a place as it is written: a country, or a city with or without one.

    >>> place("Delft, the Netherlands"), place("El Segundo, CA"), place("Cartagena")
    ('NL', 'US', None)
    >>> place("Toruniu", "pl")
    'PL'
    """
    parts = [one for one in (part.strip(" .;") for part in re.split(r"[,()\n]+", text)) if one]
    parts = [re.sub(r"^(?:the|den|der|la|le|les|l'|city of)\s*", "", one) for one in parts]
    if not parts:
        return None
    for last in reversed(parts[1:]):
        if code := country_named(last):
            return code
    for one in parts[1:]:
        if code := _state(one) or _regions().get(fold(one)):
            return code
    first = parts[0]
    if code := _of_name(first, language):
        return code
    words = first.split()
    # "Munich Our" or "Berlin Germany": what follows a name may be the next word or its country.
    for size in range(len(words) - 1, 0, -1):
        head = " ".join(words[:size])
        if code := country_named(" ".join(words[size:])):
            return code
        if code := _of_name(head, language):
            return code
    return None


def whole_place(text: str) -> str | None:
    """The country of a text that is nothing but a place of several parts.

    >>> whole_place("Vilnius, Vilniaus Apskritis, Lithuania"), whole_place("Radar, Sonar")
    ('LT', None)
    """
    parts = [part.strip(" .") for part in text.split(",")]
    if not 2 <= len(parts) <= 4 or not all(
        re.fullmatch(r"[^\W\d_][\w'. \-]{1,40}", p) for p in parts
    ):
        return None
    code = country_named(parts[-1]) or (_state(parts[-1]) if len(parts) == 2 else None)
    if code is None:
        return None
    known = _cities()[0].get(fold(parts[0]), "")
    if code in known or len(parts) > 2 or _regions().get(fold(parts[0])) == code:
        return code
    # A village that the list has not got, before the name of a country and nothing else.
    return code if parts[0][:1].isupper() and len(parts[0].split()) <= 2 and not known else None


def _state(text: str) -> str | None:
    bare = text.replace(".", "").strip()
    # "Munich, DE" is Germany and no state: only what is no country's code is taken for one alone.
    if bare in _STATES:
        return None if bare in ("DE", "IN", "IL", "AR", "GA", "AL", "MA", "CO", "ID") else "US"
    if bare in _PROVINCES and bare not in ("NL", "SK", "BC"):
        return "CA"
    if bare == "BC":
        return "CA"
    return None


def _of_name(name: str, language: str) -> str | None:
    if code := country_named(name):
        return code
    key = fold(name)
    if code := _at_home(language).get(key):
        return code
    if key in _NO_CITY or len(key) < 3 or name.islower():
        return None
    if code := _regions().get(key):
        return code
    codes = _cities()[0].get(key)
    if codes:
        if len(codes) == 2:
            return codes
        home = [code for code in _OF_LANGUAGE.get(language, ()) if code in _pairs(codes)]
        return home[0] if len(home) == 1 else None
    if code := _LOST.get(name.casefold()):
        return code
    return _inflected(key, language) if language in _INFLECTED else None


@cache
def _at_home(language: str) -> Mapping[str, str]:
    code, names = _AT_HOME.get(language, ("", ""))
    return {fold(name): code for name in names.split()}


def _pairs(codes: str) -> list[str]:
    return [codes[at : at + 2] for at in range(0, len(codes), 2)]


def _inflected(key: str, language: str) -> str | None:
    """A name whose last letters a language has changed: "Toruniu", "Tallinnas"."""
    if len(key) < 5:
        return None
    cities, named = _cities()
    ordered = _sorted()
    stem = key[: max(4, len(key) - _ENDING.get(language, 3))]
    best: set[str] = set()
    at = bisect_left(ordered, stem)
    while at < len(ordered) and ordered[at].startswith(stem):
        name = ordered[at]
        if (
            abs(len(name) - len(key)) <= _ENDING.get(language, 3)
            and len(name) - len(_common(name, key)) <= 2
        ):
            best.add(named.get(name) or cities.get(name, ""))
        at += 1
    home = {code for code in best for one in _OF_LANGUAGE.get(language, ()) if code.startswith(one)}
    found = home or best
    (only,) = found if len(found) == 1 else (None,)
    return only[:2] if only and (home or len(only) == 2) else None


def _common(one: str, other: str) -> str:
    size = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        size += 1
    return one[:size]
