"""Do the built-in rows on whom programmes took hold together, and say where they come from?"""

from functools import cache

import pytest

from programmes.read import load_catalogue


@cache
def catalogue():
    return load_catalogue()


AWARDS = catalogue().awards


def test_a_dozen_programmes_and_more_show_whom_they_took():
    assert len({award.programme for award in AWARDS}) >= 12
    assert len(AWARDS) >= 80


@pytest.mark.parametrize("award", AWARDS, ids=lambda award: f"{award.programme}-{award.firm}")
def test_a_row_names_a_programme_a_source_and_what_the_firm_makes(award):
    assert award.programme in catalogue()
    assert all(slug in catalogue().sources for slug in award.source)
    assert 2 <= len(award.makes.split()) <= 14


def test_a_firm_stands_once_in_a_programme():
    pairs = [(award.programme, award.firm.lower()) for award in AWARDS]

    assert len(pairs) == len(set(pairs))


def test_each_challenge_of_the_largest_cohort_shows_three_firms_or_more():
    topics = {topic.id for topic in catalogue().get("nato-diana-2026").challenges}
    taken = [award.topic for award in AWARDS if award.programme == "nato-diana-2026"]

    assert set(taken) == topics
    assert all(taken.count(topic) >= 3 for topic in topics)


def test_the_innovation_fund_has_held_a_maker_of_interceptors_since_2026():
    (found,) = [a for a in AWARDS if a.firm == "Tytan Technologies"]

    assert (found.programme, found.year, found.country) == ("nato-innovation-fund", 2026, "DE")
