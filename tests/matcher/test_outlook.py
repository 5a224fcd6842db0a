"""What was read out of a text: it moves the outlook and the order, and no verdict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.eligibility.answer import Band, Verdict, bands
from matcher.service import Matcher
from programmes.read import Catalogue
from tests.matcher.fakes import WordEncoder
from tests.matcher.strategies import profile_of, programme_of

SOURCED = {"source": ["a-source"], "confidence": "high"}


def seated(*countries):
    return {"kind": "seat", "basis": "headquartered", "within": {"countries": countries}, **SOURCED}


def read(country):
    quote = {"basis": "read", "quote": f"based in {country}", "start": 0, "end": 11}
    return {"headquarters": {"value": country, **quote}}


def matched(profile, *offers):
    found = Matcher(Catalogue.of(offers), WordEncoder()).match(profile, on="2026-03-01")
    return [(one.programme, one.verdict, one.outlook) for one in found.matches]


def test_what_was_read_is_an_outlook_and_never_a_verdict():
    home, other, anywhere = (
        programme_of("home", [seated("NL")]),
        programme_of("other", [seated("FR")]),
        programme_of("later", [seated("NL"), {"kind": "technology-ownership", **SOURCED}]),
    )

    assert matched(profile_of({"read": read("NL")}), home, other, anywhere) == [
        ("home", "undetermined", "likely"),
        ("later", "undetermined", "open"),
        ("other", "undetermined", "unlikely"),
    ]


def test_a_stated_fact_is_stronger_than_a_read_one():
    offers = [programme_of("home", [seated("NL")]), programme_of("other", [seated("FR")])]
    profile = profile_of({"headquarters": "FR", "read": read("NL")})

    assert matched(profile, *offers) == [("other", "eligible", "likely")]


@given(st.lists(st.tuples(st.sampled_from(Verdict), st.sampled_from(Verdict)), min_size=1))
def test_a_band_keeps_its_verdict_whatever_is_believed(pairs):
    stated, believed = (np.array(column, np.uint8) for column in zip(*pairs, strict=True))

    assert [Band(one).verdict for one in bands(stated, believed)] == [one for one, _ in pairs]


@pytest.mark.parametrize("band", list(Band))
def test_bands_stand_in_the_order_of_their_verdicts(band):
    assert [one.verdict for one in Band] == sorted(one.verdict for one in Band)
    assert band.outlook in {"likely", "open", "unlikely"}


def test_a_rule_that_is_not_firmly_sourced_gives_an_outlook_too():
    weak = {"source": ["a-source"], "confidence": "low"}
    offers = [
        programme_of("home", [{**seated("NL"), **weak}]),
        programme_of("other", [{**seated("FR"), **weak}]),
    ]

    assert matched(profile_of({"headquarters": "NL"}), *offers) == [
        ("home", "undetermined", "likely"),
        ("other", "undetermined", "unlikely"),
    ]


def test_a_limit_on_weapons_that_only_may_exist_leaves_the_outlook_to_the_rest():
    perhaps = {"kind": "weapon", "certain": False, **SOURCED}
    offer = programme_of("home", [seated("NL"), perhaps])

    assert matched(profile_of({"headquarters": "NL"}), offer) == [
        ("home", "undetermined", "likely")
    ]
    assert matched(profile_of({"headquarters": "NL", "weapon": True}), offer) == [
        ("home", "undetermined", "open")
    ]


@pytest.mark.parametrize(
    ("country", "outlook"), [("NL", "open"), ("JP", "open"), ("CN", "unlikely"), ("RU", "unlikely")]
)
def test_what_stays_open_is_unlikely_for_a_company_controlled_from_outside_every_alliance(
    country, outlook
):
    offer = programme_of("open", [{"kind": "technology-ownership", **SOURCED}])

    assert matched(profile_of({"controlled_from": [country]}), offer) == [
        ("open", "undetermined", outlook)
    ]
    quote = {"basis": "read", "quote": "owned by", "start": 0, "end": 8}
    told = profile_of({"read": {"controlled_from": {"value": [country], **quote}}})
    assert matched(told, offer) == [("open", "undetermined", outlook)]


def test_one_seat_stands_for_the_others_in_the_outlook_and_in_no_verdict():
    incorporated = {**seated("NL"), "basis": "incorporated"}
    offers = [
        programme_of("home", [incorporated]),
        programme_of("other", [{**incorporated, "within": {"countries": ["FR"]}}]),
    ]

    assert matched(profile_of({"headquarters": "NL"}), *offers) == [
        ("home", "undetermined", "likely"),
        ("other", "undetermined", "unlikely"),
    ]
