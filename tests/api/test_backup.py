import random
import sqlite3
import threading
from contextlib import closing

import pytest

from api import backup, keys
from api.errors import ServeError
from api.records import Records
from matcher.store import MatchStore
from profiles.model import Profile
from profiles.store import ProfileStore


def startup(number):
    return Profile(id=f"s{number}", name=f"S {number}", description="We build sensors.")


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "store.db"
    with ProfileStore(path) as profiles, Records(path), MatchStore(path):
        profiles.save_all(map(startup, range(50)))
    return path


def test_a_copy_taken_while_somebody_writes_is_whole(store, tmp_path):
    stop = threading.Event()

    def write():
        with ProfileStore(store) as profiles:
            number = 100
            while not stop.is_set():
                # Two at once: a copy may hold both or neither.
                profiles.save_all([startup(number), startup(number + 1)])
                number += 2

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [backup.back_up(store, tmp_path / f"{n}.db")["profiles"] for n in range(5)]
    finally:
        stop.set()
        writer.join()

    assert counts == sorted(counts)
    assert all(count % 2 == 0 for count in counts)


def test_what_was_backed_up_comes_back_and_the_former_store_stays(store, tmp_path):
    backup.back_up(store, tmp_path / "copy.db")
    with ProfileStore(store) as profiles:
        profiles.delete("s7")

    backup.restore(tmp_path / "copy.db", store)

    with ProfileStore(store) as profiles:
        assert profiles.get("s7").name == "S 7"
    with ProfileStore(store.with_suffix(".before")) as former:
        assert "s7" not in former


def test_a_damaged_copy_is_refused_and_the_store_left_alone(store, tmp_path):
    copy = tmp_path / "copy.db"
    backup.back_up(store, copy)
    content = bytearray(copy.read_bytes())
    draw = random.Random(1)
    for place in range(4096, len(content), 512):
        content[place] = draw.randrange(256)
    copy.write_bytes(content)
    before = store.read_bytes()

    with pytest.raises(ServeError):
        backup.restore(copy, store)

    assert store.read_bytes() == before


def test_another_programs_database_is_no_copy(store, tmp_path):
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as made:
        made.execute("CREATE TABLE things (id)")

    with pytest.raises(ServeError, match="no store"):
        backup.restore(other, store)


def test_a_copy_never_overwrites(store, tmp_path):
    backup.back_up(store, tmp_path / "copy.db")

    with pytest.raises(ServeError, match="name a new file"):
        backup.back_up(store, tmp_path / "copy.db")


def test_only_its_owner_may_read_a_copy(store, tmp_path):
    backup.back_up(store, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


# A file as each version before left it: its steps done, the later ones not there yet.
EARLIER = {
    "api": ["m0001_keys", "m0002_owners", "m0003_news"],
    "matcher": ["m0001_judgments", "m0002_runs", "m0003_ready", "m0004_candidates"],
}


@pytest.mark.parametrize(
    ("family", "done"),
    [(family, done) for family, steps in EARLIER.items() for done in range(len(steps))],
)
def test_a_file_of_an_earlier_version_is_brought_up_to_date(tmp_path, family, done):
    from sqlite_utils import Database

    from api import records
    from matcher import migrations as matches

    path = tmp_path / "old.db"
    module = {"api": records, "matcher": matches}[family]
    old = Database(sqlite3.connect(path))
    with ProfileStore(path) as profiles:
        profiles.save(startup(1))
    if done:
        module.migrations.apply(old, stop_before=EARLIER[family][done])
    if family == "api" and done:
        old["keys"].insert(
            {"prefix": "p", "hash": keys.hashed("k"), "role": "admin", "holder": "h",
             "grants": "[]", "created": 1.0}
        )  # fmt: skip
    old.conn.commit()
    old.conn.close()

    with Records(path) as opened, MatchStore(path) as found:
        assert opened.revision("programmes") == 0
        assert found.runs() == ()
        assert len(keys.listed(opened)) == (1 if family == "api" and done else 0)
    with ProfileStore(path) as profiles:
        assert profiles.get("s1").name == "S 1"
