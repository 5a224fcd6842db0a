"""What somebody without an account gets: an answer at once, and nothing kept."""

import html
import re

import pytest

from api.pages.guests import EXAMPLES, facts_sent
from tests.api.inside import BROWSER, open_inside

TEXT = (
    "SkyWeft builds interceptor drones that net hostile quadcopters near airports. We are based in"
    " Delft, the Netherlands, founded in 2023. Cameras guide the last metres without GPS."
)


@pytest.fixture(scope="module")
def stranger(inside):
    return inside.client()


def ask(client, **more):
    return client.post("/try", data={"text": TEXT, **more}, headers=BROWSER)


def hidden(page, name):
    return re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)


def test_the_front_page_asks_one_question_and_loads_nothing_from_elsewhere(stranger):
    found = stranger.get("/", headers=BROWSER)

    assert found.status_code == 200
    assert found.text.count("<h1>") == 1
    loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', found.text)
    assert all(one.startswith(("/", "data:")) for one in loaded)
    assert 'action="/try"' in found.text


def test_a_pasted_text_is_answered_in_sections_with_what_was_read(stranger):
    found = ask(stranger)

    assert found.status_code == 200
    assert "Headquarters: Netherlands" in found.text
    assert "based in Delft" in found.text
    assert 'id="now"' in found.text
    assert len(found.content) < 150_000


def test_nothing_of_a_stranger_is_kept(inside, stranger):
    before = inside.context.stores.profiles.ids()
    ask(stranger)

    assert inside.context.stores.profiles.ids() == before
    assert "SkyWeft" not in inside.context.settings.store.read_bytes().decode("latin-1")


def test_one_click_states_what_was_read_and_says_what_that_changes(stranger):
    first = ask(stranger).text
    was = {f"was.{name}": hidden(first, f"was.{name}")[1] for name in ("likely", "now")}
    second = ask(stranger, set="headquarters=NL", **was)

    assert 'role="status"' in second.text
    assert hidden(second.text, "fact.headquarters")[1] == "NL"
    assert "What you said" in second.text


def test_what_was_read_wrongly_is_dropped_and_stays_dropped(stranger):
    second = ask(stranger, drop="headquarters").text

    assert "Headquarters: Netherlands" not in second
    assert hidden(second, "drop.headquarters")


def test_a_fact_that_no_field_takes_is_told_beside_the_text_that_is_not_lost(stranger):
    found = ask(stranger, **{"answer.trl": "twelve"})

    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert "SkyWeft builds" in found.text


@pytest.mark.parametrize("text", ["", "   ", "x" * 50_001])
def test_an_empty_or_endless_text_is_refused_in_words(stranger, text):
    found = stranger.post("/try", data={"text": text}, headers=BROWSER)

    assert found.status_code == 422
    assert 'role="alert"' in found.text


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_every_example_has_an_answer(stranger, name, text):
    found = stranger.post("/try", data={"text": text}, headers=BROWSER)

    assert found.status_code == 200, name
    assert 'class="sheet card"' in found.text


def test_a_text_in_a_language_that_is_not_read_is_given_no_number(stranger):
    text = (
        "Wir entwickeln Brennstoffzellen mit Wasserstoff für unbemannte Fluggeräte. Die Zelle flog"
        " in einem Demonstrator der Bundeswehr und wird von achtzehn Mitarbeitern gebaut."
    )
    found = stranger.post("/try", data={"text": text}, headers=BROWSER).text

    assert "fit not read" in found
    assert "<meter" not in found


def test_markup_in_a_text_is_shown_and_not_obeyed(stranger):
    found = stranger.post(
        "/try", data={"text": f"<script>alert(1)</script> {TEXT}"}, headers=BROWSER
    )

    assert "<script>alert" not in found.text


def test_an_installation_for_members_alone_answers_no_stranger(tmp_path):
    closed = open_inside(tmp_path, open=False).client()

    assert closed.get("/", headers=BROWSER).headers["location"] == "/sign-in"
    assert ask(closed).status_code == 403


