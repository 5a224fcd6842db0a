"""Which words tell that a sentence is about others, about plans, or says no?

A customer's country, an investor's town, a plan to hire and another firm's round stand in the same
words as the facts of the firm itself. What comes before a match in its clause decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from profiles.vocabulary.words import fold

__all__ = ["clause_before", "denied", "meant_for_later", "of_others", "of_rivals"]

_OTHERS = re.compile(
    r"\b(?:customers?|clients?|users? (?:in|from|at)|partners? (?:like|such|include|including|in|with|from|is|are)|"
    r"partnered|partnership|partnering|investors?|investment from|backed by|led by|funded by|"
    r"acquired|acquires|acquisition|acquiring|subsidiary|subsidiaries|competitors?|suppliers?|distributors?|resellers?|"
    r"collaborat\w+ with|together with|alongside|like|such as|including|offices? in|office|branch|"
    r"spin-?off (?:of|from)|alumni|previously|formerly|former|"
    r"ex-|worked (?:at|for)|"
    r"kund(?:en|e|innen)|investor(?:en)?|tochter\w*|partner(?:n|schaft)?|standort in|niederlassung\w*|zweigstelle|"
    r"clients?|investisseurs?|partenaires?|filiale|bureaux?|mené par|menée par|"
    r"klient\w*|inwestor\w*|partner\w*|biur\w+|oddział\w*|"
    r"clientes?|inversor\w*|socios?|filial|oficinas?|liderad[ao] por|"
    r"clienti|investitor\w*|partner|filiale|uffici\w*|guidato da|"
    r"klanten|investeerders?|kantoren|kantoor in|kunder|investerare|kontor i|"
    r"клієнт\w*|інвестор\w*|партнер\w*|офіс\w*)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:will|plans?|planning|planned|aims?|aiming|target\w*|goals?|hop(?:e|es|ing)|intend\w*|expect\w*|project(?:ed|ing|ion)\w*|"
    r"forecast\w*|by 20\d\d|would|could|going to|want to|roadmap|vision|ambition|towards?|upcoming|next|future|"
    r"recruit\w*|hir(?:e|es|ing)|grow(?:ing)? to|expand(?:ing)? to|scale to|create|creating|jobs|"
    r"wird|werden|will|planen|planung\w*|geplant\w*|ziel\w*|sollen?|bis 20\d\d|künftig\w*|einstell\w+|"
    r"prévoi\w*|prévu\w*|objectif\w*|vise\w*|d'ici|souhaite\w*|veut|recruter|embaucher|compte (?:recruter|lever|atteindre)|"
    r"planuj\w*|plan[ -]\w+|cel(?:em)?|zamierz\w*|do 20\d\d roku|docelow\w*|"
    r"prev[eé]\w*|objetivo|planea\w*|pretende\w*|contratar|"
    r"prevede\w*|obiettivo|mira a|intende|assumere|"
    r"wil|wordt verwacht|doel|gepland\w*|planerar|mål\w*|ska|skal|planlægger|"
    r"планує\w*|ціль|мета)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|no|nothing|never|neither|nor|without|isn't|aren't|don't|doesn't|non|"
    r"nicht|kein\w*|weder|ohne|pas|aucun\w*|jamais|sans|ni|nie|żadn\w*|bez|ningun\w*|nunca|sin|"
    r"senza|nessun\w*|niet|geen|zonder|inte|ingen|inga|utan|ikke|uden|uten|ei|не|без|жодн\w*)\b[^.;:,]{0,60}$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[.;:!?\n]|(?:, (?:and|but|while|which|who|und|aber|et|mais|y|e|en|och|og|ale|oraz|co|który|która|але)\b)"
)


def clause_before(text: str, at: int, *, most: int = 140) -> str:
    """What stands before a place in its clause."""
    before = text[max(0, at - most) : at]
    borders = [found.end() for found in _CLAUSE.finditer(before)]
    return before[borders[-1] :] if borders else before


def of_others(before: str) -> bool:
    """Whether a clause has begun to speak of others."""
    return _OTHERS.search(before) is not None


def meant_for_later(words: str) -> bool:
    """Whether words speak of plans."""
    return _LATER.search(words) is not None


def denied(before: str) -> bool:
    """Whether a clause has begun to say no."""
    return _DENIED.search(before) is not None


# fmt: off
_KNOWN = frozenset(
    ["airbus", "anduril", "bae", "boeing", "dassault", "diehl", "gkn", "helsing", "hensoldt", "honeywell", "indra", "infleqtion", "ibm", "google", "microsoft", "amazon", "kongsberg", "knds", "leonardo", "lockheed", "mbda", "mtu", "nexter", "northrop", "palantir", "raytheon", "rheinmetall", "rtx", "saab", "safran", "siemens", "spacex", "tesla", "thales", "thyssenkrupp", "ukroboronprom", "volkswagen", "bmw", "bosch", "nvidia", "samsung", "huawei", "dji", "bayraktar", "baykar", "elbit", "rafael", "iai", "fincantieri", "hyundai", "hanwha", "mitsubishi", "toyota", "volvo", "ericsson", "nokia"]
)
# fmt: on
_RIVALS = re.compile(
    r"\b(?:unlike|compared (?:to|with)|competitors?|rivals?|im gegensatz zu|anders als|wettbewerber\w*|konkurr?en\w+|mitbewerber\w*|"
    r"contrairement à|concurrent\w*|a diferencia de|competidor\w*|competencia|a differenza di|concorrent\w+|in tegenstelling tot|concurrent\w*|"
    r"w przeciwieństwie do|till skillnad från|конкурент\w*)\b",
    re.IGNORECASE,
)
_OURSELVES = re.compile(
    r"(?:,|;|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bi\b|\ben\b|\boch\b|-)[ \n]*(?:we|we're|wir|nous|notre|nosotros|noi|siamo|somos|my|jesteśmy|wij|vi)\b",
    re.IGNORECASE,
)


def of_rivals(words: str, own: Collection[str]) -> bool:
    """Whether a sentence has begun to speak of a competitor or of a firm that everybody knows.

    >>> of_rivals("Boeing has a project with 200 people", {"acme"})
    True
    >>> of_rivals("Unlike Boeing, which employs thousands, we are five", {"acme"})
    False
    """
    words = re.split(r"[.;!?]", words)[-1]
    if turns := [*_OURSELVES.finditer(words)]:
        words = words[turns[-1].start() :]
    if _RIVALS.search(words):
        return True
    first = [fold(word) for word in re.findall(r"[\w'-]+", words)[:3]]
    return any(word in _KNOWN and word not in own for word in first)
