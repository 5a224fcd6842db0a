"""What does a pool of demands mean for one startup?

States buy there, so the answer is never "eligible": it is which part of the purchase the startup
could supply, by which route, and what stands in the way, as findings with source and day like any
other answer. What rests on no page of a programme but on our reading says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from matcher.answers.findings import explain_answer
from matcher.eligibility.answer import Answer, Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from matcher.pathway.ways import PRODUCTION
from matcher.pooling.glossary import Meaning, meaning
from matcher.pooling.likeness import text_of
from matcher.pooling.purchases import Purchase
from matcher.pooling.shown import names
from matcher.results import Finding
from profiles.text import passages
from profiles.vocabulary import group, instant
from programmes.criteria import ContentShare, Control
from programmes.pools.rules import months_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.texts.encoder import Encoder
    from profiles.model import Profile
    from programmes.read import Catalogue

__all__ = ["Part", "Supply", "conditional", "our_reading", "readiness", "rules_of", "supply"]

Part = Literal["item", "component", "service", "perhaps", "none"]

_MONTHS_A_LEVEL = 12
_READY = 8
_TRIAL = 6
_ALIKE = 0.45
_OUR = ("gk",)
_PARTS: tuple[Part, ...] = ("item", "component", "service", "perhaps", "none")
_SERVICES = frozenset(
    {"maintenance", "training service", "disposal", "transport service", "upgrade"}
)
_SAYS: Mapping[Part, str] = {
    "item": "Its own text names the thing that is bought: {shared}",
    "component": "Its text names {mine}, which is of the same family as {theirs}",
    "service": "Its text names a service ({mine}) around what is bought",
    "perhaps": "Its text resembles the purchase (similarity {cosine:.2f}), but names no part of it",
    "none": "Its text names nothing that is bought here (similarity {cosine:.2f})",
}


@dataclass(frozen=True, slots=True)
class Supply:
    """One startup and one pool.

    Attributes:
        pool, name: Which pool.
        verdict: Always ``supply_chain``.
        part: ``item``, ``component``, ``service``, ``perhaps`` or ``none``.
        route: How it could take part, in words.
        fit: How alike the texts are, 0 to 1.
        findings: What speaks for and against, each with source and day.
    """

    pool: str
    name: str
    verdict: str
    part: Part
    route: str
    fit: float
    findings: tuple[Finding, ...]


def supply(
    profile: Profile,
    pools: Sequence[Purchase],
    encoder: Encoder,
    catalogue: Catalogue,
    *,
    on: date,
) -> tuple[Supply, ...]:
    """What each pool means for a startup, the likeliest part first.

    Args:
        profile: The startup.
        pools: What states buy together.
        encoder: Turns texts into vectors.
        catalogue: For the rules of the instruments that pay for such purchases, and their sources.
        on: The day that is asked about.
    """
    if not pools:
        return ()
    texts = [passage.text for passage in passages(profile)] or [profile.name]
    mine = encoder.encode(texts)
    cosines = _likeness(pools, mine, encoder)
    said = meaning(" . ".join(texts))
    found = []
    for pool, cosine in zip(pools, cosines.tolist(), strict=True):
        part, reading = _part(pool, said, cosine)
        route = _route(part, profile)
        reading_finding = our_reading(
            "part", Answer.MET if part != "none" else Answer.UNKNOWN, reading
        )
        found.append(
            Supply(
                pool=pool.id,
                name=pool.name,
                verdict=Verdict.SUPPLY_CHAIN.word,
                part=part,
                route=route,
                fit=round(cosine, 4),
                findings=(
                    reading_finding,
                    *rules_of(pool, profile, catalogue, on),
                    *_instruments(pool, profile, catalogue, on),
                    readiness(pool, profile, on),
                    *_gates(pool, profile),
                    pool.standing,
                ),
            )
        )
    return tuple(sorted(found, key=lambda one: (_PARTS.index(one.part), -one.fit, one.pool)))


def _likeness(
    pools: Sequence[Purchase], mine: NDArray[np.float32], encoder: Encoder
) -> NDArray[np.float64]:
    """How alike the best passage of the startup and the best text of each pool are, 0 to 1."""
    # A pool of demands is told by its name; one of the catalogue by all that it seeks.
    texts = [pool.says[:1] if pool.programme is None else pool.says for pool in pools]
    theirs = encoder.encode([text_of(text) for said in texts for text in said])
    best = np.clip((theirs @ mine.T).max(axis=1), 0.0, 1.0)
    starts = np.cumsum([0, *(len(said) for said in texts)])[:-1]
    return np.asarray(np.maximum.reduceat(best, starts), np.float64)


def _part(pool: Purchase, mine: Meaning, cosine: float) -> tuple[Part, str]:
    """Which part of the purchase the startup's own words name."""
    asked = [meaning(text) for text in pool.says]
    things = frozenset().union(*(one.things for one in asked))
    families = frozenset().union(*(one.families for one in asked))
    shared = mine.things & things
    services = mine.roles & _SERVICES
    part: Part = "none"
    if shared:
        part = "item"
    elif mine.families & families:
        part = "service" if services and cosine >= _ALIKE else "component"
    elif cosine >= _ALIKE:
        part = "perhaps"
    words: dict[str, Any] = {
        "shared": ", ".join(sorted(shared)),
        "mine": ", ".join(sorted(services if part == "service" else mine.things)),
        "theirs": ", ".join(sorted(things)) or pool.name,
        "cosine": cosine,
    }
    return part, _SAYS[part].format(**words)


