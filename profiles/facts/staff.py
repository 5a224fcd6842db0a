"""How many people work in the startup?

A headcount needs a word for staff or a team, or a company of so many: "zu sechst", "somos doce". Numbers
in words are made digits first, place for place. Customers, hires to come and the staff of others are
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.facts.amounts import NUMBER, headcount, whole
from profiles.facts.context import TextContext
from profiles.facts.cues import Cue
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.numbers import in_digits
from profiles.facts.wording import clause_before, denied, meant_for_later, of_others, of_rivals

__all__ = ["staff_in_prose", "staff_in_statement"]

_ABOUT = (
    r"(?:about|around|approximately|approx\.?|circa|ca\.?|some|over|more[ ]than|nearly|almost|roughly|at[ ]least|currently|now|just|only|"
    r"etwa|rund|über|mehr[ ]als|knapp|fast|derzeit|aktuell|zurzeit|environ|plus[ ]de|près[ ]de|quelque|actuellement|ok\.?|około|ponad|blisko|obecnie|"
    r"unos|unas|más[ ]de|alrededor[ ]de|cerca[ ]de|oltre|più[ ]di|quasi|ongeveer|meer[ ]dan|ruim|zo'n|momenteel|omkring|cirka|över|mer[ ]än|"
    r"ungefär|понад|близько|більше|noin|yli|über|~|>|\u2248)[ ]*"
)
_DIGITS = rf"(?:{NUMBER})\x01*"
_N = rf"(?P<about>(?:{_ABOUT}){{0,2}})(?P<n>{_DIGITS})(?:[ ]?(?:-|to|bis|à|do|a|tot)[ ]?(?P<high>{NUMBER}))?(?P<more>\+)?"
_BARE = rf"(?P<n>{_DIGITS})(?:[ ]?(?:-|to|bis|à|do|a|tot)[ ]?(?P<high>{NUMBER}))?(?P<more>\+)?"
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
_COUNTED = re.compile(rf"(?<![\w.,$€£/-]){_BARE}[ \n-]*{_WHO}", re.IGNORECASE)
_TEAM_OF = re.compile(
    r"\b(?P<team>team|staff|workforce|headcount|crew|Team|Belegschaft|équipe|effectif|zespół|zespole|zespołem|załoga|equipo|plantilla|squadra|organico|"
    r"personeelsbestand|ploeg|tiimi|meeskond|команда|командою|штат)\w{0,2}[ \n]+(?:has[ ]grown[ ]to|compte|comptait|comprend|liczy|liczącym|cuenta[ ]con|conta|telt|består[ ]av|består[ ]af|umfasst|zählt|"
    r"consists[ ]of|includes|numbers|currently[ ]numbers|of|von|aus|de|di|z|van|på|med|із|з|от|d'|is)[ \n]*(?:currently[ ]|now[ ]|une?[ ])?"
    rf"{_N}(?![\w]|[ ]?[%€$£kKmM]\b|[.,]\d|[ ]?(?:years|Jahre|ans|lat|años|anni|jaar|år|countries|nations|offices|months|founders))",
    re.IGNORECASE,
)
_STRONG_TEAM = re.compile(
    rf"\b(?P<n>{_DIGITS})(?:-|(?=köpfig|osobow|koppig))(?:strong|person(?![ ]business)|people|man|köpfige[srn]?|osobowy\w*|osobow\w+|koppig\w*|personers|mands|manns)\b(?:[ ](?P<what>\w+))?",
    re.IGNORECASE,
)
_EMPLOYS = re.compile(
    rf"\b(?:employs|employing|employ|we[ ]are(?:[ ]an?[ ](?:SME|company|start-?up|firm|business|team)[ ]of)?|has[ ]grown[ ]to|headcount[ ](?:of|is)|beschäftigt|beschäftigen|wir[ ]sind|emploie|employons|nous[ ]sommes|zatrudnia\w*|jesteśmy|emplea|"
    rf"somos|impiega|siamo|telt|heeft|wij[ ]zijn|sysselsätter|sysselsetter|beskæftiger|har|has|have|with|mit|avec|con|z|met|med|и|має|налічує|counts|à)[ \n]*(?:a[ ]team[ ]of[ ])?{_N}[ \n-]*{_WHO}",
    re.IGNORECASE,
)
_KIND = (
    r"(?:people|persons|engineers|staff|employees|colleagues|friends|scientists|specialists|experts|professionals|developers|hands|"
    r"Mitarbeit\w+|Beschäftigte\w*|Menschen|Leute|Personen|Ingenieur\w*|Köpfe|Fachleute|personnes|salariés|collaborateurs|ingénieurs|talents|chercheurs|"
    r"personas|empleados|trabajadores|ingenieros|profesionales|persone|dipendenti|addetti|collaboratori|ingegneri|soci|ricercator\w+|ricercatrici|"
    r"osób|osoby|osobami|pracownik\w*|inżynier\w*|specjalist\w*|mensen|medewerkers|collega's|ingenieurs|personer|anställda|medarbetare|ingenjörer)"
)
_NOT_PEOPLE = r"(?![ \n]?(?:%|€|\$|£|years?|yrs|months?|weeks?|countries|nations|offices|sites|cities|km|kg|cm|mm|kW|MW|million|mln|Mio|billion|k\b|Jahre|ans|lat|años|anni|jaar|år|mois|pays|of (?:the|its))|[.,:/]?\d|[\w-])"
_JUST = r"(?:now |just |only |still |currently |today |all of |about |around |some |already |derzeit |aktuell |heute |inzwischen |rund |etwa |nur |aujourd'hui |désormais |environ |une |un |oggi |ormai |circa |una |un[ao]s? |ya |actualmente |hoy |teraz |obecnie |już |dziś |nu |inmiddels |nog maar |idag |i dag |ett team på |ein Team von |an? |team of |team di |un equipo de |équipe de )*"
_OURS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # A company of so many
        rf"\b(?:we are|we're|there are|wir sind|nous sommes|nous étions|on est|(?:nosotros[ ])?somos|siamo|jesteśmy|we zijn|wij zijn|we're|vi är|vi er)[ \n]+{_JUST}(?:in[ ])?{_N}{_NOT_PEOPLE}(?:[ \n]+(?:\w+[ ])?{_KIND})?",
        rf"(?<![\w.,-]){_BARE}[ ]of[ ]us\b",
        rf"\b(?:of|among)[ ]our[ ]{_N}[ \n]+{_KIND}",
        rf"\b(?:our|unsere|nos|nuestros|nuestras|nostri|nostre|nasi|nasze|onze|våra)[ ]{_N}[ \n]+{_KIND}",
        rf"\b(?:staff|team|firm|company|crew|workforce|business|start-?up|outfit)[ \n]of[ \n](?:about |around |some |just |only )?{_N}{_NOT_PEOPLE}",
        rf"\b(?:team|équipe|Team|equipo|squadra|zespół|teamet),?[ ](?:of |de |di |von |van |på |est de |è di |w składzie )?(?:now |about )?{_N}[ \n]+{_KIND}",
        rf"\b(?:grown|growing|wuchs|gewachsen|passée?|crecido|cresciuta?|urósł|urosła|gegroeid|vuxit)[ ](?:to|auf|à|a|do|naar|till)[ ]{_N}[ \n]+{_KIND}",
        r"\b(?:zu|z'n|ons|met zijn)[ ](?P<about>)(?P<n>\d+\x01+)(?![\w])",
        rf"\bjest(?:eśmy)?[ ]nas[ ]{_N}{_NOT_PEOPLE}|\bnas[ ]jest[ ](?P<n2>{_DIGITS}){_NOT_PEOPLE}",
        # So many work here
        rf"(?<![\w.,-]){_BARE}[ \n]+(?:\w+[ ])?{_KIND}[ \n]+(?:(?:who|die|qui|que|che|które|som)[ ])?(?:currently |now |y |hier |today )?(?:work|works|working|arbeiten|travaillent|trabajan|lavorano|pracuje|pracują|werken|arbetar|jobbar|arbejder|jobber)\b",
        rf"\b(?:work|works|arbeiten|beschäftigt|travaillent|trabajan|lavorano|pracuje|werken|arbetar|jobbar|tätig)[ \n]+(?:\w+[ \n]+){{0,3}}?{_N}[ \n]+{_KIND}",
        rf"\b(?:to|das sind|c'est|ce sont)[ ]{_N}[ ]{_KIND}",
        rf"\b(?:counts|compte|compta|cuenta con|conta|liczy|telt|zählt|räknar)[ ]{_JUST}{_N}[ ](?:de |di |d')?{_KIND}",
        rf"\b{_BARE}[ ](?:de |di |d'){_KIND}",
    )
)
_NO_STAFF = re.compile(
    r"\b(?:from|founded by (?:a|the)|grew (?:his|her|their) \w+ \w+|SMBs|with at least|led an?|leads an?|leading an?|manag\w+ an?|headed an?|hir\w+|recruit\w*|laid off|lay off|cut|created?|creating|create|generat\w+|support\w*|train\w*|serv\w+|protect\w*|help\w*|"
    r"customers?|clients?|users?|companies|businesses|organi[sz]ations|SMEs|firms|participants?|visitors?|candidates|applicants|attend\w*|"
    r"fewer than|less than|up to|for teams|teams of up|every|per|each|between|additional|new|another|plus|more$|"
    r"einstell\w*|schaff\w*|neue|zusätzliche|kunden|unternehmen mit|bis zu|pro|jede\w*|betrieb\w*|"
    r"recrut\w*|embauch\w*|créer|création de|entreprises de|clients|jusqu'à|nouveaux|moins de|formé\w*|"
    r"zatrudni(?:ć|enie kolejnych)|klient\w*|firm\w* (?:powyżej|do)|nowych|"
    r"contratar\w*|clientes|hasta|nuevos|empresas de|assumere|clienti|fino a|nuovi|imprese|"
    r"klanten|bedrijven met|nieuwe|kunder|upp till|nya|nye|"
    r"компаній|клієнт\w*|підгот\w*|навч\w*)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)[ ](?:\w+[ ])?(\w+)[ ](?:has|have|had|employs?|counts|with)[ ]"
)
_OWN_NOUN = r"company|firm|startup|start-up|team|group|business|organi[sz]ation|enterprise|SME|staff|scale-up|scaleup|manufacturer|workforce"
_AFTER_STAFF = re.compile(
    r"^[ \n,]*(?:(?:and )?\d+\x01*[ ](?!%)\w+|(?:to be|will be|by 20|planned|targeted|bis 20|d'ici|do 20\d\d|entro|para 20|with(?! us)|of (?:its|our) (?:customers|partner)|trained|attended|served|reached|worldwide use|use|rely|"
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


_COUNTABLE = re.compile(
    r"(?<![\w$€£.,:/-])(?!(?:19|20)\d\d\b)\d[\d.,']*\x01*\+?(?![\d%€$£]|[ ]?(?:%|€|\$|£|k\b|[mM]\b|million|billion|mln|mio|mld|kg|km|cm|mm|years?|ans\b|lat\b|años|anni|jaar|jahre)|:\d)",
    re.IGNORECASE,
)


def staff_in_prose(context: TextContext) -> Iterator[FoundFact]:
    """The headcounts that sentences say."""
    for sentence in context.sentences:
        text = sentence.text
        if not sentence.cues & Cue.PEOPLE or not sentence.cues & (Cue.DIGIT | Cue.NUMERAL):
            continue
        if sentence.cues & Cue.NUMERAL:
            text = in_digits(text, context.language)
        if not _COUNTABLE.search(text):
            continue
        for pattern in _OURS:
            for found in pattern.finditer(text):
                yield from _staff(found, sentence, context, sure=True)
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
        for found in _STRONG_TEAM.finditer(text):
            if not re.match(
                r"(?:crew|vehicle|shelter|boat|tent|household|mission|drone|submarine|table|room|cabin)",
                found["what"] or "",
                re.IGNORECASE,
            ):
                yield from _staff(found, sentence, context, sure=True)


def _staff(
    found: re.Match[str],
    sentence: Sentence,
    context: TextContext,
    *,
    sure: bool,
    verb: bool = False,
) -> Iterator[FoundFact]:
    text = found.string
    before = clause_before(text, found.start())
    after = text[found.end() : found.end() + 40]
    if (
        _NO_STAFF.search(before)
        or meant_for_later(before)
        or denied(before)
        or _AFTER_STAFF.match(after)
    ):
        return
    if re.search(r"\b(?:do|tot)[ ]$", before):
        return
    if of_rivals(text[: found.end()], context.names):
        return
    if of_others(before) and not context.names_itself(before):
        return
    if (
        not sure
        and not (verb and (context.names_itself(text[: found.start()]) and sentence.number < 12))
        and not (
            verb
            and re.search(
                r"(?i)\b(?:we are|wir sind|nous sommes|jesteśmy|somos|siamo|wij zijn|team|employ\w*|beschäftigt|zatrudnia\w*|emploie)",
                found[0],
            )
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
    said = found["n"] or found.groupdict().get("n2") or ""
    number = whole(said.rstrip("\x01"))
    high = whole(found.groupdict().get("high") or "")
    if (
        not number
        or not 0 < number <= 500_000
        or re.match(r"[ ]?%", text[found.start() + found[0].index(said) + len(said) :])
    ):
        return
    if 1900 <= number <= 2035 and re.fullmatch(r"\d{4}", said):
        return
    weight = 2.0 - min(sentence.number, 50) * 0.01
    start, end = sentence.start + found.start(), sentence.start + found.end()
    if high and high > number:
        yield FoundFact("headcount_range", [number, high], start, end, "read", weight)
    else:
        yield FoundFact("headcount", number, start, end, "read", weight)
