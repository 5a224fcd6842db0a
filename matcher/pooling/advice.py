"""What does a firm do next about a purchase of several states?

Whom to ask, who delivers already, which money builds the capacity, and the step that comes first.
Who delivers, and what is bought, are the catalogue's facts; the order of the steps is our advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.answers.bought import bought
from matcher.answers.cards import office_of
from matcher.eligibility.answer import Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.phrases import listed, names_of
from matcher.eligibility.rulebook import Rulebook
from profiles.vocabulary import instant
from programmes.model import current_call

if TYPE_CHECKING:
    from matcher.pooling.purchases import Purchase
    from profiles.model import Profile
    from programmes.read import Catalogue

__all__ = ["Advice", "advised", "capacity_money"]

_CAPACITY = (
    "no-defence-production", "uk-defence-innovation-loans", "us-osc-loans", "edip",
    "eib-defence-sme-lines", "gr-eib-defence-line", "eib-security-defence", "pt-eds",
    "dk-eifo-ukraine-guarantee", "ca-bdc-defence",
)  # fmt: skip
"""Offers whose own texts speak of production: those of one country first."""
_REGISTER = "nspa-source-file"
_FEW = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about one purchase.

    Attributes:
        buys: What is bought, how much, for whom and how firmly; None where nothing more than the
            name is known.
        delivers: Who delivers already, or holds the framework.
        ask: Whom to ask.
        finances: Programmes that may pay for the capacity, with their status.
        next: The first step.
    """

    buys: str | None
    delivers: tuple[str, ...]
    ask: str
    finances: tuple[str, ...]
    next: str


def capacity_money(profile: Profile, catalogue: Catalogue, on: date) -> tuple[str, ...]:
    """Programmes that may pay for capacity and that no rule closes to this firm, the nearest first.

    Args:
        profile: The firm.
        catalogue: Where the programmes are.
        on: The day that is asked about.
    """
    offers = [catalogue.get(slug) for slug in _CAPACITY if slug in catalogue]
    offers = [one for one in offers if one.standing not in {"ended", "proposal"}]
    if not offers:
        return ()
    moment = instant(on.isoformat())
    verdicts = Rulebook(offers, on=moment).judge(Frame.of([profile])).of(0)
    open_to = np.flatnonzero(verdicts != Verdict.INELIGIBLE).tolist()
    found = []
    for place in open_to[:_FEW]:
        one = offers[place]
        status = current_call(one, on=moment)[1]
        said = "no dates known" if status == "unknown" else str(status)
        found.append(f"{one.short_name or one.name} ({one.id}, {said})")
    return tuple(found)


def advised(pool: Purchase, part: str, profile: Profile, finances: tuple[str, ...]) -> Advice:
    """What a firm does about one purchase.

    Args:
        pool: The purchase.
        part: Which part of it the firm could supply; see ``supply``.
        profile: The firm.
        finances: Of ``capacity_money``.
    """
    programme = pool.programme
    delivers = programme.pool.suppliers if programme and programme.pool else ()
    office = (
        office_of(programme.owner) if programme else f"the buyers in {names_of(pool.participants)}"
    )
    ask = f"{office}, and your national armaments office"
    through_agency = programme is not None and "NSPA" in programme.owner
    steps = []
    if part == "none":
        steps.append("nothing: your text names no part of it")
    else:
        if through_agency:
            steps.append(f"register in the agency's source file ({_REGISTER})")
        whom = listed(list(delivers)) if delivers else office
        what = {"item": "the item", "service": "the service"}.get(part, "your part")
        steps.append(f"write to {whom} with {what}, its readiness and your output a month")
        if not profile.certifications:
            steps.append("say which certificates you hold")
    return Advice(
        buys=bought(programme) if programme else _of_lines(pool),
        delivers=delivers,
        ask=ask,
        finances=finances if part in {"item", "component", "service"} else (),
        next="; then ".join(steps),
    )


def _of_lines(pool: Purchase) -> str | None:
    """A purchase that demand lines make: the name, the number and the buyers."""
    held = pool.quantity
    number = f", {held.amount:f} {held.unit}" if held is not None and held.amount else ""
    return f"{pool.name}{number}, for {names_of(pool.participants)}"
