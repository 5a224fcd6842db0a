"""Is what officers decide kept whole, and what they saw, whoever writes beside them?"""

import csv
import io
import threading

import orjson
import pytest

from api.store.values import Judgment
from profiles.model import Profile
from tests.api.inside import open_inside
from tests.api.serving import MUNICH

DIANA = "nato-diana-2027"
BASE = f"/v1/programmes/{DIANA}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    opened = open_inside(tmp_path_factory.mktemp("judging"))
    for number in range(8):
        one = {**MUNICH, "id": f"applicant-{number}", "name": f"Firm {number}", "trl": number + 1}
        opened.context.stores.profiles.save(Profile.model_validate(one))
    made = {"role": "officer", "holder": "diana", "grants": [DIANA]}
    opened.keys["second"] = opened.client("admin").post("/v1/keys", json=made).json()["key"]
    yield opened
    opened.context.close()


def judge(desk, number, grade, who="officer", **more):
    return desk.client(who).put(
        f"{BASE}/judgments/applicant-{number}", json={"grade": grade, **more}
    )


def test_there_is_no_grade_until_one_is_given(desk):
    items = desk.client("officer").get(f"{BASE}/candidates").json()["items"]

    assert {one["grade"] for one in items} == {None}
    assert desk.client("officer").get(f"{BASE}/judgments").json()["items"] == []


def test_a_decision_keeps_the_bytes_that_were_seen(desk):
    client = desk.client("officer")
    seen = client.get(f"{BASE}/candidates/applicant-0")

    made = judge(desk, 0, 2, note="Sound.", shown=seen.headers["etag"]).json()

    assert made["shown"] == seen.headers["etag"].strip('"')
    assert client.get(f"/v1/decisions/{made['id']}/shown").content == seen.content
    assert seen.json()["match"]["findings"]


def test_the_bytes_stay_when_profile_and_catalogue_change(desk):
    seen = desk.client("officer").get(f"{BASE}/candidates/applicant-1").content
    made = judge(desk, 1, 1).json()
    changed = {**MUNICH, "id": "applicant-1", "trl": 9, "description": "Tents."}
    desk.context.stores.profiles.save(Profile.model_validate(changed))
    desk.context.held_engine = None  # as after a restart with another catalogue or model

    again = desk.client("officer").get(f"/v1/decisions/{made['id']}/shown").content

    assert again == seen
    assert desk.client("officer").get(f"{BASE}/candidates/applicant-1").content != seen


def test_a_grade_on_what_has_changed_since_it_was_shown_is_refused(desk):
    old = desk.client("officer").get(f"{BASE}/candidates/applicant-2").headers["etag"]
    changed = {**MUNICH, "id": "applicant-2", "trl": 1}
    desk.context.stores.profiles.save(Profile.model_validate(changed))

    refused = judge(desk, 2, 3, shown=old)

    assert refused.status_code == 412
    assert "changed" in refused.json()["detail"]


def test_a_correction_is_added_and_names_what_it_replaces(desk):
    first = judge(desk, 3, 1, note="At first sight").json()
    second = judge(desk, 3, 3, note="After the talk").json()
    desk.client("officer").delete(f"{BASE}/judgments/applicant-3")

    every = desk.client("officer").get(f"{BASE}/decisions").json()["items"]
    mine = [one for one in every if one["profile"] == "applicant-3"]

    assert [one["grade"] for one in mine] == [1, 3, None]
    assert [one["replaces"] for one in mine] == ["", first["id"], second["id"]]
    now = desk.client("officer").get(f"{BASE}/judgments").json()["items"]
    assert "applicant-3" not in [one["profile"] for one in now]


def test_each_officer_has_a_judgment_and_does_not_see_the_others_in_the_list(desk):
    judge(desk, 4, 0)
    judge(desk, 4, 3, who="second")

    def grade(who):
        items = desk.client(who).get(f"{BASE}/candidates").json()["items"]
        return next(one["grade"] for one in items if one["profile"] == "applicant-4")

    assert (grade("officer"), grade("second")) == (0, 3)
    both = [one for one in desk.client("officer").get(f"{BASE}/judgments").json()["items"]
            if one["profile"] == "applicant-4"]  # fmt: skip
    assert sorted(one["grade"] for one in both) == [0, 3]


def test_of_two_windows_that_write_at_once_one_is_told_and_nothing_is_lost(desk):
    before = judge(desk, 5, 1).json()["id"]
    answers = []

    def write(grade):
        answers.append(judge(desk, 5, grade, after=before).status_code)

    threads = [threading.Thread(target=write, args=(grade,)) for grade in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, 412]
    every = desk.client("officer").get(f"{BASE}/decisions").json()["items"]
    assert len([one for one in every if one["profile"] == "applicant-5"]) == 2


