"""Since when is there a startup?

A founding year needs a word for founding, or "since" beside what the firm does. Products that were
launched and founders' earlier years are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.errors import ProfileError
from profiles.facts.amounts import year
from profiles.facts.context import TextContext
from profiles.facts.cues import Cue
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.wording import clause_before, denied, of_others
from profiles.vocabulary.dates import day

__all__ = ["founded_in_prose", "founded_in_statement"]

_YEAR = r"(?P<year>1[89]\d\d|20[0-4]\d)(?![\d.,]\d|[-/]\d|\+)"
_MONTH = r"(?:(?:the|early|late|mid-?|the year|year|spring|summer|autumn|fall|winter|\d{1,2}\.?|[^\W\d_]{3,9}\.?)[ ]?(?:of[ ])?){0,3}"
_FOUNDED = (
    r"(?:co-?founded|founded|established|formed|incorporated|founding|was[ ]started|were[ ]started|set[ ]up|started[ ]up|(?:firm|company|we|business)[ ](?:was[ ])?started|began|est\\.?|born"
    r"|gegründet|Gründung|Gestartet[ ]sind[ ]wir|(?:gestartet|entstanden|hervorgegangen)|besteht[ ]seit|seit[ ]der[ ]Gründung"
    r"|(?:co)?fondée?s?|créée?s?|lancée?[ ](?:par|en)|née?[ ]en|fondation|création"
    r"|założon\w+|powstał\w*|utworzon\w+"
    r"|(?:empezamos|comenzamos|arrancamos|empezó|comenzó)|fundad[ao]s?|cofundad[ao]|cread[ao]|constituida|nació|nacida"
    r"|(?:abbiamo[ ]iniziato|partiti)|fondat[ao]|nat[ao]|costituita|cofondata"
    r"|opgericht|gestart|(?:bedrijf|we|wij)[ ]begon(?:nen)?|ontstaan"
    r"|(?:bolaget|företaget|vi)[ ]startade|bildades|grundades|grundat|grundad|grundlagt|stiftet|etablert|etableret|startades"
    r"|perustettu|asutati|asutatud|založen\w*|vznikl\w*|fundada|заснован\w+|створен\w+|założyciel\w*)"
)
_THEN = re.compile(
    rf"\b(?i:(?P<word>{_FOUNDED}))\b(?P<gap>(?:[^.;!?\n]|\n(?!\n)){{0,70}}?)\b(?:in|im|on|en|w|nel|v|i|у|в|since|seit|depuis|od|desde|dal|sinds|sedan|siden|jahr|år|roku|back)?[ \n]*"
    rf"(?:in[ ])?(?:the[ ]year[ ]|Jahr[ ]|Jahre[ ]|l'année[ ]|anno[ ]|año[ ]|roku[ ]|год[уі][ ])?(?P<when>{_MONTH}{_YEAR})"
)
_BEFORE = re.compile(
    rf"\b(?:wurde[n]?|ist|sind)?[ ]?(?:im[ ](?:Jahr[e]?|[A-Z]\w+)[ ]|in[ ])?{_YEAR}[ \n]+(?P<gap>[^.;!?\n]{{0,60}}?)\b(?P<word>gegründet|aus[ ]der[ ]Taufe)\b"
)
_FIRST_YEAR = re.compile(
    rf"\b(?:In|in|W|En|Nel|I|У|В)[ ]{_YEAR}(?:[ ](?:roku|році))?,?[ \n]+(?P<gap>[^.;!?\n]{{0,60}}?)\b(?P<word>(?:co-?)?founded|established|założy\w+|fundaron|fondarono|a[ ]été[ ](?:fondée|créée)|заснував\w*|grundade)\b"
)
_SINCE = re.compile(
    rf"(?:\b(?P<we>since|seit|depuis|od|desde(?:[ ]el(?:[ ]año)?)?|dal|sinds|sedan|siden|з|із)[ ](?:dem[ ]Jahr[e]?[ ])?{_YEAR}(?:[ ](?:roku|року|р\.))?)"
    rf"[ ,]+(?P<after>[^.;!?\n]{{0,60}})",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:develop\w*|build\w*|design\w*|manufactur\w*|produc\w*|entwickel\w*|bau(?:en|t)|produzier\w*|fertig\w*|"
    r"buduj\w*|konstru\w*|développ\w*|conçoi\w*|fabriqu\w*|tworz\w*|produkuj\w*|projektuj\w*|rozwij\w*|desarroll\w*|fabric\w*|svilupp\w*|produc\w*|"
    r"ontwikkel\w*|bouw\w*|utveckl\w*|tillverk\w*|udvikl\w*|utvikl\w*|розробля\w*|виробля\w*)",
    re.IGNORECASE,
)
_NOT_FIRM = re.compile(
    r"\b(?:fund|universit\w+|institute?\w*|programme|program|foundation|association|parent|customer|client|investor|"
    r"product|platform|division|subsidiary|department|lab|accelerator|government|agency|fonds|uniwersytet\w*|"
    r"stiftung|verein|office|branch|partner|partnership|joint venture)\b[^,;]*$",
    re.IGNORECASE,
)
_LATER_YEAR = re.compile(
    r"\b(?:raised|launched|opened|acquired|won|received|moved|expanded|joined|selected|awarded|since|until|by|released|merged|renamed|"
    r"levé|lancé|gewann|erhielt)\b",
    re.IGNORECASE,
)


_WE_MAKE = re.compile(
    r"\b(?:we|wir|nous|wij|vi|my)\b|\b(?:budujemy|produkujemy|tworzymy|projektujemy|konstruujemy|działamy|fabricamos|desarrollamos|producimos|diseñamos|produciamo|sviluppiamo|progettiamo|costruiamo)\b",
    re.IGNORECASE,
)
_MADE_SINCE = re.compile(
    rf"\b(?:build|builds|make|makes|design|designs|produce|produces|manufactures?|supplies|develops?|fertig\w*|bau(?:en|t)|produziert|fabriquons|fabrique|conçoit|produce|fabrica|produc\w+|realizza|produkuje\w*|maakt|bouwt|tillverkar|bygger|utvecklar)\b"
    rf"[^.;!?\n]{{0,90}}?\b(?:since|seit|depuis|desde|dal|od|sinds|sedan)[ ](?:el año[ ]|Jahr[ ])?{_YEAR}",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\b(?:in serie|series|serial|production|Serie|produktion)\b", re.IGNORECASE)
_PIECES = re.compile(r" [|\u2022\u00b7] | - ")


def _in_pieces(context: TextContext) -> Iterator[FoundFact]:
    """A year that stands by itself in a line of pieces: "CyberBaszta | Łódź | 2021 | 14 osób"."""
    for sentence in context.sentences[:3]:
        at = sentence.start
        pieces = _PIECES.split(sentence.text)
        if len(pieces) < 3:
            continue
        for piece in pieces:
            if re.fullmatch(r"(?:19|20)\d\d", piece.strip()):
                start = context.layout.plain.index(piece.strip(), at)
                yield FoundFact("founded", piece.strip(), start, start + 4, "read", 1.5)
                break


def founded_in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """The founding date that a statement says."""
    if found.field == "incorporated_in" and re.fullmatch(r"\W*(?:19|20)\d\d\W*", found.value):
        yield FoundFact("founded", found.value.strip(" .,"), found.start, found.end, "stated", 4.0)
    if found.field != "founded":
        return
    value = re.split(r"[;|(]", found.value)[0].strip(" ,.")
    try:
        when = day(value).text
    except ProfileError:
        when = year(value[:60]) or ""
    if when:
        yield FoundFact("founded", when, found.start, found.end, "stated", 5.0)


def founded_in_prose(context: TextContext) -> Iterator[FoundFact]:
    """The founding years that sentences say."""
    yield from _in_pieces(context)
    for sentence in context.sentences:
        text = sentence.text
        if not sentence.cues & Cue.FOUNDING or not sentence.cues & Cue.DIGIT:
            continue
        for pattern in (_THEN, _BEFORE, _FIRST_YEAR):
            for found in pattern.finditer(text):
                before = clause_before(text, found.start())
                if _NOT_FIRM.search(before) or denied(before) or _others_began(before, context):
                    continue
                gap = found["gap"]
                if (
                    _LATER_YEAR.search(gap)
                    or re.search(r"\d{4}", gap)
                    or "," in gap.strip(" ,")[12:]
                ):
                    continue
                yield _founded(found["year"], sentence, found.start(), found.end(), 2.0)
        for found in _MADE_SINCE.finditer(text):
            before = clause_before(text, found.start())
            ours = _WE_MAKE.search(found[0]) or context.names_itself(before)
            if ours and not of_others(before) and not _SERIES.search(found[0]):
                yield _founded(found["year"], sentence, found.start(), found.end(), 1.0)
        for found in _SINCE.finditer(text):
            before = clause_before(text, found.start())
            words = text[: found.start()] + (found["after"] if not before.strip() else "")
            itself = sentence.number < 3 and context.names_itself(words)
            itself = itself or _WE_MAKE.search(found["after"]) is not None
            if itself and _MAKES.search(found["after"]) and not of_others(before):
                yield _founded(found["year"], sentence, found.start(), found.end("year"), 1.0)


def _others_began(before: str, context: TextContext) -> bool:
    return of_others(before) and not context.names_itself(before)


def _founded(when: str, sentence: Sentence, start: int, end: int, weight: float) -> FoundFact:
    weight -= min(sentence.number, 50) * 0.01
    return FoundFact("founded", when, sentence.start + start, sentence.start + end, "read", weight)
