"""Does the fit follow what a text says, and not how it is put?

One startup of our own making against the real catalogue with the real model. Fits are compared as
log-odds, because near 0 and 1 a fit hides how far apart two texts are.
"""

from __future__ import annotations

import math

import pytest

from profiles.model import Profile

HONEST = (
    "We build a towed magnetometer with diamond quantum sensors that finds mines and cables on the "
    "seabed. It works from small uncrewed boats, sees through sediment and maps magnetic anomalies "
    "in real time. The sensor has been tested with a navy in the Baltic Sea, where it found all "
    "dummy mines. Civil customers use it to inspect subsea cables and pipelines of wind farms."
)
PARAPHRASE = (
    "Our product is a quantum diamond magnetic sensor pulled behind small crewless vessels. It "
    "locates naval mines and power lines lying on the bottom of the sea, even below sediment, and "
    "draws a map while it moves. In trials in the Baltic a naval force saw it discover every "
    "practice mine. Offshore wind operators hire it for surveys of underwater cabling and pipes."
)
VAGUE = (
    "We are an innovative deep tech company. Our disruptive platform is a dual-use solution for "
    "defence and civil customers at sea. It is scalable, agile and secure, and it has been built "
    "by a world-class team of experts with decades of experience. We deliver value to maritime "
    "operators and shape the future of naval operations with next-generation technology."
)
ELSEWHERE = (
    "We make software for bakeries. It plans shifts, orders flour and forecasts how many loaves "
    "are sold on each day. Two hundred bakeries in Austria use it with their tills and ovens."
)
KEYWORDS = (
    "mine hunting sonar uncrewed underwater vehicle glider seabed sensor cable port naval ocean"
)
TOPIC = "nato-diana-2026"
STEP = 0.5
"""Log-odds that nobody would call a change of mind: a fit of 0.50 becomes 0.62."""


@pytest.fixture(scope="module")
def odds(matcher):
    """The log-odds of a text with DIANA's challenges, of which the maritime one is best."""
    places = {one.id: place for place, one in enumerate(matcher.catalogue.entries)}

    def of(description: str, **fields: object) -> float:
        profile = Profile.model_validate(
            {"id": "one", "name": "One", "description": description, **fields}
        )
        fit = float(matcher.fits([profile])[0, places[TOPIC]])
        return math.log(fit / (1.0 - fit))

    return of


def test_capitals_change_nothing(odds):
    assert odds(HONEST.upper()) == pytest.approx(odds(HONEST), abs=STEP / 10)


def test_the_order_of_sentences_and_fields_moves_it_little(odds):
    first, *rest = HONEST.split(". ")
    turned = ". ".join([*(one.rstrip(".") for one in rest), first]) + "."

    assert odds(turned) == pytest.approx(odds(HONEST), abs=STEP)
    assert odds(first + ".", technology=". ".join(rest)) == pytest.approx(odds(HONEST), abs=STEP)


def test_in_other_words_it_is_still_far_above_another_topic(odds):
    gap = odds(HONEST) - odds(ELSEWHERE)

    assert odds(PARAPHRASE) - odds(ELSEWHERE) > 0.6 * gap


def test_a_well_specified_text_stands_above_a_vague_one_as_long(odds):
    assert odds(HONEST) > odds(VAGUE)


def test_saying_more_of_the_same_work_loses_nothing(odds):
    more = (
        f"{HONEST} Our software fuses sonar and magnetic data and shows the operator what to look "
        "at. The tow fish weighs eight kilograms and is launched by two people."
    )
    assert odds(more) > odds(HONEST) - STEP


def test_repeating_keywords_gains_nothing(odds):
    once = odds(f"{HONEST} {KEYWORDS}.")

    assert odds(f"{HONEST} {' '.join([KEYWORDS] * 30)}.") == pytest.approx(once, abs=STEP / 10)


def test_keywords_do_not_put_another_topic_above_an_honest_text(odds):
    stuffed = f"{ELSEWHERE} {' '.join([KEYWORDS] * 30)}."

    assert odds(stuffed) < odds(HONEST)


def test_a_statement_pasted_into_another_text_counts_for_less_than_alone(odds, matcher):
    statement = next(
        challenge.statement
        for challenge in matcher.catalogue.get(TOPIC).challenges
        if challenge.id == "maritime"
    )
    assert odds(f"{ELSEWHERE} {statement}") < odds(statement)


def test_ten_thousand_words_of_something_else_do_not_make_it_fit(odds):
    lines = (
        f"Bakery {number} in street {number * 7} sold {number * 13 % 97} loaves, "
        f"{number * 17 % 89} rolls and {number * 19 % 83} cakes."
        for number in range(700)
    )
    long = " ".join(lines)

    assert odds(long) < odds(HONEST) - 4 * STEP
