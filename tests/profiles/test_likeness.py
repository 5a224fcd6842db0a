"""Are firms told apart that only sound alike, and found that come twice?"""

import numpy as np
import pytest

from profiles.likeness import KINDS, PRINTS, prints_of
from profiles.model import Profile

TEXT = (
    "We build optically pumped magnetometers that find a submarine by the field it disturbs. The"
    " sensor fits on a small drone, needs no cryogenics, and is read out by a photonic circuit that"
    " we design and package ourselves in a clean room near the harbour. Two navies have tried it at"
    " sea for three weeks, in water of up to two hundred metres, and are to try it again in spring."
)
OTHER = (
    "Our software plans the rounds of lorries that carry fuel and food to camps, so that no driver"
    " takes the same road at the same hour twice. It learns from every tour how long a road takes"
    " in rain, and it warns a convoy of bridges that do not carry its heaviest vehicle at all."
)


def alike(one, other):
    found = prints_of(one), prints_of(other)
    same = (found[0] == found[1]) & (found[0] > 0)
    return {KINDS[kind] for kind, yes in zip(PRINTS, same, strict=True) if yes}


def profile(name="Acme", text=TEXT, **more):
    return Profile(name=name, description=text, **more)


@pytest.mark.parametrize(
    "other", ["ACME", "Acme GmbH", "Acme, Inc.", "Acmé S.A.S.", "the Acme Company Ltd"]
)
def test_a_firm_is_found_whatever_its_form_and_case(other):
    assert "same-name" in alike(profile(text="x"), profile(other, "y"))


def test_firms_of_other_names_and_texts_have_nothing_in_common():
    assert alike(profile(), profile("Bolt", OTHER)) == set()


def test_one_text_under_two_names_is_found():
    assert alike(profile(), profile("Bolt")) == {"same-text", "near-text"}


@pytest.mark.parametrize("change", [("Two navies", "Three navies"), ("submarine", "mine")])
def test_a_text_in_which_a_word_was_changed_is_nearly_the_same(change):
    assert alike(profile(), profile("Bolt", TEXT.replace(*change))) == {"near-text"}


def test_half_of_a_text_in_another_is_not_nearly_the_same():
    assert alike(profile(), profile("Bolt", TEXT[: len(TEXT) // 2] + OTHER)) == set()


def test_a_short_text_says_too_little_to_be_called_the_same():
    assert alike(profile(text="We build drones."), profile("Bolt", "We build drones.")) == set()


def test_a_website_is_its_host():
    one, other = (
        profile(text="x", website="https://www.acme.io/en"),
        profile("B", website="acme.io"),
    )
    assert "same-website" in alike(one, other)


def test_prints_are_the_same_in_every_process():
    assert prints_of(profile()).dtype == np.uint64
    assert int(prints_of(profile())[0]) == int(prints_of(Profile(name="acme", technology="z"))[0])
