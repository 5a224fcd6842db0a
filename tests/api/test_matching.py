import csv
import io
import sqlite3
import time
from contextlib import closing

import orjson
import pytest

from matcher.results import MatchPage
from matcher.service import Matcher
from matcher.settings import Settings
from profiles.model import Profile
from tests.api.serving import MUNICH

ON = "2026-06-15"


@pytest.fixture(scope="module")
def direct(cache):
    """What the matcher itself answers."""
    matcher = Matcher.open(Settings.load(cache=cache))
    return matcher.match(Profile.model_validate(MUNICH), on=ON)


def rows(path):
    """All that a store holds, but for the answers that are made ready whenever there is time."""
    with closing(sqlite3.connect(path)) as store:
        return [line for line in store.iterdump() if '"run_answers"' not in line]


def plain(value):
    return orjson.loads(orjson.dumps(value))


def without(match):
    return {name: value for name, value in match.items() if name != "profile"}


def test_http_says_what_the_matcher_says(ana, kept, direct):
    found = ana.get(f"/v1/profiles/{kept}/matches", params={"on": ON, "limit": 100}).json()

    said = plain(direct.parts())
    assert list(found) == list(said)
    for name in ("matches", "ineligible"):
        assert [without(one) for one in found.pop(name)] == [without(m) for m in said.pop(name)]
    assert found == {**said, "profile": kept}
    assert MatchPage.model_validate({**found, "matches": [], "ineligible": []})


def test_the_list_of_what_is_refused_is_paged_and_filtered(ana, kept, direct):
    wanted = [one.programme for one in direct.ineligible if one.kind == "grant"]
    asked = {"on": ON, "list": "ineligible", "kind": "grant", "limit": 2}

    pages = [ana.get(f"/v1/profiles/{kept}/matches", params=asked).json()]
    while cursor := pages[-1]["next"]:
        found = ana.get(f"/v1/profiles/{kept}/matches", params={**asked, "cursor": cursor})
        pages.append(found.json())

    assert [one["programme"] for page in pages for one in page["ineligible"]] == wanted
    assert [page["matches"] for page in pages] == [[]] * len(pages)


def test_a_profile_in_the_body_gets_the_same_answer_and_leaves_no_trace(server, ana, cache, direct):
    said = {**MUNICH, "description": MUNICH["description"] + " Nobody else says this."}
    before = rows(server.store)
    vectors = {path: path.stat().st_mtime_ns for path in cache.glob("*.sqlite*")}

    found = ana.post("/v1/match", params={"on": ON, "limit": 3}, json=said).json()

    assert len(found["matches"]) == 3
    assert rows(server.store) == before
    with closing(sqlite3.connect(server.store)) as store:
        bodies = store.execute("SELECT body FROM run_answers").fetchall()
    assert not any(b"Nobody else says this" in body for (body,) in bodies)
    sizes = {path: path.stat().st_mtime_ns for path in cache.glob("*.sqlite")}
    assert {path: vectors[path] for path in sizes} == sizes


def test_filters_act_before_the_list_is_cut(ana, kept, direct):
    wanted = [one.programme for one in direct.matches if one.kind == "grant"]

    found = ana.get(
        f"/v1/profiles/{kept}/matches",
        params={"on": ON, "kind": "grant", "limit": 2, "view": "compact"},
    ).json()

    assert [one["programme"] for one in found["matches"]] == wanted[:2]
    assert found["counts"]["matches"] == len(wanted)


def test_a_least_fit_acts_before_counts(ana, kept, direct):
    least = sorted(one.fit for one in direct.matches)[-3]

    found = ana.get(f"/v1/profiles/{kept}/matches", params={"on": ON, "min_fit": least}).json()

    assert found["counts"]["matches"] == len(found["matches"]) == 3


def test_pages_join_into_the_whole_list_without_gaps(ana, kept, direct):
    seen, cursor = [], None
    while True:
        query = {"on": ON, "limit": 7, "view": "compact"} | ({"cursor": cursor} if cursor else {})
        found = ana.get(f"/v1/profiles/{kept}/matches", params=query).json()
        seen += found["matches"]
        cursor = found["next"]
        if cursor is None:
            break

    assert [one["programme"] for one in seen] == [one.programme for one in direct.matches]
    assert [one["rank"] for one in seen] == [*range(1, len(seen) + 1)]


def test_a_cursor_of_a_list_that_has_changed_is_refused(ana, kept):
    query = {"on": ON, "limit": 5, "view": "compact"}
    cursor = ana.get(f"/v1/profiles/{kept}/matches", params=query).json()["next"]
    ana.put(f"/v1/profiles/{kept}", json={**MUNICH, "trl": 2})

    late = ana.get(f"/v1/profiles/{kept}/matches", params={**query, "cursor": cursor})

    assert late.status_code == 422
    assert late.json()["errors"][0]["parameter"] == "cursor"


def test_a_cursor_goes_on_in_another_view_and_with_longer_pages(ana, kept, direct):
    address = f"/v1/profiles/{kept}/matches"
    first = ana.get(address, params={"on": ON, "limit": 3}).json()

    query = {"on": ON, "limit": 5, "view": "compact", "cursor": first["next"]}
    found = ana.get(address, params=query).json()["matches"]

    assert [one["programme"] for one in found] == [one.programme for one in direct.matches[3:8]]


