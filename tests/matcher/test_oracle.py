"""A second, slow implementation of every criterion gives the same answers."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.eligibility.answer import Answer, Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from profiles.vocabulary import when
from programmes.criteria import KINDS
from programmes.model import current_call
from programmes.read import load_catalogue
from tests.matcher import oracle
from tests.matcher.asking import FEW, ask
from tests.matcher.strategies import BY_KIND, catalogue_of, instants, profiles, programmes

closings = st.none() | st.sampled_from(
    ("2026-07-03T12:00Z", "2026-06-15", "2024-02-29", "2030-12-31")
)


@cache
def catalogue():
    return load_catalogue()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data(), profile=profiles, on=instants, closes=closings)
def test_each_kind_of_criterion_answers_as_the_slow_one_does(kind, data, profile, on, closes):
    criterion = data.draw(BY_KIND[kind])
    at = when(closes, end=True) if closes else None

    assert ask(criterion, profile, on, at) == oracle.answer(criterion, profile, on, at)


def answers_of(programme, profile, on):
    """What the slow implementation finds: all answers, and the verdict."""
    call, _ = current_call(programme, on=on)
    closes = call.closes_when if call else None
    found = [oracle.answer(criterion, profile, on, closes) for criterion in programme.criteria]
    return found, oracle.verdict(found, pool=programme.buyers == "states")


@FEW
@given(st.lists(profiles, min_size=1, max_size=4), instants)
def test_the_whole_catalogue_answers_as_the_slow_one_does(some, on):
    every = catalogue().programmes
    rulebook = Rulebook(every, on=on)
    judgement = rulebook.judge(Frame.of(some))

    for row, profile in enumerate(some):
        verdicts = judgement.of(row)
        for place, programme in enumerate(every):
            found, verdict = answers_of(programme, profile, on)
            column = judgement.answers[:, row]
            told = [Answer(int(column[rule])).word for rule in rulebook.binding[place]]
            guiding = [Answer(int(column[rule])).word for rule in rulebook.guiding[place]]
            assert told == found, programme.id
            assert guiding == [oracle.answer(c, profile, on) for c in programme.guidance]
            assert Verdict(int(verdicts[place])).word == verdict, programme.id


@FEW
@given(st.lists(programmes, min_size=1, max_size=5), st.lists(profiles, max_size=3), instants)
def test_programmes_that_share_criteria_are_not_mixed_up(found, some, on):
    drawn = catalogue_of(found)
    judgement = Rulebook(drawn, on=on).judge(Frame.of(some))

    for row, profile in enumerate(some):
        for place, programme in enumerate(drawn):
            _, verdict = answers_of(programme, profile, on)
            assert Verdict(int(judgement.of(row)[place])).word == verdict
