"""Which certificates, numbers and export-control codes does the startup hold?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.errors import ProfileError
from profiles.facts.context import TextContext
from profiles.facts.cues import Cue
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue
from profiles.facts.wording import clause_before, denied
from profiles.vocabulary.export import export_code

__all__ = ["papers_in_prose", "papers_in_statement"]

_CERTIFICATES = re.compile(
    r"\b(?P<name>ISO(?:/IEC)?[ -]?(?:9001|14001|27001|13485|45001|22301|17025)|(?:EN|AS)[ ]?9100[A-D]?|AS[ ]?9120|AQAP[ -]?\d{4}|NADCAP|TISAX|SOC[ ]?2|"
    r"(?:CMMC|Cybersecurity Maturity Model Certification(?: \(CMMC\))?)[ -]?(?:Level[ ]?)?(?P<level>[1-3])|Cyber Essentials(?: Plus)?|ITAR registered|JOSCAR|FedRAMP)",
)
_HELD = re.compile(
    r"\b(?:certified|certifi(?:cate|cation)s?|accredited|achieved|holds?|holding|obtained|earned|awarded|registered|compliant with certified|zertifizier\w*|zertifikat\w*|certifiée?s?|certification|"
    r"certyfik\w*|posiada\w*|certificad[ao]s?|certificazion\w*|certificat[aoi]|gecertificeerd|certifierad\w*|certificeret|sertifisert|сертифік\w*)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:zero to|helps?|get|working towards?|towards?|plan\w*|prepar\w*|pursu\w*|in progress|seeking|aim\w*|will|pathway|in line with|according to|aligned|based on|following|mapping|requirements of|angestrebt|geplant|in vorbereitung|en cours|visée|w trakcie|"
    r"en proceso|in corso|customers?|suppliers?|partner\w*|audits?|аудит\w*|expected|by 20\d\d|compliance with|standards?)\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\b(?P<kind>D-?U-?N-?S(?:[ ](?:number|nr|no))?|N?CAGE(?:[ ]code)?|PIC(?:[ ](?:number|code))?|UEI)[ ]?(?:is|:|#|=|\.)?[ ]*(?P<number>[A-Z0-9]{5,13}(?:-\d{3}-\d{4})?)\b"
)
_CODES = re.compile(
    r"\b(?:ECCN|export[- ]control(?:led)?|dual-use (?:list|regulation|code)|Annex I|munitions list|Ausfuhrliste|military list)\b[^.;\n]{0,40}?\b(?P<code>\d[A-E]\d{3}(?:\.[a-z0-9]+)*|ML[ -]?\d{1,2})\b"
)
_SLUGS = {"duns": "duns", "cage": "cage", "ncage": "cage", "pic": "pic", "uei": "sam"}


def papers_in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """Certificates, numbers and codes that a statement says."""
    if found.field in ("duns", "cage", "pic", "sam"):
        number = re.match(r"[A-Za-z0-9-]{4,15}", found.value)
        if number and any(char.isdigit() for char in number[0]):
            yield FoundFact(
                "identifiers", {found.field: number[0]}, found.start, found.end, "stated", 5.0
            )
    elif found.field == "certifications" and not _NOT_YET.search(found.value):
        names = [_certificate(one) for one in _CERTIFICATES.finditer(found.value)]
        if names:
            yield FoundFact(
                "certifications", [*dict.fromkeys(names)], found.start, found.end, "stated", 5.0
            )
    elif found.field == "export_control":
        codes = [*_codes(re.findall(r"\b\d[A-E]\d{3}(?:\.[a-z0-9]+)*|ML[ -]?\d{1,2}", found.value))]
        if codes:
            yield FoundFact("export_control", codes, found.start, found.end, "stated", 5.0)


def papers_in_prose(context: TextContext) -> Iterator[FoundFact]:
    """Certificates, numbers and codes that sentences say."""
    for sentence in context.sentences:
        text = sentence.text
        if not sentence.cues & Cue.PAPER:
            continue
        for found in _CERTIFICATES.finditer(text):
            before = clause_before(text, found.start())
            near = text[max(0, found.start() - 60) : found.end() + 30]
            if (
                denied(before)
                or _NOT_YET.search(before)
                or not _HELD.search(near.replace("Model Certification", ""))
            ):
                continue
            start, end = sentence.start + found.start(), sentence.start + found.end()
            yield FoundFact("certifications", [_certificate(found)], start, end, "read", 1.0)
        for found in _NUMBERS.finditer(text):
            kind = re.sub(r"\W|number|nr|no|code", "", found["kind"].casefold())
            if kind in _SLUGS and any(char.isdigit() for char in found["number"]):
                start, end = sentence.start + found.start(), sentence.start + found.end()
                yield FoundFact(
                    "identifiers", {_SLUGS[kind]: found["number"]}, start, end, "read", 1.0
                )
        for found in _CODES.finditer(text):
            if not denied(clause_before(text, found.start())):
                codes = [*_codes([found["code"]])]
                start, end = sentence.start + found.start(), sentence.start + found.end()
                if codes:
                    yield FoundFact("export_control", codes, start, end, "read", 1.0)


def _certificate(found: re.Match[str]) -> str:
    return f"CMMC Level {found['level']}" if found["level"] else found["name"]


def _codes(written: list[str]) -> Iterator[str]:
    for one in written:
        try:
            yield export_code(one).text
        except ProfileError:
            continue
