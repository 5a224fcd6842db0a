"""What does an officer find with a browser: a shortlist, questions, a form, an import?"""

import csv
import html
import io
import re

import pytest

from tests.api.inside import BROWSER, form_of
from tests.api.serving import MUNICH

DIANA = "/programmes/nato-diana-2027"


@pytest.fixture(scope="module")
def officer(inside):
    client = inside.client("officer")
    for name in ("north", "south"):
        made = {**MUNICH, "id": name, "name": f"Firm {name.title()}", "trl": None}
        assert client.post("/v1/profiles", json=made).status_code == 201
    seats = dict.fromkeys(("incorporated_in", "headquarters", "managed_from"), "UA")
    made = {**MUNICH, **seats, "id": "east", "name": "Firm East", "controlled_from": ["UA"]}
    assert client.post("/v1/profiles", json=made).status_code == 201
    return inside.browser("officer")


def get(browser, address):
    found = browser.get(address, headers=BROWSER)
    assert found.status_code == 200, found.text
    return found.text


def post(browser, path, **fields):
    form = form_of(get(browser, "/"))
    return browser.post(path, data={"form": form, **fields}, headers=BROWSER)


def test_an_officer_begins_with_the_programmes_that_are_its_own(officer):
    page = get(officer, "/")

    assert "<h1>My programmes</h1>" in page
    assert f'href="{DIANA}/candidates"' in page


def test_a_shortlist_holds_who_was_put_on_it_until_taken_off(officer):
    post(officer, f"{DIANA}/shortlist", profile="diana~north", on="yes")
    post(officer, f"{DIANA}/shortlist", profile="diana~south", on="yes")
    page = get(officer, f"{DIANA}/shortlist")
    assert page.index("Firm North") < page.index("Firm South")

    post(officer, f"{DIANA}/shortlist", profile="diana~north", on="no")

    assert "Firm North" not in get(officer, f"{DIANA}/shortlist")
    rows = list(csv.DictReader(io.StringIO(officer.get(f"{DIANA}/shortlist.csv").text)))
    assert [one["profile"] for one in rows] == ["diana~south"]


def test_hidden_names_are_nowhere_on_the_page(officer):
    post(officer, f"{DIANA}/shortlist", profile="diana~south", on="yes")
    for page in ("shortlist?blind=yes", "side?with=diana~south&blind=yes"):
        assert "Firm South" not in get(officer, f"{DIANA}/{page}")


def test_candidates_stand_side_by_side_rule_by_rule(officer):
    page = get(officer, f"{DIANA}/side?with=diana~north&with=diana~south")

    assert "Firm North" in page
    assert "Firm South" in page
    assert "Your judgment" in page


def test_questions_to_a_candidate_are_those_that_its_rules_wait_for(officer):
    post(officer, f"{DIANA}/shortlist", profile="diana~south", on="yes")
    page = get(officer, f"{DIANA}/questions")

    assert "To Firm South" in page
    assert re.search(r"\n1\. .*\?", page)


def test_a_place_in_a_form_leads_to_no_other_site(officer):
    for place in ("https://example.org/", "//example.org", "/programmes/other/candidates"):
        found = officer.post(
            f"{DIANA}/shortlist",
            data={"form": form_of(get(officer, "/")), "profile": "diana~south", "place": place},
            follow_redirects=False,
        )
        assert found.headers["location"] == f"{DIANA}/candidates"


def test_a_stranger_to_a_programme_sees_none_of_it(inside, officer):
    stranger = inside.browser("stranger")
    for page in ("shortlist", "questions", "side?with=diana~north"):
        assert stranger.get(f"{DIANA}/{page}", headers=BROWSER).status_code == 403


MADE = {
    "name": "Nets against small drones", "kind": "challenge", "summary": "Grants for nets.",
    "description": "We seek nets that stop small drones near airports.", "within": "nato_32",
    "basis": "incorporated", "trl_min": "4", "headcount": "249", "instruments": "grant",
    "most": "300000", "currency": "EUR", "opens": "2027-01-15", "closes": "2027-03-01",
    "statements": "Can you fly within a month?", "topics": "Air defence: nets that are thrown.",
    "apply_url": "https://example.org/nets",
}  # fmt: skip


def test_a_form_is_checked_before_anything_is_kept(inside, officer):
    before = len(inside.context.engine.matcher.catalogue)
    page = post(officer, "/programmes/new", **MADE, do="check").text

    assert "Asks for a company incorporated in a NATO nation" in html.unescape(page)
    assert len(inside.context.engine.matcher.catalogue) == before


def test_a_programme_made_in_a_form_has_its_page_and_its_rules(inside, officer):
    found = post(officer, "/programmes/new", **MADE, do="keep")

    assert found.status_code == 200, found.text
    assert found.url.path == "/programmes/diana-nets-against-small-drones"
    said = html.unescape(found.text)
    for part in ("a company incorporated in a NATO nation", "EUR 300,000", "Air defence"):
        assert part in said


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"trl_min": "twelve"},
        {"opens": "soonish"},
        {"currency": "euros"},
        {"apply_url": "http://example.org"},
    ],
)
def test_what_is_wrong_with_a_programme_is_said_and_nothing_typed_is_lost(officer, wrong):
    found = post(officer, "/programmes/new", **{**MADE, **wrong, "topics": "Kept: what I typed"})

    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert "Kept: what I typed" in found.text


