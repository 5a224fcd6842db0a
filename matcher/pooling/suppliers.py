"""Who could supply a purchase of several states, part by part, and who together all of it?

The question of :mod:`matcher.pooling.supply` from the buyers' side. A startup that a rule of the
lines refuses, or that is not ready in time, is told with the reason and is in no team; what is not
known (how many it can make, above all) is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Answer
from matcher.pooling.glossary import meaning
from matcher.pooling.obstacles import conditional, our_reading, readiness, rules_of
from matcher.pooling.shown import quantity_words
from matcher.pooling.teams.choice import FULL, TeamRequest, teams
from matcher.pooling.teams.strengths import strengths, texts_of
from profiles.vocabulary import by_code

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.pooling.purchases import Purchase
    from matcher.results import Finding
    from matcher.texts.encoder import Encoder
    from profiles.model import Profile
    from programmes.collection import Catalogue

__all__ = ["Supplied", "Supplier", "SupplierTeam", "Suppliers", "part_names", "suppliers"]

_ALIKE = 0.45
_MOST_PARTS = 12
_MOST_MEMBERS = 4


@dataclass(frozen=True, slots=True)
class Supplied:
    """A part that a startup could supply.

    Attributes:
        part: Which.
        strength: How surely, 0 to 1; 1 where its own words name it.
        says: Why, in a sentence.
    """

    part: str
    strength: float
    says: str


@dataclass(frozen=True, slots=True)
class Supplier:
    """One startup before a purchase.

    Attributes:
        profile, name, country: Who; no country where it states no seat.
        supplies: The parts that it could supply.
        able: Whether no rule of the purchase refuses it and it is ready in time, as far as known.
        findings: Seat, content, readiness, control, certificates and capacity.
    """

    profile: str
    name: str
    country: str | None
    supplies: tuple[Supplied, ...]
    able: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SupplierTeam:
    """Startups that cover the parts together.

    Attributes:
        members: Ids, sorted.
        says: What each of them is in it for, in the order of the members.
        missing: Parts that none of them could supply.
    """

    members: tuple[str, ...]
    says: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Who could supply one purchase.

    Attributes:
        pool, name: Which.
        parts: What it consists of.
        suppliers: Those who could supply some part: able ones first, then by strength and id.
        teams: The best first.
        asked: How many startups were looked at.
        uncovered: Parts that no able startup could supply.
    """

    pool: str
    name: str
    parts: tuple[str, ...]
    suppliers: tuple[Supplier, ...]
    teams: tuple[SupplierTeam, ...]
    asked: int
    uncovered: tuple[str, ...]


def part_names(purchase: Purchase) -> tuple[str, ...]:
    """The parts of a purchase: what an entry seeks, or what the demands name."""
    if purchase.programme is not None and purchase.programme.seeks:
        return tuple(dict.fromkeys(purchase.programme.seeks))[:_MOST_PARTS]
    said = [meaning(text) for text in purchase.says]
    named = sorted({name for one in said for name in (*one.things, *one.roles)})
    return tuple(named[:_MOST_PARTS]) or (purchase.name,)


def suppliers(
    purchase: Purchase,
    profiles: Sequence[Profile],
    encoder: Encoder,
    catalogue: Catalogue,
    *,
    on: date,
    count: int = 3,
    most: int = _MOST_MEMBERS,
) -> Suppliers:
    """Find suppliers for a purchase.

    Args:
        purchase: What is bought.
        profiles: Startups; their order does not matter.
        encoder: Turns texts into vectors.
        catalogue: For the rules of the instruments that pay, and their sources.
        on: The day that is asked about.
        count: How many teams at most.
        most: How many members of a team at most.
    """
    parts = part_names(purchase)
    ordered = sorted(profiles, key=lambda one: one.id)
    if not ordered:
        return Suppliers(purchase.id, purchase.name, parts, (), (), 0, parts)
    alike = strengths(ordered, parts, encoder, bar=_ALIKE)
    named = _named(ordered, parts)
    held: NDArray[np.int64] = np.where(named, FULL, alike)
    found = {
        at: _supplier(purchase, ordered[at], parts, held[at], named[at], catalogue, on)
        for at in np.flatnonzero(held.any(axis=1)).tolist()
    }
    able = [at for at, one in found.items() if one.able]
    made = _teams(able, ordered, held, found, parts, count, most)
    uncovered = tuple(p for i, p in enumerate(parts) if not held[able, i].any())
    order = sorted(found, key=lambda at: (not found[at].able, -int(held[at].sum()), at))
    return Suppliers(
        pool=purchase.id,
        name=purchase.name,
        parts=parts,
        suppliers=tuple(found[at] for at in order),
        teams=made,
        asked=len(ordered),
        uncovered=uncovered,
    )


