"""A founder asks for partners, and is told of those alone who chose to be found."""

import pytest

from profiles.model import Profile
from tests.api.inside import open_inside

ON = "2026-06-15"
TARGET = "edf-2026"


def firm(key, country, says):
    return Profile.model_validate(
        {"id": key, "name": key.rpartition("~")[2].title(), "description": says,
         "incorporated_in": country, "headquarters": country, "managed_from": country,
         "controlled_from": [country]}
    )  # fmt: skip


LEAD = firm("acme-labs~lead", "DE", "Radar sensors that find drones.")
FRENCH = firm("beta-works~lyon", "FR", "Batteries and propulsion for unmanned ground vehicles.")
ITALIAN = firm("beta-works~torino", "IT", "Encrypted radio links for unmanned vehicles.")
SHY = firm("beta-works~wien", "AT", "Software that plans routes for unmanned vehicles.")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    opened = open_inside(tmp_path_factory.mktemp("partners"))
    for one in (LEAD, FRENCH, ITALIAN, SHY):
        opened.context.stores.profiles.save(one)
    yield opened
    opened.context.close()


def asked(app, who="ana", profile=LEAD.id, **more):
    query = {"programme": TARGET, "on": ON, **more}
    return app.client(who).get(f"/v1/profiles/{profile}/partners", params=query)


def open_up(app, *firms):
    for one in firms:
        found = app.client("ben").put(f"/v1/profiles/{one.id}/open-to-partners")
        assert found.status_code == 200, found.text


def test_nobody_is_proposed_who_did_not_choose_to_be_found(app):
    found = asked(app).json()

    assert (found["asked"], found["teams"]) == (0, [])


def test_those_who_chose_it_make_a_team_that_keeps_the_rule(app):
    open_up(app, FRENCH, ITALIAN)

    found = asked(app).json()

    assert found["asked"] == 2
    (team, *_) = found["teams"]
    assert {one["profile"] for one in team["members"]} == {LEAD.id, FRENCH.id, ITALIAN.id}
    assert (team["countries"], team["rule"]["answer"]) == (["DE", "FR", "IT"], "met")
    assert SHY.name not in asked(app).text


def test_of_another_startup_its_texts_are_not_told(app):
    open_up(app, FRENCH, ITALIAN)

    told = asked(app).text

    assert FRENCH.name in told
    assert FRENCH.description not in told


def test_who_closes_again_is_proposed_no_more(app):
    open_up(app, FRENCH, ITALIAN)
    address = f"/v1/profiles/{FRENCH.id}/open-to-partners"

    assert app.client("ben").delete(address).status_code == 204
    assert app.client("ben").delete(address).status_code == 404
    assert asked(app).json()["asked"] == 1


def test_a_topic_that_is_not_there_is_told_with_those_that_are(app):
    found = asked(app, programme=f"{TARGET}/no-such-topic")

    assert found.status_code == 422
    assert "has no topic" in found.text


def test_who_is_forgotten_is_found_no_more(app):
    gone = firm("beta-works~roma", "IT", "Antennas for unmanned vehicles.")
    app.context.stores.profiles.save(gone)
    open_up(app, gone)
    before = asked(app).json()["asked"]

    assert app.client("ben").delete(f"/v1/profiles/{gone.id}").status_code in {202, 204}

    assert asked(app).json()["asked"] == before - 1
    assert gone.id not in app.context.stores.matches.partners_to_be()
