"""Is the product a weapon?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import NOT_APPLICABLE, UNKNOWN, Answer, three
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField
from programmes.criteria import NoWeapon

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "weapon": ProfileField(
        "whether the product is one",
        "Is the product a weapon?",
        "is the product a weapon?",
    ),
}


def meaning(criterion: NoWeapon, frame: Frame, day: date, closes: When | None) -> Answers:
    weapon = frame.flags["weapon"]
    if criterion.certain:
        return three(weapon >= 0, weapon == 0)
    return np.where(weapon == 0, NOT_APPLICABLE, UNKNOWN).astype(np.uint8)


def says(criterion: NoWeapon, p: Profile, answer: Answer) -> FindingText:
    weapon = p.is_weapon
    if criterion.certain:
        text = {
            True: "The product is a weapon, which it does not take",
            False: "The product is no weapon, as asked",
            None: "Takes no weapons; whether the product is one is not given",
        }[weapon]
    else:
        text = {
            True: "There may be a limit on weapons, and the product is one: ask before applying",
            False: "A limit on weapons may exist; it does not concern this product",
            None: "There may be a limit on weapons; whether the product is one is not given",
        }[weapon]
    return FindingText("weapon", weapon, text, missing=weapon is None)


def demand(criterion: NoWeapon) -> str:
    """The condition as the end of "Asks for ..."."""
    return "a product that is no weapon"


KIND = Kind(NoWeapon, meaning, says, demand, FACTS)
