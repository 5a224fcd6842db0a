"""Is a run that is not what was written ever used as if it were?"""

import random
import shutil

import pytest
from typer.testing import CliRunner

from api.cli.runs import app
from matcher.errors import MatchError, RunError
from matcher.runs.compare.diff import difference
from matcher.runs.files.folder import RunFolder
from matcher.runs.files.reading import CompletedRun
from matcher.runs.work.driver import rank_all
from matcher.runs.work.reuse import refusal
from profiles.read import RowProblem
from tests.matcher.runs.making import ranker_of, startups, tree


def flipped(path, draw):
    """Turn one bit of a file round."""
    content = bytearray(path.read_bytes())
    place = draw.randrange(len(content))
    content[place] ^= 1 << draw.randrange(8)
    path.write_bytes(bytes(content))
    return place


def shown(*arguments):
    def read(run, to):
        result = CliRunner().invoke(app, ["show", str(run), *arguments, "--format", "json"])
        if result.exception is not None:
            raise result.exception
        return result.stdout

    return read


def exported(side):
    def read(run, to):
        arguments = ["export", str(run), "--to", str(to), "--side", side]
        result = CliRunner().invoke(app, arguments)
        if result.exception is not None:
            raise result.exception
        return to.read_bytes()

    return read


def compared(side):
    def read(run, to):
        return repr(difference(CompletedRun(run), CompletedRun(run), side))

    return read


READERS = {
    "show": shown(),
    "show --profile": shown("--profile", "startup-0007"),
    "show --programme": shown("--programme", "nato-diana-2027"),
    "export startups": exported("startups"),
    "export programmes": exported("programmes"),
    "diff startups": compared("startups"),
    "diff programmes": compared("programmes"),
}
FILES = [
    "manifest.json", "catalogue.jsonl", "programmes.parquet",
    *(f"startups/{shard:06d}.parquet" for shard in range(3)),
    *(f"parts/{shard:06d}.{name}" for shard in range(3)
      for name in ("json", "profiles.parquet", "programmes.parquet")),
]  # fmt: skip


def test_the_files_are_all_that_a_run_has(undisturbed):
    assert set(FILES) | {"rejected.jsonl"} == set(tree(undisturbed))


@pytest.fixture(scope="module")
def expected(undisturbed, tmp_path_factory):
    to = tmp_path_factory.mktemp("sound") / "rows.csv"
    return {name: read(undisturbed, to) for name, read in READERS.items()}


@pytest.mark.parametrize("file", FILES)
def test_a_flipped_bit_is_told_by_every_reader_that_uses_the_file(
    undisturbed, expected, tmp_path, file
):
    draw = random.Random(file)
    run = tmp_path / "run"
    shutil.copytree(undisturbed, run)
    place = flipped(run / file, draw)

    refused = 0
    for name, read in READERS.items():
        try:
            found = read(run, tmp_path / "rows.csv")
        except (RunError, SystemExit):
            refused += 1
            continue
        same = found == expected[name]
        assert same, f"{name} says something else after a flip in byte {place} of {file}"
    # What only a later run reads is told by it, and by the check of everything.
    assert refused or file.startswith("parts/")
    if file == "manifest.json":
        with pytest.raises(RunError, match="damaged"):
            CompletedRun(run)
    else:
        (said,) = CompletedRun(run).damage()
        assert f"{file} is damaged" in said


def test_nothing_is_wrong_with_a_sound_run(undisturbed):
    assert list(CompletedRun(undisturbed).damage()) == []


@pytest.mark.parametrize("file", [one for one in FILES if one != "manifest.json"])
def test_a_run_from_a_damaged_one_takes_nothing_from_it_and_says_so(
    undisturbed, words_matcher, tmp_path, file
):
    shutil.copytree(undisturbed, tmp_path / "former")
    flipped(tmp_path / "former" / file, random.Random(file))
    former = CompletedRun(tmp_path / "former")
    ranker = ranker_of(words_matcher, former=former)

    assert "damaged" in refusal(former, ranker.plan)
    assert ranker.former is None
    if file in {"startups/000001.parquet", "parts/000001.profiles.parquet"}:
        rank_all(startups(60), ranker, RunFolder(tmp_path / "again"))
        assert tree(tmp_path / "again") == tree(undisturbed)


@pytest.mark.parametrize("file", [one for one in FILES if one != "manifest.json"])
def test_the_command_that_made_a_run_makes_what_is_damaged_again(
    undisturbed, words_matcher, tmp_path, file
):
    shutil.copytree(undisturbed, tmp_path / "run")
    flipped(tmp_path / "run" / file, random.Random(file))

    rank_all(startups(60), ranker_of(words_matcher), RunFolder(tmp_path / "run"))

    assert tree(tmp_path / "run") == tree(undisturbed)


def failing(message="the file ends in the middle of a row"):
    raise MatchError(message)
    yield


@pytest.mark.parametrize("change", [{"top": 3}, {"on": "2026-06-16"}, {"side": "startups"}])
def test_a_run_that_failed_before_its_first_profile_does_not_block_the_corrected_command(
    words_matcher, tmp_path, change
):
    with pytest.raises(MatchError):
        rank_all(failing(), ranker_of(words_matcher), RunFolder(tmp_path / "run"))

    rank_all(startups(5), ranker_of(words_matcher, **change), RunFolder(tmp_path / "run"))
    rank_all(startups(5), ranker_of(words_matcher, **change), RunFolder(tmp_path / "fresh"))

    assert tree(tmp_path / "run") == tree(tmp_path / "fresh")


def test_a_run_all_of_whose_rows_were_turned_away_does_not_block_the_corrected_file(
    words_matcher, tmp_path
):
    bad = [
        RowProblem("a.csv", line, "name", None, "a name", "there is no name", None)
        for line in range(2, 52)
    ]
    manifest = rank_all(bad, ranker_of(words_matcher), RunFolder(tmp_path / "run"))
    assert manifest.counts["rejected"] == 50

    rank_all(startups(5), ranker_of(words_matcher), RunFolder(tmp_path / "run"))
    rank_all(startups(5), ranker_of(words_matcher), RunFolder(tmp_path / "fresh"))

    assert tree(tmp_path / "run") == tree(tmp_path / "fresh")


def test_what_a_stranger_put_into_the_folder_of_a_failed_run_stays(words_matcher, tmp_path):
    with pytest.raises(MatchError):
        rank_all(failing(), ranker_of(words_matcher), RunFolder(tmp_path))
    (tmp_path / "notes.txt").write_text("mine")

    rank_all(startups(5), ranker_of(words_matcher, top=3), RunFolder(tmp_path))

    assert (tmp_path / "notes.txt").read_text() == "mine"
