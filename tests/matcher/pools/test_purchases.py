"""The catalogue's own pools are asked what a pool of demands is asked."""

from matcher.pooling.purchases import bought_in
from matcher.pooling.supply import supply
from profiles.model import Profile
from programmes.read import load_catalogue
from tests.matcher.pools.drawing import ENCODER, ON

CATALOGUE = load_catalogue()
MAKER = Profile(
    name="Forge",
    description="We forge bodies of 155 mm artillery shells.",
    incorporated_in="PL",
    trl=9,
)


def test_every_pool_of_the_catalogue_that_has_not_ended_is_a_purchase():
    found = bought_in(CATALOGUE.programmes, CATALOGUE.sources)

    states = [p for p in CATALOGUE.programmes if p.buyers == "states"]
    assert {one.id for one in found} == {p.id for p in states if p.standing != "ended"}
    assert "nspa-155mm-2024" in {one.id for one in found}


def test_a_maker_of_shells_supplies_the_item_of_the_shell_pools():
    found = supply(
        MAKER, bought_in(CATALOGUE.programmes, CATALOGUE.sources), ENCODER, CATALOGUE, on=ON
    )

    parts = {one.pool: one.part for one in found}
    assert parts["nspa-155mm-2024"] == "item"
    assert {one.verdict for one in found} == {"supply_chain"}


def test_conditions_of_the_entry_itself_are_findings_with_their_source():
    safe = CATALOGUE.get("safe")
    (pool,) = bought_in([safe], CATALOGUE.sources)

    (found,) = supply(MAKER, [pool], ENCODER, CATALOGUE, on=ON)

    said = [one for one in found.findings if one.criterion == "content-share"]
    assert ("unknown", safe.criteria[0].source) in [(one.answer, one.sources) for one in said]
