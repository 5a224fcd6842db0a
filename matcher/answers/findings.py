"""How is an answer said so that a founder and an officer can both check it?

One sentence for each finding, with the field it rests on, the value found, the source of the rule
and the day that source speaks for. The sentence is told the answer; it never works one out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Answer
from matcher.eligibility.criteria import say
from matcher.results import Finding
from programmes.criteria import AnyCriterion, Statement

if TYPE_CHECKING:
    from profiles.basis import ReadFact
    from profiles.model import Profile
    from programmes.model import Programme, Source

__all__ = ["askable", "explain_answer", "pool_finding"]


def explain_answer(
    criterion: AnyCriterion, profile: Profile, answer: Answer, sources: Mapping[str, Source]
) -> Finding:
    """The finding of one criterion for one profile.

    Args:
        criterion: The condition.
        profile: The startup.
        answer: What ``eligibility.answers`` found for the two.
        sources: The catalogue's sources, by slug.
    """
    said = say(criterion, profile, answer)
    missing = answer is Answer.UNKNOWN and said.missing and askable(criterion)
    read = _read(profile, said.field) if missing else None
    return Finding(
        criterion=criterion.kind,
        answer=answer.word,
        field=said.field,
        value=said.value if read is None else read.value,
        basis=read.basis if read else None if said.value is None else "stated",
        quote=read.quote if read else None,
        level=criterion.level,
        says=f"{said.says}{_quoted(read)}",
        source=criterion.source[0],
        as_of=criterion.as_of or _day_of(criterion.source[0], sources),
        confidence=criterion.confidence,
        sources=criterion.source,
        missing=missing,
        change=said.change if answer is Answer.UNMET else None,
        note=criterion.note,
    )


def _read(profile: Profile, field: str | None) -> ReadFact | None:
    """What was read of a fact that nobody stated."""
    if field is None or not profile.read:
        return None
    for name in (field, f"{field}_range", field.removesuffix("_eur")):
        if fact := profile.read.get(name):
            return fact
    return None


def _quoted(read: ReadFact | None) -> str:
    return f'; the text says "{" ".join(read.quote.split())}"' if read and read.quote else ""


def pool_finding(programme: Programme, sources: Mapping[str, Source]) -> Finding:
    """Why nobody can enter a pool: states buy there, and a company can only supply them."""
    basis = programme.provenance.get("buyers", programme.provenance["*"])
    return Finding(
        criterion="open-to",
        answer=Answer.NOT_APPLICABLE.word,
        field=None,
        value=None,
        basis=None,
        quote=None,
        level="programme",
        says="States buy together here: a company cannot enter, it can supply",
        source=basis.source[0],
        as_of=basis.as_of or _day_of(basis.source[0], sources),
        confidence=basis.confidence,
        sources=basis.source,
    )


def _day_of(slug: str, sources: Mapping[str, Source]) -> str:
    return sources[slug].as_of if slug in sources else "undated"


def askable(criterion: AnyCriterion) -> bool:
    """Whether the startup could ever settle it: not where only the programme's office can."""
    if isinstance(criterion, Statement) and criterion.who == "programme":
        return criterion.sure and criterion.unless is not None
    return criterion.sure