def test_an_answer_that_the_caller_has_is_not_sent_again(ana, kept):
    first = ana.get(f"/v1/profiles/{kept}/matches")

    again = ana.get(
        f"/v1/profiles/{kept}/matches", headers={"If-None-Match": first.headers["etag"]}
    )
    ana.put(f"/v1/profiles/{kept}", json={**MUNICH, "trl": 8})
    changed = ana.get(
        f"/v1/profiles/{kept}/matches", headers={"If-None-Match": first.headers["etag"]}
    )

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_the_same_question_gets_the_same_bytes(ana, kept):
    one, other = (ana.get(f"/v1/profiles/{kept}/matches") for _ in range(2))

    assert one.content == other.content


def test_matches_come_as_csv_with_the_fields_asked_for(ana, kept, direct):
    found = ana.get(
        f"/v1/profiles/{kept}/matches",
        params={"on": ON, "fields": "programme,verdict", "limit": 2},
        headers={"Accept": "text/csv"},
    )

    rows = list(csv.DictReader(io.StringIO(found.text)))
    expected = [{"programme": m.programme, "verdict": m.verdict} for m in direct.matches[:2]]
    assert rows == expected
    assert 'rel="next"' in found.headers["link"]


def test_matches_come_as_json_lines(ana, kept, direct):
    found = ana.get(
        f"/v1/profiles/{kept}/matches",
        params={"on": ON, "limit": 2},
        headers={"Accept": "application/x-ndjson"},
    )

    lines = [orjson.loads(line) for line in found.text.splitlines()]
    assert [line["programme"] for line in lines] == [m.programme for m in direct.matches[:2]]


def test_a_pair_is_explained_whatever_its_verdict(ana, kept, direct):
    refused = direct.ineligible[0]

    found = ana.get(
        "/v1/explain", params={"profile": kept, "programme": refused.programme, "on": ON}
    ).json()

    assert found["match"]["verdict"] == "ineligible"
    assert found["match"]["findings"] == plain(refused.findings)


def test_questions_near_misses_and_the_pathway_have_addresses_of_their_own(ana, kept, direct):
    found = {
        name: ana.get(f"/v1/profiles/{kept}/{name}", params={"on": ON}).json()["items"]
        for name in ("questions", "near-misses", "pathway")
    }

    assert found["questions"] == plain(direct.questions)
    assert [one["programme"] for one in found["near-misses"]] == [
        one.programme for one in direct.ineligible if one.near_miss
    ]
    assert found["pathway"] == plain(direct.pathway)


def test_a_dismissed_programme_is_gone_from_pages_and_counts_until_it_is_restored(ana, kept):
    def asked():
        return ana.get(f"/v1/profiles/{kept}/matches", params={"on": ON, "view": "compact"}).json()

    before = asked()
    first = before["matches"][0]["programme"]
    ana.put(f"/v1/profiles/{kept}/dismissals/{first}")
    after = asked()

    assert first not in [one["programme"] for one in after["matches"]]
    assert [one["rank"] for one in after["matches"][:2]] == [1, 2]
    assert after["counts"]["matches"] == before["counts"]["matches"] - 1
    ana.delete(f"/v1/profiles/{kept}/dismissals/{first}")
    assert asked() == before


def test_programmes_are_found_with_counts_after_filters(ana):
    found = ana.get("/v1/programmes", params={"on": ON, "kind": "fund", "limit": 100}).json()

    assert {one["kind"] for one in found["items"]} == {"fund"}
    assert found["facets"]["kind"] == {"fund": found["total"]}
    assert sum(found["facets"]["status"].values()) == found["total"]
    for name in ("area", "country", "instrument", "size"):
        assert max(found["facets"][name].values()) <= found["total"]


def test_programmes_sorted_by_fit_follow_the_fits_of_the_profile(ana, kept):
    found = ana.get("/v1/programmes", params={"on": ON, "sort": "fit", "profile": kept}).json()

    fits = [one["fit"] for one in found["items"]]
    assert fits == sorted(fits, reverse=True)
    assert fits[0] > 0


def test_a_status_is_derived_for_the_day_that_is_asked_about(ana):
    def status(on):
        return ana.get("/v1/programmes/nato-diana-2027", params={"on": on}).json()["status"]

    assert status("2026-06-15") == "open"
    assert status("2026-07-04") == "closed"


def test_an_organisations_own_programme_is_matched_until_it_is_taken_back(
    officer, admin, ana, kept
):
    from api.schemas import examples

    body = {"programme": examples.PROGRAMME, "sources": [examples.SOURCE]}
    assert officer.post("/v1/programmes", json=body).status_code == 201
    assert admin.post("/v1/made/own-grant-2027/publish").status_code == 200

    # A busy machine answers from the catalogue before until it has read the new one.
    asked, patience = {"profile": kept, "programme": "own-grant-2027"}, time.monotonic() + 90
    while (found := ana.get("/v1/explain", params=asked)).status_code == 404:
        assert time.monotonic() < patience, found.text
        time.sleep(0.2)
    assert found.json()["match"]["name"] == examples.PROGRAMME["name"]
    assert ana.delete("/v1/programmes/own-grant-2027").status_code == 403
    assert officer.get("/v1/programmes/own-grant-2027/candidates").status_code == 200
    assert officer.delete("/v1/programmes/own-grant-2027").status_code == 204
    assert ana.get("/v1/programmes/own-grant-2027").status_code == 404