def _named(profiles: Sequence[Profile], parts: Sequence[str]) -> NDArray[np.bool_]:
    """Whose own words name a part, in whatever language."""
    wanted = [(one := meaning(part)).things | one.roles for part in parts]
    said = [(one := meaning(" . ".join(texts_of(p)))).things | one.roles for p in profiles]
    return np.array([[bool(own & want) for want in wanted] for own in said], np.bool_)


def _supplier(
    purchase: Purchase,
    profile: Profile,
    parts: Sequence[str],
    held: NDArray[np.int64],
    named: NDArray[np.bool_],
    catalogue: Catalogue,
    on: date,
) -> Supplier:
    supplied = tuple(
        Supplied(
            part,
            round(int(held[i]) / FULL, 3),
            "its own words name it"
            if named[i]
            else f"its text resembles it (similarity {int(held[i]) / FULL:.2f})",
        )
        for i, part in enumerate(parts)
        if held[i]
    )
    rules = rules_of(purchase, profile, catalogue, on)
    deciding = (*rules, readiness(purchase, profile, on))
    more = tuple(conditional(purchase, profile, catalogue, on))
    return Supplier(
        profile=profile.id,
        name=profile.name,
        country=profile.incorporated_in,
        supplies=supplied,
        able=all(finding.answer != Answer.UNMET.word for finding in deciding),
        findings=(*deciding, *more, _capacity(purchase)),
    )


def _capacity(purchase: Purchase) -> Finding:
    """What no profile says yet: how many it could deliver in the time there is."""
    if purchase.quantity is None or purchase.quantity.amount is None:
        says = "How many are bought is not known, so capacity cannot be judged"
    else:
        by = f" by {purchase.last_need}" if purchase.last_need else ""
        asked = quantity_words(purchase.quantity)
        says = f"How many it can deliver{by} is not known; {asked} are asked for"
    return our_reading("capacity", Answer.UNKNOWN, says)


def _teams(
    able: Sequence[int],
    profiles: Sequence[Profile],
    held: NDArray[np.int64],
    found: dict[int, Supplier],
    parts: Sequence[str],
    count: int,
    most: int,
) -> tuple[SupplierTeam, ...]:
    if not able:
        return ()
    unsure = [
        any(
            f.answer == Answer.UNKNOWN.word and f.criterion != "capacity"
            for f in found[at].findings
        )
        for at in able
    ]
    seats = [by_code(c).index if (c := profiles[at].incorporated_in) else -1 for at in able]
    wanted = TeamRequest(
        strengths=held[able], unsure=np.array(unsure), seats=np.array(seats, np.int64), most=most
    )
    made = []
    for team in teams(wanted, count):
        chosen = held[able][list(team)]
        best = chosen.argmax(axis=0)
        says = []
        for place, one in enumerate(team):
            own = [p for i, p in enumerate(parts) if chosen[place, i] and best[i] == place]
            says.append(f"{profiles[able[one]].name}: {'; '.join(own)}")
        missing = tuple(p for i, p in enumerate(parts) if not chosen[:, i].any())
        ids = tuple(profiles[able[one]].id for one in team)
        made.append(SupplierTeam(ids, tuple(says), missing))
    return tuple(made)
