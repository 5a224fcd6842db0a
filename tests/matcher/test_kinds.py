"""Is a kind of condition whole: one file with meaning, sentences, demand and question?"""

from typing import get_args

import pytest

from matcher.eligibility.criteria import FACTS, KINDS, kind_of, question
from profiles.model import Profile
from programmes.criteria import AnyCriterion

MODELS = get_args(get_args(AnyCriterion)[0])


@pytest.mark.parametrize("model", MODELS)
def test_every_model_of_a_condition_has_one_kind(model):
    assert [kind.of for kind in KINDS].count(model) == 1
    assert kind_of(model.model_construct()).of is model


def test_there_is_no_kind_without_a_model():
    assert {kind.of for kind in KINDS} == set(MODELS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.of.__name__)
def test_a_kind_stands_in_a_file_of_its_own(kind):
    homes = [(one.meaning.__module__, one.says.__module__, one.demand.__module__) for one in KINDS]
    own = (kind.meaning.__module__,) * 3

    assert homes.count(own) == 1


@pytest.mark.parametrize("field", FACTS)
def test_what_a_condition_rests_on_is_a_field_of_a_profile_and_has_a_question(field):
    assert field in Profile.model_fields
    assert question(field, "").endswith("?")
