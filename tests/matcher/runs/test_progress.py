"""What does a run tell while it works?"""

import io
import subprocess
import sys

import orjson
import pytest

from matcher.errors import RunError
from matcher.runs.files.folder import RunFolder
from matcher.runs.files.progress import Progress, json_lines
from matcher.runs.work.driver import rank_all
from tests.matcher.runs.making import ranker_of, startups


class Clock:
    """Seconds that a test lets pass."""

    now = 0.0

    def __call__(self):
        return self.now


def lines_of(stream):
    return [orjson.loads(line) for line in stream.getvalue().splitlines()]


def test_a_log_gets_one_line_a_minute_and_one_at_the_end():
    clock, out = Clock(), io.StringIO()
    progress = Progress(1000, json_lines(out), clock)
    for _ in range(9):
        clock.now += 20
        progress.add(99, 1)
    progress.end()
    told = lines_of(out)

    assert [line["rows"] for line in told] == [100, 400, 700, 900]
    assert [line["event"] for line in told] == ["progress"] * 3 + ["done"]
    assert told[1]["rows_per_second"] == 5.0
    assert told[1]["seconds_left"] == 120
    assert told[1]["errors"] == 4


def test_what_stood_already_says_nothing_about_the_rate():
    clock = Clock()
    progress = Progress(1000, None, clock)
    progress.add(500, 0, standing=True)
    assert progress.left is None
    clock.now += 10
    progress.add(100, 0)

    assert progress.rate == 10.0
    assert progress.left == 40.0


def test_a_shard_at_work_is_told_of_before_it_stands():
    """With a slow model a shard takes minutes."""
    clock, out = Clock(), io.StringIO()
    progress = Progress(10_000, json_lines(out), clock)
    for _ in range(4):
        for _ in range(30):
            clock.now += 1
            progress.embedded(64)
        progress.reading(500)
    progress.add(2000, 0)
    progress.end()
    told = lines_of(out)

    assert [line["rows"] for line in told] == [0, 0, 2000]
    assert [line["rows_read"] for line in told] == [0, 1000, 2000]
    assert [line["texts_embedded"] for line in told] == [64, 64 * 61, 64 * 120]
    assert told[1]["seconds_left"] == 549


def test_what_is_read_is_told_while_a_shard_is_at_work(words_matcher, tmp_path):
    seen = []
    progress = Progress(tell=lambda one: seen.append((one.rows, one.read)))
    ranker = ranker_of(words_matcher, progress=progress)
    rank_all(startups(30), ranker, RunFolder(tmp_path), progress=progress)

    assert (0, 20) in seen, "the first shard is read and does not stand yet"
    assert seen[-1] == (30, 0)


def test_an_error_ends_the_log_too(words_matcher, tmp_path):
    out = io.StringIO()
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(RunError):
        rank_all(
            startups(3),
            ranker_of(words_matcher),
            RunFolder(tmp_path),
            progress=Progress(3, json_lines(out)),
        )

    assert [line["event"] for line in lines_of(out)] == ["stopped"]


def test_a_run_that_is_piped_is_silent(tmp_path):
    command = [sys.executable, "-m", "tests.matcher.runs.making", str(tmp_path / "run"), "5"]
    done = subprocess.run(command, capture_output=True, check=True)

    assert (done.stdout, done.stderr) == (b"", b"")
