"""Do private investors carry enough of the round?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Answer, three
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given
from matcher.eligibility.phrases import share
from programmes.criteria import Coinvestment

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "private_coinvestment_share": ProfileField(
        "the share",
        "Which share of the round do private investors carry?",
    ),
}


def meaning(criterion: Coinvestment, frame: Frame, day: date, closes: When | None) -> Answers:
    share = frame.coinvestment
    return three(~np.isnan(share), share >= criterion.min_share)


def says(criterion: Coinvestment, p: Profile, answer: Answer) -> FindingText:
    """How much of the round private investors carry, and how much they must."""
    held, least = p.private_coinvestment_share, share(criterion.min_share)
    if held is None:
        return not_given(
            demand(criterion), "private_coinvestment_share", FACTS.get("private_coinvestment_share")
        )
    text = f"Private investors carry {share(held)} of the round; asked is {least}"
    return FindingText("private_coinvestment_share", held, text, f"find {demand(criterion)}")


def demand(criterion: Coinvestment) -> str:
    """The condition as the end of "Asks for ..."."""
    return f"private investors for at least {share(criterion.min_share)} of the round"


KIND = Kind(Coinvestment, meaning, says, demand, FACTS)
