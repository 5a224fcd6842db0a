"""Can one founder learn anything of another?

Ana has a profile; Ben tries every way to hear of it. Each answer has to be the one that he gets for
a profile that does not exist.
"""

import statistics
import time

import pytest

from tests.api.serving import MUNICH

NOTHING = "acme-labs~there-is-no-such-profile"
READS = [
    "/v1/profiles/{id}",
    "/v1/profiles/{id}?version=1",
    "/v1/profiles/{id}/history",
    "/v1/profiles/{id}/matches",
    "/v1/profiles/{id}/matches?view=compact",
    "/v1/profiles/{id}/questions",
    "/v1/profiles/{id}/near-misses",
    "/v1/profiles/{id}/pathway",
    "/v1/profiles/{id}/searches",
    "/v1/profiles/{id}/dismissals",
    "/v1/explain?profile={id}&programme=nato-diana-2027",
    "/v1/programmes?sort=fit&profile={id}",
]
WRITES = [
    ("PUT", "/v1/profiles/{id}", MUNICH),
    ("DELETE", "/v1/profiles/{id}", None),
    ("POST", "/v1/profiles/{id}/searches", {"name": "x"}),
    ("POST", "/v1/profiles/{id}/feeds", None),
    ("DELETE", "/v1/profiles/{id}/feeds/00000000", None),
    ("PUT", "/v1/profiles/{id}/dismissals/nato-diana-2027", None),
    ("DELETE", "/v1/profiles/{id}/dismissals/nato-diana-2027", None),
    ("POST", "/v1/webhooks", {"url": "http://127.0.0.1:9/x", "profile": "{id}"}),
]


def told(answer):
    """All of an answer that its reader can see, but the id that is new each time."""
    headers = {k: v for k, v in answer.headers.items() if k not in {"date", "x-request-id"}}
    body = answer.json() if answer.content else None
    if body:
        body.pop("request", None)
    return answer.status_code, headers, body


@pytest.mark.parametrize("address", READS)
def test_another_founders_profile_reads_like_one_that_does_not_exist(ben, kept, address):
    there, not_there = (ben.get(address.format(id=one)) for one in (kept, NOTHING))

    assert there.status_code == 404
    assert told(there) == told(not_there)


@pytest.mark.parametrize(("method", "address", "body"), WRITES)
def test_another_founders_profile_is_written_like_one_that_does_not_exist(
    ana, ben, kept, method, address, body
):
    before = ana.get(f"/v1/profiles/{kept}").json()
    answers = []
    for one in (kept, NOTHING):
        sent = {**body, "profile": one} if body and "profile" in body else body
        answers.append(ben.request(method, address.format(id=one), json=sent))

    assert answers[0].status_code == 404
    assert told(answers[0]) == told(answers[1])
    assert ana.get(f"/v1/profiles/{kept}").json() == before


def test_an_id_that_another_founder_has_taken_is_free(ana, ben, kept):
    name = kept.partition("~")[2]

    made = ben.post("/v1/profiles", json={**MUNICH, "id": name})

    assert made.status_code == 201
    assert made.json()["id"] == f"beta-works~{name}"
    assert ana.get(f"/v1/profiles/{kept}").json()["version"] == 1


def test_a_profile_cannot_be_put_under_another_founders_name(ben, kept):
    answers = [ben.post("/v1/profiles", json={**MUNICH, "id": one}) for one in (kept, NOTHING)]

    assert [one.status_code for one in answers] == [422, 422]
    line = f'{{"id": "{kept}", "name": "A", "description": "B"}}'
    found = ben.post(
        "/v1/profiles/import", content=line, headers={"Content-Type": "application/x-ndjson"}
    ).json()
    assert found["accepted"] == 0


def test_lists_and_counts_hold_ones_own_alone(ana, ben, kept):
    assert kept in [one["id"] for one in ana.get("/v1/profiles?limit=100").json()["items"]]

    found = ben.get("/v1/profiles?limit=100").json()

    assert all(one["id"].startswith("beta-works~") for one in found["items"])
    assert found["total"] == len(found["items"])


def test_facets_and_counts_do_not_move_when_another_founder_comes(ana, ben):
    def seen():
        return ben.get("/v1/programmes?limit=1").json()

    before = seen()
    made = ana.post("/v1/profiles", json={**MUNICH, "id": "moves-nothing"}).json()["id"]
    after = seen()
    ana.delete(f"/v1/profiles/{made}")

    assert after == before


@pytest.mark.parametrize(
    "address",
    [
        "/v1/programmes/nato-diana-2027/candidates",
        "/v1/programmes/nato-diana-2027/judgments",
        "/v1/runs",
        "/v1/runs/run-000000000000/matches",
        "/v1/runs/run-000000000000/matches.parquet",
        "/v1/keys",
        "/v1/audit",
        "/metrics",
    ],
)
def test_exports_and_overviews_are_closed_to_founders(ben, address):
    assert ben.get(address).status_code == 403


def test_the_address_of_a_feed_cannot_be_had_by_another_founder(ana, ben, server, kept):
    made = ana.post(f"/v1/profiles/{kept}/feeds").json()

    assert ben.delete(f"/v1/profiles/{kept}/feeds/{made['id']}").status_code == 404
    with server.client() as nobody:
        assert nobody.get(made["atom"]).status_code == 200
        wrong = made["atom"].replace("/feeds/", "/feeds/x")
        assert nobody.get(wrong).status_code == 404


def test_a_refusal_takes_as_long_whether_or_not_the_profile_exists(ben, kept):
    times = {kept: [], NOTHING: []}
    for _ in range(150):
        for one, found in times.items():
            began = time.perf_counter()
            ben.get(f"/v1/profiles/{one}/matches")
            found.append(time.perf_counter() - began)

    there, not_there = (statistics.median(found) for found in times.values())
    # Nothing is looked up before the refusal; a lookup and a match would take many times this.
    assert abs(there - not_there) < 0.25 * max(there, not_there)


def test_an_officer_of_another_organisation_sees_neither_candidates_nor_judgments(server, kept):
    with server.client("stranger") as stranger:
        for part in ("candidates", "judgments"):
            assert stranger.get(f"/v1/programmes/nato-diana-2027/{part}").status_code == 403
        judged = stranger.put(f"/v1/programmes/nato-diana-2027/judgments/{kept}", json={"grade": 1})
        assert judged.status_code == 403


def test_an_officer_does_not_see_what_another_organisation_has_imported(server, officer):
    with server.client("stranger") as stranger:
        made = stranger.post("/v1/profiles", json={**MUNICH, "id": "their-applicant"}).json()["id"]

    shown = officer.get("/v1/programmes/nato-diana-2027/candidates?limit=100").json()

    assert made not in [one["profile"] for one in shown["items"]]
    assert officer.get(f"/v1/profiles/{made}").status_code == 404


def test_reading_another_persons_data_is_written_down(officer, admin, kept):
    officer.get(f"/v1/profiles/{kept}", headers={"X-Request-ID": "look-here"})

    lines = admin.get("/v1/audit").json()["items"]

    mine = [one for one in lines if one["request"] == "look-here"]
    assert [(one["action"], one["subject"], one["holder"]) for one in mine] == [
        ("profile.read", kept, "diana")
    ]
