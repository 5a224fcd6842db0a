import itertools
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from api.errors import ServeError
from api.store import backup, keys
from api.store.judgments import MatchStore
from api.store.records import Records
from benchmarks.faults.injecting import Fault, injected, places
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
    assert backup.formers(store) == (tmp_path / "store.before-1.db",)
    with ProfileStore(tmp_path / "store.before-1.db") as former:
        assert "s7" not in former


def holds(path):
    with ProfileStore(path) as profiles:
        return set(profiles.ids())


def without(store, name):
    """Take a profile out of a store; what it holds then."""
    with ProfileStore(store) as profiles:
        profiles.delete(name)
    return holds(store)


def test_a_restore_is_undone_by_restoring_the_former_store_and_that_again(store, tmp_path):
    backup.back_up(store, tmp_path / "copy.db")
    whole, less = holds(store), without(store, "s7")

    _, first = backup.restore(tmp_path / "copy.db", store)
    _, second = backup.restore(first, store)
    undone = holds(store)
    _, third = backup.restore(second, store)

    assert (undone, holds(store)) == (less, whole)
    assert [holds(one) for one in (first, second, third)] == [less, whole, less]


def other_names(store):
    link, hard = store.with_name("link.db"), store.with_name("hard.db")
    link.symlink_to(store)
    hard.hardlink_to(store)
    return [store, store.parent / "." / store.name, link, hard]


def test_a_store_is_not_restored_onto_itself_under_any_name(store):
    before = holds(store)

    for name in other_names(store):
        with pytest.raises(ServeError, match="the store itself"):
            backup.restore(name, store)

    assert holds(store) == before
    assert backup.formers(store) == ()


def test_a_store_that_somebody_has_open_is_left_alone(store, tmp_path):
    backup.back_up(store, tmp_path / "copy.db")
    with ProfileStore(store) as profiles:
        profiles.delete("s7")

        with pytest.raises(ServeError, match="in use"):
            backup.restore(tmp_path / "copy.db", store)

        assert "s7" not in profiles
    assert backup.formers(store) == ()


@pytest.fixture
def before_restore(store, tmp_path):
    """Makes a folder with a store that lacks a profile of the copy beside it."""
    backup.back_up(store, tmp_path / "copy.db")
    without(store, "s7")
    numbers = itertools.count()

    def made():
        folder = tmp_path / f"case-{next(numbers)}"
        folder.mkdir()
        for name in ("store.db", "copy.db"):
            shutil.copy(tmp_path / name, folder / name)
        return folder

    return made


def restoring(folder, fault):
    def work():
        backup.restore(folder / "copy.db", folder / "store.db")

    return injected(work, folder, fault, (ServeError,))


def check_nothing_is_lost(folder, outcome):
    """The store is what it was, or the copy with the former store beside it; nothing between."""
    assert outcome.how != "bug", outcome.said
    former = [holds(path) for path in backup.formers(folder / "store.db")]
    if "s7" in holds(folder / "store.db"):
        assert len(former) == 1
        assert "s7" not in former[0]
        assert len(former[0]) == 49
    else:
        assert outcome.how != "done"
        assert len(holds(folder / "store.db")) == 49
    assert len(holds(folder / "copy.db")) == 50
    backup.restore(folder / "copy.db", folder / "store.db")
    assert len(holds(folder / "store.db")) == 50
    assert not list(folder.glob(".*.part*")), "what a killed one left goes with the next"


@pytest.mark.parametrize(("kind", "every"), [("kill", 1), ("full", 4), ("closed", 5)])
def test_a_restore_loses_nothing_wherever_it_is_struck(before_restore, kind, every):
    folder = before_restore()
    number = places(lambda: backup.restore(folder / "copy.db", folder / "store.db"), folder)
    assert number > 20

    for place in range(1, number + 1, every):
        folder = before_restore()
        outcome = restoring(folder, Fault(kind, place))
        check_nothing_is_lost(folder, outcome)


def test_a_restore_loses_nothing_however_little_room_there_is(before_restore):
    size = (before_restore() / "copy.db").stat().st_size
    ends = set()

    for most in range(0, 2 * size, size // 6):
        folder = before_restore()
        outcome = restoring(folder, Fault("short", most))
        check_nothing_is_lost(folder, outcome)
        ends.add(outcome.how)

    assert ends == {"refused", "done"}


def test_of_two_restores_at_once_each_is_whole_or_refused(before_restore):
    folder = before_restore()
    command = [
        sys.executable, "-c", "from api.cli import main; main()", "restore",
        str(folder / "copy.db"), "--store", str(folder / "store.db"),
    ]  # fmt: skip

    both = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    said = [one.communicate()[1].decode() for one in both]

    assert 0 in {one.returncode for one in both}, said
    assert not any("Traceback" in one for one in said)
    assert len(holds(folder / "store.db")) == 50
    formers = [holds(path) for path in backup.formers(folder / "store.db")]
    assert len(formers) == sum(one.returncode == 0 for one in both)
    assert len(formers[0]) == 49


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 400])
def test_a_store_that_cannot_be_read_any_more_is_replaced_and_its_bytes_are_kept(
    before_restore, damage
):
    folder = before_restore()
    (folder / "store.db").write_bytes(damage)

    _, former = backup.restore(folder / "copy.db", folder / "store.db")

    assert len(holds(folder / "store.db")) == 50
    assert former.read_bytes() == damage or not damage


