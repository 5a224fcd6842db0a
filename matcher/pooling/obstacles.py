"""What stands between a startup and its part of a purchase?

Rules of the lines and of the instruments that may pay, time, and certificates: each a finding with
source and day. What rests on no page of a programme but on our reading says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from matcher.answers.findings import explain_answer
from matcher.eligibility.answer import Answer
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from matcher.pathway.ways import PRODUCTION
from matcher.pooling.shown import names
from matcher.results import Finding
from profiles.vocabulary import group, instant
from programmes.criteria import ContentShare, Control
from programmes.pools.rules import months_apart

if TYPE_CHECKING:
    from matcher.pooling.purchases import Purchase
    from profiles.model import Profile
    from programmes.demands import Demand
    from programmes.read import Catalogue

__all__ = [
    "certificates", "conditional", "our_reading", "readiness", "rules_of", "rules_of_payers",
]  # fmt: skip

_MONTHS_A_LEVEL = 12
_FEW = 4
_OUR = ("gk",)


def rules_of(pool: Purchase, profile: Profile, catalogue: Catalogue, on: date) -> Iterable[Finding]:
    """What decides whether a startup may supply at all: the rules of lines and entry."""
    yield from _stated(pool, profile)
    yield from _own_rules(pool, profile, catalogue, on)


def conditional(
    pool: Purchase, profile: Profile, catalogue: Catalogue, on: date
) -> Iterable[Finding]:
    """What may matter: rules of the instruments that may pay, and usual certificates."""
    yield from rules_of_payers(pool, profile, catalogue, on)
    yield from certificates(pool, profile)


def _stated(pool: Purchase, profile: Profile) -> Iterable[Finding]:
    """The rules that the lines themselves set."""
    seated = [line for line in pool.lines if line.supply_from is not None]
    if pool.supply_from is not None:
        seat = profile.incorporated_in
        answer = (
            Answer.UNKNOWN
            if seat is None
            else Answer.MET
            if seat in pool.supply_from
            else Answer.UNMET
        )
        where = f"Incorporated in {names([seat])}" if seat else "The seat is not known"
        inside = {Answer.MET: "inside", Answer.UNMET: "outside"}.get(answer, "to be compared with")
        says = f"{where}, {inside} the places from which these lines may be supplied"
        yield _from_lines("seat", answer, says, seated, "incorporated_in", seat)
    ruled = [line for line in pool.lines if line.max_outside_share is not None]
    if pool.max_outside_share is not None:
        share, most = profile.non_eligible_content_share, float(pool.max_outside_share)
        answer = Answer.UNKNOWN if share is None else Answer.MET if share <= most else Answer.UNMET
        own = "is not known" if share is None else f"is {share:.0%}"
        says = f"The share of parts from outside {own}; these lines take {most:.0%} at most"
        field = "non_eligible_content_share"
        yield _from_lines("content-share", answer, says, ruled, field, share)


def _from_lines(
    criterion: str, answer: Answer, says: str, lines: Sequence[Demand], field: str, value: Any
) -> Finding:
    sources = tuple(sorted({line.source for line in lines}))
    dated = [line.as_of for line in lines if line.as_of not in {"undated", "unknown"}]
    return _finding(
        criterion, answer, says, field, value,
        source=sources[0], as_of=max(dated, default="undated"), confidence="high",
        sources=sources, missing=answer is Answer.UNKNOWN,
    )  # fmt: skip


def _own_rules(
    pool: Purchase, profile: Profile, catalogue: Catalogue, on: date
) -> Iterable[Finding]:
    """The conditions that the catalogue's entry of a pool states itself."""
    if pool.programme is None:
        return
    rulebook = Rulebook([pool.programme], on=instant(on))
    judged = rulebook.judge(Frame.of([profile]))
    for place, criterion in zip(rulebook.binding[0], pool.programme.criteria, strict=True):
        answer = Answer(int(judged.answers[place, 0]))
        yield explain_answer(criterion, profile, answer, catalogue.sources)


