"""Is an answer that was made before it was asked for the one that would be worked out?"""

from datetime import UTC, datetime, timedelta

import pytest

from api.errors import Missing
from api.schemas import examples
from api.settings import ServeSettings
from api.store.keys import Caller
from api.usecases import erasure
from api.usecases import matches as matching
from api.usecases import profiles as keeping
from api.usecases import programmes as offering
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from api.usecases.prefetch import AnswerPrefetcher
from matcher.answers.page import DEFAULT
from matcher.settings import Settings
from profiles.model import Profile
from programmes.model import Programme, Source
from tests.api.serving import MUNICH

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
ID = "acme-labs~acme"


class Clock:
    """A clock that is set."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def context(tmp_path, cache):
    made = AppContext(
        ServeSettings(matcher=Settings.load(store=tmp_path / "s.db", cache=cache)), Clock()
    )
    yield made
    made.close()


@pytest.fixture
def desk(context):
    found = UseCase(context, Caller("k", "founder", "acme-labs"))
    keeping.create(found, Profile.model_validate({**MUNICH, "id": "acme"}))
    return found


def ready(desk):
    """What is sent without any work, also by a worker that has just begun."""
    desk.context.answers.clear()
    return matching.ready(desk, ID, DEFAULT, None, None)


def test_a_profile_that_was_written_has_its_answer_made(context, desk):
    ahead = AnswerPrefetcher(context, lambda: True)
    _ = context.engine

    ahead.step(0)

    made = ready(desk)
    context.answers.clear()
    context.engine.listings.clear()
    assert made == matching.matches(desk, ID, DEFAULT, None, None)


def test_what_somebody_asked_for_is_kept_as_it_was_sent(context, desk):
    sent = matching.matches(desk, ID, DEFAULT, None, None)

    assert matching.make_ready(context, ID)
    assert ready(desk) == sent
    assert not matching.make_ready(context, ID)


@pytest.mark.parametrize("change", ["profile", "dismissal", "day"])
def test_an_answer_to_another_question_is_not_sent(context, desk, change):
    _ = context.engine
    matching.make_ready(context, ID)
    assert ready(desk) is not None

    match change:
        case "profile":
            keeping.update(desk, ID, Profile.model_validate({**MUNICH, "trl": 2}))
        case "dismissal":
            context.stores.matches.dismiss(ID, "nato-diana-2027", NOW)
        case "day":
            context.clock.now += timedelta(days=1)

    assert ready(desk) is None
    assert matching.make_ready(context, ID)
    assert ready(desk) is not None


def test_when_the_day_has_changed_the_answers_are_made_again(context, desk):
    ahead = AnswerPrefetcher(context, lambda: True)
    _ = context.engine
    for _ in range(3):  # one is wanted, then the day is looked at, then nothing is left
        ahead.step(0)
    context.clock.now += timedelta(days=1)
    assert ready(desk) is None

    ahead.step(0)
    ahead.step(0)

    assert ready(desk) is not None


def test_only_one_of_several_workers_makes_all_answers_again(context, desk):
    _ = context.engine
    matching.make_ready(context, ID)
    context.wanted.take(0)
    follower = AnswerPrefetcher(context, lambda: False)

    follower.step(0)

    assert len(context.wanted) == 0


def test_whoever_is_forgotten_is_in_no_answer_that_was_made(context, desk):
    matching.matches(desk, ID, DEFAULT, None, None)
    matching.make_ready(context, ID)

    erasure.erase(desk, ID)

    assert context.stores.matches.readied() == ()
    assert (len(context.answers), len(context.engine.listings)) == (0, 0)
    with pytest.raises(Missing):
        ready(desk)


def test_an_answer_for_somebody_who_is_gone_is_not_kept(context, desk):
    matches = context.stores.matches

    matches.keep_ready("acme-labs~nobody", "mark|on", ("hash", ""), b"{}", most=10)

    assert matches.readied() == ()


def test_the_answers_made_first_go_when_there_are_too_many(context, desk):
    profiles, matches = context.stores.profiles, context.stores.matches
    for name in ("one", "two", "three"):
        profiles.save(Profile.model_validate({**MUNICH, "id": name}))
        mark = profiles.versions(name)[-1].hash
        matches.keep_ready(name, "mark|on", (mark, ""), b"{}", most=2)

    assert matches.readied() == ("two", "three")


def test_a_programme_that_is_added_is_in_effect_and_the_matcher_is_another(context):
    officer = UseCase(context, Caller("o", "officer", "agency"))
    before = context.engine
    programme = Programme.model_validate(examples.PROGRAMME)

    said = offering.add(officer, programme, (Source.model_validate(examples.SOURCE),))
    context.renewed()

    assert said["programme"]["id"] == programme.id
    assert programme.id not in before.matcher.catalogue
    assert programme.id in context.engine.matcher.catalogue
    assert context.engine.matcher.encoder is before.matcher.encoder
    assert context.engine.mark != before.mark


def test_the_former_matcher_answers_while_the_catalogue_is_read(context, monkeypatch):
    before = context.engine
    monkeypatch.setattr(context, "renew", lambda: None)  # it never gets ready
    context.records.raise_revision("programmes")

    assert context.engine is before
    assert context.renewed(0.1) is before
