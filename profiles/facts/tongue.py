"""In which language does a text speak, where a few words must do?

Rules of reading differ by language, and what is read may be six lines of keys. So the small words of
a language count, the words of a company's data sheet, and the letters that it alone has. What ends
even is English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from profiles.language import SMALL_WORDS

__all__ = ["tongue"]

_CODES = {
    "English": "en", "French": "fr", "German": "de", "Polish": "pl", "Spanish": "es", "Italian": "it",
    "Dutch": "nl", "Portuguese": "pt", "Swedish": "sv", "Danish": "da", "Norwegian": "no",
    "Icelandic": "is", "Finnish": "fi", "Estonian": "et", "Czech": "cs", "Slovak": "sk",
    "Slovenian": "sl", "Croatian": "hr", "Hungarian": "hu", "Romanian": "ro", "Turkish": "tr",
    "Lithuanian": "lt", "Latvian": "lv", "Albanian": "sq",
}  # fmt: skip
_SHEET = {
    "en": "founded employees headquarters revenue team company startup people years based raised funding stage",
    "de": "sitz gegründet gründung mitarbeiter mitarbeitende umsatz unternehmen firma rechtsform reifegrad "
          "mio euro startkapital entwickelt hersteller keine bis gesucht suchen zielmärkte beschäftigte team",
    "fr": "siège création effectif effectifs chiffre affaires société entreprise créée fondée salariés "
          "personnes amorçage équipe marchés levée millions siège rennes développe notre brevetée",
    "pl": "siedziba rok założenia pracowników przychody spółka firma zespół osób mln zł tys forma prawna "
          "odbiorcy rundzie zatrudnia lat oraz klienci produkt poszukujemy",
    "es": "sede fundada plantilla facturación empresa equipo empleados personas euros millones nivel madurez "
          "inversión sector defensa ronda clientes buscando usuarios",
    "it": "sede fondata fondazione dipendenti fatturato azienda società squadra persone milioni settore "
          "anno ricavi addetti difesa raccolto",
    "nl": "vestigingsplaats opgericht medewerkers omzet bedrijf aantal miljoen fase onderneming gevestigd "
          "werknemers gestart zoeken klanten",
    "sv": "säte grundat anställda omsättning företaget bolaget medarbetare kronor bransch huvudkontor "
          "försvar antal miljoner",
    "da": "hovedsæde stiftet ansatte omsætning virksomhed medarbejdere",
    "no": "hovedkontor etablert ansatte omsetning selskapet bedrift",
    "fi": "kotipaikka perustettu henkilöstö liikevaihto yritys suomalainen suomessa",
    "et": "asukoht asutatud töötajat käive ettevõte asuv eesti",
    "cs": "sídlo založeno zaměstnanců obrat společnost firma",
}  # fmt: skip
_LETTERS = {
    "pl": "łąęśżźćń", "de": "ß", "es": "ñ¿¡", "sv": "å", "da": "øæ", "no": "øæ", "et": "õ",
    "cs": "ěřů", "hu": "őű", "fr": "çêèœ", "pt": "ãõ", "tr": "ğış", "ro": "șț", "lt": "ėųū", "lv": "āēīņ",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LEAST, _LEAD = 2.0, 1.1
_OF_LETTER, _OF_SHEET, _OF_SMALL = 1.5, 1.5, 1.0
_READ = 6_000


@cache
def _speakers() -> Mapping[str, tuple[tuple[str, float], ...]]:
    found: dict[str, dict[str, float]] = {}
    for name, words in SMALL_WORDS.items():
        for word in words:
            found.setdefault(word, {})[_CODES[name]] = _OF_SMALL
    for code, sheet in _SHEET.items():
        for word in sheet.split():
            found.setdefault(word, {})[code] = _OF_SHEET
    return {word: tuple(codes.items()) for word, codes in found.items()}


def tongue(text: str) -> str:
    """The language of a text as two letters; "en" where nothing tells.

    >>> tongue("Siedziba: Rzeszów, przychody 2023: 8,4 mln PLN"), tongue("TRL 6, radar, lidar")
    ('pl', 'en')
    >>> tongue("Ми розробляємо дрони."), tongue("Vi är elva personer i Umeå som bygger drönare.")
    ('uk', 'sv')
    """
    low = text[:_READ].casefold()
    if not low.isascii() and 2 * len(_CYRILLIC.findall(low)) > len(low):
        return "uk"
    points: dict[str, float] = {}
    speakers = _speakers()
    for word in _TOKEN.findall(low):
        for code, worth in speakers.get(word, ()):
            points[code] = points.get(code, 0.0) + worth
    if not low.isascii():
        present = set(low)
        for code, letters in _LETTERS.items():
            if own := present.intersection(letters):
                points[code] = points.get(code, 0.0) + _OF_LETTER * len(own)
    best = max(points, key=lambda code: (points[code], code), default="en")
    if points.get(best, 0.0) < max(_LEAST, _LEAD * points.get("en", 0.0)):
        return "en"
    return best
