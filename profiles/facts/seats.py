"""Where is the startup: headquartered, incorporated, managed?

A verb or a noun that says so with a place behind it, "an Ottawa-based company", an adjective beside a
word for a firm, a legal form. An office, a customer's town and a plan to move are no seat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from profiles.facts.context import TextContext
from profiles.facts.cues import Cue
from profiles.facts.firms import FIRM, adjective_rules, country_of_adjective
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.numbers import in_digits
from profiles.facts.places import PLACE, country_named, place, whole_place
from profiles.facts.wording import clause_before, denied, meant_for_later, of_others, of_rivals

__all__ = ["in_prose", "in_statement"]

_IN = r"(?:in|at|im|à|au|aux|en|a|ad|te|i|w|we|v|ve|у|в|din|em|near|outside|out[ ]of)"
_SEAT = (
    # A noun for the seat, and perhaps a verb
    r"(?:(?:world|global|corporate|company|main)?[ ]?(?:headquarters|headquarter|HQ|head[ ]office)(?:[ ](?:is|are|remains?|located|based|situated))*"
    r"|(?:haupt|firmen|unternehmens|stamm)?sitz(?:[ ](?:ist|liegt|befindet[ ]sich|hat))?"
    r"|siège(?:[ ](?:social|principal))?(?:[ ](?:est|se[ ]trouve|situé|basé|établi))*"
    r"|siedzib[aąyęi](?:[ ](?:firmy|spółki|główn\w+|mieści[ ]się|znajduje[ ]się))*"
    r"|sede(?:[ ](?:central|principal|social|legale|principale|operativa|è|está|si[ ]trova|ubicada))*"
    r"|hoofdkantoor(?:[ ](?:is|staat|gevestigd|bevindt[ ]zich))*"
    r"|huvudkontor(?:et)?(?:[ ](?:ligger|är|finns))?|hovedkontor(?:et)?(?:[ ](?:ligger|er))?|hovedsæde(?:t)?(?:[ ]ligger)?|säte|hjemsted"
    r"|sídl\w+|štab-kwatera|штаб-квартир\w+|головн\w+[ ]офіс\w*(?:[ ](?:знаходиться|розташований))?"
    r"|principal[ ](?:operations|place[ ]of[ ]business|office))"
)
_VERB = (
    r"(?:headquartered|sitzt|sitzen|zit|zitten|sitter|HQ'?(?:e?d)|domiciled|based|ansässig|beheimatet"
    r"|basée?s?|implantée?s?|installée?s?|domiciliée?s?|établie?s?"
    r"|basad[ao]|ubicad[ao]|radicad[ao]|afincad[ao]|domiciliad[ao]"
    r"|basata|basato|situata|stabilita"
    r"|gevestigd|baserat|baserad|baseret|basert|holder[ ]til|hjemmehørende|hemmahörande|sediada|sediado|базується|розташован\w+|mieszcz\w+[ ]się)"
)
_PLACED = re.compile(
    rf"\b(?:(?P<noun>{_SEAT})|(?P<verb>(?i:{_VERB})))[ \n]*(?:officially[ ])?(?:is[ ]|are[ ]|based[ ])?(?:out[ ]of[ ])?{_IN}[ \n]+{PLACE}".replace(
        _SEAT, f"(?i:{_SEAT})"
    ).replace(_IN, f"(?i:{_IN})")
)
_SEAT_IS = re.compile(
    rf"\b(?i:headquarters|HQ|(?:haupt|firmen|unternehmens)?sitz|siège(?:[ ]social)?|siedzibą|siedziba|sede(?:[ ]central)?|säte|hoofdkantoor|vestigingsplaats|huvudkontor(?:et)?)"
    rf"(?:[ ](?i:of|de|der|des|von|di|van|firmy|spółki)[ ][\w.&-]+)?[ ](?i:is|are|ist|est|jest|es|è|är|se[ ]trouve|se[ ]encuentra|si[ ]trova|ligger)"
    rf"[ \n]+(?i:in[ ]|at[ ]|à[ ]|en[ ]|a[ ]|w[ ]|i[ ])?{PLACE}"
)
_BASED = re.compile(
    rf"\b(?P<place>[^\W\d_a-z][\w.]*(?:[ -](?:of[ ])?[^\W\d_a-z][\w.]*){{0,2}}(?:,[ ][^\W\d_a-z][\w.]*)?)-(?:based|headquartered),?[ \n]+"
    rf"(?P<what>(?:[\w&/-]+[ \n]+){{0,6}}?{FIRM}\b|(?P<named>[A-Z][\w&.-]+))"
)
_OF_NATION = re.compile(
    rf"\b(?:is|are)[ \n]+(?P<place>[A-Z][\w.]+(?:[ ][A-Z]\w+)?)'s?[ ](?:first|leading|largest|biggest|only|premier|fastest|most|number)\b[^.;]{{0,60}}?{FIRM}",
)
_MAKER = {
    "de": r"\w*(?:start-?up|unternehmen|firma|spin-?off|team|hersteller|ausgründung|betrieb)(?:[ ]mit[ ]Sitz)?[ ](?:aus|in)(?:[ ]dem|[ ]der)?",
    "nl": r"\w*(?:bedrijf|start-?up|scale-?up|team|onderneming|fabrikant)[ ](?:uit|in)",
    "sv": r"\w*(?:företag|bolag|start-?up|team)(?:et)?[ ](?:från|i)",
    "en": r"(?:start-?up|company|firm|scale-?up|spin-?off|team|outfit|maker|manufacturer|business|SME|studio)(?:[ ]from|[ ]out[ ]of(?:[ ]KU)?|[ ]in|[ ]near)",
    "fr": r"(?:start-?up|société|entreprise|PME|équipe|jeune pousse|spin-?off)[ ](?:de|du|à|en|près de)",
    "it": r"(?:start-?up|azienda|società|team|impresa|PMI|squadra|spin-?off)[ ](?:di|da|a|con base a)",
    "pl": r"(?:firma|firmą|spółka|spółką|start-?up\w*|zespół|zespołem|producent|producentem)[ ](?:z|ze|spod)",
    "es": r"(?:empresa|start-?up|compañía|equipo|pyme|firma|spin-?off)[ ](?:de|en)",
}
_FROM = {language: re.compile(rf"\b(?i:{words})[ \n]{PLACE}") for language, words in _MAKER.items()}
_BUT_NOT_OURS = re.compile(
    r"\b(?:by|with|from|for|of|von|mit|für|door|met|voor|av|med|för|przez|dla|por|con|para|par|avec|pour|da|per|an?[ ]other|our|its|unser\w*|notre|nuestr\w+|nostr\w+|nasz\w*|onze|vår\w*)[ ](?:[\w-]+[ ]){0,3}$",
    re.IGNORECASE,
)
_AT = {
    "en": "in|near|at|from|outside", "de": "in|aus|bei|am Standort|im", "fr": "à|au|en|dans|près de|de", "es": "en|de",
    "it": "a|di|da|in|ad|tra|fra", "pl": "w|we|z|ze|pod", "nl": "in|uit|te|bij", "sv": "i|från|utanför",
}  # fmt: skip
_US = {
    "en": r"we|we're|us|our[ ](?:\w+[ ]){0,2}?(?:team|company|firm)|the[ ](?:team|company|firm)",
    "de": r"wir|uns|unser[ ]Team|das[ ]Team|die[ ]Firma|das[ ]Unternehmen",
    "fr": r"nous|notre[ ]équipe|l'équipe|l'entreprise|la[ ]société",
    "es": r"somos|nosotros|nuestro[ ]equipo|el[ ]equipo|trabajamos|la[ ]empresa",
    "it": r"siamo|il[ ](?:nostro[ ])?team|lavoriamo|noi|la[ ]nostra[ ]squadra",
    "pl": r"jesteśmy|nas|zespół\w*|zespole|mamy|spółka|firma|siedzimy|pracujemy|zatrudniamy",
    "nl": r"we|wij|ons|het[ ]team|het[ ]bedrijf", "sv": r"vi|oss|teamet|bolaget|företaget",
}  # fmt: skip
_HERE = re.compile(
    r"\d|\b(?:are|work|working|sit|sits|live|based|home|barn|workshop|everything|people|colleagues|sind|sitzt|sitzen|arbeit\w*|zuhause|"
    r"sommes|travaill\w*|install\w+|basée?s?|implant\w+|réunis|ubicad\w+|trabaja\w*|lavora\w*|siedzi\w*|pracuj\w*|biuro|zatrudnia\w*|"
    r"werken|zitten|zit|sitter|jobbar|arbetar|finns)\b|^(?:[ ]*,)?[ ]*$",
    re.IGNORECASE,
)
_NOT_HERE = re.compile(
    r"\b(?:test\w*|affiliates?|agents?|distributors?|countries|trial\w*|flew|flown|custom\w*|client\w*|investor\w*|raised|s[eo]ll\w*|market\w*|offices?|branch|partner\w*|deploy\w*|install(?:ed|ing)|"
    r"demonstrat\w*|hospital\w*|universit\w*|institut\w*|lab(?:oratory)?|research|site|plant|factory|for|want|plan\w*|hire|expand|grow|open\w*|met|won|stud\w+|project\w*|"
    r"für|kund\w+|erprob\w*|getestet|liefer\w*|verkauf\w*|einsatz|wollen|werk|pour|essais|testé\w*|fournis\w*|vend\w*|voulons|"
    r"para|crecer|vend\w*|ensay\w*|prueb\w*|per|prov\w+|vogliamo|dla|testow\w*|sprzeda\w*|voor|getest|verkopen|leveren|för|testa\w*|levererar|"
    r"born|founded|started|met|gegründet|fondé\w*|né\w*|fundad\w*|fondat\w*|założ\w*|opgericht|grunda\w*|spin-?off|trained|studied|worked)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?i)\b(?:engineering|development|R&D|production|manufacturing|entwicklung|fertigung|produktion)\b"
)
_DOING = {
    "en": r"we[ ](?:build|make|design|develop|produce)", "de": r"(?:bauen|fertigen|entwickeln|produzieren|arbeiten|forschen)[ ]wir",
    "fr": r"nous[ ](?:fabriquons|concevons|développons|produisons)", "es": r"(?:fabricamos|diseñamos|desarrollamos|producimos)",
    "it": r"(?:produciamo|progettiamo|sviluppiamo|costruiamo)", "pl": r"(?:konstruujemy|produkujemy|projektujemy|budujemy|tworzymy)",
    "nl": r"(?:maken|bouwen|ontwikkelen|produceren)[ ](?:we|wij)|werken[ ]\w+[ ](?:mensen|medewerkers)", "sv": r"(?:tillverkar|bygger|utvecklar|designar)[ ]vi",
}  # fmt: skip


@cache
def _where_we_are(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where those are who speak: "there are eleven of us in Vigo", "in Karlskoga we make"."""
    at = _AT[language].replace(" ", "[ ]")
    return (
        re.compile(
            rf"\b(?i:{_US[language]})\b(?P<gap>[^.;:!?|]{{0,80}}?)(?:(?<=[ \n])|^)(?i:{at})[ \n]+(?:the[ ](?:west|east|north|south|heart|hills)[ ]of[ ])?{PLACE}"
        ),
        re.compile(rf"(?:\b(?i:{at})[ \n]+){PLACE}[ ,:\n]+(?i:{_DOING[language]})\b"),
    )


