"""How much of the product comes from outside?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import Answer, three
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given
from matcher.eligibility.phrases import all_of, share
from programmes.criteria import ContentShare

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "non_eligible_content_share": ProfileField(
        "the share",
        "Which share of the product's component cost comes from outside the EU, the EEA-EFTA"
        " states and Ukraine?",
    ),
}


def meaning(criterion: ContentShare, frame: Frame, day: date, closes: When | None) -> Answers:
    return three(~np.isnan(frame.content), frame.content <= criterion.max_share)


def says(criterion: ContentShare, p: Profile, answer: Answer) -> FindingText:
    """How much comes from outside, and how much may."""
    held, inside = p.non_eligible_content_share, all_of(criterion.inside)
    if held is None:
        return not_given(
            demand(criterion), "non_eligible_content_share", FACTS.get("non_eligible_content_share")
        )
    most = share(criterion.max_share)
    text = f"{share(held)} of component cost comes from outside {inside}; at most {most} may"
    change = f"change suppliers: {demand(criterion)}"
    return FindingText("non_eligible_content_share", held, text, change)


def demand(criterion: ContentShare) -> str:
    """The condition as the end of "Asks for ..."."""
    most, inside = share(criterion.max_share), all_of(criterion.inside)
    return f"at most {most} of component cost from outside {inside}"


KIND = Kind(ContentShare, meaning, says, demand, FACTS)
