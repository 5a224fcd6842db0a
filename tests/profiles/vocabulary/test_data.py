"""The data files: sources everywhere, no traps of YAML, nothing read before it is needed."""

import re
import subprocess
import sys
from datetime import date
from importlib.resources import files

import pytest
import yaml

from profiles.vocabulary.files import table

NAMES = sorted(
    one.name.removesuffix(".yaml")
    for one in files("profiles.vocabulary").joinpath("data").iterdir()
    if one.name.endswith(".yaml")
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def blocks(node, path=()):
    """Every mapping in a data file, with the keys that lead to it."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from blocks(value, (*path, key))
    elif isinstance(node, list):
        for value in node:
            yield from blocks(value, path)


def test_the_files_are_the_expected_ones():
    assert NAMES == ["areas", "countries", "currencies", "dates", "groups", "scales", "taxonomies"]


@pytest.mark.parametrize("name", NAMES)
def test_each_file_has_its_sources_and_the_day_of_its_facts(name):
    assert isinstance(table(name)["as_of"], date)
    assert table(name)["sources"]


@pytest.mark.parametrize("name", NAMES)
def test_each_source_is_a_slug_and_named_once_a_block(name):
    for path, block in blocks(table(name)):
        listed = block.get("sources", [])
        assert [slug for slug in listed if not SLUG.fullmatch(slug)] == [], path
        assert len(set(listed)) == len(listed), path


@pytest.mark.parametrize(("name", "block"), [("groups", "groups"), ("taxonomies", "taxonomies")])
def test_each_list_has_its_own_sources_and_confidence(name, block):
    for slug, row in table(name)[block].items():
        assert row["sources"], slug
        assert row["confidence"] in {"high", "medium-high", "medium"}, slug


@pytest.mark.parametrize("name", NAMES)
def test_no_word_was_read_as_a_boolean_or_a_time(name):
    # Norway's code and "on" are booleans to YAML, and 12:30 is a number.
    for path, block in blocks(table(name)):
        assert not any(isinstance(key, bool) for key in block), path
        strange = [
            value
            for value in block.values()
            if not isinstance(value, str | int | date | list | dict | None)
        ]
        assert strange == [], path
        assert [k for k, v in block.items() if v is True] in ([], ["military_list_likely"]), path


def test_nothing_is_read_and_nothing_heavy_imported_until_it_is_needed():
    check = (
        "import sys, profiles.vocabulary as v\n"
        "heavy = {'yaml', 'rapidfuzz', 'pycountry', 'pydantic', 'polars'} & set(sys.modules)\n"
        "from profiles.vocabulary.files import table\n"
        "print(sorted(heavy), table.cache_info().currsize)\n"
        "v.country('Germany'); v.when('2026-06-15')\n"
        "print('rapidfuzz' in sys.modules, 'pycountry' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert done.stdout.split("\n")[:2] == ["[] 0", "False False"]


@pytest.mark.parametrize("name", NAMES)
def test_each_source_can_be_looked_up_in_the_catalogue(name):
    # The catalogue keeps the one list of sources; the vocabulary only names them.
    found = files("programmes").joinpath("catalogue", "sources.yaml").read_text(encoding="utf-8")
    known = set(yaml.safe_load(found))

    for path, block in blocks(table(name)):
        assert set(block.get("sources", [])) <= known, path
