"""How ready is the technology, by number or by what has been done with it?

A level is read where it is said to be reached; a goal, a condition of a call and the step to come are
not. Words give a range and never a number: who sells to customers is at 8 or 9, who flew a prototype
at 6 to 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.facts.context import TextContext
from profiles.facts.cues import Cue
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.wording import clause_before, denied, of_others, of_rivals

__all__ = ["readiness_in_prose", "readiness_in_statement"]

_TRL = re.compile(
    r"\b(?:TRL|technology[ ]readiness[ ]levels?|Technologie-?Reifegrad|niveau[ ]de[ ]maturité[ ]technologique)(?:[ ]?\(TRL\))?[ ]?(?:of|is|:|=|-|von|de|level|poziom)?[ ]?"
    r"(?P<low>[1-9])(?![\d.,]\d|\d)(?:[ ]?(?:-|/|to|bis|à|do|a|tot|till|and|et|und|i|y)[ ]?(?:TRL[ ]?-?)?(?P<high>[1-9])(?!\d|%|[ ]?(?:month|year|Monat|Jahr|mois|ans)))?",
    re.IGNORECASE,
)
_CUSTOMERS = re.compile(
    r"\b(?:customers?|clients?|users?|kund\w+|klient\w*|clientes?|clienti|klanten|kunder|like|such as|including)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:goal|target\w*|aim\w*|objective|towards?|plan\w*|will|expect\w*|by 20\d\d|by the end|in order to reach|to reach|to achieve|to attain|to bring|to move|to advance|bring\w* .* to|"
    r"advance\w* to|until|up to|roadmap|next step|next phase|progress\w* to|mature? to|reach(?:ing)?$|require\w*|eligib\w+|minimum|at least|call|programme|criteria|should|must|could|"
    r"ziel\w*|soll\w*|bis 20\d\d|geplant\w*|erreichen|anstreb\w*|angestrebt\w*|voraussetzung|mindestens|gefordert\w*|auf$|"
    r"objectif\w*|vise\w*|atteindre|passer|passage|d'ici|prévu\w*|viser|cible|minimum|requis\w*|porter|"
    r"celem|celu|cel\b|docelow\w*|osiągnąć|osiągnięci\w+|planowan\w*|wymagan\w*|doprowadz\w+|"
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
_IN_USE = re.compile(
    r"\b(?:in (?:daily|regular|routine|continuous|everyday|commercial) (?:use|operation|service)|(?:in|entered) production since|operational since|commercially available|"
    r"on the market since|(?:CE|FDA)[- ](?:marked|cleared|approved|certified)|\d[\d.,]* (?:\w+ )?(?:units|systems|devices|pieces|aircraft|drones|robots|sensors)(?: \w+)? (?:delivered|sold|in (?:service|use|operation|the field)|deployed|installed|flying|shipped)|"
    r"(?:use|run|fly|operate|trust) (?:our|its) [\w -]{3,40}? (?:today|now|every day|at|in|since|daily)|(?:has|have) (?:been )?(?:flown|fought|used|proven)[^.;]{0,30} in combat|"
    r"(?:is|are) (?:already |now |currently )?(?:in use|used|deployed|installed|fitted|operated)(?: \w+){0,3}? (?:by|at|in|on|to|with|across|aboard) |"
    r"im (?:Regel|Dauer|Wirk|Serien)betrieb|im (?:täglichen|laufenden) (?:Betrieb|Einsatz)|(?:sind|ist) (?:bereits )?(?:in|im) (?:Serie|Einsatz)\b|im Einsatz\b(?! von)|ausgeliefert|marktreif|"
    r"(?:genutzt|eingesetzt|verwendet) (?:von|bei|in)|läuft (?:seit|bereits|bei)|nutzen (?:bereits|unser)|in Serie seit|"
    r"déployée?s? (?:chez|dans|auprès|à|sur|par)|équipent? (?:déjà )?(?:\w+ ){1,3}(?:marines|armées|navires|hôpitaux|clients|pays|sites)|utilisée?s? (?:par|dans|chez|à|au)|en (?:service|exploitation)\b|commercialisée?s?|"
    r"en (?:servicio|uso|operación)\b|(?:usad|utilizad|adoptad)[ao]s? (?:por|en)|desplegad[ao]s? en|unidades (?:vendidas|entregadas)|ya (?:usan|utilizan)|usuarios: \d|"
    r"in (?:uso|servizio|esercizio)\b|(?:utilizzat|usat|adottat|impiegat)[aoei] (?:da|in|presso)|prodott[aoi] in serie|commercializzat\w+|protegge oltre \d|"
    r"(?:seryjnie produkowan\w+|produkowan\w+ seryjnie)|w (?:służbie|użyciu|eksploatacji)\b|używan\w+ (?:przez|w|na)|działa (?:już )?(?:w|u|na) \w+|wdrożon\w+|stosowan\w+ (?:przez|w)|dostarczon\w+ (?:do|dla)|"
    r"in gebruik (?:bij|door|op|in)|wordt (?:\w+ ){0,4}?gebruikt|gebruikt (?:door|in)|in productie sinds|geleverd aan|operationeel sinds|"
    r"i (?:drift|bruk)\b|används (?:av|i|på|dagligen)|sitter på (?:\w+ ){1,3}|i serie(?:produktion)?\b|har levererats|"
    r"вже працюють|використовують\w*)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\b(?:(?:has|have) (?:already )?flown|(?:first )?(?:flew|flight)(?: \w+)? (?:on|in|over|with)|(?:satellite|cubesat|payload|prototype|demonstrator)s? (?:was|were|has been|have been) (?:launched|flown)|"
    r"(?:tested|trialled|trialed|evaluated) (?:\w+ ){0,6}?(?:with|by|in) (?:\w+ ){0,4}?(?:brigades?|exercise|troops|fire|army|navy|police|winter|summer|field|sea|responders)|in an exercise\b|"
    r"erprobt auf|(?:im|in) (?:einem )?Feldversuch\w*|(?:flog|geflogen|abgehoben)\b|auf See (?:getestet|erprobt)|a volé\b|(?:essais?|testée?) en (?:mer|vol|montagne|conditions)|"
    r"(?:ya )?voló\b|probó el (?:sistema|prototipo)|ensayo en vuelo|probad\w+ en (?:el )?(?:mar|campo)|ha volato|(?:collaudat|provat|testat)\w+ (?:sul campo|in mare)|l[iae'] ?ha(?:nno)? provat[aoie]|"
    r"oblatan\w+|(?:testy|próby|prób) (?:polow\w+|w locie|na morzu|morsk\w+)|(?:tijdens|in) een veldproef|op zee getest|heeft gevlogen|(?:har )?flugit\b|fältprov\w*|testade systemet)\b",
    re.IGNORECASE,
)
_BENCH = re.compile(
    r"\b(?:in (?:our|the|its) (?:own )?lab(?:oratory)?\b|proof[ -]of[ -]concept|im Labor\b|Machbarkeitsnachweis|en laboratoire|preuve de concept|en (?:el )?laboratorio|prueba de concepto|"
    r"in laboratorio|w laboratorium|in het lab(?:oratorium)?\b|i labb\w*|i laboratori\w+)\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"(?i)prototyp|demonstrat|test|valid|erprob|concept|nachgewies|prov|sprawdz|draaid|\bran\b|übertrag|ensay|concepto|getest|weryfik"
)
_WORDS = (
    (_PROVEN, [8, 9], 0.60), (_IN_USE, [8, 9], 0.58), (_FLOWN, [6, 9], 0.56), (_OUTSIDE, [6, 9], 0.54),
    (_LAB, [3, 5], 0.53), (_BENCH, [3, 5], 0.52),
)  # fmt: skip


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
        if sentence.cues & Cue.TRL and sentence.cues & Cue.DIGIT:
            yield from _levels(sentence)
        if not sentence.cues & Cue.READY:
            continue
        for pattern, ends, weight in _WORDS:
            for found in pattern.finditer(sentence.text):
                before = clause_before(sentence.text, found.start())
                if denied(before) or _theirs(before, sentence, context) or _GOAL.search(before):
                    continue
                if pattern is _BENCH and not _TRIED.search(sentence.text):
                    continue
                start, end = sentence.start + found.start(), sentence.start + found.end()
                yield FoundFact("trl_range", ends, start, end, "read", weight)


def _theirs(before: str, sentence: Sentence, context: TextContext) -> bool:
    """Whether a clause speaks of another's product; "customers use it" speaks of one's own."""
    if of_rivals(sentence.text, context.names):
        return True
    return of_others(_CUSTOMERS.sub(" ", before))


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
            r"[^.;,]{0,20}\b(?:(?:is |are )?(?:expected|planned|targeted|foreseen|erwartet|prévu\w*|previst\w*|planowan\w*|verwacht|väntas)|is (?:our|the) (?:goal|target|aim)|by (?:the end of )?20\d\d|as (?:a |the )?(?:goal|target)|or (?:higher|above)|and above|required|bis 20\d\d|d'ici)",
            after,
        ):
            continue
        start, end = sentence.start + found.start(), sentence.start + found.end()
        high = int(found["high"]) if found["high"] else None
        yield _level(int(found["low"]), high, start, end, "read", 2.0 if nows else 1.5)
