"""Does a client that is made from the description of the interface speak with the server?"""

import types

import pytest

from api.http.client import client_module
from tests.api.serving import MUNICH


@pytest.fixture(scope="module")
def made(server):
    with server.client() as anybody:
        description = anybody.get("/v1/openapi.json").json()
    module = types.ModuleType("allymatch_client")
    exec(compile(client_module(description), "allymatch_client.py", "exec"), module.__dict__)  # noqa: S102 - our own source
    return module, description


def test_every_operation_has_a_method(made):
    module, description = made
    named = {
        operation["operationId"]
        for path, some in description["paths"].items()
        if path.startswith("/v1/")
        for operation in some.values()
    }

    assert named <= set(dir(module.Client))
    assert len(named) > 60


def test_a_profile_is_kept_matched_shown_and_judged(made, server):
    module, _ = made
    ana = module.Client(server.url, server.keys["ana"])
    officer = module.Client(server.url, server.keys["officer"])
    kept = ana.profiles_create({**MUNICH, "id": "by-client"})["id"]

    found = ana.matching_matches(kept, limit=3, verdict=["eligible"], view="compact")
    with pytest.raises(module.Refused) as refused:
        officer.profiles_read(kept)
    ana.access_show(kept, "nato-diana-2027", {"applied": True})
    seen = officer.judgments_view("nato-diana-2027", kept)
    judged = officer.judgments_judge("nato-diana-2027", kept, {"grade": 2})

    assert {one["verdict"] for one in found["matches"]} == {"eligible"}
    assert (refused.value.status, refused.value.code) == (404, "not-found")
    assert seen["profile"]["name"] == MUNICH["name"]
    assert officer.judgments_replay(judged["id"]) == seen
    assert ana.profiles_delete(kept) is None
