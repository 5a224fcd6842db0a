"""Does the harness of faults see what it is there to see?"""

import json
import random
import tempfile
from pathlib import Path

import pytest

from benchmarks.faults.__main__ import BEGIN, END, HERE, NAMED, PAGE, table, write
from benchmarks.faults.doubled import backwards, doubled
from benchmarks.faults.injecting import Fault, injected, places
from benchmarks.faults.struck import Tally, struck
from benchmarks.faults.works import WORKS, Work, prepared


def lost(work, base, number=30):
    found = struck(work, base, number, random.Random(1))
    return {kind for kind, tally in found.items() if tally.lost}


def in_two_steps(folder):
    """A careless writer: the file is emptied first, and filled then."""
    path = folder / "file.txt"
    path.write_text("")
    path.write_text("after")


def renamed(folder):
    """A careful one."""
    passing = folder / "passing"
    passing.write_text("after")
    passing.replace(folder / "file.txt")


def silent(folder):
    """One that says that it is done whatever happens."""
    try:
        renamed(folder)
    except OSError:
        return


def content(folder):
    return (folder / "file.txt").read_text()


@pytest.fixture
def base(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "file.txt").write_text("before")
    return tmp_path / "base"


def test_a_careless_writer_is_caught_and_a_careful_one_is_not(base):
    assert "kill" in lost(Work("careless", in_two_steps, content), base)
    assert lost(Work("careful", renamed, content), base) == set()


def test_one_that_says_it_is_done_and_is_not_is_caught(base):
    assert {"full", "closed"} <= lost(Work("silent", silent, content), base)


def test_a_traceback_is_caught(base):
    def clumsy(folder):
        try:
            renamed(folder)
        except OSError as error:
            raise ZeroDivisionError from error

    assert "full" in lost(Work("clumsy", clumsy, content), base)


def test_two_that_spoil_each_others_work_are_caught(base):
    def appending(folder):
        with (folder / "file.txt").open("a") as file:
            file.write("x")

    assert len(doubled(Work("appending", appending, content), base, 2).lost) == 2
    assert doubled(Work("careful", renamed, content), base, 2).lost == []


def test_the_same_place_is_struck_again(base):
    fault = Fault("kill", 2)
    ends = set()
    for _ in range(3):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "file.txt").write_text("before")
            outcome = injected(lambda folder=folder: in_two_steps(folder), folder, fault, ())
            ends.add((outcome.how, outcome.places, content(folder)))

    assert ends == {("killed", 2, "")}


def test_the_clock_set_back_changes_no_order():
    tally = backwards(3, random.Random(7))

    assert (tally.tried, tally.lost) == (3, [])


@pytest.mark.parametrize("work", WORKS, ids=[work.name for work in WORKS])
def test_nothing_is_lost_at_a_few_places(work, tmp_path_factory):
    base = tmp_path_factory.mktemp("faults") / "base"
    base.mkdir()
    prepared(base)

    found = struck(work, base, 2, random.Random(work.name))

    assert [one for tally in found.values() for one in tally.lost] == []


def test_every_work_has_places(tmp_path):
    prepared(tmp_path)

    assert places(lambda: WORKS[0].do(tmp_path), tmp_path) > 10


def test_the_table_on_the_page_is_the_one_on_file():
    kept = json.loads((HERE / "faults.json").read_text())
    rows = [
        (what, fault, Tally(tried, [""] * number)) for what, fault, tried, number in kept["rows"]
    ]
    text = PAGE.read_text("utf-8")

    assert text.split(BEGIN)[1].split(END)[0].strip() == table(rows, kept["date"], kept["seed"])
    assert kept["lost"] == []
    assert {fault for _, fault, _, _ in kept["rows"]} > set(NAMED.values())


def test_a_table_is_written_between_its_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"above\n{BEGIN}\nold\n{END}\nbelow\n")

    write(page, "new")

    assert page.read_text() == f"above\n{BEGIN}\nnew\n{END}\nbelow\n"
