"""What people write in a field, and the one form in which a profile keeps it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from profiles.model import MAX_WORDS, Partner, Profile, slug
from profiles.read import limits
from tests.profiles.strategies import fields, profiles


def profile(**facts: Any) -> Profile:
    return Profile.model_validate({"name": "A", "description": "x"} | facts)


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("incorporated_in", "Türkiye", "TR"),
        ("incorporated_in", " uk ", "GB"),
        ("headquarters", "EL", "GR"),
        ("headquarters", "n/a", None),
        ("managed_from", "", None),
        ("controlled_from", "DE, France; USA", ("DE", "FR", "US")),
        ("controlled_from", "unknown", None),
        ("areas", "Quantum technologies | space", ("quantum", "space")),
        ("areas", ["quantum/quantum-sensing-timing"], ("quantum/quantum-sensing-timing",)),
        ("areas", "-", None),
        ("trl", "TRL 5", 5),
        ("trl", "TRL5", 5),
        ("trl", 5.0, 5),
        ("trl", "?", None),
        ("stage", "Series A", "series-a"),
        ("founded", "March 2022", "2022-03"),
        ("founded", 2022, "2022"),
        ("founded", 2022.0, "2022"),
        ("founded", datetime.date(2022, 3, 1), "2022-03-01"),
        ("founded", datetime.datetime(2022, 3, 1, 12, tzinfo=datetime.UTC), "2022-03-01"),
        ("founded", "2022-03-01 00:00:00", "2022-03-01"),
        ("headcount", "1,200", 1200),
        ("headcount", "1 200", 1200),
        ("headcount", "1.200.000", 1_200_000),
        ("headcount", 14.0, 14),
        ("turnover_eur", "€1.5m", 1_500_000),
        ("turnover_eur", "400 000", 400_000),
        ("turnover_eur", "2 Mio. EUR", 2_000_000),
        ("turnover_eur", 333_333.333333, 333_333.33),
        ("turnover_eur", "none", None),
        ("civil_use", "oui", True),
        ("weapon", "Nein", False),
        ("sanctioned", 0, False),
        ("private_coinvestment_share", "30%", 0.3),
        ("private_coinvestment_share", "33,3 %", 0.333),
        ("private_coinvestment_share", "0.3", 0.3),
        ("certifications", "ISO 27001; cmmc-2", ("ISO 27001", "cmmc-2")),
        ("certifications", "none", ()),
        ("certifications", "n/a", None),
        ("certifications", [], ()),
        ("use_cases", "One\nTwo", ("One", "Two")),
        ("export_control", "6a003; ML10", ("6A003", "ML10")),
        ("identifiers", {"DUNS": 123456789, "pic": "n/a"}, {"duns": "123456789", "pic": None}),
        ("statements", {"in-a-cluster": "ja"}, {"in-a-cluster": True}),
        ("technology", "tbd", None),
        ("website", "  https://example.org ", "https://example.org"),
    ],
)
def test_a_field_takes_what_people_write(field: str, written: object, kept: object) -> None:
    found = getattr(profile(**{field: written}), field)

    assert found == kept


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("USD 2m", 2_000_000, "USD"),
        ({"amount": "£500k"}, 500_000, "GBP"),
        ({"amount": 5, "currency": "eur"}, 5, "EUR"),
        ({"amount": "2 000 000", "currency": "SEK"}, 2_000_000, "SEK"),
        ({"amount": "unknown"}, None, "EUR"),
        ({}, None, "EUR"),
    ],
)
def test_an_amount_that_is_sought_brings_its_currency(
    written: object, amount: float | None, currency: str
) -> None:
    found = profile(seeking=written).seeking

    assert found is not None
    assert (found.amount, found.currency) == (amount, currency)


@pytest.mark.parametrize(
    "written",
    [{"amount": "USD 5", "currency": "EUR"}, {"amount": 0}, {"amount": 5.5, "currency": "JPY"},
     {"amount": 5, "currency": "XXQ"}],
)  # fmt: skip
def test_an_amount_that_contradicts_itself_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        profile(seeking=written)


def test_a_partner_may_be_written_as_a_name_with_its_country() -> None:
    found = profile(partners="Institut X (France); Lab Y").partners

    assert found == (Partner(name="Institut X", country="FR"), Partner(name="Lab Y"))


@pytest.mark.parametrize("text", [None, "", " ", "n/a"])
def test_a_profile_needs_a_text(text: str | None) -> None:
    with pytest.raises(ValidationError, match="a text in at least one of description, technology"):
        Profile.model_validate({"name": "A", "description": text})
    assert Profile.model_validate({"name": "A", "description": text, "use_cases": ["x"]})


@pytest.mark.parametrize("words", [MAX_WORDS, MAX_WORDS + 1])
def test_the_bound_on_words_is_the_one_that_is_stated(words: int) -> None:
    half = "w " * (words // 2)
    rest = "w " * (words - words // 2)

    if words > MAX_WORDS:
        with pytest.raises(ValidationError, match="50,001 words"):
            profile(description=half, technology=rest)
    else:
        assert profile(description=half, technology=rest)


@pytest.mark.parametrize("field", ["headcount", "turnover_eur", "trl", "founded", "headquarters"])
def test_a_yes_is_not_the_number_one(field: str) -> None:
    with pytest.raises(ValidationError):
        profile(**{field: True})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
@pytest.mark.parametrize("field", ["turnover_eur", "private_coinvestment_share", "headcount"])
def test_no_number_is_not_a_number(field: str, value: float) -> None:
    with pytest.raises(ValidationError):
        profile(**{field: value})


def test_a_firm_without_defence_use_makes_no_weapons() -> None:
    assert profile(defence_use=False).is_weapon is False
    assert profile(defence_use=True).is_weapon is None
    assert profile(defence_use=False, weapon=True).is_weapon is True


def test_an_id_comes_from_the_name_where_none_is_given() -> None:
    assert profile(name="Bär & Söhne GmbH").id == "bar-sohne-gmbh"
    assert profile(name="Bär", id=" b-1 ").id == "b-1"


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
def test_an_id_is_short_ascii_and_never_empty(one: str, other: str) -> None:
    found = slug(one)

    assert 1 <= len(found) <= 120
    assert found.isascii()
    assert found == slug(found)
    # Where nothing of a name can be written in ASCII, a hash still tells it from others.
    if slug(one).startswith("startup-") and one != other:
        assert slug(one) != slug(other)


@given(profiles())
def test_a_profile_is_the_same_after_a_journey_through_json(one: Profile) -> None:
    assert Profile.model_validate_json(one.model_dump_json()) == one
    assert Profile.model_validate(json.loads(json.dumps(one.model_dump(mode="json")))) == one


@given(fields())
def test_what_is_kept_is_read_again_as_it_is(drawn: dict[str, Any]) -> None:
    once = Profile.model_validate(drawn)

    assert Profile.model_validate(once.model_dump()) == once


def test_the_schema_names_every_field() -> None:
    schema = Profile.model_json_schema()

    assert set(schema["properties"]) == set(Profile.model_fields)
    assert schema["additionalProperties"] is False


def test_the_manual_names_every_field_and_every_bound() -> None:
    manual = (Path(__file__).parents[2] / "docs/profiles.md").read_text(encoding="utf-8")

    names = [*Profile.model_fields, *(f"seeking.{name}" for name in ("amount",))]
    assert [name for name in names if f"`{name}`" not in manual] == []
    bounds = (limits.MAX_TABLE, limits.MAX_DOCUMENT, limits.MAX_UNPACKED)
    assert [limits.shown(bound) for bound in bounds if limits.shown(bound) not in manual] == []
    assert f"{limits.MAX_WORKBOOK_ROWS:,} rows" in manual


def test_what_was_read_is_not_stated() -> None:
    known = Profile(
        name="Acme",
        description="x",
        trl=4,
        read={"trl": {"value": 6}, "headquarters": {"value": "NL"}},
    )

    assert (known.headquarters, known.trl) == (None, 4)
    assert (known.believed().headquarters, known.believed().trl) == ("NL", 4)
    assert known.believed().read == {}


def test_a_range_that_was_read_does_not_stand_beside_a_number_that_was_stated() -> None:
    known = Profile(
        name="Acme", description="x", headcount=12, read={"headcount_range": {"value": [51, 100]}}
    )

    assert known.believed().headcount_range is None


@pytest.mark.parametrize(
    ("currency", "euros"), [("EUR", 2_000_000.0), ("USD", None)], ids=["euros", "dollars"]
)
def test_a_sum_that_was_read_is_believed_in_euros_alone(currency: str, euros: float | None) -> None:
    read = {"raised": {"value": {"amount": 2_000_000, "currency": currency}}}

    assert Profile(name="Acme", description="x", read=read).believed().raised_eur == euros


@given(profiles())
def test_believing_changes_nothing_that_is_stated(known: Profile) -> None:
    stated = known.model_dump(exclude_none=True, exclude={"read"})

    believed = known.believed().model_dump(exclude_none=True)

    assert {name: believed[name] for name in stated} == stated


@pytest.mark.parametrize(
    ("field", "value"), [("colour", "red"), ("trl", 12), ("trl", None), ("founded", "soon")]
)
def test_a_read_fact_must_fit_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Profile(name="Acme", description="x", read={field: {"value": value}})


@pytest.mark.parametrize("field", ["headquarters", "incorporated_in", "managed_from"])
def test_a_seat_that_was_read_may_be_namibia(field: str) -> None:
    read = {field: {"value": "NA", "basis": "read", "quote": "Windhoek", "start": 0, "end": 8}}

    profile = Profile.model_validate({"name": "A", "description": "Windhoek", "read": read})

    assert profile.read[field].value == "NA"
