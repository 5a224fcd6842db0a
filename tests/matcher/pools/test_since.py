"""Pools that live: the same pool from build to build, and what changed in it."""

import json

import pytest

from matcher.pooling import build_pools
from matcher.pooling.shown import as_dict
from matcher.pooling.since import carried
from programmes.demands import Demand, Demands
from programmes.errors import BadDemands
from programmes.pools.entries import entry_of, write_entries
from programmes.pools.former import read_former
from programmes.read import load_catalogue
from tests.matcher.pools.drawing import ENCODER, ON

SHELLS = "155 mm artillery shells, high explosive"
RADIOS = "VHF tactical radios"


def line(key, item=SHELLS, **said):
    values = {"id": key, "country": key[:2].upper(), "item": item, "quantity": 10, "unit": "pcs"}
    return Demand.model_validate({**values, **said})


def build(*lines):
    return build_pools(Demands(lines), ENCODER, on=ON)


def former_of(tmp_path, result):
    path = tmp_path / "former.json"
    path.write_text(json.dumps(as_dict(result)), encoding="utf-8")
    return read_former(path)


FIRST = (line("hr-1"), line("pl-1"), line("fr-1", RADIOS), line("de-1", RADIOS))


def test_a_pool_keeps_its_id_while_most_of_its_lines_stay(tmp_path):
    before = build(*FIRST)
    now = build(*FIRST, line("ee-1"), line("es-1", RADIOS))

    after = carried(now, former_of(tmp_path, before))

    assert {pool.id for pool in now.pools}.isdisjoint(pool.id for pool in before.pools)
    assert {pool.id for pool in after.pools} == {pool.id for pool in before.pools}


def test_what_joined_left_grew_and_firmed_up_is_told(tmp_path):
    before = build(*FIRST)
    now = build(
        line("hr-1", firmness="budgeted"), line("ee-1", quantity=20), line("fr-1", RADIOS), FIRST[3]
    )

    after = carried(now, former_of(tmp_path, before))

    (change,) = [one for one in after.changes if one.kind == "changed"]
    assert (change.joined, change.left) == (("ee-1",), ("pl-1",))
    assert change.says == (
        "joined: ee-1 (EE)",
        "left: pl-1, which is no longer asked for",
        "quantity: 20 pieces then, 30 pieces now",
        "firmed up: 0% then, 33% now",
    )


def test_a_pool_that_is_gone_is_told_with_where_its_lines_are(tmp_path):
    after = carried(build(*FIRST[:3]), former_of(tmp_path, build(*FIRST)))

    (gone,) = [one for one in after.changes if one.kind == "dissolved"]
    assert gone.says == ("de-1 is no longer asked for", "fr-1 is alone")


def test_the_same_lines_change_nothing(tmp_path):
    result = build(*FIRST)

    after = carried(result, former_of(tmp_path, result))

    assert after.pools == result.pools
    assert {one.kind for one in after.changes} == {"same"}


def test_the_order_of_lines_does_not_change_which_pool_is_which(tmp_path):
    former = former_of(tmp_path, build(*FIRST))
    lines = (*FIRST, line("ee-1"), line("es-1", RADIOS))

    assert carried(build(*lines), former) == carried(build(*lines[::-1]), former)


@pytest.mark.parametrize("text", ["{}", "[]", "{", '{"on": "2026", "pools": [{}]}'])
def test_what_is_no_former_result_is_refused(tmp_path, text):
    path = tmp_path / "former.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadDemands, match="pools build --format json"):
        read_former(path)


def test_a_pool_is_an_entry_that_the_catalogue_reads_whole(tmp_path):
    result = build(*FIRST)

    write_entries(result.pools, [], tmp_path / "mine", ON)
    catalogue = load_catalogue(tmp_path / "mine")

    for pool in result.pools:
        programme, source = entry_of(pool, ON)
        assert catalogue.get(pool.id) == programme
        assert catalogue.sources[source.slug] == source
        assert (programme.buyers, programme.kind) == ("states", "pool")
        assert set(programme.pool.participants) == set(pool.participants)


def test_the_entry_of_a_dissolved_pool_is_marked_as_ended(tmp_path):
    before = build(*FIRST)
    write_entries(before.pools, [], tmp_path / "mine", ON)
    after = carried(build(*FIRST[:3]), former_of(tmp_path, before))
    gone = [one.pool for one in after.changes if one.kind == "dissolved"]

    write_entries(after.pools, gone, tmp_path / "mine", ON)

    catalogue = load_catalogue(tmp_path / "mine")
    assert [catalogue.get(key).standing for key in gone] == ["ended"]
    assert [catalogue.get(pool.id).standing for pool in after.pools] == ["proposal"]
