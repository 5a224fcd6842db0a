"""Which country is meant by what a person wrote?

ISO 3166-1 with Kosovo (XK) added. A spelling is looked up, never guessed: one that is not on file
or that names two countries is an error which names the nearest. England, Scotland, Wales and
Northern Ireland (also as XI) are read as the United Kingdom, because programmes ask for the state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from profiles.errors import UnknownTerm
from profiles.vocabulary.files import table
from profiles.vocabulary.words import LONGEST, fold, nearest

__all__ = ["Country", "by_code", "countries", "country", "find_country"]

# "Germany (DE)" is how we write a suggestion, so it has to be understood when it comes back.
_WITH_CODE = re.compile(r"\s*(?P<name>.*\S)\s*\((?P<code>[^()]+)\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Country:
    """One country.

    Attributes:
        code: ISO 3166-1 alpha-2, or XK.
        alpha3: ISO 3166-1 alpha-3, or XKX.
        name: A short English name, e.g. "Türkiye", "Czechia", "United Kingdom".
        index: Its place among all countries sorted by code, from 0: the position in a column.
    """

    code: str
    alpha3: str
    name: str
    index: int

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


@cache
def countries() -> tuple[Country, ...]:
    """All countries, sorted by code.

    >>> len(countries()), countries()[0].name
    (250, 'Andorra')
    """
    return tuple(
        Country(code=code, alpha3=spellings[0], name=spellings[1], index=index)
        for index, (code, *spellings) in enumerate(_rows())
    )


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    """Each country as (code, alpha-3, name, other names ...), sorted by code."""
    rows = table("countries")["countries"].items()
    return tuple(sorted((code, *names.split("; ")) for code, names in rows))


@cache
def _by_code() -> Mapping[str, Country]:
    return {one.code: one for one in countries()}


@cache
def _by_spelling() -> Mapping[str, Country]:
    pairs = zip(countries(), _rows(), strict=True)
    return {fold(text): one for one, texts in pairs for text in texts}


@cache
def _ambiguous() -> Mapping[str, tuple[str, ...]]:
    rows = table("countries")["ambiguous"].items()
    return {fold(text): tuple(str(_by_code()[code]) for code in codes) for text, codes in rows}


def by_code(code: str) -> Country:
    """The country with this alpha-2 code, written exactly so.

    Raises:
        UnknownTerm: No country has the code.

    >>> by_code("SE").name
    'Sweden'
    """
    try:
        return _by_code()[code]
    except KeyError:
        raise UnknownTerm("country code", str(code), _suggest(str(code))) from None


def country(text: str) -> Country:
    """The country that a person means.

    Args:
        text: An alpha-2 or alpha-3 code, or a name in use: English, official, native, German or
            French. Case, accents, dots and spaces are forgiven; misspellings are not.

    Raises:
        UnknownTerm: Nothing, or more than one country, is written so.

    Source:
        ISO 3166-1; names in use are general knowledge (data/countries.yaml).

    >>> country("UK").code, country("EL").code, country("Turkey").name, country("deu").name
    ('GB', 'GR', 'Türkiye', 'Germany')
    >>> country("Germny")
    Traceback (most recent call last):
        ...
    profiles.errors.UnknownTerm: no country is called 'Germny'; did you mean Germany (DE)?
    """
    if len(text) > LONGEST:
        raise UnknownTerm("country", text)
    return _country(text)


# Cached apart from the public function, which keeps its signature for the type checker.
@lru_cache(maxsize=4096)
def _country(text: str) -> Country:
    found = _look_up(text)
    if found is None and (parts := _WITH_CODE.fullmatch(text)):
        named, coded = _look_up(parts["name"]), _look_up(parts["code"])
        found = named if named is not None and named == coded else None
    if found is not None:
        return found
    if options := _ambiguous().get(fold(text)):
        raise UnknownTerm("country", text, options, ambiguous=True)
    raise UnknownTerm("country", text, _suggest(text))


def find_country(text: str) -> Country | None:
    """The same without an error, for trying texts that mostly are none.

    It spares the search for the nearest names, which takes a thousand times as long.

    >>> find_country("Norway").code, find_country("Oslo"), find_country("Korea")
    ('NO', None, None)
    """
    return _look_up(text) if len(text) <= LONGEST else None


def _look_up(text: str) -> Country | None:
    return _by_spelling().get(fold(text))


@lru_cache(maxsize=1024)
def _suggest(text: str) -> tuple[str, ...]:
    if found := _look_up(text):
        return (str(found),)
    return nearest(text, {key: str(one) for key, one in _by_spelling().items()})