def test_a_form_states_answers_and_takes_back():
    sent = {
        "fact.trl": "5", "drop.weapon": "yes", "set": "raised=2000000", "drop": "stage",
        "unset": "trl", "answer.headquarters": " NL ", "answer.headcount": "",
    }  # fmt: skip

    assert facts_sent(sent) == (
        {"raised_eur": "2000000", "headquarters": "NL"},
        ["stage", "weapon"],
    )


def test_a_founder_states_what_was_read_of_a_stored_profile(inside):
    client, browser = inside.client("ben"), inside.browser("ben")
    client.post("/v1/profiles", json={"id": "skyweft", "name": "SkyWeft", "description": TEXT})
    page = browser.get("/profiles/beta-works~skyweft").text
    form = hidden(page, "form")[1]
    found = browser.post(
        "/profiles/beta-works~skyweft/facts", data={"form": form, "set": "headquarters=NL"}
    )

    assert found.status_code == 200
    kept = client.get("/v1/profiles/beta-works~skyweft").json()["profile"]
    assert kept["headquarters"] == "NL"


def test_nobody_states_facts_of_anothers_profile(inside):
    inside.client("ben").post(
        "/v1/profiles", json={"id": "private", "name": "Private", "description": TEXT}
    )
    browser = inside.browser("ana")
    form = hidden(browser.get("/").text, "form")[1]
    found = browser.post(
        "/profiles/beta-works~private/facts", data={"form": form, "set": "headquarters=NL"}
    )

    assert found.status_code == 404


def test_a_guest_filters_without_losing_the_text(stranger):
    first = ask(stranger).text
    second = ask(stranger, kind="fund").text

    assert "SkyWeft builds" in second
    assert 0 < second.count('class="sheet card"') < first.count('class="sheet card"')


def test_a_guest_reads_why_and_comes_back(stranger):
    found = stranger.post(
        "/try/why", data={"text": TEXT, "programme": "nato-diana-2027"}, headers=BROWSER
    )

    assert found.status_code == 200
    assert "Rule by rule" in found.text
    assert hidden(found.text, "text")


@pytest.mark.parametrize("form", ["csv", "xlsx", "ics"])
def test_a_guest_takes_the_answer_away(stranger, form):
    found = stranger.post(f"/try/answer.{form}", data={"text": TEXT, "kind": "fund"})

    assert found.status_code == 200
    assert found.headers["content-disposition"].startswith("attachment")


def drop(client, name, content, **more):
    return client.post("/try", data=more, files={"file": (name, content)}, headers=BROWSER)


def test_a_dropped_text_is_matched_as_a_pasted_one_is(stranger):
    found = drop(stranger, "one-pager.txt", TEXT.encode())

    assert found.status_code == 200
    assert "Headquarters: Netherlands" in found.text


def test_a_dropped_row_brings_its_facts(stranger):
    table = f"name,description,headquarters,trl\nSkyWeft,{TEXT.replace(',', ';')},NL,6\n"
    found = drop(stranger, "startups.csv", table.encode())

    assert found.status_code == 200
    assert "SkyWeft, as of" in found.text
    again = stranger.post(
        "/try", data={"given": html.unescape(hidden(found.text, "given")[1]), "set": "stage=seed"},
        headers=BROWSER,
    )  # fmt: skip
    assert again.status_code == 200
    assert hidden(again.text, "fact.stage")[1] == "seed"


def test_the_first_of_a_table_is_matched_and_the_others_are_named(stranger):
    table = "name,description\nFirst,We build radios for ships.\nSecond,We build sonar.\n"
    found = drop(stranger, "many.csv", table.encode())

    assert "First, as of" in found.text
    assert "Second" in found.text


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"no document"), ("a.xlsx", b"PK\x03\x04broken"), ("a.csv", b"x,y\n1,2\n"),
     ("../../etc/passwd", b"\x00\x01\x02")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_by_its_name(stranger, name, content):
    found = drop(stranger, name, content)

    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert name.rpartition("/")[2] in found.text
    assert "/tmp" not in found.text
