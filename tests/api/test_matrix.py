"""Who may call what? Every route of the app, by every role, on one founder's profile.

The routes are the app's own: one that is added without a line here fails the first test. The
profile is its founder's alone, then shown to the officer's programme, then to another one.
"""

import itertools

import pytest

from api.app import create_app
from api.settings import ServeSettings
from matcher.settings import Settings
from profiles.model import Profile
from tests.api.inside import BROWSER, Inside, form_of
from tests.api.serving import MUNICH
from tests.api.test_every_page import LEAST, SOURCE
from tests.programmes.sources.files import EU_PAGE

ROLES = {"-": None, "a": "ana", "b": "ben", "o": "officer", "s": "stranger", "y": "analyst",
         "d": "admin"}  # fmt: skip
# ana owns the profile; ben is another founder; the officer has a grant for the programme, the
# stranger is an officer of another organisation; "-" has no key.
MAY = {
    "GET /healthz": "-abosyd", "GET /readyz": "-abosyd", "GET /v1/openapi.json": "-abosyd",
    "GET /metrics": "yd", "GET /sign-in": "-abosyd", "GET /feeds/{secret}/{form}": "",
    # Profiles: their owner changes them; founders of others know nothing of them.
    "POST /v1/profiles": "abosyd", "GET /v1/profiles": "abosyd",
    "POST /v1/profiles/import": "abosyd",
    "GET /v1/profiles/{id}": "ayd", "PUT /v1/profiles/{id}": "ad",
    "DELETE /v1/profiles/{id}": "ad", "GET /v1/profiles/{id}/history": "ayd",
    "GET /v1/profiles/{id}/matches": "ayd", "GET /v1/profiles/{id}/questions": "ayd",
    "GET /v1/profiles/{id}/near-misses": "ayd", "GET /v1/profiles/{id}/pathway": "ayd",
    "POST /v1/match": "abosyd", "POST /v1/drafts": "abosyd", "GET /v1/explain": "ayd",
    "GET /v1/profiles/{id}/searches": "ad", "POST /v1/profiles/{id}/searches": "ad",
    "POST /v1/profiles/{id}/searches/{part}/seen": "",
    "DELETE /v1/profiles/{id}/searches/{part}": "",
    "GET /v1/profiles/{id}/dismissals": "ad", "PUT /v1/profiles/{id}/dismissals/{part}": "ad",
    "DELETE /v1/profiles/{id}/dismissals/{part}": "",
    "GET /v1/profiles/{id}/feeds": "ad", "POST /v1/profiles/{id}/feeds": "ad",
    "DELETE /v1/profiles/{id}/feeds/{part}": "",
    "GET /v1/webhooks": "abosyd", "POST /v1/webhooks": "ad", "DELETE /v1/webhooks/{part}": "",
    # Programmes are offers; their candidates are the organisation's.
    "GET /v1/programmes": "abosyd", "POST /v1/programmes": "osd",
    "GET /v1/programmes/{id}": "abosyd", "PUT /v1/programmes/{id}": "",
    "DELETE /v1/programmes/{id}": "", "GET /v1/programmes/{id}/candidates": "oyd",
    "GET /v1/programmes/{id}/judgments": "oyd", "GET /v1/programmes/{id}/decisions": "oyd",
    "GET /v1/programmes/{id}/agreement": "oyd", "GET /v1/decisions/{id}/shown": "",
    "GET /v1/programmes/{id}/candidates/{profile}": "yd",
    "POST /v1/programmes/{id}/judgments/import": "od",
    "GET /v1/programmes/{id}/suggested": "od", "GET /v1/programmes/{id}/learned": "od",
    "POST /v1/programmes/{id}/learned": "d", "DELETE /v1/programmes/{id}/learned": "od",
    "GET /v1/programmes/{id}/learned/{version}": "",
    "POST /v1/programmes/{id}/learned/{version}/promote": "",
    "GET /v1/conflicts": "osd", "PUT /v1/conflicts/{id}": "d", "DELETE /v1/conflicts/{id}": "",
    "PUT /v1/programmes/{id}/judgments/{profile}": "d",
    "DELETE /v1/programmes/{id}/judgments/{profile}": "",
    "GET /v1/profiles/{id}/shown": "ad", "PUT /v1/profiles/{id}/shown/{programme}": "ad",
    "DELETE /v1/profiles/{id}/shown/{programme}": "",
    "GET /v1/made": "osd", "POST /v1/made/{programme}/publish": "",
    "POST /v1/made/{programme}/withdraw": "",
    # Published calls: whoever screens may bring them in.
    "GET /v1/imports": "osyd", "POST /v1/imports/{source}": "osd",
    # Pools: officers' work; the address of the one below names no pool.
    "POST /v1/assignments": "osyd",
    "POST /v1/pools": "osyd", "POST /v1/pools/{id}/suppliers": "",
    # Partners: a founder asks for its own, among those who chose to be found.
    "GET /v1/profiles/{id}/partners": "ad", "PUT /v1/profiles/{id}/open-to-partners": "ad",
    "DELETE /v1/profiles/{id}/open-to-partners": "",
    "GET /common-grants/opportunities": "abosyd", "GET /common-grants/opportunities/{oppId}": "",
    "POST /common-grants/opportunities/search": "abosyd",
    # Runs, keys, the log.
    "POST /v1/runs": "osyd", "GET /v1/runs": "osyd", "GET /v1/runs/{id}": "",
    "POST /v1/runs/{id}/cancel": "", "DELETE /v1/runs/{id}": "", "GET /v1/runs/{id}/matches": "",
    "GET /v1/runs/{id}/matches.parquet": "",
    "GET /v1/keys": "d", "POST /v1/keys": "d", "DELETE /v1/keys/{prefix}": "",
    "POST /v1/keys/{prefix}/rotate": "", "GET /v1/sessions": "abosyd",
    "DELETE /v1/sessions/{id}": "", "GET /v1/usage": "abosyd", "GET /v1/audit": "d",
    "GET /v1/erasures/{id}": "",
    # Pages; a form is sent by who has signed in.
    "GET /": "-abosyd", "GET /try": "-abosyd", "POST /try": "-abosyd",
    "GET /docs": "-abosyd", "GET /design": "-abosyd",
    "GET /try/{rest}": "-abosyd", "POST /try/why": "-abosyd",
    "POST /try/answer.{form}": "-abosyd", "GET /shared/{secret}": "",
    "GET /profiles/{id}/answer.{form}": "ayd", "GET /profiles/{id}/why/{programme}": "ayd",
    "POST /profiles/{id}/restore": "", "POST /profiles/{id}/save": "ad",
    "POST /profiles/{id}/note": "ad", "POST /profiles/{id}/share": "ad",
    "POST /profiles/{id}/unshare": "",
    "GET /new": "abosyd", "POST /new": "abosyd",
    "GET /profiles/{id}": "ayd", "POST /profiles/{id}/dismiss": "ad",
    "POST /profiles/{id}/facts": "ad",
    "GET /admin": "d", "POST /admin/keys": "", "POST /admin/keys/revoke": "",
    "POST /admin/publish": "", "GET /catalogue": "abosyd", "GET /pools": "abosyd",
    "GET /runs": "osyd", "POST /runs": "osyd",
    "GET /import": "abosyd", "POST /import": "", "POST /import/all": "", "POST /import/sample": "",
    "GET /profiles": "abosyd", "GET /profiles/{id}/calendar": "ayd",
    "GET /profiles/{id}/compare": "ayd", "GET /profiles/{id}/pathway": "ayd",
    "GET /profiles/{id}/download": "ad", "GET /profiles/{id}/edit": "ad",
    "GET /profiles/{id}/saved": "ad", "GET /profiles/{id}/seen": "ad",
    "GET /profiles/{id}/versions": "ad", "POST /profiles/{id}/edit": "ad",
    "POST /profiles/{id}/erase": "", "POST /profiles/{id}/feed": "ad",
    "POST /profiles/{id}/seen": "ad", "POST /profiles/{id}/unfeed": "",
    "POST /profiles/{id}/versions": "",
    "GET /programmes/new": "abosyd", "POST /programmes/new": "",
    "GET /programmes/{id}/candidates.{form}": "oyd", "GET /programmes/{id}/questions": "oyd",
    "GET /programmes/{id}/shortlist": "oyd", "GET /programmes/{id}/shortlist.{form}": "oyd",
    "GET /programmes/{id}/side": "oyd", "POST /programmes/{id}/shortlist": "yd",
    "GET /programmes": "abosyd", "GET /programmes/{id}": "abosyd",
    "GET /programmes/{id}/candidates": "oyd", "POST /programmes/{id}/judge": "d",
    "POST /programmes/{id}/rank": "osyd", "POST /sign-in": "-abosyd", "POST /sign-out": "abosyd",
}  # fmt: skip
WHEN_SHOWN = {
    "GET /v1/profiles/{id}", "GET /v1/profiles/{id}/history", "GET /v1/profiles/{id}/matches",
    "GET /v1/profiles/{id}/questions", "GET /v1/profiles/{id}/near-misses",
    "GET /v1/profiles/{id}/pathway", "GET /v1/explain", "GET /profiles/{id}",
    "GET /profiles/{id}/answer.{form}", "GET /profiles/{id}/why/{programme}",

    "PUT /v1/programmes/{id}/judgments/{profile}", "POST /programmes/{id}/judge",
    "GET /v1/programmes/{id}/candidates/{profile}", "PUT /v1/conflicts/{id}",
    "GET /profiles/{id}/calendar", "GET /profiles/{id}/compare", "GET /profiles/{id}/pathway",
    "POST /programmes/{id}/shortlist",
}  # fmt: skip
"""What the officer may besides, once the founder shows the profile to its programme."""
_APP = Inside(create_app(ServeSettings(matcher=Settings())), {})
EVERY = sorted(f"{min(route.methods)} {route.path.replace(':path', '')}" for route in _APP.routes())
_numbers = itertools.count()


