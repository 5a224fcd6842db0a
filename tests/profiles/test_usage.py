"""Do the counters hold what would be found by counting, whatever is done?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import Full
from profiles.model import Profile
from profiles.store import ProfileStore
from profiles.usage import Quota

IDS = st.sampled_from(["a~x", "a~y", "b~x", "plain", "b~~z", "c~"])
STEPS = st.lists(st.tuples(st.sampled_from(["save", "all", "delete"]), IDS, st.integers(0, 3)),
                 max_size=20)  # fmt: skip


def profile(identifier, number):
    return Profile(id=identifier, name="A", description="Łódź " * (number + 1))


def counted(store):
    """What the rows themselves say, by holder."""
    found = {}
    for table, counts in (("profiles", 1), ("profile_versions", 0)):
        for row in store._db.table(table).rows:
            holder = row["id"].partition("~")[0] if "~" in row["id"] else ""
            profiles, size = found.get(holder, (0, 0))
            found[holder] = profiles + counts, size + len(row["document"].encode())
    return found


@given(STEPS)
def test_the_counters_are_what_counting_would_find(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("usage") / "s.db"
    with ProfileStore(path) as store:
        for what, identifier, number in steps:
            if what == "save":
                store.save(profile(identifier, number))
            elif what == "all":
                store.save_all([profile(identifier, number), profile("a~x", 0)])
            elif identifier in store:
                store.delete(identifier)
        found = counted(store)
        for holder in ("a", "b", "c", ""):
            used = store.usage(holder)
            assert (used.profiles, used.bytes) == found.get(holder, (0, 0))


def test_a_store_from_before_is_counted_when_it_is_opened(tmp_path):
    path = tmp_path / "s.db"
    with ProfileStore(path) as store:
        store.save_all([profile("a~x", 1), profile("a~y", 2)])
        store.save(profile("a~x", 3))
        before = store.usage("a")
        names = store._db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            store._db.conn.execute(f"DROP TRIGGER {name}")
        store._db.table("profile_usage").drop()
        store._db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0003_usage'")
        store._db.conn.commit()

    with ProfileStore(path) as store:
        assert store.usage("a") == before != store.usage("b")


@pytest.mark.parametrize("quota", [Quota("a", 2, 10**6), Quota("a", 10**6, 250)])
def test_what_would_be_too_much_is_refused_whole_and_less_is_always_taken(tmp_path, quota):
    with ProfileStore(tmp_path / "s.db") as store:
        store.save_all([profile("a~x", 0), profile("a~y", 0)], quota=quota)
        before = store.usage("a")

        with pytest.raises(Full):
            store.save_all([profile("a~z", 1), profile("a~v", 9)], on=date(2026, 1, 1), quota=quota)

        assert store.usage("a") == before
        assert store.ids() == ("a~x", "a~y")
        store.save(profile("b~x", 0), quota=Quota("b", 1, 10**6))
        store.delete("a~x")
        assert store.usage("a").profiles == 1


def test_a_holder_above_a_bound_that_was_lowered_keeps_what_it_has(tmp_path):
    with ProfileStore(tmp_path / "s.db") as store:
        store.save_all([profile(f"a~{n}", 0) for n in range(5)])

        store.save(profile("a~0", 0), quota=Quota("a", 2, 10**6))  # nothing grows

        with pytest.raises(Full):
            store.save(profile("a~new", 0), quota=Quota("a", 2, 10**6))
