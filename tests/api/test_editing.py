"""Can a founder make, edit, restore, take along and erase a profile with a browser?"""

import json
import re
from pathlib import Path

import pytest

from api.pages.facts import FIELDS, form_groups, profile_fields
from profiles.model import Profile
from profiles.read import read_profile
from tests.api.inside import BROWSER, form_of

TEXT = "We build magnetometers that find a submarine by the field that it disturbs."
EXAMPLES = sorted(Path("examples").glob("*.json"))


@pytest.fixture
def ben(inside):
    inside.client("ben").put(
        "/v1/profiles/beta-works~edited",
        json={"name": "Edited", "description": TEXT, "headquarters": "NL", "trl": 4},
    )
    return inside.browser("ben")


MINE = "/profiles/beta-works~edited"


def get(browser, address):
    found = browser.get(address, headers=BROWSER)
    assert found.status_code == 200, found.text
    return found.text


def tag_of(page):
    return re.search(r'name="tag" value="([^"]+)"', page)[1].replace("&#34;", '"')


def test_the_form_has_every_field_that_a_profile_has():
    assert set(FIELDS) == set(Profile.model_fields) - {"id", "read"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda one: one.stem)
def test_what_the_form_shows_is_what_it_keeps(path):
    profile = read_profile(path)
    lists = {}
    for group in form_groups(profile, {}, {}):
        for one in group["fields"]:
            lists[one["field"].name] = one["chosen"] or [one["typed"]]
            lists.setdefault("instruments", []).extend(one.get("instruments", ()))
            for name, _, held in one.get("answers", ()):
                lists[f"statements.{name}"] = ["yes" if held else "no"]

    kept = Profile.model_validate({**profile_fields(lists, profile), "id": profile.id})

    assert kept == profile.model_copy(update={"read": {}})


def test_a_profile_is_made_and_its_answer_is_shown(inside):
    ben = inside.browser("ben")
    form = form_of(get(ben, "/new"))
    found = ben.post(
        "/new", data={"form": form, "name": "Made here", "description": TEXT, "trl": "5"}
    )

    assert found.url.path == "/profiles/beta-works~made-here"
    assert "Made here, as of" in found.text


def test_a_changed_fact_is_kept_and_what_it_changed_is_said(inside, ben):
    page = get(ben, f"{MINE}/edit")
    fields = {"form": form_of(page), "tag": tag_of(page), "name": "Edited", "description": TEXT}
    found = ben.post(f"{MINE}/edit", data={**fields, "headquarters": "NL", "trl": "7"})

    assert 'role="status"' in found.text
    kept = inside.client("ben").get("/v1/profiles/beta-works~edited").json()["profile"]
    assert (kept["trl"], kept["headquarters"]) == (7, "NL")


def test_what_a_field_does_not_take_is_said_and_nothing_typed_is_lost(ben):
    page = get(ben, f"{MINE}/edit")
    fields = {"form": form_of(page), "tag": tag_of(page), "name": "Edited", "description": TEXT}
    found = ben.post(
        f"{MINE}/edit", data={**fields, "trl": "twelve", "website": "example.org"}, headers=BROWSER
    )

    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert 'value="twelve"' in found.text
    assert 'value="example.org"' in found.text


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(inside, ben):
    page = get(ben, f"{MINE}/edit")
    inside.client("ben").put(
        "/v1/profiles/beta-works~edited", json={"name": "Edited", "description": TEXT, "trl": 9}
    )
    fields = {"form": form_of(page), "tag": tag_of(page), "name": "Edited", "description": TEXT}
    found = ben.post(f"{MINE}/edit", data={**fields, "trl": "2"}, headers=BROWSER)

    assert found.status_code == 412
    assert inside.client("ben").get("/v1/profiles/beta-works~edited").json()["profile"]["trl"] == 9


def test_a_former_version_is_restored_as_the_newest(inside, ben):
    client = inside.client("ben")
    first = client.get("/v1/profiles/beta-works~edited").json()["version"]
    client.put(
        "/v1/profiles/beta-works~edited", json={"name": "Edited", "description": TEXT, "trl": 9}
    )
    page = get(ben, f"{MINE}/versions")
    assert "beta-works with key" in page
    ben.post(f"{MINE}/versions", data={"form": form_of(page), "version": first})

    kept = client.get("/v1/profiles/beta-works~edited").json()
    assert (kept["profile"]["trl"], kept["version"]) == (4, first + 2)


def test_all_that_is_kept_can_be_taken_along(ben):
    held = json.loads(ben.get(f"{MINE}/download").text)

    assert held["profile"]["name"] == "Edited"
    assert held["versions"][-1]["profile"]["name"] == "Edited"


def test_a_profile_is_forgotten_only_when_its_name_was_typed(inside, ben):
    form = form_of(get(ben, f"{MINE}/seen"))
    refused = ben.post(f"{MINE}/erase", data={"form": form, "name": "Edit"}, headers=BROWSER)
    done = ben.post(f"{MINE}/erase", data={"form": form, "name": "Edited"}, headers=BROWSER)

    assert refused.status_code == 422
    assert "Edited is forgotten" in done.text
    assert inside.client("ben").get("/v1/profiles/beta-works~edited").status_code == 404


@pytest.mark.parametrize("page", ["saved", "pathway", "calendar", "compare", "edit", "versions",
                                  "seen", "compare?with=nato-diana-2027"])  # fmt: skip
def test_every_page_around_an_answer_opens(ben, page):
    assert "<h1>" in get(ben, f"{MINE}/{page}")


@pytest.mark.parametrize("page", ["saved", "edit", "versions", "seen", "download"])
def test_what_is_a_founders_own_opens_to_nobody_else(inside, ben, page):
    for who in ("ana", "officer"):
        assert inside.browser(who).get(f"{MINE}/{page}", headers=BROWSER).status_code == 404


def test_a_way_to_production_is_drawn_and_told(ben):
    page = get(ben, f"{MINE}/pathway")

    assert "<svg" in page
    assert page.count('<li class="sheet card">') == page.count("<rect") > 0


def test_a_calendar_has_addresses_to_subscribe_to(inside, ben):
    made = ben.post(f"{MINE}/feed", data={"form": form_of(get(ben, f"{MINE}/calendar"))}).text
    address = re.search(r'value="http://[^/]*(/feeds/[^"]+\.ics)"', made)[1]

    assert inside.client().get(address).text.startswith("BEGIN:VCALENDAR")
