"""Can a person do their work with a browser, without JavaScript?"""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def page(server):
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_context(java_script_enabled=False, base_url=server.url).new_page()
        opened.set_default_timeout(60_000)
        yield opened
        browser.close()


@pytest.mark.browser
def test_a_founder_describes_a_startup_and_reads_why_it_matches(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.get_by_label("Key").fill(server.keys["ben"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Describe a startup").click()
    page.get_by_label("Name").fill("Page Works")
    page.get_by_label("What does it do?").fill("We build quantum magnetometers for ships.")
    page.get_by_label("Incorporated in").select_option(label="Germany")
    page.get_by_label("Technology readiness").fill("5")
    page.get_by_role("button", name="Keep and match").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Page Works"
    first = page.locator(".card").first
    name = first.get_by_role("heading").inner_text()
    first.locator("summary").click()
    assert first.locator(".findings small").first.is_visible()
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/matches.png", full_page=False)
    first.get_by_role("button", name="Do not show").click()
    # Waits for the page that comes after the click.
    expect(page.locator(".card").first.get_by_role("heading")).not_to_have_text(name)
    page.get_by_role("link", name="Programmes", exact=True).click()
    page.get_by_label("Words").fill("quantum")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".card").first).to_be_visible()
    if folder:
        page.screenshot(path=f"{folder}/programmes.png", full_page=False)
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_label("Key").is_visible()
    assert {
        url.partition("/")[2].partition("/")[2].partition("/")[0]
        for url in asked
        if url.startswith("http")
    } == {server.url.removeprefix("http://")}


@pytest.mark.browser
def test_an_officer_screens_candidates_and_keeps_a_judgment(page, server, kept):
    page.goto("/sign-in")
    page.get_by_label("Key").fill(server.keys["officer"])
    page.get_by_role("button", name="Sign in").click()
    page.goto("/programmes/nato-diana-2027")
    page.get_by_role("link", name="Screen candidates").click()
    card = page.locator(".card").first
    card.get_by_label("Grade").select_option("3")
    card.get_by_label("Note").fill("Right problem, strong team.")
    card.get_by_role("button", name="Keep").click()

    expect(page.locator(".card").first.get_by_text("graded 3")).to_be_visible()
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/candidates.png", full_page=False)
