"""Who may call what? Every route of the app, by every role, on one founder's profile.

The routes are the app's own: one that is added without a line here fails the first test.
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
    "GET /v1/profiles/{id}": "aosyd", "PUT /v1/profiles/{id}": "ad",
    "DELETE /v1/profiles/{id}": "ad", "GET /v1/profiles/{id}/history": "aosyd",
    "GET /v1/profiles/{id}/matches": "aosyd", "GET /v1/profiles/{id}/questions": "aosyd",
    "GET /v1/profiles/{id}/near-misses": "aosyd", "GET /v1/profiles/{id}/pathway": "aosyd",
    "POST /v1/match": "abosyd", "GET /v1/explain": "aosyd",
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
    "GET /v1/programmes/{id}/judgments": "oyd",
    "PUT /v1/programmes/{id}/judgments/{profile}": "od",
    "DELETE /v1/programmes/{id}/judgments/{profile}": "",
    # Published calls: whoever screens may bring them in.
    "GET /v1/imports": "osyd", "POST /v1/imports/{source}": "osd",
    # Pools: officers' work; the address of the one below names no pool.
    "POST /v1/pools": "osyd", "POST /v1/pools/{id}/suppliers": "",
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
    "GET /docs": "-abosyd",
    "GET /new": "abosyd", "POST /new": "abosyd",
    "GET /profiles/{id}": "aosyd", "POST /profiles/{id}/dismiss": "ad",
    "POST /profiles/{id}/facts": "ad",
    "GET /programmes": "abosyd", "GET /programmes/{id}": "abosyd",
    "GET /programmes/{id}/candidates": "oyd", "POST /programmes/{id}/judge": "od",
    "POST /programmes/{id}/rank": "osyd", "POST /sign-in": "-abosyd", "POST /sign-out": "abosyd",
}  # fmt: skip
_APP = Inside(create_app(ServeSettings(matcher=Settings())), {})
EVERY = sorted(f"{min(route.methods)} {route.path.replace(':path', '')}" for route in _APP.routes())
_numbers = itertools.count()


def test_every_route_of_the_app_stands_in_the_matrix():
    assert sorted(MAY) == EVERY


def fresh(inside):
    """A profile of Ana's that no other test has touched."""
    made = Profile.model_validate({**MUNICH, "id": f"acme-labs~matrix-{next(_numbers)}"})
    inside.context.stores.profiles.save(made)
    return made.id


def body_of(route, profile):
    number = next(_numbers)
    return {
        "POST /v1/profiles": {**MUNICH, "id": f"made-{number}"},
        "PUT /v1/profiles/{id}": MUNICH,
        "POST /v1/match": MUNICH,
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
        "POST /v1/pools": {"demands": [{"country": "HR", "item": "Tents"}]},
        "POST /v1/pools/{id}/suppliers": {"profiles": [{"name": "A", "description": "tents"}]},
        "POST /common-grants/opportunities/search": {},
        "POST /v1/runs": {},
        "POST /v1/keys": {"role": "analyst", "holder": f"more-{number}"},
    }.get(route)  # fmt: skip


def address_of(route, profile):
    path = route.partition(" ")[2]
    identifier = profile if "/profiles/" in path else "nato-diana-2027"
    if path.startswith(("/v1/runs", "/v1/sessions", "/v1/erasures")):
        identifier = "run-000000000000"
    values = {
        "{id}": identifier, "{profile}": profile, "{part}": "nato-diana-2027",
        "{source}": "eu-portal", "{prefix}": "00000000", "{secret}": "x", "{form}": "matches.atom",
        "{oppId}": "00000000-0000-0000-0000-000000000000",
    }  # fmt: skip
    for name, value in values.items():
        path = path.replace(name, value)
    more = f"?profile={profile}&programme=nato-diana-2027" if path == "/v1/explain" else ""
    return path + more


def ask(inside, route, who):
    """Call a route as somebody would who knows the address."""
    profile = fresh(inside)
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
    if route == "POST /v1/profiles/import":
        rows = {"content": "name,description\n", "headers": {"Content-Type": "text/csv"}}
        return inside.client(who).request(method, address, **rows)
    return inside.client(who).request(method, address, json=body_of(route, profile))


@pytest.mark.parametrize("route", EVERY)
def test_those_may_who_stand_in_the_matrix_and_nobody_else(inside, route):
    may = {}
    for letter, who in ROLES.items():
        found = ask(inside, route, who)
        assert found.status_code < 500, found.text
        may[letter] = found.status_code < 400
        if who is None and not may[letter]:
            assert found.status_code in {401, 403, 404}, found.text

    assert "".join(letter for letter, yes in may.items() if yes) == MAY[route]
