"""What happens to a run when its process, its disk or one of its rows fails?"""

import resource
import signal
import subprocess
import sys
import time

import orjson
import pyarrow.parquet as pq
import pytest

from matcher.errors import RunError
from matcher.runs.files.folder import RunFolder
from matcher.runs.work.driver import rank_all
from profiles.read import read_profiles
from tests.matcher.fakes import WordEncoder
from tests.matcher.runs.making import matcher_of, ranker_of, startups, tree

COMMAND = (sys.executable, "-m", "tests.matcher.runs.making")


def begin(path, **more):
    return subprocess.Popen([*COMMAND, str(path)], stderr=subprocess.PIPE, **more)


def standing(path):
    return len(list(path.glob("parts/0*.json")))


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(undisturbed, tmp_path):
    path = tmp_path / "run"
    for shards in (1, 2):
        process = begin(path)
        while standing(path) < shards and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        assert standing(path) >= shards
    before = {one: one.stat().st_mtime_ns for one in path.glob("startups/*.parquet")}
    process = begin(path)
    _, said = process.communicate()

    assert process.returncode == 0, said
    assert tree(path) == tree(undisturbed)
    assert all(one.stat().st_mtime_ns == then for one, then in before.items())


def test_what_a_killed_writer_left_behind_is_removed(undisturbed, words_matcher, tmp_path):
    rank_all(startups(60), ranker_of(words_matcher), RunFolder(tmp_path))
    for name in ("parts/.000000.json.x.tmp", "startups/.000000.parquet.y.tmp", ".manifest.z.tmp"):
        (tmp_path / name).write_bytes(b"half")
    rank_all(startups(60), ranker_of(words_matcher), RunFolder(tmp_path))

    assert tree(tmp_path) == tree(undisturbed)


def test_a_full_disk_is_said_and_the_run_goes_on_later(undisturbed, tmp_path):
    path = tmp_path / "run"

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))

    process = begin(path, preexec_fn=little_room)
    _, said = process.communicate()
    assert process.returncode == 1
    assert b"cannot be written (" in said
    assert standing(path) == 0
    assert not list(path.rglob("*.tmp"))

    process = begin(path)
    _, said = process.communicate()
    assert process.returncode == 0, said
    assert tree(path) == tree(undisturbed)


@pytest.mark.parametrize("name", ["startups/000001.parquet", "parts/000001.profiles.parquet"])
def test_a_damaged_file_is_made_again(undisturbed, words_matcher, tmp_path, name):
    rank_all(startups(60), ranker_of(words_matcher), RunFolder(tmp_path))
    (tmp_path / name).write_bytes(b"torn")
    rank_all(startups(60), ranker_of(words_matcher), RunFolder(tmp_path))

    assert tree(tmp_path) == tree(undisturbed)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"top": 3}, "top was 4, is 3"),
        ({"on": "2026-06-16"}, "on was 2026-06-15, is 2026-06-16"),
        ({"side": "startups"}, "side was both, is startups"),
        ({"rows": 21}, "shard_rows was 20, is 21"),
    ],
)
def test_other_settings_are_never_mixed_in(words_matcher, tmp_path, change, said):
    folder = RunFolder(tmp_path)
    rank_all(startups(5), ranker_of(words_matcher), folder)
    before = tree(tmp_path)

    with pytest.raises(RunError, match=said):
        rank_all(startups(5), ranker_of(words_matcher, **change), folder)
    assert tree(tmp_path) == before


def test_other_profiles_are_never_mixed_in(words_matcher, tmp_path):
    folder = RunFolder(tmp_path)
    rank_all(startups(45), ranker_of(words_matcher), folder)

    with pytest.raises(RunError, match=r"not those that .* was begun with"):
        rank_all(startups(45, seed=2), ranker_of(words_matcher), folder)
    with pytest.raises(RunError, match="fewer"):
        rank_all(startups(40), ranker_of(words_matcher), folder)