def test_two_officers_at_once_lose_nothing(desk):
    threads = [
        threading.Thread(target=judge, args=(desk, number, 2, who))
        for number in (6, 7)
        for who in ("officer", "second")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = desk.client("officer").get(f"{BASE}/judgments").json()["items"]
    assert len([one for one in found if one["profile"] in {"applicant-6", "applicant-7"}]) == 4


@pytest.mark.parametrize("grade", [7, -1, 1.5, "2", None, True])
def test_a_grade_that_is_none_is_refused(desk, grade):
    refused = judge(desk, 0, grade)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/grade"


def test_a_judgment_of_an_unknown_pair_is_refused(desk):
    client = desk.client("officer")
    assert client.put(f"{BASE}/judgments/nobody", json={"grade": 1}).status_code == 404
    address = "/v1/programmes/no-such-programme/judgments/applicant-0"
    assert client.put(address, json={"grade": 1}).status_code == 404


def test_judgments_go_out_as_csv_and_come_in_again(desk):
    client = desk.client("officer")
    out = client.get(f"{BASE}/judgments", headers={"Accept": "text/csv"}).text
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) > 3

    sent = {"content": out, "headers": {"Content-Type": "text/csv"}}
    found = client.post(f"{BASE}/judgments/import", **sent).json()

    assert found == {"accepted": len(rows), "rejected": []}
    again = client.get(f"{BASE}/judgments", headers={"Accept": "text/csv"}).text
    kept = [(one["profile"], one["grade"], one["by"], one["at"]) for one in rows]
    fresh = csv.DictReader(io.StringIO(again))
    assert [(one["profile"], one["grade"], one["by"], one["at"]) for one in fresh] == kept


def test_bad_rows_of_an_import_are_told_with_line_and_field_and_the_good_ones_kept(desk):
    content = "profile,grade,at\napplicant-0,3,\nnobody,1,\napplicant-1,7,\napplicant-2,1,soon\n"
    sent = {"content": content, "headers": {"Content-Type": "text/csv"}}

    found = desk.client("officer").post(f"{BASE}/judgments/import", **sent).json()

    assert found["accepted"] == 1
    told = [(one["line"], one["field"]) for one in found["rejected"]]
    assert told == [(3, "profile"), (4, "grade"), (5, "at")]


def test_who_declared_a_conflict_is_flagged_and_cannot_judge(desk):
    client = desk.client("second")
    assert client.put("/v1/conflicts/applicant-1", json={"why": "My brother's"}).status_code == 200

    refused = judge(desk, 1, 3, who="second")

    assert refused.status_code == 409
    flagged = client.get(f"{BASE}/candidates?flag=conflict").json()["items"]
    assert [one["profile"] for one in flagged] == ["applicant-1"]
    assert desk.client("officer").get(f"{BASE}/candidates?flag=conflict").json()["total"] == 0
    assert client.delete("/v1/conflicts/applicant-1").status_code == 204
    assert judge(desk, 1, 3, who="second").status_code == 200


def test_another_organisation_replays_nothing(desk):
    made = judge(desk, 0, 3).json()["id"]

    assert desk.client("stranger").get(f"/v1/decisions/{made}/shown").status_code == 404
    assert desk.client("ana").get(f"/v1/decisions/{made}/shown").status_code == 403


def test_a_record_that_was_tampered_with_is_not_shown(desk):
    made = judge(desk, 0, 3).json()
    store = desk.context.stores.matches
    store._do("UPDATE shown_bytes SET body = x'00' WHERE hash = ?", [made["shown"]])

    assert desk.client("officer").get(f"/v1/decisions/{made['id']}/shown").status_code == 404


def test_forgetting_a_profile_forgets_decisions_and_what_was_seen(desk):
    store = desk.context.stores.matches
    at = desk.context.clock()
    store.judge(Judgment("p", "gone", "diana", 1, "", "k", at), orjson.dumps({"who": "gone"}))
    assert store.traces("gone") == 2

    store.forget("gone")

    assert store.traces("gone") == 0


def test_agreement_is_told_with_who_is_strict(desk):
    found = desk.client("officer").get(f"{BASE}/agreement").json()

    assert len(found["officers"]) == 2
    assert found["judged_by_several"] >= 3
    assert {one["profile"] for one in found["items"]} >= {"applicant-4", "applicant-6"}
