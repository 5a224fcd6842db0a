"""Which pages are there, in which states, and how does a person get to each?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["STATES", "State", "fill"]

Go: TypeAlias = "Callable[[Page], Any]"
TEXT = (
    "SkyWeft builds low-cost interceptor drones that net hostile quadcopters near airports and"
    " camps. Cameras guide the last metres without GPS. We are based in Delft, the Netherlands,"
    " founded in 2023, 22 people. 300 test flights with the Dutch army. We look for EUR 8 million"
    " to build a production line."
)
MINE = "/profiles/skyweft~skyweft"
THEIRS = "/programmes/nato-diana-2027"


@dataclass(frozen=True, slots=True)
class State:
    """One page in one state.

    Attributes:
        name: Of the picture.
        who: Signed in as; empty for a stranger.
        go: Brings a page there.
    """

    name: str
    who: str
    go: Go


def fill(base: str, made: dict[str, str]) -> None:
    """Keep the examples, a founder's profile, and some of what people do with them."""
    for path in sorted(Path("examples").glob("*.json")):
        _send(base, made["admin"], "/v1/profiles", json.loads(path.read_text()))
    profile = {"id": "skyweft", "name": "SkyWeft", "description": TEXT, "headquarters": "NL"}
    _send(base, made["founder"], "/v1/profiles", profile)
    _send(base, made["founder"], "/v1/profiles/skyweft~skyweft", {**profile, "trl": 6}, "PUT")


def _send(base: str, key: str, path: str, body: Any, method: str = "POST") -> None:
    headers = {"Authorization": f"Bearer {key}"}
    httpx.request(method, f"{base}{path}", json=body, headers=headers).raise_for_status()


def _at(path: str) -> Go:
    return lambda page: page.goto(path)


def _tried(page: Page) -> None:
    page.goto("/")
    page.fill("#text", TEXT)
    page.click("text=Show my matches")
    page.wait_for_selector(".card")


def _confirmed(page: Page) -> None:
    _tried(page)
    page.click("button[aria-label*='is right'] >> nth=0")
    page.wait_for_selector("[role=status]")


def _filtered(page: Page) -> None:
    _tried(page)
    page.click(".facets summary")
    page.check("input[name=money][value=equity]")
    page.wait_for_selector(".chosen")


def _explained(page: Page) -> None:
    _tried(page)
    page.click(".card button:has-text('Why') >> nth=0")
    page.wait_for_selector("#rules")


def _empty(page: Page) -> None:
    page.goto("/")
    page.click("text=Show my matches")
    page.wait_for_selector("[role=alert]")


def _saved(page: Page) -> None:
    page.goto(MINE)
    page.click("button:has-text('Save') >> nth=0")
    page.wait_for_selector(".card")
    page.goto(f"{MINE}/saved")


def _wrong(page: Page) -> None:
    page.goto(f"{MINE}/edit")
    page.fill("#trl", "twelve")
    page.click("text=Keep these facts")
    page.wait_for_selector("[role=alert]")


def _shared(page: Page) -> None:
    page.goto(MINE)
    page.click("text=share link")
    page.wait_for_selector("#link")


def _checked(page: Page) -> None:
    page.goto("/programmes/new")
    page.fill("#name", "Nets against drones")
    page.fill("#summary", "Grants for nets against small drones.")
    page.select_option("#within", ["nato_32"])
    page.fill("#trl_min", "4")
    page.click("text=Check what is understood")
    page.wait_for_selector("[role=status]")


TABLE = (
    "Company,What we make,HQ country,Odd\n"
    f'First,"{TEXT}",NL,1\n'
    'Second,"Passive radar for small drones, in service with two police forces.",Canada,2\n'
    'Third,"Nothing said",Narnia,3\n'
)


def _sampled(page: Page) -> None:
    page.goto("/import")
    file = {"name": "applicants.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.set_input_files("#file", [file])
    page.click("text=Look at it")
    page.wait_for_selector("text=How applicants.csv")


def _imported(page: Page) -> None:
    _sampled(page)
    page.select_option("select[name='column.What we make']", "description")
    page.click("text=Look again")
    page.wait_for_selector("text=First rows")
    page.click("text=Import all good rows")
    page.wait_for_selector("text=imported")


def _shortlisted(page: Page) -> None:
    page.goto("/")
    form = page.get_attribute("input[name=form]", "value")
    for one in ("first", "second"):
        sent = {"form": str(form), "profile": f"diana~{one}", "on": "yes"}
        page.request.post(f"{THEIRS}/shortlist", form=sent)
    page.goto(f"{THEIRS}/shortlist")


STATES: tuple[State, ...] = (
    State("front", "", _at("/")),
    State("front-empty", "", _empty),
    State("try", "", _tried),
    State("try-confirmed", "", _confirmed),
    State("try-filtered", "", _filtered),
    State("try-why", "", _explained),
    State("design", "", _at("/design")),
    State("sign-in", "", _at("/sign-in")),
    State("docs", "", _at("/docs")),
    State("home", "founder", _at("/")),
    State("answer", "founder", _at(MINE)),
    State("answer-section", "founder", _at(f"{MINE}?section=not-for-you")),
    State("answer-none", "founder", _at(f"{MINE}?q=zebra")),
    State("why", "founder", _at(f"{MINE}/why/nato-diana-2027")),
    State("saved", "founder", _saved),
    State("pathway", "founder", _at(f"{MINE}/pathway")),
    State("calendar", "founder", _at(f"{MINE}/calendar")),
    State("compare-none", "founder", _at(f"{MINE}/compare")),
    State("compare", "founder", _at(f"{MINE}/compare?with=nato-diana-2027&with=eic-accelerator")),
    State("edit", "founder", _at(f"{MINE}/edit")),
    State("edit-fault", "founder", _wrong),
    State("new", "founder", _at("/new")),
    State("versions", "founder", _at(f"{MINE}/versions")),
    State("seen", "founder", _at(f"{MINE}/seen")),
    State("share", "founder", _shared),
    State("programmes", "founder", _at("/programmes")),
    State("programme", "founder", _at(THEIRS)),
    State("missing", "founder", _at("/programmes/there-is-none")),
    State("officer", "officer", _at("/")),
    State("profiles", "officer", _at("/profiles")),
    State("shortlist-none", "officer", _at(f"{THEIRS}/shortlist")),
    State("make", "officer", _at("/programmes/new")),
    State("make-checked", "officer", _checked),
    State("import", "officer", _at("/import")),
    State("import-sample", "officer", _sampled),
    State("imported", "officer", _imported),
    State("shortlist", "officer", _shortlisted),
    State("side", "officer", _at(f"{THEIRS}/side?with=diana~first&with=diana~second")),
    State("questions", "officer", _at(f"{THEIRS}/questions")),
    State("candidates", "officer", _at(f"{THEIRS}/candidates")),
    State("candidates-blind", "officer", _at(f"{THEIRS}/candidates?blind=yes&column=why")),
    State("pools", "officer", _at("/pools")),
    State("pool", "officer", _at("/programmes/essi")),
    State("runs", "officer", _at("/runs")),
    State("catalogue", "admin", _at("/catalogue")),
    State("admin", "admin", _at("/admin")),
)
