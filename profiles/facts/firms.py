"""How do languages say "an Estonian company", "une start-up toulousaine", "polska firma"?

By an adjective of a country or a town beside a word for a firm. The words for a firm are the guard:
"Norwegian Navy" and "deutsche Kunden" have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

__all__ = ["FIRM", "adjective_rules", "adjectives", "country_of_adjective", "stems_of_places"]

FIRM = (
    r"(?:(?:[\w-]*(?:start-?[ ]?up|tech))?(?:company|start-?[ ]?up|firm|manufacturer|developer|maker|provider|"
    r"scale-?up|spin-?(?:off|out)|business|enterprise|SME|studio|corporation|supplier|producer|builder|"
    r"integrator|contractor|venture|innovator|specialist|group|designer|pioneer|leader|unicorn|neo-?prime|prime|deep-?tech|"
    r"[a-z]*tech))"
)
_COLUMNS = ("en", "de", "fr", "pl", "es", "it", "nl", "nordic", "fi", "uk")
_ENDINGS = {
    "en": "", "de": r"(?:e[rsnm]?)?", "fr": r"(?:n?ne|te|se|e|que)?s?", "pl": r"(?:a|i|e|y|iej|iego|im|ą)",
    "es": r"(?:[oae]s?|a|ol|ola)?", "it": r"(?:[oaei]|he|hi)?", "nl": r"(?:e)?", "nordic": r"(?:t|a|e)?",
    "fi": r"\w+", "uk": r"(?:а|ий|е|ої|ого)",
}  # fmt: skip


def _between(most: int) -> str:
    """A few words that do not begin a new thought."""
    stop = (
        "of|for|with|by|in|to|that|which|who|whose|für|mit|von|aus|bei|zu|pour|avec|par|qui|dont|dla|"
        "z|ze|w|na|która|który|para|con|por|que|per|che|van|voor|met|die|för|med|av|som|til"
    )
    return rf"(?:(?!(?:{stop})\b)[\w&/'\u00c0-\u024f-]+,?[ \n]+){{0,{most}}}?"


@cache
def _stems() -> Mapping[str, Mapping[str, str]]:
    """Of each language, the folded stems with their country."""
    found: dict[str, dict[str, str]] = {column: {} for column in _COLUMNS}
    text = files(__package__).joinpath("data", "demonyms.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        code, *columns = (part.strip() for part in line.split("|"))
        for column, words in zip(_COLUMNS, columns, strict=True):
            for word in filter(None, (one.strip() for one in words.split(","))):
                found[column][word] = code
    text = files(__package__).joinpath("data", "cities.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#") and ":" in line:
            code, _, words = line.partition(":")
            for word in filter(None, (one.strip() for one in words.split(","))):
                for column in ("fr", "pl", "es", "it", "de", "nl"):
                    found[column].setdefault(word, code.strip())
    return found


def stems_of_places() -> frozenset[str]:
    """How the adjectives of countries and towns begin, in small letters and up to the first space."""
    stems = {word for found in _stems().values() for word in found}
    first = (re.split(r"[^\w]", stem.casefold(), maxsplit=1)[0] for stem in stems)
    return frozenset(word for word in first if len(word) > 1)


@cache
def adjectives(column: str) -> str:
    """A pattern of all adjectives of countries and towns in one language."""
    stems = sorted(_stems()[column], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(stem) for stem in stems) + ")" + _ENDINGS[column]


@cache
def country_of_adjective(word: str, column: str) -> str | None:
    """The country of an adjective, whatever its ending."""
    folded = word.casefold()
    best = max(
        (stem for stem in _stems()[column] if folded.startswith(stem.casefold())),
        key=len,
        default=None,
    )
    return _stems()[column][best] if best else None


def _rules() -> Iterator[tuple[str, str, str]]:
    """Language of the adjective, languages of the text ("*" for any), and the pattern."""
    en, de, fr = adjectives("en"), adjectives("de"), adjectives("fr")
    yield "en", "en", rf"\b(?P<adj>{en})(?:-based)?[ \n]+{_between(5)}{FIRM}\b"
    de_firm = (
        r"(?:[\w-]*(?:unternehmen|firma|hersteller|anbieter|entwickler|start-?up|scale-?up|spin-?off|"
        r"ausgründung|konzern|mittelständler|betrieb|gründung))\w{0,3}"
    )
    yield "de", "de", rf"\b(?P<adj>{de})[ \n]+{_between(4)}{de_firm}\b"
    fr_firm = (
        r"(?:start-?up|entreprise|société|PME|ETI|jeune pousse|fabricant|industriel|éditeur|deeptech|biotech|"
        r"medtech|greentech|spin-?off|scale-?up|acteur|pépite|licorne|concepteur|constructeur|TPE|fintech|équipementier|firme|spécialiste|groupe)"
    )
    yield "fr", "fr", rf"\b{fr_firm}[ \n]+(?:[\w'-]+[ \n]+){{0,2}}?(?P<adj>{fr})\b"
    pl_firm = r"(?:firm\w|spółk\w|start-?up|producent|przedsiębiorstw\w|dostawc\w|twórc\w|lider|software house)"
    yield "pl", "pl", rf"\b(?P<adj>{adjectives('pl')})[ \n]+{_between(3)}{pl_firm}\b"
    es_firm = r"(?:empresa|start-?up|compañía|fabricante|firma|pyme|scale-?up|spin-?off|tecnológica|emprendimiento)"
    yield "es", "es", rf"\b{es_firm}[ \n]+(?:[\w'-]+[ \n]+){{0,3}}?(?P<adj>{adjectives('es')})\b"
    it_firm = (
        r"(?:start-?up|azienda|società|impresa|scale-?up|pmi|realtà|produttore|spin-?off|gruppo)"
    )
    yield "it", "it", rf"\b{it_firm}[ \n]+(?:[\w'-]+[ \n]+){{0,3}}?(?P<adj>{adjectives('it')})\b"
    nl_firm = r"(?:[\w-]*(?:bedrijf|start-?up|scale-?up|onderneming|fabrikant|ontwikkelaar|producent|leverancier|spin-?off))"
    yield "nl", "nl", rf"\b(?P<adj>{adjectives('nl')})[ \n]+{_between(3)}{nl_firm}\b"
    nordic_firm = (
        r"(?:[\w-]*(?:företag|bolag|tillverkare|virksomhed|virksomhet|selskab|selskap|bedrift|firma|start-?up|"
        r"produsent|producent|leverandør|leverantör|scale-?up|utvecklare))"
    )
    yield (
        "nordic",
        "sv da no",
        rf"\b(?P<adj>{adjectives('nordic')})[ \n]+{_between(3)}{nordic_firm}\b",
    )
    yield (
        "fi",
        "fi",
        rf"\b(?P<adj>{adjectives('fi')})[ \n]+{_between(3)}[\w-]*(?:yritys|yhtiö|start-?up|valmistaja)\b",
    )
    uk_firm = r"(?:компані\w+|виробник\w*|стартап\w*|підприємств\w+|розробник\w*|фірм\w)"
    yield "uk", "uk", rf"\b(?P<adj>{adjectives('uk')})[ \n]+{_between(3)}{uk_firm}"


@cache
def adjective_rules() -> tuple[tuple[str, frozenset[str], re.Pattern[str]], ...]:
    """The rules, made ready: the language of the adjective, of the text, and the pattern."""
    return tuple(
        (
            column,
            frozenset(texts.split()),
            re.compile(pattern, 0 if column in ("en", "nl") else re.IGNORECASE),
        )
        for column, texts, pattern in _rules()
    )
