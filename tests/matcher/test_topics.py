"""How a programme's topics stand in an answer: each by its own dates, sums and texts."""

import pytest

from matcher.service import Matcher
from profiles.model import Profile
from programmes.read import load_catalogue
from tests.matcher.fakes import WordEncoder
from tests.matcher.own import ALPINE

OTHER = """\
  - id: over-ice
    title: Find people over ice
    statement: Radar that finds a person on a glacier from the air, through cloud.
    closes: "2026-05-20"
    amounts:
      - {label: budget, max: 90000000, currency: EUR, per: programme}
      - {label: a project, min: 100000, max: 400000, currency: EUR, per: company}
    basis: stated
    source: [alpine-page]
criteria:
"""
MAKER = Profile(
    id="maker",
    name="Maker",
    description="Radar that finds a person on a glacier from the air, through cloud.",
    seeking={"amount": 5_000_000, "currency": "EUR", "instruments": ["prize"]},
)
ON = "2026-06-01"


@pytest.fixture(scope="module")
def alpine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alpine")
    text = ALPINE.replace("criteria:\n", OTHER).replace(
        "description: Sensors", "seeks: [Sensors]\ndescription: Sensors"
    )
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return Matcher(load_catalogue(folder), WordEncoder())


def found(alpine):
    (match,) = (
        one for one in alpine.match(MAKER, on=ON).matches if one.programme == "alpine-prize"
    )
    return match


def test_a_topic_has_the_fit_that_its_explanation_tells(alpine):
    topics = found(alpine).topics

    assert {one.topic for one in topics} == {"under-snow", "over-ice"}
    for one in topics:
        explained = alpine.explain(MAKER, f"alpine-prize/{one.topic}", on=ON)
        assert explained.fit == one.fit


def test_a_topic_that_is_over_is_told_so_beside_an_open_programme(alpine):
    match = found(alpine)

    assert (match.status, match.topic, match.topic_status) == ("open", "over-ice", "closed")
    assert [(one.topic, one.status) for one in match.topics] == [
        ("under-snow", "open"),
        ("over-ice", "closed"),
    ]
