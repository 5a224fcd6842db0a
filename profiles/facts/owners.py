"""Who controls the startup, and under which law does its legal form put it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from profiles.facts.context import TextContext
from profiles.facts.cues import Cue
from profiles.facts.firms import adjectives, country_of_adjective
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.places import PLACE, country_named, place
from profiles.facts.wording import clause_before, denied, meant_for_later
from profiles.vocabulary.words import fold

__all__ = ["BY_SEAT", "owners_in_prose", "owners_in_statement"]

_OWNED = (
    r"(?:(?:wholly|fully|majority|privately|solely|100[ ]?%|ultimately)[- ]?(?:owned|controlled|held)[ ](?:by|subsidiary[ ]of)|(?:wholly[- ]owned[ ])?subsidiary[ ]of|owned[ ](?:and[ ]\w+[ ])?by|controlled[ ]by|"
    r"Mehrheits(?:eigner|gesellschafter|eigentümer)(?:in)?[ ]ist|[Ww]łaścicielem(?:[ ][\w.]+){0,4}?[ ]jest(?:[ ](?:od[ ]\d{4}[ ]?(?:r\.|roku)?|obecnie))?|należ\w+[ ]w[ ]całości[ ]do|ägs[ ](?:helt|till[ ]\d+[ ]?%)[ ]av|"
    r"détenue?[ ](?:intégralement|entièrement|en[ ]totalité)[ ]par|eigenaar[ ]is|eigendom[ ]van|propietari[ao][ ](?:mayoritari[ao][ ])?es|(?:100|hundert)[- ]?prozentige[ ]Tochter[ ]de[rs]|acquired[ ]by|"
    r"majority[ ]stake[ ]is[ ]held[ ]by|part[ ]of[ ]the|"
    r"(?:im[ ]Besitz|im[ ]Mehrheitsbesitz|Tochter(?:gesellschaft|unternehmen|firma)?|gehört(?:[ ]zu[ ]\d+[ ]?%)?(?:[ ]mehrheitlich)?(?:[ ]zur?)?|kontrolliert[ ]von)|"
    r"(?:filiale(?:[ ]à[ ]100[ ]?%)?[ ]d[eu]|détenue?(?:[ ]à[ ]\d+[ ]?%|[ ]majoritairement)?[ ]par|contrôlée?[ ]par|propriété[ ]d[eu])|"
    r"(?:spółk\w+[ ]zależn\w+|należ\w+[ ](?:w[ ]100[ ]?%[ ])?do|kontrola[ ]nad[ ]firmą[ ]trafiła[ ]do|kontrolowan\w+[ ]przez|własnoś\w+)|"
    r"(?:filial[ ]de|propiedad[ ]de|controlad[ao][ ]por|participad[ao][ ]mayoritariamente[ ]por)|"
    r"(?:controllata[ ](?:al[ ]100[ ]?%[ ])?d[ai]l?|di[ ]proprietà[ ]d[ei]l?|filiale[ ]di)|"
    r"(?:dochter(?:onderneming)?[ ]van|in[ ]handen[ ]van|eigendom[ ]van)|(?:dotterbolag[ ]till|ägs[ ]av|ejes[ ]af|eies[ ]av|datterselskab[ ]af|datterselskap[ ]av)|"
    r"(?:дочірн\w+[ ]компані\w+|належить))"
)
_BY = re.compile(rf"\b(?i:{_OWNED})(?P<who>[^.;!?\n]{{3,140}})")


@cache
def _share_owned() -> re.Pattern[str]:
    """Owners named by a nationality; made when first asked, because it reads the adjectives."""
    return re.compile(
        rf"\b(?:(?:100[ ]?%|fully|wholly|entirely|majority)[- ](?P<adj>{adjectives('en')})(?:[- ](?:owned|controlled|held))|"
        rf"(?:is|are|,)[ ](?:an?[ ])?(?P<adj2>{adjectives('en')})[- ]owned|"
        rf"(?:owned|held)[ ](?:entirely[ ]|wholly[ ]|fully[ ])?by[ ](?:its[ ])?(?P<adj3>{adjectives('en')})[ ](?:founders|shareholders|citizens|nationals|owners|residents))"
    )


_BY_PEOPLE = {
    "fr": r"par[ ](?:ses|des|les|nos)[ ](?:\w+[ ])?(?:fondateurs|actionnaires|salariés|associés)[ ]{adj}",
    "es": r"(?:capital|propiedad|accionistas)(?:[ ]es|[ ]son)?[ ](?:100[ ]?%|íntegramente|totalmente|mayoritariamente)[ ]{adj}|100[ ]?%[ ](?:de[ ]capital[ ])?{adj}",
    "it": r"(?:capitale|proprietà)[ ](?:è[ ])?(?:interamente|al[ ]100[ ]?%|100[ ]?%)[ ]{adj}",
    "pl": r"należ\w+[ ](?:w[ ]całości|w[ ]100[ ]?%|wyłącznie)[ ]do[ ]{adj}|(?:kapitał|własność)[ ](?:jest[ ])?(?:w[ ]100[ ]?%|całkowicie)[ ]{adj}",
    "nordic": r"ägs[ ](?:helt[ ]|till[ ]100[ ]?%[ ])?av[ ](?:sina[ ]|våra[ ]|de[ ])?{adj}",
    "de": r"(?:zu[ ]100[ ]?%|vollständig|ganz|mehrheitlich)[ ](?:in[ ]|im[ ])?{adj}[ ](?:Besitz|Hand|Händen|Eigentum)|(?:gehört|Eigentümer\w*[ ]sind)[ ](?:\w+[ ]){{0,3}}{adj}[ ](?:Gründer\w*|Gesellschafter\w*)",
    "nl": r"(?:100[ ]?%|volledig|geheel)[ ](?:in[ ])?{adj}[ ](?:handen|eigendom|bezit)",
    "en": r"owned[ ]by[ ](?:our|its|the|their)[ ]founders,?[ ](?:all[ ](?:of[ ]them[ ])?|who[ ]are[ ](?:all[ ])?|both[ ])?{adj}",
}


@cache
def _by_people(column: str) -> re.Pattern[str] | None:
    """Owners who are people of one nation: "owned by our founders, all of them German"."""
    said = _BY_PEOPLE.get(column)
    if said is None:
        return None
    words = adjectives(column)
    parts = said.split("{adj}")
    pattern = parts[0] + "".join(
        f"(?P<adj{number}>{words}){part}" for number, part in enumerate(parts[1:])
    )
    return re.compile(rf"\b(?:{pattern.replace('{{', '{').replace('}}', '}')})\b", re.IGNORECASE)


_LOCATED = re.compile(
    rf"\b(?:(?:registered|incorporated|based|headquartered|located|domiciled)[ ]in|of|in|from|z|aus|de|di|van|w)[ ]{PLACE}|\((?P<bracket>[^()]+)\)"
)
_MINORITY = re.compile(
    r"\b(?:minority|partly|partially|minderheit\w*|minoritaire\w*|(?:[1-9]|[1-4]\d)[ ]?%|formerly|previously|until|was)\b",
    re.IGNORECASE,
)
_CO_OWNED = re.compile(r"\b(?:co-owned|jointly)\b", re.IGNORECASE)

# Forms that only one country has, or that a firm of one country is sure to have.
_FORMS = (
    (
        "PL",
        r"Sp\.[ ]?z[ ]?o\.[ ]?o\.?|sp\.[ ]z[ ]o\.o\.|spółka z o\.o\.|P\.S\.A\.|Prosta Spółka Akcyjna",
    ),
    ("DK", r"A/S|ApS"),
    ("FI", r"Oyj?"),
    ("EE", r"OÜ"),
    ("LT", r"UAB"),
    ("LV", r"SIA"),
    ("FR", r"SASU?|S\.A\.S\.U?|EURL"),
    ("IT", r"S\.r\.l\.?|S\.p\.A\.|SpA"),
    ("NL", r"B\.V\."),
    ("ES", r"S\.L\.U?\.?|S\.L\.L\."),
    ("PT", r"Lda\.?|Unipessoal Lda"),
    ("HU", r"Kft\.?|Zrt\.?"),
    ("UA", r"LLC \(Ukraine\)"),
    ("IN", r"Pvt\.?[ ]Ltd\.?|Private Limited"),
    ("SG", r"Pte\.?[ ]Ltd\.?"),
    ("AU", r"Pty\.?[ ]Ltd\.?"),
    ("IS", r"ehf\.?"),
    ("TR", r"A\.Ş\.|Ltd\. Şti\."),
    ("BG", r"EOOD|OOD"),
)
_FORM = re.compile(
    r"(?<=[\w,)] )(?P<form>"
    + "|".join(f"(?P<f{code}>{form})" for code, form in _FORMS)
    + r"|g?GmbH|UG(?:[ ]\(haftungsbeschränkt\))?|AG|S\.A\.|SA|AB|AS|BV|NV|N\.V\.|Ltd\.?|Limited|Inc\.?|LLC|Corp\.?|a\.s\.|s\.r\.o\.|I\.K\.E\.)(?![\w])"
)
_HAS_FORM = re.compile(
    r"GmbH|AG|AB|AS|SA|A/S|ApS|Ltd|Limited|Inc|LLC|Corp|[A-Za-zŞ]\.[ ]?[A-Za-z]|O[yÜ]|UAB|SIA|EURL|SpA|Lda|Kft|Zrt|ehf|OOD|BV|NV|spółka|Spółka|UG"
)
"""What every form has in it: most sentences have none of it."""
_NAME_BEFORE = re.compile(r"(?P<name>(?:[\w&.'-]+[ ]){1,5}?),?[ ]?$")
_UKRAINIAN = re.compile(r"\b(?:ТОВ|ТзОВ|ПрАТ)[ ][\"«„]?(?P<name>[\w-]+)")
_HOME = {
    "GmbH": ("DE", "AT", "CH"), "UG": ("DE",), "gGmbH": ("DE", "AT"), "AG": ("DE", "AT", "CH"),
    "S.A.": ("FR", "BE", "LU", "CH", "ES", "PT", "PL", "GR", "RO"), "SA": ("FR", "BE", "LU", "CH", "PT", "GR"),
    "AB": ("SE", "FI"), "AS": ("NO", "EE"), "BV": ("NL", "BE"), "NV": ("NL", "BE"), "N.V.": ("NL", "BE"),
    "Ltd": ("GB", "IE", "IL"), "Ltd.": ("GB", "IE", "IL"), "Limited": ("GB", "IE"), "Inc": ("US", "CA"), "Inc.": ("US", "CA"),
    "LLC": ("US",), "Corp": ("US",), "Corp.": ("US",), "a.s.": ("CZ", "SK"), "s.r.o.": ("CZ", "SK"), "I.K.E.": ("GR",),
}  # fmt: skip
BY_SEAT = "incorporated_by_seat"
"""No field: a legal form of several countries, with them; the seat says which, where it is one."""


def owners_in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """The countries of the owners that a statement says."""
    if found.field == "controlled_from":
        value = found.value
        if _MINORITY.search(value):
            return
        parts = [part.strip() for part in re.split(r"[;,/|]|\band\b", value)]
        codes = [country_named(part) for part in parts]
        if codes and all(codes):
            yield FoundFact(
                "controlled_from", [*dict.fromkeys(codes)], found.start, found.end, "stated", 5.0
            )
        elif match := re.search(rf"100[ ]?%[ ]({adjectives('en')})", value):
            code = country_of_adjective(match[1], "en")
            if code:
                yield FoundFact("controlled_from", [code], found.start, found.end, "stated", 4.0)
    elif found.field == "legal":
        yield from _forms(Sentence(found.value, found.at, 0), context, sure=True)


def owners_in_prose(context: TextContext) -> Iterator[FoundFact]:
    """The countries of the owners that sentences say, and the law of a legal form."""
    for sentence in context.sentences:
        if sentence.cues & Cue.OWNER:
            yield from _owned(sentence, context)
        yield from _forms(sentence, context, sure=False)


def _owned(sentence: Sentence, context: TextContext) -> Iterator[FoundFact]:
    text = sentence.text
    for found in _share_owned().finditer(text):
        word = found["adj"] or found["adj2"] or found["adj3"]
        before = clause_before(text, found.start())
        code = country_of_adjective(word, "en")
        if re.search(r"\d[ ]?%[^%]*\b(?:of|are)\b", before):
            continue
        if code and not denied(before) and not _MINORITY.search(before):
            yield _control(code, sentence, found.start(), found.end(), 2.0)
    column = _COLUMN.get(context.language, context.language)
    for found in people.finditer(text) if (people := _by_people(column)) else ():
        word = next(filter(None, found.groupdict().values()), "")
        code = country_of_adjective(word, column)
        if code and not denied(clause_before(text, found.start())):
            yield _control(code, sentence, found.start(), found.end(), 2.0)
    for found in _BY.finditer(text):
        before = clause_before(text, found.start())
        if (
            denied(before)
            or _MINORITY.search(before[-40:])
            or _CO_OWNED.search(before)
            or meant_for_later(before)
        ):
            continue
        if re.search(r"\d[ ]?%", before) or not _of_itself(before, sentence, context):
            continue
        if re.search(r"\b(?:its|our|ihre|seine|sa|ses|their|own)[ ]$", before):
            continue
        if found[0].lower().startswith("part of the") and "group" not in found["who"].lower():
            continue
        code, end = _country_of_owner(found["who"], context)
        if code:
            yield _control(code, sentence, found.start(), found.start("who") + end, 2.0)


def _of_itself(before: str, sentence: Sentence, context: TextContext) -> bool:
    """Whether what is owned is the startup: the clause begins so, or names it."""
    words = before.strip(" ,-\u2014\n")
    return (
        not words
        or words.endswith((", a", ", and", ", und"))
        or context.names_itself(words)
        or re.fullmatch(
            r"(?i)(?:it|which|the (?:firm|business|group)|sie|es|elle|il|ona|co)?[ ]*(?:is|are|ist|est|jest|es|è|är|er)?(?: an?| eine?| une?| una?)?",
            words,
        )
        is not None
    )


def _control(code: str, sentence: Sentence, start: int, end: int, weight: float) -> FoundFact:
    return FoundFact(
        "controlled_from", [code], sentence.start + start, sentence.start + end, "read", weight
    )


_COLUMN = {"sv": "nordic", "da": "nordic", "no": "nordic"}


def _country_of_owner(who: str, context: TextContext) -> tuple[str | None, int]:
    who = re.split(
        r",[ ](?:which|who|and|a move|co |die|der|qui|która|który|que|che|die)\b|\b(?:since|after|before|until|in 20\d\d|seit|depuis)\b",
        who,
    )[0]
    column = _COLUMN.get(context.language, context.language)
    for language in {column, "en"}:
        try:
            pattern = adjectives(language)
        except KeyError:
            continue
        flags = 0 if language in ("en", "nl") else re.IGNORECASE
        found = re.search(rf"(?<![\w-])({pattern})(?![\w])", who[:80], flags)
        if found and (code := country_of_adjective(found[1], language)):
            return code, found.end()
    for found in _LOCATED.finditer(who):
        named = found["bracket"] or found["place"]
        if named and (code := place(named, context.language)):
            return code, found.end()
    return None, 0


def _forms(sentence: Sentence, context: TextContext, *, sure: bool) -> Iterator[FoundFact]:
    text = sentence.text
    for found in _FORM.finditer(text) if _HAS_FORM.search(text) else ():
        code = next(
            (
                one[1:]
                for one, value in found.groupdict().items()
                if one.startswith("f") and one != "form" and value
            ),
            None,
        )
        named = _NAME_BEFORE.search(text[max(0, found.start() - 60) : found.start()])
        itself = named is not None and (
            sure or _own_name(named["name"], text[: found.start()], context)
        )
        if not itself:
            continue
        if code is None:
            homes = _HOME.get(found["form"].split(" ")[0], ())
            seats = [
                place(one["place"], context.language)
                for one in re.finditer(
                    rf"\b(?:in|aus|Sitz in)[ ]{PLACE}", text[found.end() : found.end() + 80]
                )
            ]
            code = next((seat for seat in seats if seat in homes), None) or (
                homes[0] if len(homes) == 1 else None
            )
            if code is None and homes:
                span = sentence.start + found.start(), sentence.start + found.end()
                yield FoundFact(BY_SEAT, homes, *span, "read", 1.0)
        if code:
            yield FoundFact(
                "incorporated_in",
                code,
                sentence.start + found.start(),
                sentence.start + found.end(),
                "read",
                1.5,
            )
    for found in _UKRAINIAN.finditer(text):
        if sure or fold(found["name"]) in context.names or sentence.number < 2:
            yield FoundFact(
                "incorporated_in",
                "UA",
                sentence.start + found.start(),
                sentence.start + found.end(),
                "read",
                1.5,
            )


def _own_name(name: str, before: str, context: TextContext) -> bool:
    """Whether a legal name is the startup's own: it has its first word, or stands at the foot."""
    words = [fold(word) for word in name.split()]
    if context.names.intersection(words[-4:]) and not re.search(
        r"\b(?:named|called|by|with|from|of|and)[ ](?:\w+[ ]){1,4}$", before
    ):
        return True
    if re.search(r"\bas[ ](?:[\w&.'-]+[ ]){1,4}$", before):
        return True
    return (
        re.search(
            r"(?:\u00a9|copyright|impressum|\(c\))[ ]?(?:\d{4})?[ ,:-]*(?:[\w&.'-]+[ ]){1,5}$",
            before,
            re.IGNORECASE,
        )
        is not None
    )
