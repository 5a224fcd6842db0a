"""How ready is the technology, by number or by what has been done with it?

A level is read where it is said to be reached; a goal, a condition of a call and the step to come are
not. Words give a range and never a number: who sells to customers is at 8 or 9, who flew a prototype
at 6 to 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.facts.context import TextContext
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.wording import clause_before, denied, of_others

__all__ = ["readiness_in_prose", "readiness_in_statement"]

_TRL = re.compile(
    r"\b(?:TRL|technology[ ]readiness[ ]levels?|Technologie-?Reifegrad|niveau[ ]de[ ]maturité[ ]technologique)(?:[ ]?\(TRL\))?[ ]?(?:of|is|:|=|-|von|de|level|poziom)?[ ]?"
    r"(?P<low>[1-9])(?![\d.,]\d|\d)(?:[ ]?(?:-|/|to|bis|à|do|a|tot|till|and|et|und|i|y)[ ]?(?:TRL[ ]?-?)?(?P<high>[1-9])(?!\d|%|[ ]?(?:month|year|Monat|Jahr|mois|ans)))?",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:goal|target\w*|aim\w*|objective|towards?|plan\w*|will|expect\w*|by 20\d\d|by the end|in order to reach|to reach|to achieve|to attain|to bring|to move|to advance|bring\w* .* to|"
    r"advance\w* to|until|up to|roadmap|next step|next phase|progress\w* to|mature? to|reach(?:ing)?$|require\w*|eligib\w+|minimum|at least|call|programme|criteria|should|must|could|"
    r"ziel\w*|soll\w*|bis 20\d\d|geplant\w*|erreichen|anstreb\w*|angestrebt\w*|voraussetzung|mindestens|gefordert\w*|auf$|"
    r"objectif\w*|vise\w*|atteindre|passer|passage|d'ici|prévu\w*|viser|cible|minimum|requis\w*|porter|"
    r"cel\w*|docelow\w*|osiągnąć|osiągnięci\w+|planowan\w*|wymagan\w*|doprowadz\w+|"
    r"objetivo|alcanzar|llegar|previst\w*|requer\w*|obiettivo|raggiungere|portare|richied\w*|previsto|"
    r"doel\w*|bereiken|verwacht\w*|vereist\w*|mål\w*|nå|uppnå|opnå|krav|мета|досяг(?:ти|нення)|план\w*)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:currently|current|now|today|already|reached|achieved|attained|are at|is at|at present|presently|we are|stands at|validated at|demonstrated at|has been|have|from|"
    r"derzeit|aktuell\w*|zurzeit|bereits|erreicht|liegt bei|befind\w+|ist auf|actuel\w*|aujourd'hui|atteint|atteignant|sommes|est (?:au|à)|déjà|du niveau|"
    r"obecnie|aktualn\w*|osiągn(?:ął|ęł|ięt)\w*|jesteśmy|znajduje|actualmente|encontramos|alcanzad\w+|alcanzó|estamos|"
    r"attualmente|raggiunto|siamo|momenteel|bereikt|nu|för närvarande|nått|nuværende|opnået|nåværende|oppnådd|наразі|зараз|досяг(?:ли|ла|нув|нуто)|рівень)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\b(?:from|von|du(?: niveau)?|de|da|od|z|van|från|fra|від|з)[ ](?:niveau[ ])?(?:a[ ])?TRL[ ]?-?(?P<low>[1-9])\b[^.;]{0,60}?\b(?:to|auf|bis|zu|au(?: niveau)?|à|a|al|do|naar|tot|till|til|до)[ ](?:niveau[ ])?(?:a[ ])?(?:TRL[ ]?-?)?(?P<high>[1-9])\b",
    re.IGNORECASE,
)
_PAST_MOVE = re.compile(
    r"\b(?:moved|advanced|matured|progressed|raised|went|brought|taken|increased|evolved|has been|gebracht|gehoben|entwickelt|gestiegen|passé|est passée?|a progressé|"
    r"podnie\w+|przesz\w+|pasado|evolucionado|passato|portato|gegroeid|gebracht|gått|tagit)\b",
    re.IGNORECASE,
)
_PROVEN = re.compile(
    r"\b(?:combat[- ]proven|battle[- ](?:proven|tested (?:in|on|by))|field[- ]proven|flight[- ]proven|mission[- ]proven|proven in (?:combat|battle|operations|Ukraine|service)|"
    r"in (?:series|serial|full[- ]rate|volume|mass) production|(?:(?:satellites?|payloads?|systems?|spacecraft)|is|are|been|already|now|operating|flying) in orbit|flight heritage|in operational (?:use|service)|operationally deployed|"
    r"in use (?:by|with|at|in) (?:over |more than )?[\w ]{0,30}?(?:forces|armies|navies|customers|operators|police|hospitals|countries|navy|army)|"
    r"(?:sold|delivered|exported|deployed) (?:to|in|across|with) (?:over |more than )?\d+ (?:countries|nations|customers)|"
    r"(?:in|seit \d{4} in) Serie(?:nfertigung|nproduktion)|serienreif|im Einsatz bei|gefechtserprobt|einsatzerprobt|kampferprobt|"
    r"en production (?:en )?série|éprouvée? au combat|combat proven|en service (?:dans|au sein|auprès)|"
    r"(?:w produkcji seryjnej|sprawdzon\w+ (?:bojowo|w boju|w walce)|używan\w+ przez|sprzedaży do \d+ (?:państw|krajów))|"
    r"en producción en serie|probad\w+ en combate|in produzione in serie|collaudat\w+ in combattimento|in serieproductie|i serieproduktion|stridsbeprövad\w*|"
    r"серійн\w+ виробництв\w+|пройшл\w+ випробування в бойових умовах|перевірен\w+ (?:в бою|боєм)|використову\w+ на фронті)\b",
    re.IGNORECASE,
)
_FLOWN = re.compile(
    r"\b(?:successful(?:ly)? (?:completed )?(?:a |an |its |our |the )?(?:[\w-]+ ){0,3}?(?:flight[- ]test(?:s|ed)?(?: campaign)?|field (?:trials?|tests?)|sea trials?|demonstration flights?)|"
    r"flight[- ]tested|field[- ]tested|tested in (?:the field|real[- ]world conditions|an? operational environment)|demonstrated in (?:the field|an? (?:operational|relevant) environment)|"
    r"im Feld (?:getestet|erprobt)|in (?:Feldversuchen|Flugtests) (?:getestet|erprobt)|testée? en (?:vol|conditions réelles|mer)|essais en (?:vol|mer) (?:réussis|concluants)|"
    r"przetestowan\w+ w (?:warunkach rzeczywistych|terenie|locie)|probad\w+ en (?:vuelo|condiciones reales|campo)|testat\w+ (?:in volo|sul campo|in condizioni reali)|"
    r"in het veld getest|testad\w* i fält|протестован\w+ (?:в|у) (?:реальних|польових) умовах)\b",
    re.IGNORECASE,
)
_LAB = re.compile(
    r"\b(?:(?:validated|tested|demonstrated|proven) in (?:the |a |our )?lab(?:oratory)?(?: conditions| environment)?|laboratory prototype|lab[- ]scale prototype|"
    r"im Labor (?:getestet|validiert|erprobt|nachgewiesen)|Labormuster|validée? en laboratoire|testée? en laboratoire|prototype de laboratoire|"
    r"(?:przetestowan|zweryfikowan|zwalidowan)\w+ w laboratorium|prototyp laboratoryjny|validad\w+ en laboratorio|probad\w+ en laboratorio|"
    r"validat\w+ in laboratorio|testat\w+ in laboratorio|in het lab(?:oratorium)? (?:getest|gevalideerd)|testad\w* i labb\w*)\b",
    re.IGNORECASE,
)
_WORDS = ((_PROVEN, [8, 9]), (_FLOWN, [6, 9]), (_LAB, [3, 5]))


def readiness_in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """The level or the range that a statement says."""
    if found.field != "trl":
        return
    value = found.value.strip()
    bare = re.match(
        r"(?:level[ ]|stufe[ ])?([1-9])(?:[ ]?(?:-|/|to|bis|\u2013)[ ]?([1-9]))?(?:/9)?(?![\d.,%])",
        value,
        re.IGNORECASE,
    )
    match = _TRL.search(value) or bare
    if match is None or _GOAL.search(value[: match.start()]):
        return
    low, high = int(match[1]), int(match[2]) if match[2] else None
    if "/9" in value and high == 9 and re.match(r"\w*[ ]?[1-9]/9", value, re.IGNORECASE):
        high = None
    yield _level(low, high, found.start, found.end, "stated", 5.0)


def _level(
    low: int, high: int | None, start: int, end: int, basis: str, weight: float
) -> FoundFact:
    if high is not None and high > low:
        return FoundFact("trl_range", [low, high], start, end, basis, weight)  # type: ignore[arg-type]
    return FoundFact("trl", low, start, end, basis, weight)  # type: ignore[arg-type]


def readiness_in_prose(context: TextContext) -> Iterator[FoundFact]:
    """The levels that sentences say, and the ranges that their words allow."""
    for sentence in context.sentences:
        yield from _levels(sentence)
        for pattern, ends in _WORDS:
            for found in pattern.finditer(sentence.text):
                before = clause_before(sentence.text, found.start())
                if denied(before) or of_others(before) or _GOAL.search(before):
                    continue
                start, end = sentence.start + found.start(), sentence.start + found.end()
                yield FoundFact("trl_range", ends, start, end, "read", 0.5 + ends[0] * 0.01)


def _levels(sentence: Sentence) -> Iterator[FoundFact]:
    text = sentence.text
    moved = _FROM_TO.search(text)
    if moved is not None:
        past = _PAST_MOVE.search(text[: moved.end()]) and not _GOAL.search(
            text[: moved.start()][-60:]
        )
        level = int(moved["high"] if past else moved["low"])
        yield FoundFact(
            "trl", level, sentence.start + moved.start(), sentence.start + moved.end(), "read", 2.0
        )
        return
    for found in _TRL.finditer(text):
        before = clause_before(text, found.start(), most=90)
        after = text[found.end() : found.end() + 40]
        # What is nearest to the level counts: "we reached TRL 5 and plan TRL 7".
        goals = [one.end() for one in _GOAL.finditer(before)]
        nows = [one.end() for one in _NOW.finditer(before)]
        if denied(before) or of_others(before):
            continue
        if goals and (not nows or max(goals) > max(nows)):
            continue
        if re.match(
            r"[^.;,]{0,20}\b(?:is (?:our|the) (?:goal|target|aim)|by (?:the end of )?20\d\d|as (?:a |the )?(?:goal|target)|or (?:higher|above)|and above|required|bis 20\d\d|d'ici)",
            after,
        ):
            continue
        start, end = sentence.start + found.start(), sentence.start + found.end()
        high = int(found["high"]) if found["high"] else None
        yield _level(int(found["low"]), high, start, end, "read", 2.0 if nows else 1.5)