def test_a_folder_of_something_else_is_left_alone(words_matcher, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(RunError, match="not empty and holds no run"):
        rank_all(startups(5), ranker_of(words_matcher), RunFolder(tmp_path))
    assert tree(tmp_path) == {"thesis.txt": b"mine"}


def test_two_runs_do_not_share_a_folder(words_matcher, tmp_path):
    folder = RunFolder(tmp_path)

    with folder.held(), pytest.raises(RunError, match="another run is at work"):
        rank_all(startups(5), ranker_of(words_matcher), RunFolder(tmp_path))


class Choking(WordEncoder):
    """It cannot read one word; nothing in the text says so beforehand."""

    def encode(self, texts, progress=None):
        if any("poison" in text for text in texts):
            raise ValueError("a text that no model reads")
        return super().encode(texts, progress)


def test_one_poisoned_row_is_turned_away_and_the_others_are_as_they_would_be(catalogue, tmp_path):
    every = startups(30)
    poisoned = every[7].model_copy(update={"description": "poison"})
    matcher = matcher_of(catalogue)
    rank_all(
        [one for one in every if one.id != poisoned.id],
        ranker_of(matcher),
        RunFolder(tmp_path / "a"),
    )
    matcher.encoder = Choking()
    manifest = rank_all(
        [poisoned if one.id == poisoned.id else one for one in every],
        ranker_of(matcher, rows=20),
        RunFolder(tmp_path / "b"),
    )

    assert manifest.counts["rejected"] == 1
    assert manifest.counts["profiles"] == 29
    (line,) = (tmp_path / "b" / "rejected.jsonl").read_bytes().splitlines()
    assert orjson.loads(line) == {
        "file": None,
        "line": None,
        "field": None,
        "reason": "could not be ranked: ValueError: a text that no model reads",
        "id": poisoned.id,
    }
    others = [pq.read_table(tmp_path / name / "programmes.parquet").to_pylist() for name in "ab"]
    assert others[0] == others[1]


def test_a_fault_of_everything_is_not_taken_for_bad_rows(catalogue, tmp_path):
    matcher = matcher_of(catalogue)
    ranker = ranker_of(matcher)
    assert len(ranker.snapshot.ids)
    matcher.encoder = Choking()
    every = [one.model_copy(update={"description": "poison"}) for one in startups(3)]

    with pytest.raises(RunError, match="no profile of a whole shard"):
        rank_all(every, ranker, RunFolder(tmp_path))


def test_rows_that_cannot_be_read_are_told_with_file_line_and_field(words_matcher, tmp_path):
    source = tmp_path / "startups.csv"
    source.write_text("name,description,trl\nAcme,We build a radar.,5\nBad,,5\n")
    folder = RunFolder(tmp_path / "run")
    with read_profiles(source) as reading:
        manifest = rank_all(reading, ranker_of(words_matcher), folder)

    assert manifest.counts["rejected"] == 1
    told = orjson.loads(folder.rejected.read_bytes())
    assert told["file"] == str(source)
    assert (told["line"], told["field"]) == (3, "description")
    assert "expected a text" in told["reason"]


def test_no_profile_at_all_is_a_run_too(words_matcher, tmp_path):
    manifest = rank_all([], ranker_of(words_matcher), RunFolder(tmp_path))

    assert manifest.complete
    assert manifest.counts["profiles"] == manifest.counts["programmes"] == 0


def test_a_row_is_ranked_without_the_cell_that_cannot_be_read(words_matcher, tmp_path):
    source = tmp_path / "startups.csv"
    source.write_text("name,description,trl\nAcme,We build a radar.,5\nBad,We do too.,twelve\n")
    with read_profiles(source) as reading:
        manifest = rank_all(reading, ranker_of(words_matcher), RunFolder(tmp_path / "run"))

    assert (manifest.counts["profiles"], manifest.counts["rejected"]) == (2, 0)
    assert reading.summary.unknown == 1
