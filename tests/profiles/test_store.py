"""Are profiles kept whole, with their past, also by two writers and across versions of the file?"""

import hashlib
import sqlite3
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from sqlite_utils import Database

from profiles.errors import ProfileStoreError, UnknownProfile
from profiles.migrations import writing
from profiles.model import Profile
from profiles.store import ProfileStore, Saved, Version, content_hash, migrations
from tests.profiles.strategies import profiles

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def profile(identifier="acme", **fields):
    return Profile.model_validate(
        {"id": identifier, "name": "Acme", "description": "A radar.", **fields}
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def store(path):
    with ProfileStore(path) as opened:
        yield opened


def test_what_is_saved_is_there_when_the_file_is_opened_again(path):
    kept = profile(trl=5, incorporated_in="DE", identifiers={"duns": None, "pic": "9"}, partners=[])
    with ProfileStore(path) as store:
        assert store.save(kept)
    with ProfileStore(path) as store:
        assert store.get("acme") == kept
        assert (len(store), "acme" in store, "other" in store) == (1, True, False)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with ProfileStore(tmp_path_factory.mktemp("shared") / "store.db") as opened:
        yield opened


@given(profiles())
def test_any_profile_comes_back_as_it_was(shared, one):
    shared.save(one)
    assert shared.get(one.id) == one
    assert content_hash(shared.get(one.id)) == content_hash(one)


def test_saving_the_same_again_changes_nothing(store):
    assert store.save(profile(), on=MAY)
    assert not store.save(profile(), on=JUNE)
    assert store.versions("acme") == (Version(1, content_hash(profile()), MAY),)


def test_saving_another_content_keeps_the_former_one(store):
    store.save(profile(), on=MAY)
    store.save(profile(trl=6), on=JUNE)
    store.save(profile(trl=7))
    assert [(v.number, v.known_on) for v in store.versions("acme")] == [
        (1, MAY),
        (2, JUNE),
        (3, None),
    ]
    assert [store.get("acme", version).trl for version in (1, 2, 3)] == [None, 6, 7]
    assert store.get("acme").trl == 7


def test_going_back_to_a_former_content_is_a_new_version(store):
    for level in (5, 6, 5):
        store.save(profile(trl=level))
    hashes = [version.hash for version in store.versions("acme")]
    assert hashes[0] == hashes[2] != hashes[1]


def test_an_import_counts_what_it_did(store):
    store.save_all([profile("a"), profile("b"), profile("c")])
    found = store.save_all([profile("a"), profile("b", trl=4), profile("d")])
    assert found == Saved(added=1, changed=1, unchanged=1)
    assert store.ids() == ("a", "b", "c", "d")


def test_an_id_twice_in_one_import_is_one_profile_with_two_versions(store):
    assert store.save_all([profile(trl=4), profile(trl=5)]) == Saved(added=1, changed=1)
    assert store.get("acme").trl == 5
    assert store.get("acme", 1).trl == 4


def test_an_import_that_fails_leaves_nothing_behind(store):
    store.save(profile("before"))

    def failing():
        yield from (profile(f"p{n}") for n in range(1200))
        raise KeyError("the file ended")

    with pytest.raises(KeyError):
        store.save_all(failing())
    assert store.ids() == ("before",)


def test_many_come_in_the_order_asked_for(store):
    store.save_all(profile(f"p{n:04}") for n in range(1100))
    assert [one.id for one in store.many(["p0700", "p0002"])] == ["p0700", "p0002"]
    assert [one.id for one in store.many()] == [f"p{n:04}" for n in range(1100)]
    with pytest.raises(UnknownProfile, match="no profile has the id 'nobody'"):
        list(store.many(["p0001", "nobody"]))


def test_deleting_forgets_the_past_too(store):
    store.save(profile())
    store.save(profile(trl=6))
    store.delete("acme")
    assert store.ids() == ()
    with pytest.raises(UnknownProfile):
        store.versions("acme")
    store.save(profile(trl=7))
    assert [version.number for version in store.versions("acme")] == [1]


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.get("nobody"),
        lambda store: store.get("acme", 7),
        lambda store: store.delete("nobody"),
        lambda store: store.versions("nobody"),
    ],
)
def test_what_is_not_there_is_not_found(store, ask):
    store.save(profile())
    with pytest.raises(UnknownProfile):
        ask(store)


def test_a_value_that_looks_like_sql_is_a_value(store):
    name = "x'); DROP TABLE profiles; --"
    store.save(profile(name))
    assert store.get(name).id == name
    assert len(store) == 1


def test_two_connections_write_in_turn_and_both_see_all(path):
    with ProfileStore(path) as one, ProfileStore(path) as two:
        for n in range(20):
            (one, two)[n % 2].save(profile(f"p{n:02}"))
        assert one.ids() == two.ids() == tuple(f"p{n:02}" for n in range(20))


def test_a_reader_sees_the_state_before_a_write_that_is_not_finished(path):
    with ProfileStore(path) as one, ProfileStore(path) as two:
        one.save(profile("a"))
        with writing(one._db):
            one._db.table("profiles").delete_where()
            assert two.ids() == ("a",)
        assert two.ids() == ()