def test_every_route_of_the_app_stands_in_the_matrix():
    assert sorted(MAY) == EVERY


def fresh(inside, shown_to=None):
    """A profile of Ana's that no other test has touched."""
    made = Profile.model_validate({**MUNICH, "id": f"acme-labs~matrix-{next(_numbers)}"})
    inside.context.stores.profiles.save(made)
    if shown_to:
        shown = inside.client("ana").put(f"/v1/profiles/{made.id}/shown/{shown_to}")
        assert shown.status_code == 200, shown.text
    return made.id


def body_of(route, profile):
    number = next(_numbers)
    return {
        "POST /v1/profiles": {**MUNICH, "id": f"made-{number}"},
        "PUT /v1/profiles/{id}": MUNICH,
        "POST /v1/match": MUNICH,
        "POST /v1/drafts": {"text": "We are based in Delft."},
        "POST /v1/profiles/{id}/searches": {"name": "x"},
        "POST /v1/webhooks": {"url": "http://127.0.0.1:9/x", "profile": profile},
        "POST /v1/programmes": {
            "programme": {**LEAST, "id": f"matrix-{number}"}, "sources": [SOURCE]
        },
        "PUT /v1/programmes/{id}": {
            "programme": {**LEAST, "id": "nato-diana-2027"}, "sources": [SOURCE]
        },
        "PUT /v1/programmes/{id}/judgments/{profile}": {"grade": 1},
        "POST /v1/imports/{source}": EU_PAGE,
        "POST /v1/assignments": {
            "choices": [{"profile": "a", "programme": "x"}], "terms": {"capacity": {"x": 1}}
        },
        "POST /v1/pools": {"demands": [{"country": "HR", "item": "Tents"}]},
        "POST /v1/pools/{id}/suppliers": {"profiles": [{"name": "A", "description": "tents"}]},
        "POST /common-grants/opportunities/search": {},
        "POST /v1/runs": {},
        "POST /v1/keys": {"role": "analyst", "holder": f"more-{number}"},
    }.get(route)  # fmt: skip