def rules_of_payers(
    pool: Purchase, profile: Profile, catalogue: Catalogue, on: date
) -> Iterable[Finding]:
    """Control and content rules of the EU instruments with which these states may pay."""
    payers = (("safe", "safe_borrowers_19"), ("edip", "edip_eligible"))
    for slug, club in payers:
        members = group(club).members(on).intersection(pool.participants)
        own = pool.programme is not None and pool.programme.id == slug
        if slug not in catalogue or not members or own:
            continue
        programme = catalogue.get(slug)
        rulebook = Rulebook([programme], on=instant(on))
        judged = rulebook.judge(Frame.of([profile]))
        for place, criterion in zip(rulebook.binding[0], programme.criteria, strict=True):
            if isinstance(criterion, ContentShare | Control):
                answer = Answer(int(judged.answers[place, 0]))
                found = explain_answer(criterion, profile, answer, catalogue.sources)
                name = programme.short_name or programme.name
                few = names(sorted(members)) if len(members) <= _FEW else "these states"
                says = f"If {few} pay with {name}: {found.says}"
                yield replace(found, says=says)


def readiness(pool: Purchase, profile: Profile, on: date) -> Finding:
    """Whether the technology is ready in time, at our assumed pace."""
    last = pool.last_need
    if profile.trl is None or last is None:
        lacking = "the readiness" if profile.trl is None else "the day of need"
        return our_reading("trl", Answer.UNKNOWN, f"Cannot be said: {lacking} is not known", "trl")
    needed = max(0, PRODUCTION - 1 - profile.trl) * _MONTHS_A_LEVEL
    left = months_apart(on, last) if last >= on else 0
    answer = Answer.MET if needed <= left else Answer.UNMET
    says = (
        f"TRL {profile.trl} and {left} months until the last need on {last}: TRL 9 takes about"
        f" {needed} months at {_MONTHS_A_LEVEL} a level (our assumption)"
    )
    return our_reading("trl", answer, says, "trl", profile.trl)


def certificates(pool: Purchase, profile: Profile) -> Iterable[Finding]:
    """Certificates that such purchases ask for as a rule."""
    held = {one.casefold() for one in profile.certifications or ()}
    aqap = any("aqap" in one for one in held)
    answer = Answer.MET if aqap else Answer.UNKNOWN
    own = "It holds an" if aqap else "It names no"
    yield our_reading(
        "certification",
        answer,
        f"{own} AQAP certificate, which contracts of Allied states ask for as a rule",
        "certifications",
    )
    american = "US" in pool.participants or profile.incorporated_in == "US"
    if american or "US" in (profile.controlled_from or ()):
        cmmc = any("cmmc" in one for one in held)
        answer = Answer.MET if cmmc else Answer.UNKNOWN
        own = "It holds a" if cmmc else "It names no"
        says = (
            f"{own} CMMC level, which American defence contracts and their supply chain ask for:"
            " level 1 for federal contract information, level 2 where controlled unclassified"
            " information is handled (32 CFR 170, DFARS 252.204-7021)"
        )
        yield our_reading("certification", answer, says, "certifications")


def our_reading(
    criterion: str, answer: Answer, says: str, field: str | None = None, value: Any = None
) -> Finding:
    """A finding that rests on our reading, marked as such."""
    return _finding(
        criterion, answer, says, field, value,
        source=_OUR[0], as_of="2026-11-21", confidence="low-medium", sources=_OUR,
        missing=answer is Answer.UNKNOWN and field is not None,
        note="Our reading or general knowledge; no page of a buyer was used.",
    )  # fmt: skip


def _finding(
    criterion: str, answer: Answer, says: str, field: str | None, value: Any, **rest: Any
) -> Finding:
    """A finding on a purchase: what it rests on is stated or not known, never read."""
    return Finding(
        criterion=criterion,
        answer=answer.word,
        field=field,
        value=value,
        basis=None if value is None else "stated",
        quote=None,
        level="programme",
        says=says,
        **rest,
    )
