"""Is no fact held with more confidence than its sources carry?"""

import pytest

from programmes.facts import CAP, capped, official, stated
from programmes.read import load_catalogue
from tests.programmes.documents import programme, source

SEAT = {"kind": "seat", "basis": "incorporated", "within": "NO", "source": ["page"]}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("official", "high"), ("official_mirror", "high"), ("press", CAP), ("repo_relay", CAP)],
)
def test_the_kind_of_a_source_caps_confidence(kind, expected):
    found = capped(programme(criteria=[SEAT]), {"page": source(kind=kind)})

    assert found.criteria[0].confidence == expected


def test_one_official_text_among_several_sources_is_enough():
    sources = {"page": source(kind="press"), "law": source("law")}
    found = capped(programme(criteria=[{**SEAT, "source": ["page", "law"]}]), sources)

    assert found.criteria[0].confidence == "high"


def test_a_lower_confidence_stays():
    one = programme(criteria=[{**SEAT, "confidence": "low"}])

    assert capped(one, {"page": source(kind="press")}).criteria[0].confidence == "low"


def test_conditions_of_a_call_and_of_a_topic_are_capped_too():
    topic = {"id": "radar", "title": "R", "statement": "R", "basis": "stated", "source": ["page"]}
    one = programme(
        calls=[{"id": "spring", "criteria": [SEAT]}], challenges=[{**topic, "criteria": [SEAT]}]
    )
    found = capped(one, {"page": source(kind="press")})

    assert found.calls[0].criteria[0].confidence == CAP
    assert found.challenges[0].criteria[0].confidence == CAP


def test_nothing_built_in_is_held_high_without_an_official_text():
    catalogue = load_catalogue()
    over = [
        (one.id, place)
        for one in catalogue
        for place, fact in stated(one)
        if getattr(fact, "confidence", "") == "high"
        and not official(fact.source, catalogue.sources)
    ]

    assert over == []
