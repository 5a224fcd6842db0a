"""How far has a purchase come, and can another nation still join it?

Status and awards decide, the lot's before the tender's; where neither speaks, the tags of the
releases do. A purchase that is planned or open can be joined. One whose bids are in, that is
awarded, done or dead, cannot, and says nothing about what is still wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from programmes.demands.model import Firmness, PurchaseStage

__all__ = ["firmness_of", "stage_of"]

_STATUS = {
    "planning": PurchaseStage.PLANNED,
    "planned": PurchaseStage.PLANNED,
    "forecast": PurchaseStage.PLANNED,
    "active": PurchaseStage.OPEN,
    "open": PurchaseStage.OPEN,
    "published": PurchaseStage.OPEN,
    "complete": PurchaseStage.COMPLETE,
    "completed": PurchaseStage.COMPLETE,
    "closed": PurchaseStage.COMPLETE,
    "awarded": PurchaseStage.AWARDED,
    "cancelled": PurchaseStage.CANCELLED,
    "canceled": PurchaseStage.CANCELLED,
    "unsuccessful": PurchaseStage.UNSUCCESSFUL,
    "withdrawn": PurchaseStage.WITHDRAWN,
}
_DEAD = (PurchaseStage.CANCELLED, PurchaseStage.WITHDRAWN, PurchaseStage.UNSUCCESSFUL)
_TAGS = (
    ("tenderCancellation", PurchaseStage.CANCELLED),
    ("contractTermination", PurchaseStage.COMPLETE),
    ("implementation", PurchaseStage.CONTRACTED),
    ("implementationUpdate", PurchaseStage.CONTRACTED),
    ("contract", PurchaseStage.CONTRACTED),
    ("contractUpdate", PurchaseStage.CONTRACTED),
    ("contractAmendment", PurchaseStage.CONTRACTED),
    ("award", PurchaseStage.AWARDED),
    ("awardUpdate", PurchaseStage.AWARDED),
    ("tender", PurchaseStage.OPEN),
    ("tenderUpdate", PurchaseStage.OPEN),
    ("tenderAmendment", PurchaseStage.OPEN),
    ("planning", PurchaseStage.PLANNED),
    ("planningUpdate", PurchaseStage.PLANNED),
)
_AWARDED = frozenset({"active", "pending"})
_SIGNED = frozenset({"active", "terminated"})


def stage_of(
    release: Mapping[str, Any], lot: Mapping[str, Any], item: Mapping[str, Any], on: date
) -> tuple[PurchaseStage, str | None]:
    """The stage of one lot, and a status that is not of the standard, if there is one.

    Args:
        release: A slim, merged release; its ``tag`` holds the tags of all releases merged.
        lot: The lot, or nothing.
        item: The item, or nothing.
        on: The day that is asked about, for bids that were due before it.
    """
    tender = release.get("tender", {})
    tags = frozenset(release.get("tag", ()))
    if "tenderCancellation" in tags:
        return PurchaseStage.CANCELLED, None
    said = [one["status"] for one in (tender, lot, item) if one.get("status")]
    known = [_known(status) for status in said]
    odd = next((text for text, one in zip(said, known, strict=True) if one is None), None)
    stages = [one for one in known if one is not None]
    for one in stages:
        if one in _DEAD:
            return one, odd
    if PurchaseStage.COMPLETE in stages:
        return PurchaseStage.COMPLETE, odd
    if (won := _won(release, lot)) is not None:
        return won, odd
    stage = stages[-1] if stages else _from_tags(tags, tender)
    if stage is PurchaseStage.OPEN and _bids_over(lot, tender, on):
        return PurchaseStage.BIDS_CLOSED, odd
    return stage, odd


def _known(status: str) -> PurchaseStage | None:
    # Some publish "active.tendering" and the like.
    return _STATUS.get(status.strip().casefold().partition(".")[0])


def _won(release: Mapping[str, Any], lot: Mapping[str, Any]) -> PurchaseStage | None:
    """Awarded or contracted, where an award of this lot stands."""
    key = lot.get("id")

    def concerns(award: Mapping[str, Any]) -> bool:
        related = award.get("relatedLots")
        return key is None or not related or key in related

    awards = [one for one in release.get("awards", ()) if concerns(one)]
    standing = [one for one in awards if str(one.get("status", "")).casefold() in _AWARDED]
    ids = {one.get("id") for one in awards}
    signed = [
        one
        for one in release.get("contracts", ())
        if str(one.get("status", "")).casefold() in _SIGNED
        and (one.get("awardID") is None or one["awardID"] in ids)
    ]
    if signed:
        return PurchaseStage.CONTRACTED
    if standing:
        return PurchaseStage.AWARDED
    if awards and all(str(a.get("status", "")).casefold() == "unsuccessful" for a in awards):
        return PurchaseStage.UNSUCCESSFUL
    return None


def _from_tags(tags: frozenset[str], tender: Mapping[str, Any]) -> PurchaseStage:
    for tag, stage in _TAGS:
        if tag in tags:
            return stage
    return PurchaseStage.OPEN if tender else PurchaseStage.PLANNED


def _bids_over(lot: Mapping[str, Any], tender: Mapping[str, Any], on: date) -> bool:
    for stated in (lot, tender):
        if ends := stated.get("tenderPeriod", {}).get("endDate"):
            return bool(ends[:10] < on.isoformat())
    return False


def firmness_of(stage: PurchaseStage, budget: Sequence[Any]) -> Firmness | None:
    """How far the buyer has bound itself at a stage; a plan is firmer with a budget behind it."""
    match stage:
        case PurchaseStage.PLANNED:
            return Firmness.BUDGETED if any(budget) else Firmness.PLANNED
        case PurchaseStage.OPEN | PurchaseStage.BIDS_CLOSED:
            return Firmness.BUDGETED
        case PurchaseStage.AWARDED | PurchaseStage.CONTRACTED | PurchaseStage.COMPLETE:
            return Firmness.CONTRACTED
        case PurchaseStage.CANCELLED | PurchaseStage.UNSUCCESSFUL | PurchaseStage.WITHDRAWN:
            return None
