"""Is anything lost while several threads and processes use one store?"""

import sqlite3
import subprocess
import sys
import threading

from profiles.model import Profile
from profiles.store import ProfileStore

LOOK = """
import sqlite3, sys
found = sqlite3.connect(sys.argv[1])
print(found.execute("SELECT count(*) FROM profiles").fetchone()[0])
found.close()
"""


def look(path):
    """What another process sees, which opens the file and closes it again."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, path], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def startup(number):
    return Profile(id=f"s{number}", name=f"S {number}", description="We build sensors.")


def test_a_second_connection_of_a_process_keeps_the_locks_of_the_first(tmp_path):
    path = tmp_path / "store.db"
    with ProfileStore(path) as first:
        first.save(startup(1))
        with ProfileStore(path) as second:
            assert look(path) == 1
            first.save(startup(2))
            second.save(startup(3))
            # Had the other process taken the log for abandoned, it would have deleted it.
            assert look(path) == 3
    assert look(path) == 3


def test_writers_in_threads_and_processes_wait_for_each_other(tmp_path):
    path = tmp_path / "store.db"
    ProfileStore(path).close()
    code = (
        "import sys; from pathlib import Path; from profiles.store import ProfileStore;"
        "from tests.api.test_in_use import startup\n"
        "with ProfileStore(Path(sys.argv[1])) as store:\n"
        "    [store.save(startup(n)) for n in range(int(sys.argv[2]), int(sys.argv[2]) + 40)]\n"
    )
    others = [subprocess.Popen([sys.executable, "-c", code, path, str(n)]) for n in (1000, 2000)]

    def write(start):
        with ProfileStore(path) as store:
            for number in range(start, start + 40):
                store.save(startup(number))

    threads = [threading.Thread(target=write, args=(start,)) for start in (3000, 4000)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [each.wait(60) for each in others] == [0, 0]
    with ProfileStore(path) as store:
        assert len(store) == 160
    found = sqlite3.connect(path)
    assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found.close()
