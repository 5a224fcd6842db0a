import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from api.http.limits import Buckets, SharedBuckets

TAKE = """
import sys
from pathlib import Path
from api.http.limits import SharedBuckets
buckets = SharedBuckets(int(sys.argv[2]), Path(sys.argv[1]))
print(sum(buckets.take("key", now=1.0) == 0 for _ in range(int(sys.argv[3]))))
"""


def test_workers_take_from_one_bucket(tmp_path):
    path = tmp_path / "limits"
    command = [sys.executable, "-c", TAKE, path, "300", "60"]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]

    taken = [int(worker.communicate()[0]) for worker in workers]

    assert sum(taken) == 100  # a third of what a minute allows, whoever asked for it


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 30)), max_size=30))
def test_a_shared_bucket_gives_what_one_in_memory_gives(tmp_path_factory, steps):
    alone = Buckets(30)
    shared = SharedBuckets(30, tmp_path_factory.mktemp("limits") / "file")
    now = 0.0
    for caller, seconds in steps:
        now += seconds
        assert abs(shared.take(caller, now) - alone.take(caller, now)) < 1e-6
    shared.close()


def test_a_bucket_is_full_again_for_a_clock_that_begins_anew(tmp_path):
    shared = SharedBuckets(60, tmp_path / "limits")
    while shared.take("key", now=1000.0) == 0:
        pass

    assert shared.take("key", now=5.0) > 0  # not full, and not empty for a thousand seconds either
    assert shared.take("key", now=6.5) == 0
    shared.close()
