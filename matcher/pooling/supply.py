"""What does a pool of demands mean for one startup?

States buy there, so the answer is never "eligible": it is which part of the purchase the startup
could supply, by which route, and what stands in the way, as findings with source and day like any
other answer. What rests on no page of a programme but on our reading says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from matcher.eligibility.answer import Answer, Verdict
from matcher.pooling.advice import Advice, advised, capacity_money
from matcher.pooling.glossary import Meaning, meaning
from matcher.pooling.likeness import text_of
from matcher.pooling.obstacles import (
    certificates,
    our_reading,
    readiness,
    rules_of,
    rules_of_payers,
)
from matcher.pooling.purchases import Purchase
from matcher.results import Finding
from matcher.texts.words import rarity, shared_words, stem
from profiles.text import passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.texts.encoder import Encoder
    from profiles.model import Profile
    from programmes.read import Catalogue

__all__ = ["Part", "Supply", "supply"]

Part = Literal["item", "component", "service", "perhaps", "none"]

_READY = 8
_TRIAL = 6
_ALIKE = 0.45
_NAMED = 50.0
"""Rarities of words that weigh as much as a likeness of one."""
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
        advice: What is bought, whom to ask, what pays for capacity, and the next step.
    """

    pool: str
    name: str
    verdict: str
    part: Part
    route: str
    fit: float
    findings: tuple[Finding, ...]
    advice: Advice


def supply(
    profile: Profile,
    pools: Sequence[Purchase],
    encoder: Encoder,
    catalogue: Catalogue,
    *,
    on: date,
) -> tuple[Supply, ...]:
    """What each pool means for a startup, the likeliest part first, then what it names and fits.

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
    finances = capacity_money(profile, catalogue, on)
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
                    *rules_of_payers(pool, profile, catalogue, on),
                    readiness(pool, profile, on),
                    *certificates(pool, profile),
                    pool.standing,
                ),
                advice=advised(pool, part, profile, finances),
            )
        )
    told = " . ".join(texts)
    named = {pool.id: _named(pool, told) for pool in pools}
    found.sort(key=lambda one: (_PARTS.index(one.part), -one.fit - named[one.pool], one.pool))
    return tuple(found)


def _named(pool: Purchase, told: str) -> float:
    """How much of a purchase's own name stands in a text: who says Patriot means the Patriot."""
    shared = shared_words(told, pool.name)
    return sum(rarity(stem(word) or word) for word in shared) / _NAMED


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
