import httpx
import pytest

from tests.api.serving import MUNICH


def checked(answer, status, code):
    """That an answer is a problem as RFC 9457 and CommonGrants have it."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["type"] == f"urn:allymatch:problem:{code}"
    assert said["status"] == status
    assert said["detail"] == said["message"] != ""
    assert isinstance(said["errors"], list)
    assert said["request"] == answer.headers["x-request-id"]
    return said


def test_an_address_that_is_not_served(ana):
    checked(ana.get("/v1/nothing"), 404, "not-found")


def test_a_method_that_is_not_taken_is_told_which_are(ana):
    found = ana.patch("/v1/profiles")

    checked(found, 405, "method-not-allowed")
    assert found.headers["allow"]


def test_a_field_that_is_wrong_is_pointed_at(ana):
    said = checked(ana.post("/v1/match", json={**MUNICH, "trl": 12}), 422, "unusable")

    assert said["errors"][0]["pointer"] == "#/trl"


def test_a_place_deep_in_the_body_is_pointed_at(ana):
    body = {**MUNICH, "partners": [{"country": "Germany"}, {"country": "Atlantis"}]}

    said = checked(ana.post("/v1/match", json=body), 422, "unusable")

    assert said["errors"][0]["pointer"] == "#/partners/1/country"


def test_a_parameter_that_is_wrong_is_named(ana, kept):
    for query in ("on=tomorrowish", "min_fit=2", "country=Atlantis", "limit=0", "cursor=x"):
        found = ana.get(f"/v1/profiles/{kept}/matches?{query}")
        said = checked(found, 422, "unusable")
        assert said["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_body_that_is_no_json(ana):
    found = ana.post("/v1/match", content="{", headers={"Content-Type": "application/json"})

    checked(found, 422, "unusable")


def test_a_form_that_does_not_exist(ana, kept):
    found = ana.get(f"/v1/profiles/{kept}/matches", headers={"Accept": "image/png"})

    checked(found, 406, "not-acceptable")


def test_a_body_that_is_too_large_is_refused_by_its_length(ana):
    checked(ana.post("/v1/match", content=b" " * 200_001), 413, "too-large")


def test_a_body_without_a_length_is_refused_once_it_is_too_large(ana):
    parts = (b" " * 50_000 for _ in range(10))

    checked(ana.post("/v1/match", content=parts), 413, "too-large")


def test_no_key_and_a_wrong_key(server):
    with server.client() as nobody:
        found = nobody.get("/v1/profiles")
        checked(found, 401, "unauthenticated")
        assert found.headers["www-authenticate"] == "Bearer"
        wrong = nobody.get("/v1/profiles", headers={"X-API-Key": "am_00000000_wrong"})
        checked(wrong, 401, "unauthenticated")


def test_a_key_works_in_either_header(server):
    for headers in (
        {"X-API-Key": server.keys["ana"]},
        {"Authorization": f"Bearer {server.keys['ana']}"},
    ):
        assert httpx.get(f"{server.url}/v1/profiles", headers=headers).status_code == 200


def test_every_answer_tells_a_browser_to_trust_nothing(server):
    for path in ("/healthz", "/v1/nothing", "/sign-in", "/static/style.css"):
        headers = httpx.get(server.url + path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_a_request_keeps_the_id_that_it_brings_if_it_is_a_sane_one(server):
    def identifier(given):
        return httpx.get(f"{server.url}/healthz", headers={"X-Request-ID": given}).headers[
            "x-request-id"
        ]

    assert identifier("trace-7") == "trace-7"
    assert identifier('x"y') != 'x"y'


def test_metrics_count_routes_and_never_name_a_profile(server, ana, kept):
    ana.get(f"/v1/profiles/{kept}/matches")
    with server.client("analyst") as analyst:
        said = analyst.get("/metrics").text

    assert 'route="/v1/profiles/{id}/matches"' in said
    assert kept not in said


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_needs_no_key(server, path):
    assert httpx.get(server.url + path).json()["status"] == "ok"
