"""Do rows leave a run whole, wherever the process dies?"""

import shutil

import orjson
import pyarrow.parquet as pq
import pytest

from benchmarks.faults.injecting import Fault, injected, places
from matcher.errors import Busy, RunError
from matcher.runs.files.folder import RunFolder
from matcher.runs.files.reading import CompletedRun
from matcher.runs.files.rewriting import without
from matcher.runs.work.driver import rank_all
from profiles.read import RowProblem
from tests.matcher.runs.making import ranker_of, startups, tree

GONE = "startup-0022"  # of the second shard


@pytest.fixture(scope="module")
def complete(words_matcher, tmp_path_factory):
    """A run of both sides, with a row that was turned away and names the one who leaves."""
    path = tmp_path_factory.mktemp("runs") / "complete"
    rows = startups(45)
    bad = RowProblem("a.csv", 30, "trl", "x", "a number", "found x", GONE)
    rank_all([*rows[:30], bad, *rows[30:]], ranker_of(words_matcher), RunFolder(path))
    return path


@pytest.fixture
def run(complete, tmp_path):
    shutil.copytree(complete, tmp_path / "run")
    return tmp_path / "run"


def named(path):
    """Where a run names the one who leaves."""
    found = []
    for file in path.rglob("*.parquet"):
        table = pq.read_table(file)
        if "profile" in table.column_names and GONE in table.column("profile").to_pylist():
            found.append(file.name)
    return found + [file.name for file in path.rglob("*.jsonl") if GONE in file.read_text()]


def test_whoever_leaves_is_in_no_file_and_the_run_is_sound(run):
    before = CompletedRun(run).manifest.counts
    assert len(named(run)) == 6

    without(RunFolder(run), {GONE}, [1])

    assert named(run) == []
    assert list(CompletedRun(run).damage()) == []
    after = CompletedRun(run).manifest.counts
    assert after["profiles"] == before["profiles"] - 1
    assert after["rejected"] == before["rejected"] - 1
    for side in ("startups", "programmes"):
        rows = sum(len(table) for table in CompletedRun(run).tables(side))
        assert after[side] == rows < before[side]


def test_what_others_have_in_the_run_stays_as_it_was(run):
    before = CompletedRun(run).rows_of("startups", "startup-0024")

    without(RunFolder(run), {GONE}, [1])

    assert CompletedRun(run).rows_of("startups", "startup-0024") == before


@pytest.mark.parametrize("kind", ["kill", "full"])
def test_a_run_is_whole_wherever_the_rewriting_is_struck(run, complete, tmp_path, kind):
    number = places(lambda: without(RunFolder(run), {GONE}, [1]), run)
    assert number > 20
    expected = tree(run) if not named(run) else None
    for place in range(1, number + 1):
        shutil.rmtree(run)
        shutil.copytree(complete, run)

        outcome = injected(
            lambda: without(RunFolder(run), {GONE}, [1]), run, Fault(kind, place), (RunError,)
        )

        assert outcome.how != "bug", outcome.said
        assert list(CompletedRun(run).damage()) == [], place
        without(RunFolder(run), {GONE}, [1])
        assert tree(run) == expected or named(run) == []
        assert not list(run.rglob(".*.fresh"))


def test_a_reader_that_has_opened_the_run_before_goes_on_reading(run):
    reader = CompletedRun(run)

    without(RunFolder(run), {GONE}, [1])

    assert GONE not in reader.table(1, "startups").column("profile").to_pylist()
    assert reader.rows_of("startups", "startup-0024")


def test_a_run_that_is_at_work_is_left_alone(run):
    with RunFolder(run).held(), pytest.raises(Busy):
        without(RunFolder(run), {GONE}, [1])

    assert len(named(run)) == 6


def test_of_a_run_that_is_not_complete_the_shard_is_withdrawn_and_ranked_again(
    words_matcher, run, tmp_path
):
    folder = RunFolder(run)
    stop = iter(startups(45))

    def ending():
        for _ in range(44):
            yield next(stop)
        raise RunError("the power went")

    shutil.rmtree(run)
    with pytest.raises(RunError):
        rank_all(ending(), ranker_of(words_matcher), folder)
    assert named(run)

    without(folder, {GONE}, [1])

    assert named(run) == []
    assert [record.shard for record in folder.records()] == [0]


def test_a_damaged_run_is_told_and_not_signed_anew(run):
    path = run / "parts" / "000001.profiles.parquet"
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)
    record = (run / "parts" / "000001.json").read_bytes()

    with pytest.raises(RunError, match="damaged"):
        without(RunFolder(run), {GONE}, [1])

    assert (run / "parts" / "000001.json").read_bytes() == record
    assert orjson.loads(record)["files"]
