"""Are the words of a text what their definition says, however quickly they are found?"""

import math
import re
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from matcher.texts.words import codes, rarity, stem, words_of

TEXTS = st.lists(
    st.sampled_from(["The", "drones", "Drone", "F-16", "x-ray", "été", "a_b", "LÄRM-2", ",", "—"]),
    max_size=20,
).map(" ".join)


def test_a_code_is_found_between_signs_and_not_across_a_space():
    assert codes("(F-16), é-3; high-speed x- ray a-b-c") == ("f16", "é3", "abc")


@given(st.lists(TEXTS, max_size=3))
def test_words_are_those_of_the_definition_written_out(passages):
    said, phrases = Counter(), {}
    for passage in passages:
        stems = [stem(word) for word in re.findall(r"[^\W_]+", passage) if stem(word) is not None]
        said.update([*stems, *codes(passage)])
        for one, other in pairwise(stems):
            phrases[f"{one} {other}"] = rarity(one) + rarity(other)
    weights = {
        word: round((1 + math.log(often)) * rarity(word) * 256) / 256
        for word, often in said.items()
    }

    found = words_of(passages)

    assert [*found.weights.items()] == sorted(weights.items())
    assert [*found.rarities.items()] == [(word, rarity(word)) for word in sorted(said)]
    assert [*found.phrases.items()] == sorted(phrases.items())
    assert found.length == math.sqrt(sum(weight * weight for weight in weights.values()))
    assert found.count == sum(len(passage.split()) for passage in passages)
