"""Is what is embedded of a profile what it says of its work, once and in a fixed order?"""

from hypothesis import given
from hypothesis import strategies as st

from profiles.model import Profile
from profiles.text import Passage, passages

WORDS = st.lists(st.sampled_from(["Radar works.", "Drones fly.", "It is tested!"]), min_size=1)


def profile(**fields):
    return Profile.model_validate({"id": "acme", "name": "Hyperquant", **fields})


def test_each_text_field_gives_passages_of_its_kind_in_order():
    found = passages(
        profile(
            description="We find drones.", technology="A radar.", use_cases=["airports", "ports"]
        )
    )
    assert found == (
        Passage("description", "We find drones."),
        Passage("technology", "A radar."),
        Passage("use_case", "airports. ports"),
    )


def test_the_name_is_not_embedded():
    assert all(
        "Hyperquant" not in passage.text for passage in passages(profile(technology="Radar"))
    )


def test_saying_it_again_gains_nothing():
    once = passages(profile(description="We find drones."))
    again = passages(
        profile(description="We find drones. WE FIND DRONES!", technology="we find drones")
    )
    assert again == once


def test_a_list_of_keywords_counts_once_however_often_it_is_said():
    keywords = "mine hunting sonar uncrewed underwater vehicle seabed sensor"
    once = passages(profile(description=f"We bake bread. {keywords}"))
    often = passages(profile(description=f"We bake bread. {' '.join([keywords] * 30)}"))

    assert often == once


def test_a_long_description_is_cut_into_several_passages():
    text = " ".join(f"Fact {n} about our radar is new." for n in range(100))
    assert len(passages(profile(description=text))) == 4


def test_a_profile_of_markup_alone_has_no_passage():
    assert passages(profile(description="<br><br>")) == ()


@given(WORDS, WORDS)
def test_the_same_profile_gives_the_same_passages(description, technology):
    def fresh():
        return profile(description=" ".join(description), technology=" ".join(technology))

    assert passages(fresh()) == passages(fresh())