def opened_by(command, store):
    line = [sys.executable, "-c", "from api.cli import main; main()", *command]
    return subprocess.run([*line, "--store", str(store)], capture_output=True, text=True)


@pytest.mark.parametrize(
    "command",
    [
        ["keys", "list"],
        ["keys", "create", "--role", "admin", "--holder", "house"],
        ["import", "examples/startups.csv"],
        ["match", "s7"],
        ["serve", "--port", "1"],
    ],
)
def test_a_store_that_was_there_and_is_gone_is_told_and_not_begun_anew(store, command):
    store.unlink()

    done = opened_by(command, store)

    assert done.returncode == 1
    assert "was there and is gone" in done.stderr
    assert "Traceback" not in done.stderr
    assert not store.exists()


def test_a_store_that_is_gone_is_put_back_by_a_restore(store, tmp_path):
    backup.back_up(store, tmp_path / "copy.db")
    store.unlink()

    _, former = backup.restore(tmp_path / "copy.db", store)

    assert former is None
    assert len(holds(store)) == 50


def closed_places(tmp_path):
    file = tmp_path / "file"
    file.write_text("no folder")
    return [tmp_path / "nowhere" / "copy.db", file / "copy.db", Path("/proc/copy.db")]


def test_a_copy_that_cannot_be_written_is_told_in_a_sentence(store, tmp_path):
    for target in closed_places(tmp_path):
        with pytest.raises(ServeError, match="cannot be copied to"):
            backup.back_up(store, target)


def test_a_store_that_cannot_be_written_is_told_in_a_sentence(store, tmp_path):
    backup.back_up(store, tmp_path / "copy.db")

    for target in closed_places(tmp_path)[1:]:
        with pytest.raises(ServeError, match="cannot be put in the place of"):
            backup.restore(tmp_path / "copy.db", target)


def test_a_damaged_copy_is_refused_and_the_store_left_alone(store, tmp_path):
    copy = tmp_path / "copy.db"
    backup.back_up(store, copy)
    content = bytearray(copy.read_bytes())
    draw = random.Random(1)
    for place in range(4096, len(content), 512):
        content[place] = draw.randrange(256)
    copy.write_bytes(content)
    before = store.read_bytes()

    with pytest.raises(ServeError, match=str(copy)):
        backup.restore(copy, store)

    assert store.read_bytes() == before


def told_in(path):
    """All that a file says, table by table."""
    with closing(sqlite3.connect(path)) as found:
        return list(found.iterdump())


def test_a_flipped_bit_anywhere_in_a_copy_is_told_or_changes_nothing(store, tmp_path):
    backup.back_up(store, tmp_path / "copy.db")
    whole = (tmp_path / "copy.db").read_bytes()
    backup.restore(tmp_path / "copy.db", tmp_path / "sound.db")
    expected = told_in(tmp_path / "sound.db")
    draw = random.Random(20)
    written = [place for place, byte in enumerate(whole) if byte]
    refused = 0
    for number in range(100):
        content = bytearray(whole)
        content[draw.choice(written)] ^= 1 << draw.randrange(8)
        copy, made = tmp_path / f"{number}.db", tmp_path / f"{number}-made.db"
        copy.write_bytes(content)
        try:
            backup.restore(copy, made)
        except ServeError:
            refused += 1
            assert not made.exists()
        else:
            assert told_in(made) == expected, number
    assert refused > 50


def test_a_copy_that_was_used_as_a_store_can_be_restored(store, tmp_path):
    copy = tmp_path / "copy.db"
    backup.back_up(store, copy)
    less = without(copy, "s7")

    backup.restore(copy, store)

    assert holds(store) == less


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
    "matcher": [
        "m0001_judgments",
        "m0002_runs",
        "m0003_ready",
        "m0004_candidates",
        "m0005_starts",
    ],
}


@pytest.mark.parametrize(
    ("family", "done"),
    [(family, done) for family, steps in EARLIER.items() for done in range(len(steps))],
)
def test_a_file_of_an_earlier_version_is_brought_up_to_date(tmp_path, family, done):
    from sqlite_utils import Database

    from api.store import migrations as matches
    from api.store import records

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