_TOWN_ER = re.compile(
    r"\b(?P<town>[A-ZÄÖÜ][a-zäöüß]{3,})er[ ](?:[\w-]+[ ]){0,2}?(?:[\w-]*(?:Start-?up|Unternehmen|Firma|Hersteller|Spin-?off|Tech\w*|unternehmen))\b"
)
_TOWN_SE = re.compile(
    r"\b(?P<town>[A-Z][a-zéë]{3,})se?[ ](?:[\w-]+[ ]){0,2}?\w*(?:bedrijf|start-?up|scale-?up|onderneming|fabrikant|ontwikkelaar|producent|leverancier)\b"
)
_TOWN_FIRM = re.compile(
    r"\b(?P<town>[A-ZÅÄÖ][a-zåäöé]{2,}?)s?(?:bolaget|företaget|startupen|baserade|bolag|företag)\b"
)
_FINNIC = re.compile(
    r"\b(?:(?:pääkonttori|kotipaikka|peakontor)\w*[ ](?:sijaitsee[ ]|on[ ]|asub[ ])?)?(?P<town>[A-ZÄÖÕÜ]\w{4,})"
    r"(?:(?<=lla)|(?<=llä)|(?<=ssa)|(?<=ssä)|(?=[ ](?:asuv|asub|baseeruv|sijaitseva|toimiva)\b))"
)
_INCORPORATED = re.compile(
    rf"\b(?i:incorporated|registered|established[ ]under[ ]the[ ]laws|organi[sz]ed[ ]under[ ]the[ ]laws|"
    rf"eingetragen|immatriculée?|zarejestrowan\w+|constituida|registrad[ao]|costituita|registrata|geregistreerd|registrerat|registreret|зареєстрован\w+)"
    rf"[ \n]+(?:in|of|under|as[ ]a[ ][\w ]+[ ]in|im[ ]Handelsregister|en|au|à|w|we|a|i|в|у)[ \n]+(?:the[ ](?:State|laws)[ ]of[ ])?{PLACE}",
)
_NO_SUBJECT = re.compile(
    r"\b(?:customers?|clients?|users|partners?|investors?|teams?|people|engineers|employees|companies|firms|"
    r"start-?ups|offices?|fund|bank|universit\w+|institute|agency|authorit\w+|data|server\w*|factory|plant|site|"
    r"members|developers|founders|community|named|called|office|kunden|clients|agents?|affiliates?|distributors?|warehouse\w*|"
    r"laborator\w+|facility|facilities|project|programme|program|accelerator|incubator|school)[ ,\n]*(?:is|are|was|were)?[ ]*$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"[,(][ ](?:an?|the|its|une?|ein|eine|en|ett|una|un)[ ]*(?:[\w-]+[ ]){0,4}$", re.IGNORECASE
)


def in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """The seats that a statement says."""
    if found.field == "legal":
        yield from _registered(found.value, found.at, context, sure=True)
    if found.field not in ("headquarters", "incorporated_in", "managed_from"):
        return
    value = re.split(r"[;|/]|\bwith\b", found.value)[0].strip()
    if len(value) > 120:
        return
    code = country_named(value) or _listed(value, context) or _address(value, context)
    if code:
        yield FoundFact(found.field, code, found.start, found.end, "stated", 5.0)


def _listed(value: str, context: TextContext) -> str | None:
    """The first of some places: the seat stands first where offices are listed."""
    if "," not in value or whole_place(value):
        return place(value, context.language)
    parts = [part.strip() for part in value.split(",")]
    if country_named(parts[-1]) or place(value, context.language) == "US":
        return place(value, context.language)
    return place(parts[0], context.language)


def _address(value: str, context: TextContext) -> str | None:
    found = re.search(r"(?:^|[ ,])(?:[A-Z]{1,2}-)?\d{4,6}[ ](?P<town>[A-ZÀ-Þ][\w -]+)", value)
    return place(found["town"].strip(), context.language) if found else None


_REGISTERED = re.compile(
    rf"(?P<name>(?:[\w&.'-]+[ ]){{1,5}}?)(?:Inc\.?|Ltd\.?|LLC|GmbH|AG|SAS?|B\.?V\.?|S\.A\.|AB|A/S|AS|Oy|OÜ|UAB|S\.?r\.?l\.?|S\.L\.|sp\. z o\.o\.|S\.p\.A\.|NV|N\.V\.|KG|SE|PLC|plc)[ ]?,[ ](?:based in |mit Sitz in )?{PLACE}"
)


_HAS_FORM = re.compile(
    r"(?:Inc|Ltd|LLC|GmbH|AG|AB|AS|A/S|Oy|OÜ|UAB|KG|SE|NV|BV|SAS?|[A-Za-z]\.|plc|PLC)\.?[ ]?,"
)


def _registered(text: str, start: int, context: TextContext, *, sure: bool) -> Iterator[FoundFact]:
    """A legal name with a town behind it: "Shield AI Inc., San Diego"."""
    for found in _REGISTERED.finditer(text) if _HAS_FORM.search(text) else ():
        if not sure and not context.names_itself(found["name"]):
            continue
        if code := place(found["place"], context.language):
            yield FoundFact(
                "headquarters", code, start + found.start(), start + found.end(), "read", 2.0
            )


def in_prose(context: TextContext) -> Iterator[FoundFact]:
    """The seats that the sentences say."""
    yield from _first_lines(context)
    yield from _asked(context)
    for sentence in context.sentences:
        for found in _ADDRESS.finditer(sentence.text) if _POSTCODE.search(sentence.text) else ():
            if code := place(found["town"], context.language):
                yield _seat(code, sentence, found.start(), found.end(), 1.5)
        if sentence.cues & (Cue.SEAT | Cue.FIRM):
            yield from _placed(sentence, context)
        if sentence.cues & Cue.PEOPLE and sentence.number < 15 and context.language in _AT:
            yield from _here(sentence, context)
        if sentence.number < 4:
            yield from _registered(sentence.text, sentence.start, context, sure=False)
        if sentence.cues & (Cue.SEAT | Cue.FIRM):
            yield from _incorporated(sentence, context)
        if sentence.cues & Cue.FIRM:
            yield from _adjectives(sentence, context)


_POSTCODE = re.compile(r"[ ,-](?:\d{4,5}|\d\d-\d{3})[ ][A-ZÀ-Þ]")
_ADDRESS = re.compile(
    r"(?i:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|rue|avenue|boulevard|via|viale|corso|piazza|ulica|ul\.|al\.|calle|avenida|plaza|laan|straat|gatan|vägen|street|road)\b[^\n|]{0,40}?[ ,]+(?:[A-Z]{1,2}-)?(?:\d{4,5}|\d\d-\d{3})[ ](?P<town>[A-ZÀ-Þ][\w'-]+(?:[ ][A-ZÀ-Þ][\w'-]+)?)"
)


def _first_lines(context: TextContext) -> Iterator[FoundFact]:
    """A line that is nothing but a place, at the top; and parts between strokes."""
    lines = [(at, line) for at, line in _lines(context.layout.plain) if line.strip()]
    for index, (at, line) in enumerate(lines[:6]):
        parts = [line] if index < 4 else []
        among = re.search(r"[|\u2022\u00b7]", line) or (
            line.count(" - ") > 1 and all(len(part) < 50 for part in line.split(" - "))
        )
        if among and ":" not in line:
            parts = re.split(r"[|\u2022\u00b7]| - ", line)
        for number, part in enumerate(parts):
            bare = part.strip()
            town = among and number and len(bare.split()) < 3 and bare[:1].isupper()
            code = whole_place(bare) if 0 < len(bare) < 80 else None
            if code := code or (place(bare, context.language) if town else None):
                start = at + line.index(bare)
                yield FoundFact("headquarters", code, start, start + len(bare), "read", 3.0)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _placed(sentence: Sentence, context: TextContext) -> Iterator[FoundFact]:
    text = sentence.text
    seat = sentence.cues & Cue.SEAT
    for found in _PLACED.finditer(text) if seat else ():
        code = place(found["place"], context.language)
        before = clause_before(text, found.start())
        if found["verb"]:
            before = _last_part(before, text[: found.start()], context)
        if code is None or _wrong(before, found["verb"], context):
            continue
        if found["verb"] and not _about_itself(before, sentence, context):
            continue
        weight = 3.0 if found["noun"] else 2.5
        yield _seat(code, sentence, found.start(), found.end(), weight)
    for found in _BASED.finditer(text) if seat else ():
        code = place(found["place"], context.language)
        before = clause_before(text, found.start())
        named = found["named"]
        if code is None or of_others(before) or denied(before) or _ANOTHER.search(before):
            continue
        if re.search(r"\b(?:by|with|from|and|of)[ ]*$", before):
            continue
        if named and not context.names_itself(named):
            continue
        yield _seat(code, sentence, found.start(), found.end(), 2.5)
    for found in _SEAT_IS.finditer(text) if sentence.cues & Cue.SEAT else ():
        before = clause_before(text, found.start())
        code = place(found["place"], context.language)
        if code and not _wrong(before, None, context):
            yield _seat(code, sentence, found.start(), found.end(), 2.8)
    if (pattern := _FROM.get(context.language)) and sentence.number < 6:
        for found in pattern.finditer(text):
            before = clause_before(text, found.start())
            code = place(found["place"], context.language)
            if code and not of_others(before) and not _BUT_NOT_OURS.search(before):
                yield _seat(code, sentence, found.start(), found.end(), 2.0)
    if context.language == "de" and sentence.number < 6:
        for found in _TOWN_ER.finditer(text):
            before = clause_before(text, found.start())
            town = found["town"]
            codes = (place(name, "de") for name in (town, f"{town}en", f"{town[:-1]}en"))
            code = next(filter(None, codes), None)
            if code and not of_others(before):
                yield _seat(code, sentence, found.start(), found.end(), 1.5)
    for pattern, languages in ((_TOWN_SE, "nl"), (_TOWN_FIRM, "sv")):
        if context.language == languages and sentence.number < 6:
            for found in pattern.finditer(text):
                code = place(found["town"], languages)
                if code and not of_others(clause_before(text, found.start())):
                    yield _seat(code, sentence, found.start(), found.end(), 1.5)
    if context.language in ("et", "fi"):
        for found in _FINNIC.finditer(text):
            if code := place(found["town"], context.language):
                yield _seat(code, sentence, found.start(), found.end(), 2.0)


def _here(sentence: Sentence, context: TextContext) -> Iterator[FoundFact]:
    """Where those are who speak of themselves."""
    said, doing = _where_we_are(context.language)
    text = sentence.text
    if sentence.cues & Cue.NUMERAL:
        text = in_digits(text, context.language)
    for found in said.finditer(text):
        gap = found["gap"]
        if not _HERE.search(gap) or _NOT_HERE.search(gap) or meant_for_later(gap):
            continue
        before = clause_before(text, found.start())
        if denied(before + gap) or of_others(before + gap) or of_rivals(before, context.names):
            continue
        if code := place(
            sentence.text[found.start("place") : found.end("place")], context.language
        ):
            yield _seat(code, sentence, found.start(), found.end(), 1.6)
    for found in doing.finditer(text):
        before = clause_before(text, found.start())
        code = place(sentence.text[found.start("place") : found.end("place")], context.language)
        wrong = of_others(before) or denied(before) or _NOT_HERE.search(before)
        if code and not wrong and not _PART.search(before):
            yield _seat(code, sentence, found.start(), found.end(), 1.4)


def _last_part(before: str, sentence: str, context: TextContext) -> str:
    """What stands nearest: behind ", Sonatec" and behind "and" where the sentence is about the firm."""
    named = re.search(r",[ \n]+(?P<name>[^\W\d_a-z][\w.&-]+)(?P<rest>[ ][^,]{0,25})?$", before)
    if named and context.names_itself(named["name"]):
        return before[named.start() + 1 :]
    joined = re.search(
        r"\b(?:and|und|et|y|e|i|en|och)[ \n]+(?:is |ist |est |está |è |jest |is |är )?$", before
    )
    return "" if joined and context.names_itself(sentence) else before


def _seat(code: str, sentence: Sentence, start: int, end: int, weight: float) -> FoundFact:
    field_weight = weight - min(sentence.number, 20) * 0.01
    end = start + len(sentence.text[start:end].rstrip(" ,;:.\n"))
    return FoundFact(
        "headquarters", code, sentence.start + start, sentence.start + end, "read", field_weight
    )


def _wrong(before: str, verb: str | None, context: TextContext) -> bool:
    own_team = re.search(r"(?i)\bour team is[ ]*$", before) is not None
    if denied(before) or meant_for_later(before) or (_NO_SUBJECT.search(before) and not own_team):
        return True
    return of_others(before)


def _about_itself(before: str, sentence: Sentence, context: TextContext) -> bool:
    """Whether what is "based in" a place is the firm: it begins the sentence, or is named there."""
    bare = before.strip(" ,\n\"'(")
    if (
        not bare
        or context.names_itself(bare)
        or re.fullmatch(r"(?i)(?:our|the) team (?:is|are)", bare)
    ):
        return True
    return re.search(
        rf"{FIRM}[ ,]*(?:is|are)?[ ]*$", bare, re.IGNORECASE
    ) is not None or _firm_at_end(bare)


def _firm_at_end(words: str) -> bool:
    return (
        re.search(
            r"(?:unternehmen|firma|gmbh|entreprise|société|start-?up|spółka|empresa|compañía|azienda|società|"
            r"bedrijf|onderneming|företag|bolag|virksomhed|selskap|selskab|компанія|est|ist|jest|es|è|is|är|er|une?|"
            r"inc\.?|ltd\.?)[ ,]*$",
            words,
            re.IGNORECASE,
        )
        is not None
    )


def _incorporated(sentence: Sentence, context: TextContext) -> Iterator[FoundFact]:
    for found in _OF_A_STATE.finditer(sentence.text):
        if code := place(found["place"], context.language):
            start, end = sentence.start + found.start() + 2, sentence.start + found.end()
            yield FoundFact("incorporated_in", code, start, end, "read", 2.5)
    for found in _INCORPORATED.finditer(sentence.text):
        before = clause_before(sentence.text, found.start())
        if (
            denied(before)
            or meant_for_later(before)
            or of_others(before)
            or _NO_SUBJECT.search(before)
        ):
            continue
        if re.search(r"\b(?:owned|controlled|subsidiary|group|held)\b", before, re.IGNORECASE):
            continue
        if not _about_itself(before, sentence, context):
            continue
        if code := place(found["place"], context.language):
            yield FoundFact(
                "incorporated_in",
                code,
                sentence.start + found.start(),
                sentence.start + found.end(),
                "read",
                3.0,
            )


_OF_A_STATE = re.compile(
    r",[ ]an?[ ](?P<place>[A-Z]\w+(?:[ ][A-Z]\w+)?)[ ](?:corporation|limited(?:[ ]liability)?[ ]company|LLC|public[ ]benefit[ ]corporation|C[- ]corp\w*)"
)
_ASKED = re.compile(
    rf"\b(?P<what>registered|incorporated|based|headquartered|located)\?[ \n*]*(?:\w{{1,7}}:[ *]*)?(?:We are (?:registered |based )?)?(?:[Ii]n[ ]){PLACE}"
)


def _asked(context: TextContext) -> Iterator[FoundFact]:
    """Where are you registered? In Estonia."""
    for found in _ASKED.finditer(context.layout.plain):
        if code := place(found["place"], context.language):
            legal = found["what"] in ("registered", "incorporated")
            field = "incorporated_in" if legal else "headquarters"
            yield FoundFact(field, code, found.start(), found.end(), "read", 3.0)


def _adjectives(sentence: Sentence, context: TextContext) -> Iterator[FoundFact]:
    if sentence.number > 12:
        return
    text = sentence.text
    for column, languages, pattern in adjective_rules():
        if context.language not in languages or not sentence.cues & Cue.NATION:
            continue
        for found in pattern.finditer(text):
            code = country_of_adjective(found["adj"], column)
            before = clause_before(text, found.start())
            if code and _says_of_itself(before, sentence, context):
                yield _seat(code, sentence, found.start(), found.end(), 1.0)
    for found in _OF_NATION.finditer(text):
        code = country_named(found["place"])
        if code and context.names_itself(text[: found.start()]):
            yield _seat(code, sentence, found.start(), found.end(), 1.0)


_COPULA = re.compile(
    r"(?:\b(?:is|are|as|ist|sind|als|est|sommes|c'est|to|jest|jesteśmy|es|somos|è|siamo|zijn|är|er|on|e|be|become|became|we're|i'm)[ \n]+"
    r"|[\u2014-][ \n]*|^|,[ \n]*)"
    r"(?:(?:an?|the|one of the|eine?s?|der|die|das|une?|la|le|l'|un[ao]?|el|il|lo|een|de|het|en|ett|et|один з)[ \n]+)?"
    r"(?:(?:[\w'\u2019/-]+,?[ \n]+){0,4})$",
    re.IGNORECASE,
)


def _says_of_itself(before: str, sentence: Sentence, context: TextContext) -> bool:
    if of_others(before) or denied(before) or meant_for_later(before):
        return False
    before = re.sub(r"(?i)\b[ld]'$", "", before)
    if not _COPULA.search(before):
        return False
    words = before.strip(" ,\"'\u201e\u201c(\n-\u2014")
    if "," in before and not context.names_itself(before.split(",")[0]):
        return False
    if re.search(r"\b(?:and|und|et|y|i|e|en|och|og)[ \n]+[A-ZÀ-Þ][\w-]+,", before):
        return False
    return not words or context.names_itself(words) or sentence.number < 4
