"""Are an organisation's own programmes kept whole, and only what can be derived left out?"""

import hashlib

import pytest
from hypothesis import given
from sqlite_utils import Database

from profiles.store import ProfileStore
from programmes.errors import ProgrammeStoreError, UnknownProgramme
from programmes.store import ProgrammeStore, migrations
from tests.profiles.test_store import profile
from tests.programmes.documents import programme, source
from tests.programmes.strategies import PROGRAMMES


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def store(path):
    with ProgrammeStore(path) as opened:
        yield opened


def test_what_is_saved_is_there_when_the_file_is_opened_again(path):
    with ProgrammeStore(path) as store:
        store.save(programme(), [source()])
    with ProgrammeStore(path) as store:
        assert store.get("own-prize") == programme()
        assert list(store.sources()) == [source()]
        assert len(store) == 1


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with ProgrammeStore(tmp_path_factory.mktemp("shared") / "store.db") as opened:
        yield opened


@given(PROGRAMMES)
def test_any_programme_comes_back_as_it_was(shared, one):
    shared.save(one)
    assert shared.get(one.id) == one


def test_saving_again_replaces(store):
    store.save(programme())
    store.save(programme(name="Renamed"))
    assert [one.name for one in store.many()] == ["Renamed"]


def test_programmes_are_listed_by_id_and_by_kind(store):
    kinds = {"c": "grant", "a": "fund", "b": "grant"}
    store.save_all(programme(id=name, kind=kind) for name, kind in kinds.items())
    assert store.ids() == ("a", "b", "c")
    assert store.ids(kind="grant") == ("b", "c")
    assert [one.id for one in store.many()] == ["a", "b", "c"]


def test_no_status_is_stored(store):
    columns = {column.name for column in store._db.table("programmes").columns}
    assert columns == {"id", "name", "kind", "owner", "standing", "buyers", "document", "hash"}
    store.save(programme(calls=[{"id": "a", "closes": "2026-07-03"}]))
    assert "status" not in next(store._db.table("programmes").rows)["document"]


def test_an_import_that_fails_leaves_nothing_behind(store):
    def failing():
        yield programme()
        raise KeyError("the file ended")

    with pytest.raises(KeyError):
        store.save_all(failing())
    assert store.ids() == ()


def test_a_deleted_programme_is_gone_and_its_sources_stay(store):
    store.save(programme(), [source()])
    store.delete("own-prize")
    assert store.ids() == ()
    assert [one.slug for one in store.sources()] == ["page"]


def test_what_is_not_there_is_unknown(store):
    with pytest.raises(UnknownProgramme):
        store.get("nothing")
    with pytest.raises(UnknownProgramme):
        store.delete("nothing")


def test_profiles_and_programmes_live_in_one_file(path):
    with ProgrammeStore(path) as offered, ProfileStore(path) as asking:
        offered.save(programme())
        asking.save(profile())
        assert offered.ids() == ("own-prize",)
        assert asking.ids() == ("acme",)


def test_two_connections_write_in_turn(path):
    with ProgrammeStore(path) as one, ProgrammeStore(path) as two:
        one.save(programme(id="a"))
        two.save(programme(id="b"))
        assert one.ids() == two.ids() == ("a", "b")


def test_a_file_without_our_tables_gets_them(path):
    db = Database(path)
    db.table("notes").insert({"text": "someone's own"})
    db.conn.close()
    with ProgrammeStore(path) as store:
        store.save(programme())
        assert set(store._db.table_names()) >= {"notes", "programmes", "programme_sources"}
        assert migrations.pending(store._db) == []


def test_what_is_no_database_is_refused(path):
    path.write_text("id: own-prize\n", encoding="utf-8")
    with pytest.raises(ProgrammeStoreError, match="is not a database"):
        ProgrammeStore(path)


def test_a_document_that_no_longer_fits_names_the_programme(store):
    store.save(programme())
    mark = hashlib.sha256(b"{}").hexdigest()
    store._db.table("programmes").update("own-prize", {"document": "{}", "hash": mark})
    with pytest.raises(
        ProgrammeStoreError, match="holds 'own-prize' as this version cannot read it"
    ):
        store.get("own-prize")


@pytest.mark.parametrize(
    "read",
    [
        lambda store: store.get("own-prize"),
        lambda store: list(store.many()),
        lambda store: list(store.sources()),
    ],
)
def test_a_damaged_programme_or_source_is_told_by_every_way_to_read_it(store, read):
    store.save(programme(), [source()])
    for table in ("programmes", "programme_sources"):
        store._db.conn.execute(DAMAGE[table])
    store._db.conn.commit()

    with pytest.raises(ProgrammeStoreError, match="damaged"):
        read(store)


DAMAGE = {
    "programmes": "UPDATE programmes SET document = replace(document, 'own', 'won')",
    "programme_sources": "UPDATE programme_sources SET document = replace(document, 'a', 'e')",
}


def test_what_an_earlier_version_has_kept_gets_its_hash(tmp_path):
    db = Database(tmp_path / "old.db")
    migrations.apply(db, stop_before="m0003_hashes")
    row = dict.fromkeys(("kind", "owner", "standing", "buyers"), "x")
    document = programme().model_dump_json(exclude_none=True)
    db.table("programmes").insert({**row, "id": "own-prize", "name": "x", "document": document})
    db.conn.close()

    with ProgrammeStore(tmp_path / "old.db") as opened:
        assert opened.get("own-prize") == programme()


def test_a_damaged_programme_among_others_is_told_of_and_the_others_are_read(store):
    store.save(programme())
    store.save(programme(id="second"))
    store._db.conn.execute("UPDATE programmes SET document = '{}' WHERE id = 'own-prize'")
    store._db.conn.commit()
    lost = []

    assert [one.id for one in store.many(lost.append)] == ["second"]
    assert len(lost) == 1
