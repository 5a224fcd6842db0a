"""What does a founder find on the answer of a stored profile, and can it be narrowed and taken?"""

import csv
import io
import re

import openpyxl
import pytest

from tests.api.inside import BROWSER, form_of

TEXT = (
    "SkyWeft builds interceptor drones that net hostile quadcopters near airports. We are based in"
    " Delft, the Netherlands, founded in 2023. Cameras guide the last metres without GPS."
)
MINE = "/profiles/beta-works~answers"
DIANA = "nato-diana-2027"


@pytest.fixture(scope="module")
def ben(inside):
    inside.client("ben").post(
        "/v1/profiles", json={"id": "answers", "name": "SkyWeft", "description": TEXT}
    )
    return inside.browser("ben")


def get(browser, address):
    found = browser.get(address, headers=BROWSER)
    assert found.status_code == 200, found.text
    return found.text


def post(browser, path, **fields):
    form = form_of(get(browser, MINE))
    return browser.post(f"{MINE}{path}", data={"form": form, **fields}, follow_redirects=False)


def totals(page):
    return {
        name: int(number)
        for name, number in re.findall(
            r'id="([a-z-]+)"><h2[^>]*>[^<]*</h2><span class="soft small">(\d+):', page
        )
    }


def test_every_programme_is_in_exactly_one_section(inside, ben):
    entries = list(inside.context.engine.matcher.catalogue.entries)

    assert sum(totals(get(ben, MINE)).values()) == len(entries)


def test_a_facet_counts_what_its_choice_will_show(ben):
    page = get(ben, MINE)
    word, number = re.search(
        r'name="kind" value="(\w+)"[^>]*> [^<]* <span>(\d+)</span>', page
    ).groups()

    assert sum(totals(get(ben, f"{MINE}?kind={word}")).values()) == int(number)


def test_a_second_word_of_a_facet_still_shows_its_number(ben):
    counted = re.compile(r'name="kind" value="(\w+)"[^>]*> [^<]* <span>(\d+)</span>')
    whole = dict(counted.findall(get(ben, MINE)))
    first = next(iter(whole))

    assert dict(counted.findall(get(ben, f"{MINE}?kind={first}"))) == whole


def test_words_narrow_an_answer_and_stand_in_its_address(ben):
    page = get(ben, f"{MINE}?q=quantum")

    assert 0 < sum(totals(page).values()) < sum(totals(get(ben, MINE)).values())
    assert 'value="quantum"' in page


