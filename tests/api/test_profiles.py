import sqlite3
from contextlib import closing

from matcher.texts.encoder import text_key
from profiles.model import Profile
from profiles.text import passages
from tests.api.serving import MUNICH


def rows(store, table):
    return store.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name out of the schema


def test_a_profile_is_kept_under_its_holder_and_read_back(ana, kept):
    found = ana.get(f"/v1/profiles/{kept}")

    assert kept.startswith("acme-labs~acme-")
    assert found.json()["version"] == 1
    assert found.json()["profile"]["description"] == MUNICH["description"]


def test_another_state_is_another_version_and_the_former_stays_readable(ana, kept):
    changed = ana.put(f"/v1/profiles/{kept}", json={**MUNICH, "trl": 6})

    assert changed.json()["version"] == 2
    assert ana.get(f"/v1/profiles/{kept}").json()["profile"]["trl"] == 6
    former = ana.get(f"/v1/profiles/{kept}", params={"version": 1})
    assert former.json()["profile"]["trl"] == 5
    numbers = [each["number"] for each in ana.get(f"/v1/profiles/{kept}/history").json()["items"]]
    assert numbers == [1, 2]


def test_the_same_content_again_is_no_new_version(ana, kept):
    assert ana.put(f"/v1/profiles/{kept}", json=MUNICH).json()["version"] == 1


def test_a_change_on_top_of_another_persons_change_is_refused(ana, kept):
    mark = ana.get(f"/v1/profiles/{kept}").headers["etag"]
    ana.put(f"/v1/profiles/{kept}", json={**MUNICH, "trl": 6})

    late = ana.put(f"/v1/profiles/{kept}", json={**MUNICH, "trl": 7}, headers={"If-Match": mark})

    assert late.status_code == 412
    assert ana.get(f"/v1/profiles/{kept}").json()["profile"]["trl"] == 6


def test_rows_are_kept_without_what_is_wrong_and_one_without_a_text_is_not(ana):
    rows = (
        "name,description,trl\nRow One,We build radios,4\nRow Two,We build ships,twelve\nThree,,5\n"
    )

    found = ana.post(
        "/v1/profiles/import", content=rows, headers={"Content-Type": "text/csv"}
    ).json()

    assert (found["accepted"], found["added"]) == (2, 2)
    told = [(each["line"], each["field"]) for each in found["rejected"]]
    assert told == [(3, "trl"), (4, "description")]
    assert ana.get("/v1/profiles/acme-labs~row-one").status_code == 200


def test_json_lines_are_imported_too_and_again_changes_nothing(ana):
    line = '{"name": "Line One", "description": "We build antennas"}\n'
    kind = {"Content-Type": "application/x-ndjson"}
    first = ana.post("/v1/profiles/import", content=line, headers=kind).json()

    again = ana.post("/v1/profiles/import", content=line, headers=kind).json()

    assert (first["added"], again["added"], again["unchanged"]) == (1, 0, 1)


def test_a_file_in_another_format_is_refused(ana):
    found = ana.post("/v1/profiles/import", content="x", headers={"Content-Type": "text/plain"})

    assert found.status_code == 415


def test_deleting_leaves_nothing_but_a_line_in_the_audit_log_and_the_certificate(
    server, cache, ana, officer, admin
):
    said = {**MUNICH, "id": "gone", "description": "A text that nobody else has ever written."}
    identifier = ana.post("/v1/profiles", json=said).json()["id"]
    ana.get(f"/v1/profiles/{identifier}/matches")
    ana.put(f"/v1/profiles/{identifier}/shown/nato-diana-2027")
    judged = officer.put(
        f"/v1/programmes/nato-diana-2027/judgments/{identifier}", json={"grade": 2}
    )
    ana.post(f"/v1/profiles/{identifier}/searches", json={"name": "all"})
    ana.put(f"/v1/profiles/{identifier}/dismissals/nato-diana-2027")
    feed = ana.post(f"/v1/profiles/{identifier}/feeds").json()["atom"]
    assert judged.status_code == 200

    assert ana.delete(f"/v1/profiles/{identifier}").status_code == 204

    assert ana.get(f"/v1/profiles/{identifier}").status_code == 404
    assert ana.get(feed).status_code == 404
    with closing(sqlite3.connect(server.store)) as store:
        tables = [
            row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        holding = [
            table
            for table in tables
            if any(identifier in map(str, row) for row in rows(store, table))
        ]
    assert holding == ["audit", "erasures"]
    keys = [text_key(each.text) for each in passages(Profile.model_validate(said))]
    for path in cache.glob("vectors-*.sqlite"):
        with closing(sqlite3.connect(path)) as vectors:
            held = {key for (key,) in vectors.execute("SELECT key FROM vectors")}
        assert held.isdisjoint(keys)
    last = admin.get("/v1/audit", params={"limit": 1}).json()["items"][0]
    assert (last["action"], last["subject"]) == ("profile.delete", identifier)
