"""The commands as a person meets them, where they go wrong and where they are right."""

import json

import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from api.cli.options import OutputFormat
from api.cli.render_pools import render_pools
from api.cli.render_routes import render_gaps
from api.cli.writing import put
from matcher.errors import BadInput
from matcher.pathway.gaps import gaps
from matcher.pooling import build_pools
from profiles.model import Profile
from programmes.demands import read_demands
from programmes.errors import BadDemands
from programmes.pools.decisions import read_decisions
from programmes.pools.rates import read_rates
from programmes.read import load_catalogue
from tests.house import ROOT
from tests.matcher.pools.drawing import ENCODER, ON

EXAMPLES = ROOT / "examples"


def build(tmp_path, text, *options):
    path = tmp_path / "lines.csv"
    path.write_text(text, encoding="utf-8")
    out = tmp_path / "pools.json"
    command = ["pools", "build", str(path), "--on", "2026-06-15", "--out", str(out), *options]
    return CliRunner().invoke(app, command), out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("country,item,quantity,unit\nHR,Shells,5,parsecs\n", "line 2, unit: no unit is called"),
        ("country,item,quantity,unit\nHR,Shells,-5,pcs\n", "line 2, quantity: found '-5'"),
        ("country,item,needed_by\nHR,Shells,2020\n", "line 2, needed_by: 2020 lies before"),
        ("country,item\nHR,Shells\nHR,Shells\n", "line 3, id"),
    ],
)
def test_bad_lines_stop_the_command_and_write_nothing(tmp_path, text, says):
    done, out = build(tmp_path, text)

    assert isinstance(done.exception, BadDemands)
    assert says in str(done.exception)
    assert list(tmp_path.iterdir()) == [tmp_path / "lines.csv"]
    assert not out.exists()


def test_an_answer_is_written_whole_or_not_at_all(tmp_path):
    put("text\n", tmp_path / "answer.txt")

    assert (tmp_path / "answer.txt").read_text(encoding="utf-8") == "text\n"
    with pytest.raises(BadInput, match="cannot be written"):
        put("text\n", tmp_path / "missing" / "answer.txt")
    with pytest.raises(UnicodeEncodeError):
        put("\ud800", tmp_path / "broken.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["answer.txt"]


@pytest.fixture(scope="module")
def example():
    lines = read_demands(EXAMPLES / "pools/demands-currencies.csv", on=ON)
    rates = read_rates(EXAMPLES / "pools/rates.yaml")
    return build_pools(lines, ENCODER, on=ON, rates=rates)


@pytest.mark.parametrize("form", list(OutputFormat))
def test_every_line_of_the_example_is_shown_in_every_form(example, form):
    shown = render_pools(example, form)

    ids = [line.id for pool in example.pools for line in pool.lines]
    ids += [one.line for one in example.alone]
    assert len(ids) == 25
    assert all(one in shown for one in ids)


def test_json_gives_sums_as_exact_texts_and_every_finding_a_source(example):
    shown = json.loads(render_pools(example, OutputFormat.JSON))

    shells = next(pool for pool in shown["pools"] if "hr-155" in {x["id"] for x in pool["lines"]})
    assert isinstance(shells["value"], str)
    for pool in shown["pools"]:
        assert all(f["source"] and f["as_of"] for f in pool["findings"])
    assert [rate["as_of"] for rate in shown["rates"]] == ["2026-06-12"] * 3


def test_the_first_example_needs_no_rates():
    found = build_pools(read_demands(EXAMPLES / "demands.csv", on=ON), ENCODER, on=ON)

    assert found.rates.base == "EUR"
    assert found.rates.rates == {}


def test_the_other_examples_can_be_read():
    assert len(read_demands(EXAMPLES / "pools/demands.json", on=ON).lines) == 3
    packaged = read_demands(EXAMPLES / "pools/demands-ocds.json", on=ON)
    assert len(packaged.lines) == 5
    assert "is not divided among them" in packaged.notes[0]


def test_the_example_of_decisions_is_kept():
    lines = read_demands(EXAMPLES / "pools/demands-currencies.csv", on=ON)
    held = read_decisions(EXAMPLES / "pools/decisions.yaml")
    rates = read_rates(EXAMPLES / "pools/rates.yaml")

    found = build_pools(lines, ENCODER, on=ON, rates=rates, decisions=held)

    (pinned,) = (pool for pool in found.pools if pool.pinned)
    assert pinned.name == "Tanker hours 2028"


@pytest.mark.parametrize("form", list(OutputFormat))
def test_gaps_are_shown_in_every_form(form):
    one = Profile(name="Bare", description="drones", incorporated_in="HR", trl=5)

    assert "TRL 4-6" in render_gaps(gaps([one], load_catalogue(), on="2026-06-15"), form).replace(
        "\n", " "
    ).replace("│", "")