WRITER = """
import sys
from pathlib import Path
from profiles.model import Profile
from profiles.store import ProfileStore
name = sys.argv[2]
with ProfileStore(Path(sys.argv[1])) as store:
    for n in range(40):
        store.save(Profile(id=f"{name}-{n}", name="x", description="y"))
        store.save(Profile(id="shared", name="x", description=f"{name} {n}"))
"""


def test_two_processes_open_a_new_file_at_once_and_lose_nothing(path):
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("one", "two")
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    with ProfileStore(path) as store:
        assert len(store) == 81
        assert len(store.versions("shared")) == 80


def test_a_file_of_the_first_layout_is_brought_up_to_date(path):
    db = Database(path)
    migrations.apply(db, stop_before="m0002_versions")
    old = profile(trl=3)
    row = {"id": old.id, "name": old.name, "version": 1, "hash": content_hash(old)}
    db.table("profiles").insert({**row, "document": old.model_dump_json()})
    db.conn.close()
    with ProfileStore(path) as store:
        assert store.get("acme") == old
        store.save(profile(trl=4))
        assert [store.get("acme", version).trl for version in (1, 2)] == [3, 4]


def test_a_file_of_a_newer_layout_is_refused_and_left_alone(path):
    ProfileStore(path).close()
    db = Database(path)
    table = db.table("_sqlite_migrations")
    table.insert({"migration_set": "profiles", "name": "m0099_later", "applied_at": "later"})
    db.conn.close()
    before = path.read_bytes()
    with pytest.raises(
        ProfileStoreError, match=r"changed by a newer version .*m0099_later.*: update"
    ):
        ProfileStore(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(path):
    path.write_text("name,description\nAcme,A radar\n", encoding="utf-8")
    with pytest.raises(ProfileStoreError, match="is not a database: name another file"):
        ProfileStore(path)
    assert path.read_text(encoding="utf-8").startswith("name,description")


def test_a_damaged_database_says_so(path):
    with ProfileStore(path) as store:
        store.save_all(profile(f"p{n}") for n in range(200))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(ProfileStoreError, match="put it aside and import the data again"):
        list(ProfileStore(path).many())


def test_an_empty_file_becomes_a_store(path):
    path.touch()
    with ProfileStore(path) as store:
        assert store.ids() == ()


def test_a_folder_and_a_missing_folder_say_what_to_do(tmp_path):
    with pytest.raises(ProfileStoreError, match="is a folder: name a file"):
        ProfileStore(tmp_path)
    with pytest.raises(ProfileStoreError, match="create it first"):
        ProfileStore(tmp_path / "none" / "store.db")


def test_a_writer_that_holds_on_is_waited_for_and_then_told(path, monkeypatch):
    ProfileStore(path).close()
    monkeypatch.setattr("profiles.migrations.PATIENCE_S", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        ProfileStore(path) as store,
        pytest.raises(ProfileStoreError, match="another process has been writing"),
    ):
        store.save(profile())
    other.close()


def test_a_document_that_no_longer_fits_names_the_profile(path):
    document = '{"id": "acme"}'
    mark = hashlib.sha256(document.encode()).hexdigest()
    with ProfileStore(path) as store:
        store.save(profile())
        store._db.table("profiles").update("acme", {"document": document, "hash": mark})
        with pytest.raises(ProfileStoreError, match="holds 'acme' as this version cannot read it"):
            store.get("acme")


DAMAGE = {
    "profiles": "UPDATE profiles SET document = replace(document, 'radar', 'sonar')",
    "profile_versions": "UPDATE profile_versions SET document = replace(document, 'radar', 'x')",
}


@pytest.mark.parametrize("table", sorted(DAMAGE))
@pytest.mark.parametrize(
    "read",
    [
        lambda store: store.get("acme"),
        lambda store: store.get("acme", 1),
        lambda store: store.get("acme", 2),
        lambda store: list(store.many(["acme"])),
        lambda store: list(store.many()),
    ],
)
def test_a_damaged_profile_is_told_by_every_way_to_read_it(path, read, table):
    with ProfileStore(path) as store:
        store.save(profile())
        store.save(profile(description="A radar for ships."))
        expected = read(store)
        store._db.conn.execute(DAMAGE[table])
        store._db.conn.commit()
        try:
            found, said = read(store), ""
        except ProfileStoreError as error:
            found, said = expected, str(error)

    assert found == expected
    assert not said or "damaged" in said


def test_a_damaged_profile_among_others_is_told_of_and_the_others_are_read(path):
    lost = []
    with ProfileStore(path) as store:
        store.save_all([profile(), profile("bolt")])
        store._db.conn.execute("UPDATE profiles SET document = '{}' WHERE id = 'acme'")
        store._db.conn.commit()
        found = [one.id for one in store.there(["acme", "gone", "bolt"], lost.append)]

    assert found == ["bolt"]
    assert len(lost) == 1
