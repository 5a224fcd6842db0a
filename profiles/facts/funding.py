"""How far has the startup come with investors, and which sums are its own?

A sum counts as raised only beside a word for raising, as sought beside a word for seeking, as turnover
beside a word for it. Contracts, grants, valuations, markets, losses and other firms' rounds are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.errors import ProfileError
from profiles.facts.amounts import WrittenAmount, amounts
from profiles.facts.context import TextContext
from profiles.facts.cues import Cue
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.wording import clause_before, denied, of_rivals
from profiles.vocabulary.scales import Stage
from profiles.vocabulary.scales import stage as read_stage

__all__ = ["funding_in_prose", "funding_in_statement", "stage_of"]

_STAGES = re.compile(
    r"(?P<preseed>pre-?[ ]?(?:seed|semilla|amorçage)|pré-?[ ]?(?:seed|amorçage)|przedzalążkow\w+)"
    r"|(?P<seed>\bseed\b|\bamorçage|\bsemilla\b|\bzalążkow\w+|\bsåddrunda\w*|\bsåkorn\w*|\bseed(?:ronde|runde|runda|finanzierung)\w*)"
    r"|(?:series|série|serie|seria|runda|runde|ronde|ronda|serii|serię|seriï|раунд[уі]?|сері[їя])[ -]?(?P<letter>[A-H])\b"
    r"|\b(?P<angel>(?:business[ -])?angel[ -](?:round|funding)|friends[ ](?:and|&)[ ]family)"
    r"|\b(?P<bootstrapped>bootstrapped|self-funded)\b",
    re.IGNORECASE,
)
_ROUND = re.compile(
    r"\b(?:round|funding|financing|stage|raise[ds]?|raising|rais(?:ing|ed)|closed|closing|secured?|investment|investors|extension|company|startup|start-up|"
    r"\w*runde|\w*finanzierung\w*|phase|levée|levé|tour|financement|bouclé|stade|rund\w+|finansowani\w+|etap\w*|pozyskał\w*|"
    r"ronda|financiación|inversión|fase|finanziamento|investimento|raccolt\w+|raccogliendo|aumento|"
    r"\w*ronde|financiering|investering\w*|finansiering\w*|raund|залуч\w+|раунд\w*)\b",
    re.IGNORECASE,
)
_ROUND_AFTER = re.compile(
    r"[ \n+-]*(?:\([^)]*\)[ ]*)?(?:stage|round|funding|financing|extension|company|start-?up|investment|raise|led by|from|phase|runde|finanzierung\w*|de [\d€$£]|da [\d€$£]|von|über|in höhe|guidat\w+|investering\w*|ronde|runda|auprès|finansowani\w*)",
    re.IGNORECASE,
)
_ROUND_BEFORE = re.compile(
    r"(?:[€$£][\d.,]+ ?[kKmMbB]?\w{0,8}|(?:million|mln|mio\.?|millions?|millionen) ?(?:€|EUR|euros?|USD|dollars?)?)[ ](?:\w+[ ])?$|\b(?:round|runda?|tour|ronda|levée|stage:?|phase:?)\W+(?:de[ ]|di[ ]|in[ ]|en[ ]|investimento[ ]|financement[ ]|\w+[ ])?$",
    re.IGNORECASE,
)
_BIO = re.compile(
    r"\b(?:manager|engineer|head|vp|cto|ceo|cfo|coo|lead|director|employee|officer|developer|designer)\b[^.]{0,30}\bat\b|\bas (?:an?|the) \w+[^.]{0,40}\bat\b",
    re.IGNORECASE,
)
_NOT_ITS_STAGE = re.compile(
    r"\b(?:invests?|investing|fund(?!ing|ed|rais)|vc|venture capital firm|portfolio|support\w* (?:startups|companies)|helps? startups|accelerat\w+ (?:startups|companies)|"
    r"investiert in|investit dans|from (?=pre-?seed|seed)|competitors?|customers?|clients?)\b",
    re.IGNORECASE,
)
_LATER_ROUND = re.compile(
    r"\b(?:will|plan\w*|prepar\w+|ahead of|towards?|upcoming|next|future|target\w*|expect\w*|before (?:our|its|the)|aim\w*|road to|"
    r"geplant\w*|plant|bereite\w*|nächste\w*|bevorstehend\w*|prévoi\w*|prépar\w+|prochaine?|vise|planuj\w*|kolejn\w+|przygotow\w+|"
    r"próxim[ao]|prepar[ae]\w*|prossim[ao]|volgende|nästa|neste|næste|naechste\w*)\b",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"\b(?:raised|raises|has raised|on to raise|raise of|secured|secures|closed|closes|closing|completed|received|attracted|bagged|lands?|landed|"
    r"netted|pulled in|pockets|total funding|funding (?:round )?of|round of|financing (?:round )?of|investment of|in (?:funding|investment|financing|equity)|"
    r"funded with|backed with|funding to date|brings? (?:its |the )?total|invested|external capital|extension|"
    r"eingesammelt|sammelt\w*|eingeworben|wirbt|erhalten|erhielt|erhält|abgeschlossen|schließt|gesichert|finanzierungsrunde|finanzierung (?:über|von|in höhe von)|runde (?:über|von)|aufgenommen|"
    r"levé|lève|lèvent|levée de fonds|levait|tour de table|bouclé|boucle|obtenu|finalisé|"
    r"pozyskał\w*|pozyskuje|zebrał\w*|zamkn\w+|otrzymał\w*|rund\w+|finansowani\w+|kapitał\w*|dofinansowan\w+ od inwestor\w*|"
    r"levantado|levanta|captado|capta|cerrado|cierra|recaudado|recauda|obtenido|ronda|recibido|"
    r"raccolto|raccoglie|raccogliendo|chiuso|chiude|chiudendo|ottenuto|concluso|round|aumento di capitale|"
    r"opgehaald|haalt|haalden?|haalde|ophaalde|ontvangen|ontving|financieringsronde|investeringsronde|investering van|"
    r"tagit in|tar in|reste|rest|säkrat|säkrar|finansieringsrunda|kapitalrunda|hentet|henter|rejst|rejser|hentede|emisjon|emission|"
    r"залуч\w+|отримал\w*|інвестиці\w+|kerännyt|keräsi|kaasas|získal\w*|captou|levantou)\b",
    re.IGNORECASE,
)
_SEEKING = re.compile(
    r"\b(?:seek(?:s|ing)?(?! to (?!raise))|is raising|are raising|currently raising|we're raising|raising|look(?:ing)? (?:for|to raise)|wants? to raise|aims? to raise|plans? to raise|hopes? to raise|"
    r"we need|we require|capital needed|funding required|ask(?:ing)? for|our ask|funding need|requesting|fundraising target|"
    r"sucht|suchen|gesucht|brauchen|kapitalbedarf|finanzierungsbedarf|benötig\w+|einzusammeln|"
    r"cherch\w+|recherch\w+|souhait\w+ lever|veut lever|doit financer|doit permettre|devra financer|en cours de levée|prépare une levée|prévoit de lever|besoin|"
    r"szuka\w*|poszukuj\w*|potrzebuj\w*|planuje pozyskać|chce pozyskać|"
    r"busca\w*|necesita\w*|quiere levantar|"
    r"cerca\w* (?:investi|finanzi|capit)\w*|cerchiamo|stiamo cercando|punta a raccogliere|vuole raccogliere|intende raccogliere|ricerca|fabbisogno|"
    r"zoekt|zoeken|op zoek naar|nodig|wil ophalen|söker|behöver|søger|søker|ønsker at rejse|шука\w+|потребу\w+)\b",
    re.IGNORECASE,
)
_TURNOVER = re.compile(
    r"\b(?:revenues?|turnover|annual sales|net sales|sales of|in sales|umsatz\w*|jahresumsatz\w*|chiffre d'affaires|przych[oó]d\w*|obrot\w*|ingresos|factur\w+|ventas de|"
    r"fatturat\w+|ricavi|\w*omzet\w*|omsättning\w*|omsetning\w*|omsætning\w*|liikevaihto\w*|käive|obrat|дохід\w*|доход\w*|виручк\w+)\b",
    re.IGNORECASE,
)
_TURNOVER_AFTER = re.compile(
    r"[ ,]*(?:in |of |an |w |de |d'|di |av |van )?(?:[\w-]+ ){0,2}?(?:"
    + _TURNOVER.pattern.removeprefix(r"\b(?:").removesuffix(r")\b")
    + r")\b",
    re.IGNORECASE,
)
_NOT_TURNOVER = re.compile(
    r"\b(?:mrr|arr|monthly|month|mensuel\w*|recurring|récurrent\w*|wiederkehrend\w*|target\w*|goal|project\w*|forecast\w*|expect\w*|plan\w*|will|by 20\d\d|potential|pipeline|"
    r"aim\w*|geplant\w*|plant|erwartet\w*|ziel\w*|bis 20\d\d|prévisionnel\w*|prévu\w*|objectif|vise|d'ici|planowan\w*|prognoz\w*|previst\w*|prevé|objetivo|prevede|obiettivo|"
    r"verwacht\w*|market|markt\w*|marché|rynek|rynku|mercado|mercato|loss\w*|verlust\w*|perte\w*|strat\w+|pérdida\w*|perdit\w+|growth|increase|rise|saved?|costs?|"
    r"run[ -]rate|weeks?|weekly|in (?:january|february|march|april|may|june|july|august|september|october|november|december)|in \\d+ months|approaching|for (?:our|its) \\w+|brokers|inbound|book|earns?|he|she|his|her|drug|downstream|deals?|"
    r"customers?'?|clients?'?|industry|global|worldwide|sector|first \w+ months|quarter\w*|q[1-4])\b",
    re.IGNORECASE,
)
_OTHER_MONEY = re.compile(
    r"\b(?:contracts?|orders?|framework|grants?|awards?|awarded|prize|loans?|debt|valuation|valued|worth|market|budget|cost\w*|price|revenue\w*|turnover|sales|"
    r"loss\w*|liabilit\w+|savings?|fine|penalt\w+|programme|program|tender|deal(?! to)|donat\w+|subsid\w+|assets|fund of|fund size|under management|"
    r"auftr[aä]g\w*|zuschuss\w*|förder\w*|preis(?:geld)?|darlehen|bewert\w*|markt\w*|umsatz\w*|kosten|verlust\w*|schulden|"
    r"contrat\w*|marché\w*|subvention\w*|prêt\w*|dette\w*|valoris\w*|chiffre|coût\w*|perte\w*|budget|commande\w*|"
    r"kontrakt\w*|um[oó]w\w*|zam[oó]wien\w*|dotacj\w*|pożyczk\w*|wycen\w*|przych\w*|zobowiąza\w*|strat\w+|kapitałem własnym|ujemn\w+|grant\w*|"
    r"contrato\w*|subvenci\w*|préstamo\w*|valorad\w*|mercado|ingresos|pérdid\w*|ayuda|"
    r"contratt\w*|sovvenzion\w*|prestit\w*|valutazion\w*|mercato|fatturat\w*|perdit\w*|bando|"
    r"opdracht\w*|subsidie\w*|lening\w*|waarde\w*|omzet|markt|bidrag|lån|ordre|order\w*|avtal\w*|aftale|"
    r"грант\w*|контракт\w*|кредит\w*|ринок|ринку|виручк\w*|дохо\w*)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:in total|total|overall|to date|altogether|insgesamt|bislang|bisher|gesamt|au total|à ce jour|łącznie|dotychczas|w sumie|en total|hasta la fecha|in totale|complessiv\w+|"
    r"in totaal|totalt|hittills|i alt|till dags dato|загалом|всього|tylko)\b",
    re.IGNORECASE,
)
_OTHER_FIRM = re.compile(
    r"\b(?:customers?|clients?|competitors?|parent|investors? (?:that|who)|rivals?|peers?|fund|portfolio|partner\w*|acquir\w+|government|ministry|industry|sector|"
    r"startups (?:have|has|in)|companies (?:have|has|in)|ecosystem|alumni|spin-?offs)\b",
    re.IGNORECASE,
)
_OURS_BUT_OTHER = re.compile(
    r"\b(?:our|its|their|unser\w*|notre|nos|nuestr\w+|nostr\w+|onze|vår\w*|nasz\w*|one of our)[ ](?:[\w-]+[ ]){0,2}?"
    r"(?:competitors?|customers?|clients?|investors?|partners?|portfolio|wettbewerber|kunden|concurrents?|clienti|clientes|klienci)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:including|of which|davon|dont|w tym|incluyendo|di cui|waarvan|varav)\b", re.IGNORECASE
)
_PERSONAL = re.compile(r"\b(?:I|he|she|my|his|her|who)\b|\((?:raised|previously)[^)]*$")
_NO_RAISE_AFTER = re.compile(
    r"^[ ]*(?:in (?:LOIs?|refunds|coverage|bookings|ARR|orders|pre-?orders|sales|revenue|non-?dilutive|grants?|savings|volume|capex|transactions)|per |non-?dilutive|on kickstarter|on indiegogo|worth of|of (?:sales|orders))",
    re.IGNORECASE,
)
_LEAST = 20_000
"""A sum below is a price or a fee, and no round."""
_LETTERS = {"A": Stage.SERIES_A, "B": Stage.SERIES_B, "C": Stage.SERIES_C}
_YEAR = re.compile(r"\b(20[0-4]\d)\b")


def stage_of(value: str) -> str | None:
    """The stage that a short value names: "Series A - II", "$60M+ (Series B)", "Seed round".

    >>> stage_of("Series A1"), stage_of("$60M+ (Series B)"), stage_of("TRL 3")
    ('series-a', 'series-b', None)
    """
    try:
        return str(read_stage(value.strip()))
    except ProfileError:
        pass
    found = re.search(
        r"\b(?:series|série|serie|seria|runda)[ -]?([A-H])(?=\d|\b)", value, re.IGNORECASE
    )
    if found:
        return str(_LETTERS.get(found[1].upper(), Stage.GROWTH))
    match = _STAGES.search(value)
    return _named(match) if match else None


def _named(found: re.Match[str]) -> str | None:
    if found["letter"]:
        return str(_LETTERS.get(found["letter"].upper(), Stage.GROWTH))
    if found["preseed"] or found["angel"]:
        return str(Stage.PRE_SEED)
    return str(Stage.SEED) if found["seed"] else None


def funding_in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """The stage and the sums that a statement says."""
    if found.field == "stage":
        if len(found.value) <= 60 and (stage := stage_of(found.value)):
            yield FoundFact("stage", stage, found.start, found.end, "stated", 5.0)
            for one in [*amounts(found.value, context.language)][:1]:
                value = {"amount": one.amount, "currency": one.currency, "of": "round"}
                yield FoundFact("raised", value, found.start, found.end, "read", 2.0)
        return
    if found.field not in ("raised", "seeking", "turnover", "balance_sheet"):
        return
    sums = [*amounts(found.value, context.language)]
    if sums and not (found.field != "seeking" and _SEEKING.search(found.value)):
        first = sums[0]
        kind = _covers(found, first, context)
        if kind is not None or found.field != "turnover":
            of = {"raised": kind or "round", "seeking": "round"}.get(found.field, kind or "year")
            value = {"amount": first.amount, "currency": first.currency, "of": of}
            yield FoundFact(found.field, value, found.start, found.end, "stated", 5.0)
    if found.field == "raised" and (stage := stage_of(found.value)) and len(found.value) <= 60:
        yield FoundFact("stage", stage, found.start, found.end, "stated", 4.0)
    elif (
        found.field == "seeking"
        and len(found.value) <= 60
        and (named := _STAGES.search(found.value))
    ) and (stage := _named(named)):
        yield FoundFact("stage", stage, found.start, found.end, "read", 1.0)


def _covers(found: KeyedValue, first: WrittenAmount, context: TextContext) -> str | None:
    key = context.layout.plain[found.start : found.at].casefold()
    if found.field == "turnover":
        if _NOT_TURNOVER.search(key) or _NOT_TURNOVER.search(found.value):
            return None
        stated = _YEAR.search(key) or _YEAR.search(found.value)
        return stated[1] if stated else "year"
    return "total" if _TOTAL.search(key) or _TOTAL.search(found.value) else "round"


def funding_in_prose(context: TextContext) -> Iterator[FoundFact]:
    """The stages and sums that sentences say."""
    for sentence in context.sentences:
        if sentence.cues & Cue.STAGE:
            yield from _stages(sentence, context)
        if sentence.cues & Cue.MONEY and sentence.cues & Cue.DIGIT:
            yield from _sums(sentence, context)


def _stages(sentence: Sentence, context: TextContext) -> Iterator[FoundFact]:
    text = sentence.text
    for found in _STAGES.finditer(text):
        stage = _named(found)
        if stage is None:
            continue
        before = clause_before(text, found.start())
        near = text[max(0, found.start() - 60) : found.end() + 40]
        if _BIO.search(before) or re.match(
            r"[ \u200b']*(?:fund\b(?!ing)|portfolio|\+ )", text[found.end() :], re.IGNORECASE
        ):
            continue
        if _NOT_ITS_STAGE.search(before) or denied(before) or _other_firm(before, context):
            continue
        if not (
            _ROUND_AFTER.match(near[found.end() - max(0, found.start() - 60) :])
            or _RAISED.search(before)
            or _SEEKING.search(before)
            or _ROUND_BEFORE.search(before)
            or _ROUND.search(found[0])
        ) and not _between_strokes(text, found):
            continue
        if found["seed"] and re.search(
            r"(?i)\bseeds?\s+(?:treatment|coating|crops?|corn|planting|drill|bank|sowing|oil|production)",
            text[found.start() :],
        ):
            continue
        later = _LATER_ROUND.search(before) is not None
        if later and not re.search(r"(?i)\braising\b|\bsucht\b|\bseeking\b", before):
            continue
        raising = _SEEKING.search(before) is not None and _RAISED.search(before) is None
        weight = (1.0 if raising else 2.0) + Stage(stage).rank * 0.1
        yield FoundFact(
            "stage",
            stage,
            sentence.start + found.start(),
            sentence.start + found.end(),
            "read",
            weight,
        )


def _between_strokes(text: str, found: re.Match[str]) -> bool:
    """Whether the stage is a part of an info line by itself: "Tallinn | Seed | 12 people"."""
    left, right = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    ends = "|\u2022\u00b7;"
    alone = (not left or left[-1] in ends) and (not right or right[0] in ends)
    return alone and any(sign in text for sign in ends)


def _other_firm(before: str, context: TextContext) -> bool:
    if _OURS_BUT_OTHER.search(before):
        return True
    return _OTHER_FIRM.search(before) is not None and not context.names_itself(before)


def _sums(sentence: Sentence, context: TextContext) -> Iterator[FoundFact]:
    text = sentence.text
    found = [*amounts(text, context.language)]
    for index, one in enumerate(found):
        low = found[index - 1].end if index else 0
        high = found[index + 1].start if index + 1 < len(found) else len(text)
        before = re.split(r"[.;!?\n]", text[max(0, one.start - 130) : one.start])[-1][-110:]
        before = before[max(0, len(before) - (one.start - low)) :] if index else before
        after = re.split(
            r"[.;:!?\n]|, (?:and|but|while|und|et|y|e|en)\b",
            text[one.end : min(high, one.end + 70)],
        )[0]
        field = _field(before, after, text[: one.start], context)
        if field is None or (index and _PART.search(before)):
            continue
        if one.amount < _LEAST:
            continue
        value = {
            "amount": one.amount,
            "currency": one.currency,
            "of": _of(field, before, after, text),
        }
        start = sentence.start + one.start
        weight = (
            2.0
            + (2.0 if value["of"] == "total" else 0.0)
            + _recency(text)
            + _stage_near(after + before)
        )
        yield FoundFact(field, value, start, sentence.start + one.end, "read", weight)


def _field(before: str, after: str, said: str, context: TextContext) -> str | None:
    if _TURNOVER.search(before[-60:]) or _TURNOVER_AFTER.match(after):
        if _NOT_TURNOVER.search(before[-70:]) or _NOT_TURNOVER.search(after[:50]) or denied(before):
            return None
        return None if _other_firm(before, context) else "turnover"
    if _OTHER_MONEY.search(before[-45:]) or _OTHER_MONEY.search(after[:32]):
        return None
    if denied(before) or _other_firm(before, context) or of_rivals(said, context.names):
        return None
    seeking = _SEEKING.search(before[-90:]) or re.match(
        r"[ ,]*(?:doit|devra|devrait|soll|sought|gesucht|needed)\b", after
    )
    if seeking and not re.search(r"(?i)\b(?:raised|has raised|eingesammelt|levé)\b", before[-60:]):
        return "seeking"
    if _RAISED.search(before[-80:]) or re.match(
        r"[ ]*(?:in[ ])?(?:\w+[ -]){0,2}?(?:pre-?seed|seed|series|série|serie|round|funding|raised|eingesammelt|levés|in equity|investment|kapitału|finansowania|van investeerders|opgehaald)\b",
        after,
        re.IGNORECASE,
    ):
        if _PERSONAL.search(before[-80:]) or _NO_RAISE_AFTER.match(after):
            return None
        if re.search(
            r"(?i)\b(?:lead|leads|led|invest(?:ed|s)? in|into)\b[^,]*$", before
        ) and not context.names_itself(before):
            return None
        return "raised"
    return None


def _of(field: str, before: str, after: str, text: str) -> str:
    if field == "turnover":
        years = _YEAR.findall(after[:30]) or _YEAR.findall(before) or _YEAR.findall(text)
        return str(years[0]) if years else "year"
    if field == "raised" and (_TOTAL.search(before[-60:]) or _TOTAL.search(after[:30])):
        return "total"
    return "round"


def _recency(text: str) -> float:
    years = [int(year) for year in _YEAR.findall(text)]
    return (max(years) - 2000) * 0.01 if years else 0.0


def _stage_near(words: str) -> float:
    found = _STAGES.search(words)
    stage = _named(found) if found else None
    return Stage(stage).rank * 0.05 if stage else 0.0
