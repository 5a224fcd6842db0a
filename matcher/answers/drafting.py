"""What does a draft know, and what did the last steps change?

A draft is a profile with what was read beside what is stated. Each step accepts what was read,
states a fact or leaves a reading out, and makes another draft; the same steps serve a terminal, a
page and a program, and nothing is kept between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.answers.interview import told
from profiles.facts import accepted, facts_of, with_fact, with_read

if TYPE_CHECKING:
    from matcher.answers.interview import Interview
    from matcher.results import Question
    from profiles.model import Profile

__all__ = ["ProfileDraft", "draft_of"]


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A profile on its way to be stated.

    Attributes:
        profile: What is stated, and what was read beside it.
        facts: By field: ``value``, ``basis``, ``quote``, ``start`` and ``end``.
        counts: How many programmes have each verdict, past ones left out.
        changed: What the steps changed in the counts, in words; empty where there were none.
        questions: What to ask, that which settles most first.
    """

    profile: Profile
    facts: dict[str, dict[str, Any]]
    counts: dict[str, int]
    changed: str
    questions: tuple[Question, ...]


def draft_of(
    profile: Profile,
    interview: Interview,
    *,
    accept: Iterable[str] = (),
    state: Mapping[str, str] | None = None,
    dismiss: Iterable[str] = (),
) -> ProfileDraft:
    """The draft after some steps.

    Args:
        profile: What is known; its texts are read.
        interview: The rules that it stands before.
        accept: Fields of which what was read is right.
        state: Facts as people write them, by field; an empty text takes a fact out.
        dismiss: Fields of which what was read is wrong, and not known otherwise.

    Raises:
        UnknownTerm: There is no such field, or nothing was read of it.
        BadValue: A field does not take what is stated.
    """
    first = after = with_read(profile)
    for field in accept:
        after = accepted(after, field)
    after = with_fact(after, state or {})
    left_out = set(dismiss)
    left = {name: fact for name, fact in after.read.items() if name not in left_out}
    after = after.model_copy(update={"read": left})
    was, now = interview.step(first), interview.step(after)
    facts = {
        name: fact
        for name, fact in facts_of(after).items()
        if name not in left_out or fact["basis"] == "stated"
    }
    changed = told(was, now) if after != first else ""
    return ProfileDraft(after, facts, now.counts, changed, now.questions)
