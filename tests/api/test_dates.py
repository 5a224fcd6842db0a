"""Is a date that was accepted once shown by every reader, whatever its wording?"""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from api.commongrants.opportunities import ORDERS, Opportunities
from programmes.model import Programme
from tests.api.inside import BROWSER
from tests.api.serving import MUNICH
from tests.api.test_every_page import LEAST, SOURCE

ON = datetime(2026, 6, 15, tzinfo=UTC)
WORDINGS = [
    "1 March 2027, 12:00 UTC", "1 March 2027 at 5:00 pm Brussels", "2027-03-01", "March 2027",
    "2027-Q1", "2027", "2027-03-01T12:00Z", "2027-03-01T12:00:30+02:00", "2027-03/2027-05",
    "3. Juli 2027 17:00 Uhr", "2027-W10", "20270301", "H2 2027",
    "2027-03-01 midnight", "2027-10-31T02:30 Europe/Paris",
]  # fmt: skip
PLACES = ["opens", "closes", "until", "cutoffs"]


def programme(number, place, said):
    value = [said] if place == "cutoffs" else said
    more = {"opens": "2026-01-01"} if place == "closes" else {"rolling": True}
    call = {"id": "first", **({} if place == "opens" else more), place: value}
    name = f"Dated {place} {number}"
    return {**LEAST, "id": f"dated-{place}-{number}", "name": name, "calls": [call]}


def accepted():
    found = []
    for number, said in enumerate(WORDINGS):
        for place in PLACES:
            try:
                Programme.model_validate(programme(number, place, said))
            except ValueError:
                continue
            found.append(programme(number, place, said))
    return found


ACCEPTED = accepted()


def test_most_wordings_are_accepted_and_some_are_not():
    assert len(WORDINGS) * len(PLACES) * 0.6 < len(ACCEPTED) < len(WORDINGS) * len(PLACES)


def test_every_accepted_date_has_a_place_in_the_protocol():
    everything = Opportunities([Programme.model_validate(one) for one in ACCEPTED], ON)
    span = {"min": "2027-01-01", "max": "2027-12-31"}

    for order in ORDERS:
        assert len(everything.sorted(order)) == len(ACCEPTED)
    for operator in ("between", "outside"):
        wanted = {"closeDateRange": {"operator": operator, "value": span}}
        everything.search("", wanted, "title", "asc")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("1 March 2027, 12:00 UTC", {"eventType": "singleDate", "date": "2027-03-01",
                                     "time": "12:00:00"}),
        ("1 March 2027 at 5:00 pm Brussels", {"eventType": "singleDate", "date": "2027-03-01",
                                              "time": "16:00:00"}),
        ("1 March 2027", {"eventType": "singleDate", "date": "2027-03-01"}),
        ("March 2027", {"eventType": "other", "details": "2027-03"}),
    ],
)  # fmt: skip
def test_a_closing_date_is_as_exact_as_it_was_stated(said, expected):
    one = Programme.model_validate(programme(0, "closes", said))
    [shown] = Opportunities([one], ON).sorted()

    event = shown["keyDates"]["closeDate"]

    assert {name: event[name] for name in expected} == expected


@pytest.fixture(scope="module")
def dated(inside):
    """Every accepted wording, added over HTTP, and a profile that may enter."""
    officer = inside.client("officer")
    for one in ACCEPTED[:-1]:
        inside.context.stores.programmes.save(Programme.model_validate(one), ())
    body = {"programme": ACCEPTED[-1], "sources": [SOURCE]}
    assert officer.post("/v1/programmes", json=body).status_code == 201
    address = f"/v1/made/{ACCEPTED[-1]['id']}/publish"
    assert inside.client("admin").post(address).status_code == 200
    made = inside.client("ana").post("/v1/profiles", json={**MUNICH, "id": "dated"})
    return made.json()["id"]


def test_every_reader_shows_every_accepted_date(inside, dated):
    ana = inside.client("ana")
    reads = [
        "/common-grants/opportunities?page=1&pageSize=100",
        "/v1/programmes?limit=100",
        "/v1/programmes?limit=100&sort=deadline",
        f"/v1/profiles/{dated}/matches?limit=100",
        f"/v1/profiles/{dated}/pathway",
        f"/v1/profiles/{dated}/near-misses",
        *(f"/v1/programmes/{one['id']}" for one in ACCEPTED),
    ]
    for address in reads:
        assert ana.get(address).status_code == 200, address
    browser = inside.browser("ana")
    for one in ACCEPTED:
        assert browser.get(f"/programmes/{one['id']}", headers=BROWSER).status_code == 200
    assert ana.post("/common-grants/opportunities/search", json={}).status_code == 200
    made = ana.post(f"/v1/profiles/{dated}/feeds").json()
    for form in ("atom", "calendar"):
        assert ana.get(made[form]).status_code == 200


def test_every_entry_of_a_calendar_ends_after_it_begins_and_not_after_the_deadline(inside, dated):
    ana = inside.client("ana")
    address = ana.post(f"/v1/profiles/{dated}/feeds").json()["calendar"]

    events = Calendar.from_ical(ana.get(address).text).events

    assert len(events) > 5
    for event in events:
        assert event.get("dtend").dt > event.get("dtstart").dt
    timed = [one for one in events if "2027-03-01T12:00:00Z" in one.get("description")]
    assert {one.get("dtend").dt for one in timed} == {datetime(2027, 3, 1, 12, tzinfo=UTC)}
