"""Suppliers of a pool: who for which part, who not and why, and which few for all."""

from matcher.pooling import build_pools
from matcher.pooling.purchases import bought_in, purchase_of
from matcher.pooling.suppliers import part_names, suppliers
from profiles.model import Profile
from programmes.demands import Demand, Demands
from programmes.read import load_catalogue
from tests.matcher.pools.drawing import ENCODER, ON

CATALOGUE = load_catalogue()
ITEM = "155 mm artillery shells with maintenance"


def purchase(**said):
    lines = tuple(
        Demand.model_validate(
            {"id": c, "country": c.upper(), "item": ITEM, "quantity": 50, "unit": "pcs", **said}
        )
        for c in ("hr", "pl")
    )
    (pool,) = build_pools(Demands(lines), ENCODER, on=ON).pools
    return purchase_of(pool)


def maker(key, text, country="PL", trl=9):
    return Profile(id=key, name=key, description=text, incorporated_in=country, trl=trl)


SHELLS = maker("shells", "We forge 155 mm artillery shells.")
UPKEEP = maker("upkeep", "Maintenance of vehicles.")


def ask(bought, *profiles, **how):
    return suppliers(bought, profiles, ENCODER, CATALOGUE, on=ON, **how)


def test_the_parts_of_demands_are_the_things_and_services_that_they_name():
    assert part_names(purchase()) == ("artillery shell", "maintenance")


def test_the_parts_of_an_entry_are_what_it_seeks():
    (bought,) = bought_in([CATALOGUE.get("nspa-155mm-2024")], CATALOGUE.sources)

    assert part_names(bought) == CATALOGUE.get("nspa-155mm-2024").seeks


def test_those_who_cover_the_parts_together_are_a_team_with_what_each_is_in_it_for():
    found = ask(purchase(), SHELLS, UPKEEP)

    named = {
        one.profile: [s.part for s in one.supplies if s.strength == 1] for one in found.suppliers
    }
    assert named == {"shells": ["artillery shell"], "upkeep": ["maintenance"]}
    assert found.uncovered == ()


def test_whom_a_rule_of_the_lines_refuses_is_told_and_in_no_team():
    far = maker("far", "We forge 155 mm artillery shells.", country="CN")

    found = ask(purchase(supply_from="EU"), SHELLS, far)

    (refused,) = [one for one in found.suppliers if not one.able]
    assert refused.profile == "far"
    assert [f.criterion for f in refused.findings if f.answer == "unmet"] == ["seat"]
    assert all("far" not in team.members for team in found.teams)


def test_whoever_is_not_ready_in_time_is_in_no_team():
    early = maker("early", "We forge 155 mm artillery shells.", trl=3)

    found = ask(purchase(needed_by="2027-01"), early)

    assert found.teams == ()
    assert found.uncovered == found.parts


def test_capacity_is_asked_with_the_quantity_that_is_wanted():
    (one,) = ask(purchase(), SHELLS).suppliers

    (asked,) = [f for f in one.findings if f.criterion == "capacity"]
    assert (asked.answer, "100 pieces are asked for" in asked.says) == ("unknown", True)


def test_the_order_of_startups_does_not_matter():
    assert ask(purchase(), SHELLS, UPKEEP) == ask(purchase(), UPKEEP, SHELLS)
