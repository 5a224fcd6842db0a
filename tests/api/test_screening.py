"""Is a list of candidates fresh, whole and filtered by what it shows?"""

import pytest

from api.store.judgments import Run
from matcher.service import Matcher
from profiles.model import Profile
from tests.api.inside import open_inside
from tests.api.serving import MUNICH

DIANA = "nato-diana-2027"
ADDRESS = f"/v1/programmes/{DIANA}/candidates"
LONG = (
    "We build small radars for boats that see a swimmer at two miles in rain, with an antenna that"
    " is printed on the hull and a receiver that draws less than a lamp; three rescue services use"
    " it every night along the coast and report what it misses, which we correct within a week."
)


def save(inside, number, **more):
    said = {**MUNICH, "id": f"applicant-{number:02d}", "name": f"Firm {number}", **more}
    inside.context.stores.profiles.save(Profile.model_validate(said))
    return said["id"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An app with applicants that were imported by command."""
    opened = open_inside(tmp_path_factory.mktemp("desk"))
    for number in range(12):
        trl = number % 9 + 1
        save(opened, number, trl=trl, headquarters="DE" if number % 2 else "FR",
             description=f"{MUNICH['description']} Variant {number}.")  # fmt: skip
    save(opened, 12, incorporated_in="BR", headquarters="BR", managed_from="BR",
         controlled_from=["BR"])  # fmt: skip
    yield opened
    opened.context.close()


def page(inside, query="", who="officer"):
    found = inside.client(who).get(f"{ADDRESS}?limit=100{query}")
    assert found.status_code == 200, found.text
    return found.json()


def run_now(inside):
    """What the worker would do, in this process."""
    from api.runs.worker import rank_run

    context = inside.context
    engine = context.engine
    moment = context.moment(None, engine)
    stores = context.stores
    number = len(stores.matches.runs())
    made = Run(f"run-{number}", "queued", "x", {"top": 5}, moment, total=len(stores.profiles),
               created="2026-06-15T00:00:00Z")  # fmt: skip
    stores.matches.queue(made, most=20)
    rank_run(made, engine.matcher, profiles=stores.profiles, store=stores.matches,
             folder=context.settings.runs, records=stores.records)  # fmt: skip
    return made.id


def test_a_list_worked_out_is_that_of_a_screening(desk):
    matcher: Matcher = desk.context.engine.matcher
    found = page(desk)
    everybody = list(desk.context.stores.profiles.many())

    direct = matcher.screen(DIANA, everybody, on=found["on"])

    expected = [(one.profile, one.verdict, one.section, one.outlook, one.fit)
                for one in (*direct.candidates, *direct.ineligible)]  # fmt: skip
    shown = [(one["profile"], one["verdict"], one["section"], one["outlook"], one["fit"])
             for one in found["items"]]  # fmt: skip
    assert sorted(shown) == sorted(expected)
    assert [one[0] for one in shown] == [one[0] for one in expected]
    assert found["stale"] is None


def test_whoever_comes_later_is_on_the_next_page_and_where_a_new_list_would_have_it(desk):
    before = page(desk)
    newest = save(desk, 50, trl=6, description="A quantum magnetometer for submarines on a chip.")
    save(desk, 3, trl=9, description="Tents and nothing else.")

    joined = page(desk)
    desk.context.people.clear()
    anew = page(desk)

    assert joined["newer"] == {"joined": 2, "waiting": 0}
    assert joined["total"] == before["total"] + 1
    assert [one["profile"] for one in joined["items"] if one["newer"]].count(newest) == 1
    plain = [{**one, "newer": None} for one in joined["items"]]
    assert plain == [{**one, "newer": None} for one in anew["items"]]
    assert anew["newer"]["joined"] == 0


def test_a_run_that_others_have_followed_is_joined_and_says_its_age(desk):
    run = run_now(desk)
    assert page(desk)["run"] == run
    save(desk, 60, trl=7)
    desk.context.stores.profiles.delete(save(desk, 61))

    joined = page(desk)
    rerun = run_now(desk)
    anew = page(desk)

    assert (joined["run"], anew["run"]) == (run, rerun)
    assert joined["newer"]["joined"] == 1
    assert [one["profile"] for one in joined["items"]] == [one["profile"] for one in anew["items"]]


@pytest.mark.parametrize(
    "name", ["verdict", "section", "outlook", "reading", "country", "area", "flag"]
)
def test_every_facet_is_a_filter_that_keeps_as_many_as_it_says(desk, name):
    counts = page(desk)["facets"][name]

    for word, number in counts.items():
        assert page(desk, f"&{name}={word}")["total"] == number
    assert name == "flag" or counts


def test_who_is_refused_or_rejected_has_a_list(desk):
    every = page(desk)
    inside, outside = page(desk, "&list=candidates"), page(desk, "&list=ineligible")
    assert inside["total"] + outside["total"] == every["total"]
    assert {one["verdict"] for one in outside["items"]} == {"ineligible"}

    low = inside["items"][-1]["profile"]
    desk.client("officer").put(f"/v1/programmes/{DIANA}/judgments/{low}", json={"grade": 0})

    assert [one["profile"] for one in page(desk, "&list=rejected")["items"]] == [low]
    assert low in [one["profile"] for one in page(desk)["items"]]
    assert page(desk, "&grade=none")["total"] == every["total"] - 1


def test_one_firm_twice_and_one_text_under_two_names_are_flagged(desk):
    one, other = save(desk, 70, name="Twin GmbH"), save(desk, 71, name="TWIN, Inc.", trl=2)
    copied = save(desk, 72, name="Copyist", description=LONG)
    source = save(desk, 73, name="Writer", description=LONG.replace("two miles", "three miles"))

    found = {each["profile"]: each for each in page(desk)["items"]}

    assert "same-name" in found[one]["flags"]
    assert other in found[one]["alike"]
    assert "near-text" in found[copied]["flags"]
    assert found[copied]["alike"] == [source]
    twins = {each["profile"] for each in page(desk, "&flag=near-text")["items"]}
    assert {copied, source} <= twins


def test_a_twin_that_is_not_shown_is_not_told_of(desk):
    ana = desk.client("ana")
    made = ana.post("/v1/profiles", json={**MUNICH, "id": "hidden", "name": "Secret Twin"}).json()
    mine = save(desk, 80, name="Secret Twin GmbH")

    def flags():
        found = {one["profile"]: one for one in page(desk)["items"]}
        return "same-name" in found[mine]["flags"], made["id"] in found

    assert flags() == (False, False)
    ana.put(f"/v1/profiles/{made['id']}/shown/{DIANA}")
    assert flags() == (True, True)


@pytest.mark.parametrize("query", ["verdict=nearly", "flag=odd", "grade=7", "kind=grant", "x=1"])
def test_what_is_no_filter_is_refused(desk, query):
    found = desk.client("officer").get(f"{ADDRESS}?{query}")

    assert found.status_code == 422
    assert found.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_pages_join_into_the_whole_list(desk):
    whole = [one["profile"] for one in page(desk)["items"]]
    found, cursor = [], ""
    while True:
        part = desk.client("officer").get(f"{ADDRESS}?limit=4{cursor}").json()
        found += [one["profile"] for one in part["items"]]
        if part["next"] is None:
            break
        cursor = f"&cursor={part['next']}"

    assert found == whole


def test_a_founders_answer_is_filtered_by_what_its_facets_count(desk):
    ana = desk.client("ana")
    made = ana.post("/v1/profiles", json={**MUNICH, "id": "filtered"}).json()["id"]
    address = f"/v1/profiles/{made}/matches?limit=100&view=compact"
    whole = ana.get(address).json()

    for name in ("verdict", "section"):
        for word, number in whole["facets"][name].items():
            found = ana.get(f"{address}&{name}={word}").json()
            assert found["counts"]["matches"] == len(found["matches"]) == number
            assert {one[name] for one in found["matches"]} == {word}
    likely = ana.get(f"{address}&outlook=likely").json()["matches"]
    assert likely == [
        {**one, "rank": rank}
        for rank, one in enumerate(
            (one for one in whole["matches"] if one["outlook"] == "likely"), 1
        )
    ]
    near = ana.get(f"{address}&list=ineligible&section=one-change").json()
    assert near["counts"]["ineligible"] == near["counts"]["near_misses"]
    assert ana.get(f"{address}&verdict=nearly").status_code == 422