def address_of(route, profile):
    path = route.partition(" ")[2]
    identifier = profile if "/profiles/" in path or "/conflicts/" in path else "nato-diana-2027"
    if path.startswith(("/v1/runs", "/v1/sessions", "/v1/erasures")):
        identifier = "run-000000000000"
    values = {
        "{id}": identifier, "{profile}": profile, "{part}": "nato-diana-2027",
        "{source}": "eu-portal", "{prefix}": "00000000", "{secret}": "x",
        "{version}": "0" * 64, "{rest}": "x",
        "{form}": "matches.atom" if "/feeds/" in path else "csv",
        "{programme}": "nato-diana-2027",
        "{oppId}": "00000000-0000-0000-0000-000000000000",
    }  # fmt: skip
    for name, value in values.items():
        path = path.replace(name, value)
    more = f"?profile={profile}&programme=nato-diana-2027" if path == "/v1/explain" else ""
    more = "?programme=nato-diana-2027" if path.endswith("/partners") else more
    return path + more


def ask(inside, route, who, shown_to=None):
    """Call a route as somebody would who knows the address."""
    profile = fresh(inside, shown_to)
    method, address = route.partition(" ")[0], address_of(route, profile)
    page = not address.startswith(("/v1", "/common-grants", "/metrics", "/healthz", "/readyz"))
    if page and method == "POST":
        if address == "/sign-in":
            return inside.client().post(address, data={"key": inside.keys["ana"]})
        client = inside.browser(who) if who else inside.client()
        form = form_of(client.get("/new", headers=BROWSER).text) if who else ""
        sent = {
            "form": form, "programme": "nato-diana-2027", "profile": profile, "grade": "1",
            "name": f"Made {next(_numbers)}", "description": "Radios",
            "text": "We build radios for ships. A GmbH in Munich, Germany, founded in 2022.",
        }  # fmt: skip
        return client.post(address, data=sent, follow_redirects=False)
    if route == "POST /v1/programmes/{id}/learned":  # there is something to learn from
        judged = f"/v1/programmes/nato-diana-2027/judgments/{profile}"
        inside.client("admin").put(judged, json={"grade": 2})
    if route.endswith("/import"):
        rows = {"content": "name,description\n", "headers": {"Content-Type": "text/csv"}}
        return inside.client(who).request(method, address, **rows)
    return inside.client(who).request(method, address, json=body_of(route, profile))