def _route(part: Part, profile: Profile) -> str:
    """How it could take part; the levels are our assumption."""
    ready = profile.trl
    if part == "none":
        return "no route seen"
    if ready is None:
        return "subcontractor or test partner: the readiness is not known"
    if ready < _TRIAL:
        return f"test partner: at TRL {ready} it has trials to offer, not deliveries"
    if part == "item" and ready >= _READY:
        return "prime, or subcontractor to a maker who can deliver the volume"
    return "subcontractor to a prime"


def rules_of(pool: Purchase, profile: Profile, catalogue: Catalogue, on: date) -> Iterable[Finding]:
    """What decides whether a startup may supply at all: the rules of lines and entry."""
    yield from _stated(pool, profile)
    yield from _own_rules(pool, profile, catalogue, on)


def conditional(
    pool: Purchase, profile: Profile, catalogue: Catalogue, on: date
) -> Iterable[Finding]:
    """What may matter: rules of the instruments that may pay, and usual certificates."""
    yield from _instruments(pool, profile, catalogue, on)
    yield from _gates(pool, profile)


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
    criterion: str, answer: Answer, says: str, lines: Sequence[Any], field: str, value: Any
) -> Finding:
    sources = tuple(sorted({line.source for line in lines}))
    dated = [line.as_of for line in lines if line.as_of not in {"undated", "unknown"}]
    return Finding(
        criterion=criterion,
        answer=answer.word,
        field=field,
        value=value,
        basis=None if value is None else "stated",
        quote=None,
        level="programme",
        says=says,
        source=sources[0],
        as_of=max(dated, default="undated"),
        confidence="high",
        sources=sources,
        missing=answer is Answer.UNKNOWN,
    )


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


def _instruments(
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
                yield _renamed(found, f"If {names(sorted(members))} pay with {name}: {found.says}")


def _renamed(found: Finding, says: str) -> Finding:
    from dataclasses import replace

    return replace(found, says=says)


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


def _gates(pool: Purchase, profile: Profile) -> Iterable[Finding]:
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
        says = f"{own} CMMC level, which work with protected American information asks for"
        yield our_reading("certification", answer, says, "certifications")


def our_reading(
    criterion: str, answer: Answer, says: str, field: str | None = None, value: Any = None
) -> Finding:
    """A finding that rests on our reading, marked as such."""
    return Finding(
        criterion=criterion,
        answer=answer.word,
        field=field,
        value=value,
        basis=None if value is None else "stated",
        quote=None,
        level="programme",
        says=says,
        source=_OUR[0],
        as_of="2026-11-21",
        confidence="low-medium",
        sources=_OUR,
        missing=answer is Answer.UNKNOWN and field is not None,
        note="Our reading or general knowledge; no page of a buyer was used.",
    )
