"""Can the protocol's own client read our programmes?"""

import uuid

import pytest
from common_grants_sdk.client import Client
from common_grants_sdk.client.config import Config
from common_grants_sdk.client.exceptions import APIError
from common_grants_sdk.schemas.pydantic.models.opp_status import OppStatusOptions

from programmes.read import load_catalogue


@pytest.fixture
def client(server):
    config = Config(base_url=server.url, api_key=server.keys["ana"], timeout=60, page_size=20)
    with Client(config) as made:
        yield made


def test_the_client_lists_every_programme_page_by_page(client):
    found = client.opportunities.list()

    assert found.errors == []
    assert {one.title for one in found.items} >= {one.name for one in load_catalogue()}
    changed = [one.last_modified_at for one in found.items]
    assert changed == sorted(changed, reverse=True)


def test_the_client_gets_one_programme(client):
    listed = client.opportunities.list(page=1, page_size=1).items[0]

    found = client.opportunities.get(listed.id)

    assert (found.id, found.title) == (listed.id, listed.title)


def test_the_client_searches_by_words_and_status(client):
    found = client.opportunities.search("quantum", status=[OppStatusOptions.OPEN])

    assert {one.status.value for one in found.items} <= {OppStatusOptions.OPEN}
    assert all(
        "quantum" in f"{one.title} {one.description}".casefold() or one.id for one in found.items
    )
    everything = client.opportunities.search("", status=None)
    assert len(everything.items) == len(client.opportunities.list().items)


def test_an_id_that_is_not_there_is_an_error_that_the_client_understands(client):
    with pytest.raises(APIError) as caught:
        client.opportunities.get(uuid.UUID(int=7))

    assert caught.value.error.status == 404


def test_nothing_but_what_the_protocol_names_is_at_the_top_of_an_opportunity(server):
    with server.client("ana") as ana:
        found = ana.get("/common-grants/opportunities?pageSize=100").json()

    allowed = {
        "id", "title", "status", "description", "funding", "keyDates", "acceptedApplicantTypes",
        "source", "customFields", "createdAt", "lastModifiedAt",
    }  # fmt: skip
    assert {name for one in found["items"] for name in one} <= allowed
    assert len(found["items"]) == min(found["paginationInfo"]["totalItems"], 100)


def test_an_id_stays_the_same_and_leads_back_to_ours(server):
    from api.commongrants.opportunities import identifier_of

    with server.client("ana") as ana:
        address = f"/common-grants/opportunities/{identifier_of('nato-diana-2027')}"
        found = ana.get(address).json()["data"]

    assert found["customFields"]["allymatchId"]["value"] == "nato-diana-2027"


def test_a_filter_that_we_do_not_have_is_named_and_not_fatal(server):
    body = {"filters": {"customFilters": {"x": 1}}, "sorting": {"sortBy": "custom"}}
    with server.client("ana") as ana:
        found = ana.post("/common-grants/opportunities/search", json=body).json()

    assert "customFilters" in found["filterInfo"]["errors"][0]
    assert found["filterInfo"]["filters"] == {}
    assert (found["sortInfo"]["sortBy"], len(found["sortInfo"]["errors"])) == ("lastModifiedAt", 1)


def search(server, **body):
    with server.client("ana") as ana:
        answer = ana.post("/common-grants/opportunities/search", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def day(one):
    return one.get("keyDates", {}).get("closeDate", {}).get("date")


def test_what_closes_in_a_span_of_days_is_found_and_the_next_one_comes_first(server):
    span = {"min": "2026-01-01", "max": "2027-06-30"}
    order = {"sortBy": "keyDates.closeDate", "sortOrder": "asc"}
    sides = [
        search(server, filters={"closeDateRange": {"operator": side, "value": span}}, sorting=order)
        for side in ("between", "outside")
    ]
    every = search(server, sorting=order)

    inside, outside = ([day(one) for one in side] for side in sides)
    assert inside == sorted(each for each in inside if span["min"] <= each <= span["max"])
    assert inside
    assert len(inside) + len(outside) == sum(day(one) is not None for one in every)
    assert [day(one) is None for one in every] == sorted(day(one) is None for one in every)


def test_sums_are_compared_in_the_currency_that_is_asked_for(server):
    most = {"amount": "100000", "currency": "EUR"}
    value = {"min": {"amount": "0", "currency": "EUR"}, "max": most}
    found = search(server, filters={"maxAwardAmountRange": {"operator": "between", "value": value}})

    assert found
    for one in found:
        assert one["funding"]["maxAwardAmount"]["currency"] == "EUR"
        assert float(one["funding"]["maxAwardAmount"]["amount"]) <= 100_000