def of_a_profile(route):
    return route in WHEN_SHOWN or "PROFILE" in address_of(route, "PROFILE")


def those_who_may(inside, route, shown_to=None):
    may = ""
    for letter, who in ROLES.items():
        found = ask(inside, route, who, shown_to)
        assert found.status_code < 500, found.text
        if found.status_code < 400:
            may += letter
        elif who is None:
            assert found.status_code in {401, 403, 404}, found.text
    return may


@pytest.mark.parametrize("route", EVERY)
def test_those_may_who_stand_in_the_matrix_and_nobody_else(inside, route):
    assert those_who_may(inside, route) == MAY[route]


@pytest.mark.parametrize("route", [one for one in EVERY if of_a_profile(one)])
def test_an_officer_may_read_what_is_shown_to_its_programme(inside, route):
    more = "o" if route in WHEN_SHOWN else ""
    more += "ad" if route.startswith("DELETE") and "/shown/" in route else ""
    found = those_who_may(inside, route, "nato-diana-2027")

    assert set(found) == {*MAY[route], *more}


@pytest.mark.parametrize("route", sorted(WHEN_SHOWN))
def test_what_is_shown_to_another_programme_is_not_the_officers(inside, route):
    assert those_who_may(inside, route, "edip") == MAY[route]


@pytest.mark.parametrize("route", sorted(WHEN_SHOWN))
def test_what_is_hidden_again_is_as_it_was(inside, route):
    profile = fresh(inside, "nato-diana-2027")
    gone = inside.client("ana").delete(f"/v1/profiles/{profile}/shown/nato-diana-2027")
    assert gone.status_code == 204
    method, address = route.partition(" ")[0], address_of(route, profile)
    client, sent = inside.client("officer"), {"json": body_of(route, profile)}
    if method == "POST":
        client = inside.browser("officer")
        form = form_of(client.get("/new", headers=BROWSER).text)
        sent = {"data": {"form": form, "profile": profile, "grade": "1"}}

    assert client.request(method, address, **sent).status_code == 404
