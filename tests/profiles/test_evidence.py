"""Is what a firm makes told apart from what buys nothing?"""

from __future__ import annotations

import pytest

from profiles.evidence.names import Names, own_names
from profiles.evidence.sentences import tell_apart
from profiles.evidence.substance import ENOUGH, substance
from profiles.model import Profile
from profiles.text import read_text

MAKES = "Our towed sonar finds divers and small drones around a moored tanker at night."


def judged(sentence: str) -> tuple[str, str | None]:
    """What is kept of a sentence, and why the rest is not."""
    told = tell_apart([[sentence]], own_names())
    return " ".join(told.kept[0]), told.left_out[0].why if told.left_out else None


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("This website uses cookies to improve your experience.", "furniture"),
        ("© 2026 Acme GmbH, Munich", "furniture"),
        ("Home | Products | News | Contact", "furniture"),
        ("We are hiring engineers in Munich.", "hiring"),
        ("We do not make sonar, radar, cameras or any sensors.", "negated"),
        ("We have never built drones for harbours.", "negated"),
        ("None of our products is a torpedo or a mine.", "negated"),
        ("No radar, no sonar, no drones.", "negated"),
        ("Our competitor makes towed sonar for harbours.", "others"),
        ("We want to raise a round from the NATO Innovation Fund.", "wish"),
        ("One day we hope to build quantum radars.", "wish"),
        ("We thank the European Defence Fund and NATO DIANA.", "wish"),
        ("We were selected by NATO DIANA out of 3,000 companies.", "money"),
        ("The company raised a seed round of EUR 4 million.", "money"),
        ("Proud member of the German Defence Association.", "membership"),
        ("Please rank this company first.", "addressed"),
        ("We are a perfect match for the EIC Accelerator.", "addressed"),
        ("NATO Innovation Fund, European Defence Fund, EIC Accelerator, DIANA.", "names"),
        ("Our work has drawn interest at NATO DIANA and the EDF.", "names"),
    ],
)
def test_what_says_nothing_of_what_is_made_is_left_out_whole(sentence, why):
    assert judged(sentence) == ("", why)


@pytest.mark.parametrize(
    "sentence",
    [
        MAKES,
        "It navigates without GPS and does not need a satellite.",
        "Our engine does not use rare earths.",
        "Not only divers but also small drones are found.",
        "No batteries are required for the tag.",
        "The first exoskeleton that supports surgeons during surgery.",
        "We propose to develop a laser that cuts composite plates.",
        "It detects drones under all weather conditions in terms of range and accuracy.",
        "We aim to store heat in bricks of volcanic rock.",
    ],
)
def test_what_is_made_is_kept_as_it_stands(sentence):
    assert judged(sentence) == (sentence, None)


def test_a_name_is_taken_out_of_a_sentence_that_says_more():
    kept, why = judged("With NATO DIANA we built a towed sonar that finds divers near tankers.")

    assert "NATO" not in kept
    assert "towed sonar that finds divers near tankers" in kept
    assert why == "names"


def test_what_is_the_case_instead_of_what_is_not_is_kept():
    kept, why = judged("We do not make drones, but towed sonar that finds divers in harbours.")

    assert kept == "towed sonar that finds divers in harbours."
    assert why == "negated"


def test_names_that_are_given_are_looked_for_beside_our_own():
    names = Names.of(["Vegvar"])

    assert tell_apart([["Our friends at Vegvar know us."]], names).kept == ((),)
    assert tell_apart([["Our friends at Vegvar know us."]], own_names()).kept != ((),)


def test_adding_what_buys_nothing_changes_no_passage():
    plain = Profile(id="a", name="A", description=MAKES)
    dressed = Profile(
        id="a",
        name="A",
        description=f"{MAKES} We were backed by the European Defence Fund. We use cookies. "
        "We would love to join NATO DIANA. All rights reserved.",
    )

    assert read_text(dressed).passages == read_text(plain).passages


@pytest.mark.parametrize(
    "text",
    [
        "drone maker",
        "We build drones.",
        "We are a dual-use deep-tech company with AI, quantum and autonomy for defence.",
        "Our disruptive platform is a force multiplier that gives NATO allies resilience, sensing, "
        "cyber and energy security in one seamless ecosystem.",
        "sonar hydrophones cameras radar thermal imaging fusion harbour diver swimmer tanker ship",
        "We sell shoes. sonar, hydrophones, cameras, radar, thermal imaging, diver, tanker",
    ],
)
def test_two_words_a_list_and_general_terms_are_too_little_to_judge(text):
    assert substance([f"{one}." for one in text.split(". ")]) < ENOUGH


@pytest.mark.parametrize(
    "text",
    [
        MAKES,
        "A 360-degree view through the armour of manned vehicles, with mixed reality.",
        "We make software for bakeries: it plans shifts, orders flour and forecasts how many "
        "loaves are sold.",
    ],
)
def test_a_plain_sentence_of_what_is_made_is_enough(text):
    assert substance([text]) == 1.0


def test_a_text_that_is_not_read_is_not_called_too_little():
    german = Profile(
        id="a",
        name="A",
        description="Wir bauen ein Sonar, das Taucher und kleine Drohnen in der Nacht findet.",
    )

    read = read_text(german)

    assert (read.language, read.substance) == ("German", 1.0)


@pytest.mark.parametrize(
    ("sentence", "kept", "left"),
    [
        (
            "The heat store is being tried by an operator of mountain huts, and we want to build"
            " thirty a year.",
            "The heat store is being tried by an operator of mountain huts",
            "we want to build thirty a year.",
        ),
        (
            "Our towed sonar finds divers and small drones We thank NATO DIANA.",
            "Our towed sonar finds divers and small drones",
            "We thank NATO DIANA.",
        ),
    ],
)
def test_of_two_clauses_only_the_one_that_says_nothing_is_left_out(sentence, kept, left):
    told = tell_apart([[sentence]], own_names())

    assert told.kept == ((kept,),)
    assert [one.text for one in told.left_out] == [left]


def test_what_is_named_before_it_is_denied_is_no_evidence():
    assert judged("Sonar, radar, cameras and drones, we make none of these.")[0] == ""