TABLE = (
    "Company,Blurb,HQ country,Odd\n"
    "Alpha Radios,We build radios for ships that are hard to find.,Germany,1\n"
    "Beta Sonar,We build towed sonar for harbours.,NL,2\n"
    ",No name,NL,3\n"
)


def look(officer, table=TABLE, name="applicants.csv"):
    form = form_of(get(officer, "/"))
    return officer.post(
        "/import", data={"form": form}, files={"file": (name, table.encode())}, headers=BROWSER
    )


def carried(page):
    return dict(re.findall(r'name="(form|token|ending|name)" value="([^"]*)"', page))


def test_a_table_whose_columns_are_not_understood_is_matched_by_hand_and_imported(inside, officer):
    first = look(officer).text
    assert "column.Blurb" in first
    fields = {
        **carried(first.partition('action="/import/sample"')[2]),
        "column.Blurb": "description",
    }
    second = officer.post("/import/sample", data=fields, headers=BROWSER).text
    assert "towed sonar" in second
    done = officer.post("/import/all", data=fields, headers=BROWSER).text

    assert "2 startups imported" in done
    kept = inside.client("officer").get("/v1/profiles/diana~beta-sonar").json()["profile"]
    assert kept["headquarters"] == "NL"


def test_a_file_that_waits_goes_with_its_import(inside, officer):
    fields = carried(look(officer).text.partition('action="/import/sample"')[2])
    fields["column.Blurb"] = "description"
    officer.post("/import/all", data=fields, headers=BROWSER)
    again = officer.post("/import/all", data=fields, headers=BROWSER)

    assert again.status_code == 404


def test_a_file_that_waits_opens_to_its_sender_alone(inside, officer):
    fields = carried(look(officer).text.partition('action="/import/sample"')[2])
    ana = inside.browser("ana")
    fields["form"] = form_of(get(ana, "/"))

    assert ana.post("/import/sample", data=fields, headers=BROWSER).status_code == 404


@pytest.mark.parametrize("name", ["applicants.exe", "applicants"])
def test_a_file_of_another_kind_is_refused_in_words(officer, name):
    found = look(officer, name=name)

    assert found.status_code == 422
    assert 'role="alert"' in found.text


def test_the_columns_of_candidates_are_chosen_and_go_into_the_file(officer):
    page = get(officer, f"{DIANA}/candidates?column=why&column=areas")
    assert '<th scope="col">Areas</th>' in page
    assert '<th scope="col">Missing</th>' not in page

    rows = csv.DictReader(io.StringIO(officer.get(f"{DIANA}/candidates.csv?column=why").text))
    first = next(iter(rows))

    assert "why" in first
    assert "missing" not in first


def test_a_file_of_candidates_holds_all_of_them_in_their_order(officer):
    shown, address = [], f"{DIANA}/candidates?limit=1"
    while address:
        page = get(officer, address)
        shown += re.findall(r'<th scope="row"><a href="/profiles/[^"]+">([^<]*)</a>', page)
        more = re.search(r'class="button" href="(\?[^"]*cursor=[^"]*)"', page)
        address = f"{DIANA}/candidates{html.unescape(more[1])}" if more else ""
    rows = csv.DictReader(io.StringIO(officer.get(f"{DIANA}/candidates.csv").text))

    assert [one["name"] for one in rows] == shown


def test_hidden_names_of_candidates_are_in_no_file_and_on_no_page(officer):
    for address in (f"{DIANA}/candidates?blind=yes", f"{DIANA}/candidates.csv?blind=yes"):
        assert "Firm North" not in get(officer, address)
    assert "diana~north" not in get(officer, f"{DIANA}/candidates.csv?blind=yes")


def test_every_page_of_the_menu_opens_for_every_role(inside):
    for who in ("ana", "officer", "analyst", "admin"):
        browser = inside.browser(who)
        menu = get(browser, "/").partition('aria-label="Main"')[2].partition("</nav>")[0]
        pages = re.findall(r'href="([^"]+)"', menu)
        assert len(pages) >= 3
        for page in pages:
            assert "<h1>" in get(browser, page), page


def test_a_facet_of_candidates_counts_whom_its_choice_will_show(officer):
    page = get(officer, f"{DIANA}/candidates")
    word, number = re.search(
        r'name="verdict" value="([^"]+)"[^>]*> [^<]* <span>(\d+)</span>', page
    ).groups()
    shown = get(officer, f"{DIANA}/candidates?verdict={word}")

    assert f"{number} candidate" in shown


def test_who_was_judged_is_found_by_the_grade(officer):
    post(officer, f"{DIANA}/judge", profile="diana~north", grade="3", note="")
    rows = csv.DictReader(io.StringIO(officer.get(f"{DIANA}/candidates.csv?grade=3").text))

    assert [one["profile"] for one in rows] == ["diana~north"]
