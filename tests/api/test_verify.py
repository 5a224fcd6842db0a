"""Does the check of everything find whatever is not what was written?"""

import json
import random
import shutil
import subprocess
import sys

import numpy as np
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.runs.worker import rank_run
from api.store import backup
from api.store.judgments import MatchStore, Run
from api.store.records import Records
from matcher.runs.files.folder import RunFolder
from matcher.service import Matcher
from matcher.settings import adapter_file
from matcher.texts.cache import VectorCache
from matcher.texts.encoder import CachedEncoder
from profiles.model import Profile
from profiles.store import ProfileStore
from programmes.read import Catalogue, load_catalogue
from tests.matcher.fakes import WordEncoder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A store with a copy, a former store, a run and vectors."""
    folder = tmp_path_factory.mktemp("kept")
    store = folder / "store.db"
    with ProfileStore(store) as profiles, MatchStore(store) as matches, Records(store):
        for number in range(40):
            text = f"We build radar number {number} for ships."
            profiles.save(Profile(id=f"s{number}", name=f"S {number}", description=text))
        matches.queue(Run("run-1", "queued", "k", {}, "2026-06-15", created="1"), most=9)
        catalogue = Catalogue.of(load_catalogue().programmes[:5])
        encoder = CachedEncoder(WordEncoder(), VectorCache(folder / "cache", "words"))
        rank_run(
            matches.run("run-1"), Matcher(catalogue, encoder),
            profiles=profiles, store=matches, folder=folder / "store-runs",
        )  # fmt: skip
    backup.back_up(store, folder / "copy.db")
    backup.restore(folder / "copy.db", store)
    return folder


@pytest.fixture
def kept(made, tmp_path, monkeypatch):
    shutil.copytree(made, tmp_path / "kept")
    monkeypatch.setenv("ALLYMATCH_STORE", str(tmp_path / "kept" / "store.db"))
    monkeypatch.setenv("ALLYMATCH_CACHE", str(tmp_path / "kept" / "cache"))
    return tmp_path / "kept"


def verify(*paths):
    done = CliRunner().invoke(app, ["verify", *map(str, paths), "--format", "json"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    found = json.loads(done.stdout)
    assert done.exit_code == bool(found["damaged"])
    return {(one["what"], one["where"].rpartition("/")[2]): one for one in found["checked"]}


def damaged(*paths):
    return [name for name, one in verify(*paths).items() if one["state"] == "damaged"]


def test_what_is_sound_is_said_to_be_and_every_kind_is_looked_at(kept):
    found = verify()

    assert {what for what, _ in found} == {
        "store", "copy", "run", "vectors", "model", "adapter", "program",
    }  # fmt: skip
    assert ("copy", "store.before-1.db") in found
    assert {one["state"] for one in found.values()} <= {"sound", "not checked"}
    assert "40 read with hashes" in found["store", "store.db"]["said"]


def flipped(path, draw):
    content = bytearray(path.read_bytes())
    places = [place for place, byte in enumerate(content) if byte]
    content[draw.choice(places)] ^= 1 << draw.randrange(8)
    path.write_bytes(content)


RUN = [
    "manifest.json", "catalogue.jsonl", "parts/000000.json", "parts/000000.profiles.parquet",
    "startups/000000.parquet", "candidates.bin", "candidates.json",
]  # fmt: skip


def test_the_files_of_a_run_are_all_tried(made):
    run = made / "store-runs" / "run-1"
    found = {path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file()}

    assert found == {*RUN, "rejected.jsonl"}


@pytest.mark.parametrize("file", RUN)
def test_a_flipped_bit_in_any_file_of_a_run_is_found(kept, file):
    run = kept / "store-runs" / "run-1"
    flipped(run / file, random.Random(file))

    assert damaged(run) == [("run", "run-1")]
    assert damaged() == [("run", "run-1")]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["copy.db", "store.before-1.db"])
def test_a_flipped_bit_in_a_copy_is_found(kept, name, seed):
    before = dump(kept / name)
    flipped(kept / name, random.Random(seed))

    found = damaged(kept / name)

    assert found == [("copy", name)] or dump(kept / name) == before


def dump(path):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as found:
        try:
            return list(found.iterdump())
        except (sqlite3.Error, UnicodeError):
            return None


def test_a_changed_profile_in_the_store_is_found(kept):
    with ProfileStore(kept / "store.db") as store:
        store._db.conn.execute(
            "UPDATE profiles SET document = replace(document, 'number 7 ', 'number 8 ')"
        )
        store._db.conn.commit()

    assert damaged() == [("store", "store.db")]
    assert "'s7'" in verify()["store", "store.db"]["said"]


def test_a_store_that_is_gone_is_found(kept):
    (kept / "store.db").unlink()

    assert damaged() == [("store", "store.db")]


def test_vectors_that_have_changed_are_found(kept):
    (path,) = (kept / "cache").glob("*.f32")
    array = np.memmap(path, np.float32, "r+")
    array[5] += 1
    array.flush()

    ((what, name),) = damaged()
    assert (what, name.endswith(".sqlite")) == ("vectors", True)


def test_a_damaged_adapter_is_found(tmp_path):
    for ending in (".safetensors", ".json"):
        shutil.copy(adapter_file().with_suffix(ending), tmp_path / f"own{ending}")
    assert damaged(tmp_path / "own.safetensors") == []

    flipped(tmp_path / "own.safetensors", random.Random(1))

    assert damaged(tmp_path / "own.safetensors") == [("adapter", "own.safetensors")]


def test_an_unfinished_run_is_sound_as_far_as_it_stands(kept):
    run = kept / "store-runs" / "run-1"
    from dataclasses import asdict, replace

    from matcher.runs.files.folder import seal
    from matcher.runs.files.plan import open_run

    manifest = replace(open_run(RunFolder(run)), complete=False)
    RunFolder(run).manifest.write_bytes(seal(asdict(manifest)))

    assert "1 shards stand" in verify(run)["run", "run-1"]["said"]


def test_what_is_not_there_is_told_in_a_line(tmp_path):
    line = [sys.executable, "-c", "from api.cli import main; main()", "verify", tmp_path / "x.db"]
    done = subprocess.run(line, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("allymatch: no file is called")


def test_a_server_may_be_at_work_in_the_store(kept):
    with ProfileStore(kept / "store.db") as profiles:
        profiles.save(Profile(id="new", name="New", description="We build sonars."))

        assert damaged() == []
