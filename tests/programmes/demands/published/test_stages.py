"""Only what can still be joined is demand; the rest is told."""

import pytest

from tests.programmes.demands.published.packages import ON, read, release, tender


@pytest.mark.parametrize(
    "status", ["cancelled", "unsuccessful", "withdrawn", "complete", "Cancelled", "canceled"]
)
def test_a_dead_tender_stands_aside_with_its_reason(tmp_path, status):
    found = read(tmp_path, [tender("PL", 1), tender("DE", 2, status=status)])

    assert [line.country for line in found.lines] == ["PL"]
    (aside,) = found.aside
    assert (aside.country, aside.line.quantity) == ("DE", 100)
    assert aside.reason == status.lower().replace("canceled", "cancelled")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"tag": ["tenderCancellation"]}, "cancelled"),
        ({"awards": [{"id": "a", "status": "active"}]}, "awarded"),
        ({"contracts": [{"id": "c", "status": "active"}]}, "contracted"),
        ({"awards": [{"id": "a", "status": "unsuccessful"}]}, "unsuccessful"),
    ],
)
def test_what_happened_after_the_tender_decides(tmp_path, more, reason):
    found = read(tmp_path, [tender("PL", 1), {**tender("DE", 2), **more}])

    assert [one.reason for one in found.aside] == [reason]


def test_an_award_of_one_lot_leaves_the_other_open(tmp_path):
    lots = [{"id": key, "title": key} for key in ("Boots", "Gloves")]
    awards = [{"id": "a", "status": "active", "relatedLots": ["Boots"]}]

    found = read(tmp_path, release(tender={"title": "x", "lots": lots}, awards=awards))

    assert [line.item for line in found.lines] == ["Gloves"]
    assert [(one.item, one.reason) for one in found.aside] == [("Boots", "awarded")]


def test_a_cancelled_lot_stands_aside_and_its_tender_goes_on(tmp_path):
    lots = [{"id": "1", "title": "Boots", "status": "cancelled"}, {"id": "2", "title": "Gloves"}]

    found = read(tmp_path, release(tender={"title": "x", "status": "active", "lots": lots}))

    assert [line.item for line in found.lines] == ["Gloves"]


def test_bids_that_were_due_before_the_day_end_the_chance_to_join(tmp_path):
    over = {"endDate": "2026-06-14T12:00:00Z"}
    today = {"endDate": f"{ON}T12:00:00Z"}

    found = read(
        tmp_path, [tender("PL", 1, tenderPeriod=over), tender("DE", 2, tenderPeriod=today)]
    )

    assert [line.country for line in found.lines] == ["DE"]
    assert found.aside[0].reason == "bids-closed"


@pytest.mark.parametrize(("status", "firmness"), [("planned", "planned"), ("active", "budgeted")])
def test_firmness_follows_from_the_stage(tmp_path, status, firmness):
    assert read(tmp_path, tender(status=status)).lines[0].firmness == firmness


def test_a_status_that_is_not_of_the_standard_is_told(tmp_path):
    found = read(tmp_path, tender(status="en cours"))

    assert any("'en cours' is not one of the standard" in note for note in found.notes)


def test_a_need_that_has_passed_stands_aside(tmp_path):
    past = {"startDate": "2024-01-01", "endDate": "2025-01-01"}

    found = read(tmp_path, [tender("PL", 1), tender("FR", 2, contractPeriod=past)])

    assert [(one.country, one.reason) for one in found.aside] == [("FR", "past")]
