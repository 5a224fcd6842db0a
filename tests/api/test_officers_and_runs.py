"""May an officer do what it is advised to do, where there are many profiles?"""

import re

import pytest

from api.usecases.freshness import RunKeeper
from tests.api.inside import BROWSER, form_of, open_inside
from tests.api.serving import MUNICH

ADDRESS = "/programmes/nato-diana-2027/candidates"


@pytest.fixture
def crowded(tmp_path):
    """An app with more profiles than are worked out while somebody waits."""
    opened = open_inside(tmp_path, live_candidates=1)
    for number in range(2):
        opened.client("ana").post("/v1/profiles", json={**MUNICH, "id": f"one-of-{number}"})
    yield opened
    opened.context.close()


def test_an_officer_does_what_the_refusal_advises(crowded):
    officer = crowded.client("officer")
    refused = officer.get(f"/v1{ADDRESS}")
    assert refused.status_code == 409
    method, path = re.search(r"start one by (\S+) (\S+)", refused.json()["detail"]).groups()

    started = officer.request(method, path, json={})

    assert started.status_code == 202
    seen = officer.get(f"/v1/runs/{started.json()['id']}").json()
    assert (seen["state"], seen["total"]) == ("queued", 2)


def test_a_second_officer_joins_the_run_and_learns_of_no_other_key(crowded):
    first = crowded.client("officer").post("/v1/runs", json={}).json()
    stranger = crowded.client("stranger")

    joined = stranger.post("/v1/runs", json={}).json()

    assert (joined["id"], joined["by"]) == (first["id"], "")
    assert [one["by"] for one in stranger.get("/v1/runs").json()["items"]] == [""]
    assert stranger.post(f"/v1/runs/{first['id']}/cancel").status_code == 403
    assert crowded.client("officer").post(f"/v1/runs/{first['id']}/cancel").status_code == 200


def test_an_officer_cannot_fill_the_queue(crowded):
    officer = crowded.client("officer")
    answers = [officer.post("/v1/runs", json={"on": f"2027-01-0{day}"}) for day in range(1, 5)]

    assert [one.status_code for one in answers] == [202, 202, 409, 409]
    assert crowded.client("analyst").post("/v1/runs", json={}).status_code == 202


def test_what_a_run_found_about_everybody_stays_closed_to_officers(crowded):
    made = crowded.client("officer").post("/v1/runs", json={}).json()["id"]

    for part in ("matches", "matches.parquet"):
        assert crowded.client("officer").get(f"/v1/runs/{made}/{part}").status_code == 403
    assert crowded.client("ana").post("/v1/runs", json={}).status_code == 403


def test_a_person_starts_it_on_the_page_and_sees_that_it_waits(crowded):
    browser = crowded.browser("officer")
    page = browser.get(ADDRESS, headers=BROWSER)
    assert page.status_code == 409
    action = re.search(r'action="([^"]*/rank)"', page.text)[1]

    found = browser.post(action, data={"form": form_of(page.text)}, headers=BROWSER)

    assert "waits for its turn" in found.text
    assert len(crowded.client("officer").get("/v1/runs").json()["items"]) == 1


def test_the_server_ranks_by_itself_where_lists_rest_on_a_run(crowded):
    keeper = RunKeeper(crowded.context)
    context = crowded.context
    _ = context.engine

    assert keeper.step()
    assert not keeper.step()
    [run] = context.stores.matches.runs()
    assert (run.state, run.by, run.total) == ("queued", "server", 2)
    context.stores.matches.begin(run.id, context.engine.mark)
    context.stores.matches.end(run.id, "done")
    assert keeper.step()  # nobody took part in it


def test_it_does_not_where_few_are_screened_at_once(tmp_path):
    inside = open_inside(tmp_path)
    inside.client("ana").post("/v1/profiles", json=MUNICH)

    assert not RunKeeper(inside.context).step()
    inside.context.close()
