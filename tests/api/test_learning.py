"""Does a programme's list learn from its officers, and only when one of them lets it?"""

import pytest

from profiles.model import Profile
from tests.api.inside import open_inside
from tests.api.serving import MUNICH

DIANA = "nato-diana-2027"
BASE = f"/v1/programmes/{DIANA}"
WET = "boats and hulls and rudders for the sea and its harbours, number"
DRY = "magnetometers and lasers and photonic chips for the lab, number"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Two kinds of applicants, and an officer who likes those of the sea."""
    opened = open_inside(tmp_path_factory.mktemp("learning"))
    for number in range(60):
        text = f"We build {(WET, DRY)[number % 2]} {'i' * (number + 1)}."
        one = {**MUNICH, "id": f"firm-{number:02d}", "description": text, "technology": text}
        opened.context.stores.profiles.save(Profile.model_validate(one))
    officer = opened.client("officer")
    for number in range(40):
        address = f"{BASE}/judgments/firm-{number:02d}"
        assert officer.put(address, json={"grade": 0 if number % 2 else 3}).status_code == 200
    yield opened
    opened.context.close()


def ranked(desk, who="officer"):
    found = desk.client(who).get(f"{BASE}/candidates?limit=100").json()
    return found["learned"], [one["profile"] for one in found["items"]]


def test_nothing_ranks_until_a_person_promotes_it_and_the_way_back_is_open(desk):
    officer = desk.client("officer")
    before = ranked(desk)

    made = officer.post(f"{BASE}/learned").json()
    assert ranked(desk) == before
    assert made["report"]["better"]
    promoted = officer.post(f"{BASE}/learned/{made['version']}/promote")
    assert promoted.status_code == 200
    after = ranked(desk)
    officer.delete(f"{BASE}/learned")

    assert after[0] == made["version"]
    assert {int(one[-2:]) % 2 for one in after[1][:30]} == {0}
    assert sorted(after[1]) == sorted(before[1])
    assert ranked(desk) == before


def test_an_earlier_model_is_shown_and_made_again_to_the_byte(desk):
    officer = desk.client("officer")
    one, other = (officer.post(f"{BASE}/learned").json()["version"] for _ in range(2))
    assert one == other

    officer.put(f"{BASE}/judgments/firm-41", json={"grade": 1})
    third = officer.post(f"{BASE}/learned").json()["version"]

    assert third != one
    shown = officer.get(f"{BASE}/learned/{one}").json()
    assert len(shown["decisions"]) == 40
    assert {row["version"] for row in officer.get(f"{BASE}/learned").json()["items"]} == {
        one,
        third,
    }


def test_what_is_not_better_cannot_be_promoted(desk):
    second = desk.client("admin")
    for number in (50, 51):
        second.put(f"{BASE}/judgments/firm-{number}", json={"grade": 1})
    made = second.post(f"{BASE}/learned").json()

    refused = second.post(f"{BASE}/learned/{made['version']}/promote")

    assert not made["report"]["better"]
    assert refused.status_code == 409


def test_another_organisations_list_is_not_changed(desk):
    officer = desk.client("officer")
    made = officer.post(f"{BASE}/learned").json()
    officer.post(f"{BASE}/learned/{made['version']}/promote")

    assert ranked(desk)[0] == made["version"]
    assert ranked(desk, "analyst")[0] is None
    officer.delete(f"{BASE}/learned")


def test_a_newcomer_is_ranked_by_what_was_learned_too(desk):
    officer = desk.client("officer")
    made = officer.post(f"{BASE}/learned").json()
    officer.post(f"{BASE}/learned/{made['version']}/promote")
    ranked(desk)
    one = {**MUNICH, "id": "newest", "description": f"We build {WET} one.", "technology": WET}
    desk.context.stores.profiles.save(Profile.model_validate(one))

    joined = ranked(desk)[1]
    desk.context.people.clear()

    assert joined.index("newest") < 35
    assert ranked(desk)[1] == joined
    officer.delete(f"{BASE}/learned")


def test_forgetting_a_firm_forgets_what_rests_on_it(desk):
    officer = desk.client("officer")
    made = officer.post(f"{BASE}/learned").json()["version"]

    desk.context.stores.matches.forget("firm-00")

    assert made not in [row["version"] for row in officer.get(f"{BASE}/learned").json()["items"]]
    assert officer.get(f"{BASE}/learned/{made}").status_code == 404


def test_the_next_to_judge_has_no_grade_yet(desk):
    found = desk.client("officer").get(f"{BASE}/suggested?limit=5").json()["items"]
    judged = {
        one["profile"] for one in desk.client("officer").get(f"{BASE}/judgments").json()["items"]
    }

    assert len(found) == 5
    assert judged.isdisjoint({one["profile"] for one in found})
