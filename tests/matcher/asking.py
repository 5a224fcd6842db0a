"""How do the tests put a question to the rules?"""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import settings

from matcher.eligibility.answer import Answer, Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from matcher.eligibility.verdicts import answers
from profiles.model import Profile
from profiles.vocabulary import when

JUNE = datetime(2026, 6, 15, tzinfo=UTC)
SOURCED = {"source": ("a-source",)}
FEW = settings(max_examples=max(10, settings().max_examples // 5))
"""For properties of whole answers, each of which takes some ten milliseconds."""


def startup(**facts):
    """A profile that says this and nothing else."""
    return Profile(id="startup", name="A startup", description="We build a sensor.", **facts)


def ask(criterion, profile, on=JUNE, closes=None):
    """The answer in a word, as results show it."""
    at = when(closes, end=True) if isinstance(closes, str) else closes
    found = answers(criterion, Frame.of([profile]), on=on, closes=at)
    return Answer(int(found[0])).word


def verdict_of(programme, profile, on=JUNE):
    """The verdict on one pair, in a word."""
    found = Rulebook([programme], on=on).judge(Frame.of([profile]))
    return Verdict(int(found.of(0)[0])).word