def test_a_section_is_a_list_that_is_paged_to_its_end(ben):
    number = totals(get(ben, MINE))["not-for-you"]
    seen = []
    for page in range(1, -(-number // 20) + 1):
        shown = get(ben, f"{MINE}?section=not-for-you&page={page}")
        seen += re.findall(r'<article class="sheet card" id="([^"]+)"', shown)

    assert len(seen) == len(set(seen)) == number
    assert "Keeps you out:" in shown


def test_the_order_by_name_is_that_of_names(ben):
    page = get(ben, f"{MINE}?section=now&sort=name")
    ids = re.findall(r'<article class="sheet card" id="([^"]+)"', page)

    assert len(ids) > 1
    best = re.findall(r'<article class="sheet card" id="([^"]+)"', get(ben, f"{MINE}?section=now"))
    assert ids != best


@pytest.mark.parametrize("asked", ["sort=random", "may=perhaps", "section=all", "colour=red"])
def test_a_choice_that_there_is_not_is_refused(ben, asked):
    assert ben.get(f"{MINE}?{asked}", headers=BROWSER).status_code == 422


def test_a_table_holds_exactly_what_is_shown(ben):
    shown = get(ben, f"{MINE}?section=now&kind=fund")
    found = ben.get(f"{MINE}/answer.csv?section=now&kind=fund")
    rows = [one for one in csv.DictReader(io.StringIO(found.text)) if one["section"] == "now"]

    assert found.headers["content-disposition"].startswith("attachment")
    assert [one["programme"] for one in rows] == re.findall(
        r'<article class="sheet card" id="([^"]+)"', shown
    )


def test_a_workbook_holds_the_rows_of_the_table(ben):
    found = ben.get(f"{MINE}/answer.xlsx?kind=fund")
    sheet = openpyxl.load_workbook(io.BytesIO(found.content)).active
    rows = list(csv.DictReader(io.StringIO(ben.get(f"{MINE}/answer.csv?kind=fund").text)))

    assert [one.value for one in sheet["C"]][1:] == [one["programme"] for one in rows]
    assert not any(cell.data_type == "f" for row in sheet for cell in row)


def test_deadlines_are_a_calendar(ben):
    assert ben.get(f"{MINE}/answer.ics").text.startswith("BEGIN:VCALENDAR")


def test_why_says_every_rule_and_what_would_change_it(ben):
    page = get(ben, f"{MINE}/why/{DIANA}")

    for part in ("Rule by rule", "What would change it", "What the fit of", "Your notes"):
        assert part in page


def test_a_confirmed_fact_leads_back_with_what_it_has_changed(ben):
    found = post(ben, "/facts", set="headquarters=NL")

    assert found.headers["location"].startswith(f"{MINE}?since=")
    assert 'role="status"' in get(ben, found.headers["location"])


def test_a_saved_programme_is_saved_until_it_is_taken_back(ben):
    first = re.search(r'<article class="sheet card" id="([^"]+)"', get(ben, MINE))[1]
    assert post(ben, "/save", programme=first, on="yes").status_code == 303
    assert "Saved<span" in get(ben, MINE)
    post(ben, "/save", programme=first, on="no")

    assert "Saved<span" not in get(ben, MINE)


def test_a_note_and_a_day_are_kept_on_the_page_of_reasons(ben):
    post(ben, "/note", programme=DIANA, note="Ask Eva <b>", day="2027-01-15")
    page = get(ben, f"{MINE}/why/{DIANA}")

    assert "Ask Eva &lt;b&gt;" in page
    assert 'value="2027-01-15"' in page


def test_a_shared_answer_is_read_without_an_account_until_it_is_closed(inside, ben):
    page = ben.post(f"{MINE}/share?kind=fund", data={"form": form_of(get(ben, MINE))})
    link = re.search(r'value="http://[^/]*(/shared/[^"]+)"', page.text)[1]
    stranger = inside.client()
    shown = stranger.get(link, headers=BROWSER)

    assert shown.status_code == 200
    assert "<form" not in shown.text.partition("<main")[2]
    assert set(totals(shown.text)) <= set(totals(get(ben, f"{MINE}?kind=fund")))
    kept = inside.context.settings.store.read_bytes()
    assert link.rpartition("/")[2].encode() not in kept


def test_what_is_marked_of_a_profile_is_forgotten_with_it(inside):
    client, browser = inside.client("ben"), inside.browser("ben")
    client.post("/v1/profiles", json={"id": "forgotten", "name": "Gone", "description": TEXT})
    base = "/profiles/beta-works~forgotten"
    form = form_of(get(browser, base))
    browser.post(f"{base}/save", data={"form": form, "programme": DIANA, "on": "yes"})
    browser.post(f"{base}/share", data={"form": form})

    assert client.delete("/v1/profiles/beta-works~forgotten").status_code == 204
    asked = "SELECT profile FROM {} WHERE profile = 'beta-works~forgotten'"
    for table in ("marks", "shares"):
        assert inside.context.records.ask(asked.format(table)) == []


def test_nobody_marks_or_shares_anothers_profile(inside, ben):
    ana = inside.browser("ana")
    form = form_of(get(ana, "/new"))
    for path, fields in (("/save", {"programme": DIANA}), ("/note", {"programme": DIANA}),
                         ("/share", {}), ("/facts", {"set": "trl=5"})):  # fmt: skip
        found = ana.post(f"{MINE}{path}", data={"form": form, **fields})
        assert found.status_code == 404, path
