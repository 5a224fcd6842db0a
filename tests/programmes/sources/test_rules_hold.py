"""Is an imported topic judged by the rules of the programme that it falls under?"""

import pytest

from api.usecases.imports import ImportSettings, run_import
from matcher.service import Matcher
from programmes.criteria import SURE
from programmes.read import load_catalogue
from programmes.sources.selection import Keep
from tests.matcher.fakes import WordEncoder
from tests.matcher.strategies import profile_of
from tests.programmes.sources import files
from tests.programmes.sources.files import written

TOPIC = "edf-2026/edf-2026-ra-sens-radar"
ON = "2026-06-15"


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calls")
    for on, content in (("2026-06-01", files.EU_CALENDAR), ("2026-06-02", files.EU_PAGE)):
        file = written(folder, "portal.json", content)
        run_import(ImportSettings("eu-portal", folder / "kept", file, Keep(), on))
    return Matcher(load_catalogue(folder / "kept"), WordEncoder())


def firm(country):
    places = dict.fromkeys(("incorporated_in", "headquarters", "managed_from"), country)
    facts = {**places, "controlled_from": [country]}
    return profile_of(facts, text="We find small drones in rain with passive radar.")


@pytest.mark.parametrize(
    ("country", "verdict"),
    [("CN", "ineligible"), ("CH", "ineligible"), ("NO", "undetermined"), ("DE", "undetermined")],
)
def test_the_funds_rules_decide_on_a_topic(matcher, country, verdict):
    found = matcher.explain(firm(country), TOPIC, on=ON)
    seats = [each for each in found.findings if each.criterion == "seat"]

    assert found.verdict == verdict
    assert {each.answer for each in seats} == {"unmet" if verdict == "ineligible" else "met"}
    assert {each.level for each in seats} == {"programme"}


def test_a_condition_read_out_of_prose_asks_and_refuses_nobody(matcher):
    found = matcher.explain(firm("DE"), TOPIC, on=ON)
    firm_rule, read = sorted(
        (each for each in found.findings if each.criterion == "consortium"),
        key=lambda each: each.level,
    )

    assert (firm_rule.level, firm_rule.answer) == ("programme", "unknown")
    assert firm_rule.confidence in SURE
    assert (read.level, read.answer, read.confidence) == ("topic", "unknown", "low")
    assert "At least 3 legal entities" in read.note


def test_a_match_names_the_topic_and_ranks_it_among_the_others(matcher):
    page = matcher.match(firm("DE"), on=ON)
    (match,) = [one for one in page.matches if one.programme == "edf-2026"]

    assert match.topic == "edf-2026-ra-sens-radar"
    assert match.topics[0].topic == match.topic
    assert [one.fit for one in match.topics] == sorted((t.fit for t in match.topics), reverse=True)


def test_screening_takes_a_topic(matcher):
    found = matcher.screen(TOPIC, [firm("DE"), firm("CN")], on=ON)

    assert found.programme == TOPIC
    assert [len(found.candidates), len(found.ineligible)] == [1, 1]
