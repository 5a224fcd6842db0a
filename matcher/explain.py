"""Why is this the answer for this pair?

Joins what the rules found, what the features weigh and which passages carried it into one match.
Nothing is decided here: verdicts come from ``eligibility``, numbers from ``fit``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer import Answer, Verdict
from matcher.findings import Finding, explain_answer, pool_finding
from matcher.lexical import shared_words
from matcher.rank import near_miss
from matcher.results import Evidence, Match

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.eligibility import Judgement
    from matcher.fit import FitModel
    from matcher.index import Index, Reading
    from profiles.model import Profile
    from programmes.model import Call, Programme, Source, Status

__all__ = ["evidence", "explained", "findings_of"]

_PAIRS = 3
_WORDS = 8


def evidence(reading: Reading, index: Index, opening: int) -> tuple[Evidence, ...]:
    """The passages of a profile and an opening that are most alike, each profile passage once."""
    held = index.openings[opening].texts
    start = int(index.starts[opening])
    likeness = reading.vectors @ index.vectors[start : start + len(held)].T
    found: list[Evidence] = []
    taken: set[int] = set()
    flat = np.argsort(-likeness, axis=None, kind="stable")
    for mine, theirs in zip(*np.unravel_index(flat, likeness.shape), strict=True):
        if int(mine) in taken or len(found) == _PAIRS:
            continue
        taken.add(int(mine))
        one, other = reading.texts[mine], held[theirs]
        words = shared_words(one, other)[:_WORDS]
        found.append(Evidence(one, other, round(float(likeness[mine, theirs]), 3), words))
    return tuple(found)


def findings_of(
    profile: Profile,
    programme: Programme,
    judgement: Judgement,
    position: int,
    row: int,
    sources: Mapping[str, Source],
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The binding findings of a pair and the guiding ones, worst answer first."""

    def said(criteria: tuple, answers: tuple) -> tuple[Finding, ...]:  # type: ignore[type-arg]
        found = [
            (
                Answer(int(answer[row])),
                explain_answer(c, profile, Answer(int(answer[row])), sources),
            )
            for c, answer in zip(criteria, answers, strict=True)
        ]
        return tuple(f for _, f in sorted(found, key=lambda pair: -pair[0]))

    binding = said(programme.criteria, judgement.findings[position])
    if programme.buyers == "states":
        binding = (pool_finding(programme, sources), *binding)
    return binding, said(programme.guidance, judgement.guidance[position])


def explained(
    *,
    rank: int | None,
    profile: Profile,
    programme: Programme,
    verdict: Verdict,
    call: Call | None,
    status: Status,
    values: NDArray[np.float64],
    model: FitModel,
    opening: int,
    reading: Reading,
    index: Index,
    findings: tuple[tuple[Finding, ...], tuple[Finding, ...]],
) -> Match:
    """One match with everything that explains it."""
    binding, guidance = findings
    unmet = [f.change for f in binding if f.answer == Answer.UNMET.word]
    return Match(
        rank=rank,
        profile=profile.id,
        programme=programme.id,
        name=programme.name,
        kind=programme.kind,
        status=str(status),
        opens=call.opens if call else None,
        closes=(call.until if call.rolling else call.closes) if call else None,
        verdict=verdict.word,
        fit=float(model.fit(values)),
        challenge=index.openings[opening].challenge,
        near_miss=verdict is Verdict.INELIGIBLE and near_miss(unmet),
        findings=binding,
        guidance=guidance,
        contributions=model.contributions(values),
        evidence=evidence(reading, index, opening),
        apply_url=programme.apply_url,
    )
