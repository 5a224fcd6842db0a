"""Since when is there a startup, and how many people work in it?

A founding year needs a word for founding, a headcount a word for staff or a team. Products that were
launched, customers, hires to come and jobs to create are none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.errors import ProfileError
from profiles.facts.amounts import NUMBER, headcount, whole, year
from profiles.facts.context import TextContext
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.wording import clause_before, denied, meant_for_later, of_others
from profiles.vocabulary.dates import day

__all__ = ["founded_in_prose", "founded_in_statement", "staff_in_prose", "staff_in_statement"]

_YEAR = r"(?P<year>1[89]\d\d|20[0-4]\d)(?![\d.,]\d|[-/]\d|\+)"
_MONTH = r"(?:(?:early|late|mid-?|the year|year|spring|summer|autumn|fall|winter|\d{1,2}\.?|[^\W\d_]{3,9}\.?)[ ]?(?:of[ ])?){0,3}"
_FOUNDED = (
    r"(?:co-?founded|founded|established|formed|incorporated|founding|was[ ]started|were[ ]started|set[ ]up|started[ ]up|born"
    r"|gegründet|Gründung|besteht[ ]seit|seit[ ]der[ ]Gründung"
    r"|(?:co)?fondée?s?|créée?s?|lancée?[ ](?:par|en)|née?[ ]en|fondation|création"
    r"|założon\w+|powstał\w*|utworzon\w+"
    r"|fundad[ao]s?|cofundad[ao]|cread[ao]|constituida|nació|nacida"
    r"|fondat[ao]|nat[ao]|costituita|cofondata"
    r"|opgericht|gestart"
    r"|grundades|grundat|grundad|grundlagt|stiftet|etablert|etableret|startades"
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
    r"développ\w*|conçoi\w*|fabriqu\w*|tworz\w*|produkuj\w*|projektuj\w*|rozwij\w*|desarroll\w*|fabric\w*|svilupp\w*|produc\w*|"
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


def founded_in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """The founding date that a statement says."""
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
    for sentence in context.sentences:
        text = sentence.text
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
        for found in _SINCE.finditer(text):
            before = clause_before(text, found.start())
            words = text[: found.start()] + (found["after"] if not before.strip() else "")
            itself = sentence.number < 3 and context.names_itself(words)
            if itself and _MAKES.search(found["after"]) and not of_others(before):
                yield _founded(found["year"], sentence, found.start(), found.end("year"), 1.0)


def _others_began(before: str, context: TextContext) -> bool:
    return of_others(before) and not context.names_itself(before)


def _founded(when: str, sentence: Sentence, start: int, end: int, weight: float) -> FoundFact:
    weight -= min(sentence.number, 50) * 0.01
    return FoundFact("founded", when, sentence.start + start, sentence.start + end, "read", weight)


# ------------------------------------------------------------------------------------------ staff

_ABOUT = (
    r"(?:about|around|approximately|approx\.?|circa|ca\.?|some|over|more[ ]than|nearly|almost|roughly|at[ ]least|currently|now|just|only|"
    r"etwa|rund|über|mehr[ ]als|knapp|fast|derzeit|aktuell|zurzeit|environ|plus[ ]de|près[ ]de|quelque|actuellement|ok\.?|około|ponad|blisko|obecnie|"
    r"unos|unas|más[ ]de|alrededor[ ]de|cerca[ ]de|oltre|più[ ]di|quasi|ongeveer|meer[ ]dan|ruim|zo'n|momenteel|omkring|cirka|över|mer[ ]än|"
    r"ungefär|понад|близько|більше|noin|yli|über|~|>|\u2248)[ ]*"
)
_WORDED = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|"
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|"
    r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|"
    r"twee|drie|vijf|zes|zeven|negen|tien|twaalf|två|fyra|fem|sju|åtta|nio|tio|tolv"
)
_N = rf"(?P<about>(?:{_ABOUT}){{0,2}})(?P<n>{NUMBER}|{_WORDED})(?:[ ]?(?:-|to|bis|à|do|a|tot)[ ]?(?P<high>{NUMBER}))?(?P<more>\+)?"
_WHO = (
    r"(?:(?:full-?time|permanent|highly|skilled|dedicated|talented|experienced|hochqualifizierte[n]?|qualifizierte[n]?|engagierte[n]?|feste[n]?)[ ,]*(?:and[ ])?){0,3}"
    r"(?P<who>employees|staff|FTEs?|team[ -]?members|professionals|full-time[ ]equivalents|people|persons|engineers|specialists|experts|"
    r"Mitarbeiter\w*|Mitarbeitende\w*|Beschäftigte\w*|Angestellte\w*|Kolleg\w+|Köpfe\w*|Personen|Leute\w*|Menschen|Ingenieur\w*|Fachleute\w*|"
    r"salariés?|salariées|collaborateurs?|collaboratrices|employés?|personnes|ingénieurs|experts|"
    r"pracownik\w*|osób|osoby|specjalist\w*|inżynier\w*|zatrudnionych|"
    r"empleados|empleadas|trabajadores|profesionales|personas|dipendenti|addetti|persone|collaboratori|professionisti|"
    r"medewerkers|werknemers|mensen|collega's|anställda|medarbetare|personer|ansatte|medarbejdere|medarbeidere|"
    r"työntekijää|henkilöä|töötajat|inimest|zaměstnanců|lidí|funcionários|colaboradores|pessoas|"
    r"працівник\w*|співробітник\w*|спеціаліст\w*|фахівц\w*|людей|осіб)\b"
)
_SURE = re.compile(
    r"(?:employees|staff|FTEs?|team[ -]?members|Mitarbeiter\w*|Mitarbeitende\w*|Beschäftigte\w*|Angestellte\w*|salariés?|salariées|collaborateurs?|employés?|"
    r"pracownik\w*|zatrudnionych|empleados|empleadas|trabajadores|dipendenti|addetti|medewerkers|werknemers|anställda|medarbetare|ansatte|medarbejdere|"
    r"medarbeidere|työntekijää|töötajat|zaměstnanců|funcionários|працівник\w*|співробітник\w*)",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"(?<![\w.,$€£/-]){_N}[ \n-]*{_WHO}", re.IGNORECASE)
_TEAM_OF = re.compile(
    r"\b(?P<team>team|staff|workforce|headcount|crew|Team|Belegschaft|équipe|effectif|zespół|zespole|zespołem|załoga|equipo|plantilla|squadra|organico|"
    r"personeelsbestand|ploeg|tiimi|meeskond|команда|командою|штат)\w{0,2}[ \n]+(?:has[ ]grown[ ]to|compte|comptait|comprend|liczy|liczącym|cuenta[ ]con|conta|telt|består[ ]av|består[ ]af|umfasst|zählt|"
    r"consists[ ]of|includes|numbers|currently[ ]numbers|of|von|aus|de|di|z|van|på|med|із|з|от|d'|is)[ \n]*(?:currently[ ]|now[ ]|une?[ ])?"
    rf"{_N}(?![\w]|[ ]?[%€$£kKmM]\b|[.,]\d|[ ]?(?:years|Jahre|ans|lat|años|anni|jaar|år|countries|nations|offices|months|founders))",
    re.IGNORECASE,
)
_ROUND = re.compile(
    r"\b(?P<about>(?:environ|une|unas?|un)[ ])(?P<n>dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine|decina|dozzina|ventina|trentina|quarantina|cinquantina|centinaio|decena|docena|veintena|treintena|centenar)"
    r"[ ](?:de|d'|di)[ ]?(?P<who>personnes|salariés|collaborateurs|employés|ingénieurs|persone|dipendenti|personas|empleados|talents)",
    re.IGNORECASE,
)
_STRONG_TEAM = re.compile(
    rf"\b(?P<n>{NUMBER}|{_WORDED})-(?:strong|person(?![ ]business)|people|man|köpfige[srn]?|osobowy\w*|osobow\w+|koppig\w*|personers|mands|manns)\b(?:[ ](?P<what>\w+))?",
    re.IGNORECASE,
)
_EMPLOYS = re.compile(
    rf"\b(?:employs|employing|employ|we[ ]are(?:[ ]an?[ ](?:SME|company|start-?up|firm|business|team)[ ]of)?|has[ ]grown[ ]to|headcount[ ](?:of|is)|beschäftigt|beschäftigen|wir[ ]sind|emploie|employons|nous[ ]sommes|zatrudnia\w*|jesteśmy|emplea|"
    rf"somos|impiega|siamo|telt|heeft|wij[ ]zijn|sysselsätter|sysselsetter|beskæftiger|har|has|have|with|mit|avec|con|z|met|med|и|має|налічує|counts|à)[ \n]*(?:a[ ]team[ ]of[ ])?{_N}[ \n-]*{_WHO}",
    re.IGNORECASE,
)
_NO_STAFF = re.compile(
    r"\b(?:from|founded by (?:a|the)|grew (?:his|her|their) \w+ \w+|SMBs|with at least|led an?|leads an?|leading an?|manag\w+ an?|headed an?|hir\w+|recruit\w*|laid off|lay off|cut|created?|creating|create|generat\w+|support\w*|train\w*|serv\w+|protect\w*|help\w*|"
    r"customers?|clients?|users?|companies|businesses|organi[sz]ations|SMEs|firms|participants?|visitors?|candidates|applicants|attend\w*|"
    r"fewer than|less than|up to|for teams|teams of up|every|per|each|between|additional|new|another|plus|more$|"
    r"einstell\w*|schaff\w*|neue|zusätzliche|kunden|unternehmen mit|bis zu|pro|jede\w*|betrieb\w*|"
    r"recrut\w*|embauch\w*|créer|création de|entreprises de|clients|jusqu'à|nouveaux|moins de|formé\w*|"
    r"zatrudni(?:ć|enie kolejnych)|klient\w*|do\b|firm\w* (?:powyżej|do)|nowych|"
    r"contratar\w*|clientes|hasta|nuevos|empresas de|assumere|clienti|fino a|nuovi|imprese|"
    r"klanten|bedrijven met|tot\b|nieuwe|kunder|upp till|nya|nye|"
    r"компаній|клієнт\w*|підгот\w*|навч\w*)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)[ ](?:\w+[ ])?(\w+)[ ](?:has|have|had|employs?|counts|with)[ ]"
)
_OWN_NOUN = r"company|firm|startup|start-up|team|group|business|organi[sz]ation|enterprise|SME|staff|scale-up|scaleup|manufacturer|workforce"
_AFTER_STAFF = re.compile(
    r"^[ \n,]*(?:(?:to be|will be|by 20|planned|targeted|bis 20|d'ici|do 20\d\d|entro|para 20|with|of (?:its|our) (?:customers|partner)|trained|attended|served|reached|worldwide use|use|rely|"
    r"einzustellen|neu|geschult|formées|accompagnées|przeszkolon\w+|capacity|capacità|capienza))",
    re.IGNORECASE,
)


def staff_in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """The headcount that a statement says."""
    if found.field != "headcount":
        return
    counted = headcount(found.value)
    if counted is None:
        return
    # "Team: 15 years of experience" and "Size: 12 cm" count something else.
    tail = re.sub(
        rf"^[^\d]*(?:{NUMBER})(?:[ ]?[-\u2013]?[ ]?(?:{NUMBER}))?\+?", "", found.value
    ).strip()
    first = re.match(r"[^\W\d_]+", tail)
    if first and re.fullmatch(
        r"years?|yrs|cm|mm|m|kg|km|inch|countries|offices|months|jahre|ans|lat|años|anni|jaar|år|customers|clients|founders|co|universities|x",
        first[0],
        re.IGNORECASE,
    ):
        return
    field = "headcount" if isinstance(counted, int) else "headcount_range"
    value = counted if isinstance(counted, int) else list(counted)
    yield FoundFact(field, value, found.start, found.end, "stated", 5.0)


def staff_in_prose(context: TextContext) -> Iterator[FoundFact]:
    """The headcounts that sentences say."""
    for sentence in context.sentences:
        text = sentence.text
        if not any(char.isdigit() for char in text) and not _NUMERAL.search(text):
            continue
        for found in _TEAM_OF.finditer(text):
            yield from _staff(found, sentence, context, sure=True)
        for found in _EMPLOYS.finditer(text):
            yield from _staff(
                found, sentence, context, sure=_SURE.fullmatch(found["who"]) is not None, verb=True
            )
        for found in _COUNTED.finditer(text):
            if _SURE.fullmatch(found["who"]) or (
                sentence.number < 4
                and re.fullmatch(r"[|\u2022\u00b7~ ]*[^|]{0,30}[|\u2022\u00b7][^\n]*", text)
            ):
                yield from _staff(found, sentence, context, sure=True)
        for found in _ROUND.finditer(text):
            yield from _staff(found, sentence, context, sure=True)
        for found in _STRONG_TEAM.finditer(text):
            if not re.match(
                r"(?:crew|vehicle|shelter|boat|tent|household|mission|drone|submarine|table|room|cabin)",
                found["what"] or "",
                re.IGNORECASE,
            ):
                yield from _staff(found, sentence, context, sure=True)


_NUMERAL = re.compile(rf"\b(?:{_WORDED}|\w+aine|\w+ina|dozen)\b", re.IGNORECASE)


def _staff(
    found: re.Match[str],
    sentence: Sentence,
    context: TextContext,
    *,
    sure: bool,
    verb: bool = False,
) -> Iterator[FoundFact]:
    text = sentence.text
    before = clause_before(text, found.start())
    after = text[found.end() : found.end() + 40]
    if (
        _NO_STAFF.search(before)
        or meant_for_later(before)
        or denied(before)
        or _AFTER_STAFF.match(after)
    ):
        return
    if of_others(before) and not context.names_itself(before):
        return
    if not sure and not (
        verb
        and re.search(
            r"(?i)\b(?:we are|wir sind|nous sommes|jesteśmy|somos|siamo|wij zijn|team|employ\w*|beschäftigt|zatrudnia\w*|emploie)",
            found[0],
        )
    ):
        return
    # "(Sentient, 95 people)" counts the staff of another firm.
    if re.search(r"\([^()]*$", text[: found.start()]) and not re.search(
        r"\((?:team|staff|ca|about)?[^()]{0,3}$", text[: found.start()]
    ):
        return
    if (
        (subject := _SUBJECT.search(f"{before}{found[0]}"))
        and not re.fullmatch(_OWN_NOUN, subject[1], re.IGNORECASE)
        and not context.names_itself(subject[1])
    ):
        return
    number = whole(found["n"])
    high = whole(found.groupdict().get("high") or "")
    if not number or not 0 < number <= 500_000 or re.match(r"[ ]?%", text[found.end("n") :]):
        return
    if 1900 <= number <= 2035 and re.fullmatch(r"\d{4}", found["n"]):
        return
    weight = 2.0 - min(sentence.number, 50) * 0.01
    start, end = sentence.start + found.start(), sentence.start + found.end()
    if high and high > number:
        yield FoundFact("headcount_range", [number, high], start, end, "read", weight)
    else:
        yield FoundFact("headcount", number, start, end, "read", weight)
