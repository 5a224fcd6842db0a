"""What every test may rely on: fixed seeds in CI, no model hub, an empty store, golden files."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

GOLDEN = Path(__file__).parent / "golden"
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

# The default model comes in a package; a test that asks a hub should fail at once, not hang.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# What is expected holds on every processor, so nothing here, and no process that is started from
# here, embeds in bfloat16 or on a GPU unless a test asks for it.
PINNED = {"ALLYMATCH_DEVICE": "cpu", "ALLYMATCH_PRECISION": "f32"}
os.environ |= PINNED

# Deadlines measure the machine, not the code. CI draws the same examples each time, so that a red
# build can be repeated; a developer's run is short and draws new ones.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=80,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "dev", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what the golden tests got to tests/golden/; review the diff before a commit",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--accept") and IN_CI:
        raise pytest.UsageError("--accept rewrites what is right: it is refused where CI is set")


# What is opened once a session and takes seconds: with two workers each of these is opened by one.
DEAR = {"model": {"encoder"}, "server": {"server", "cache"}}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a file with one worker, and those that share what is dear to open."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        found = (group for group, fixtures in DEAR.items() if fixtures & needed)
        item.add_marker(pytest.mark.xdist_group(next(found, item.nodeid.partition("::")[0])))


@pytest.fixture(autouse=True, scope="session")
def places_of_its_own(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Keep a run away from the developer's store.

    What can be made again, such as vectors, is made once for all workers and all commands that
    tests start; a developer's next run finds it too, in pytest's own cache folder.
    """
    kept = None if IN_CI else getattr(request.config, "cache", None)
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    cache = Path(kept.mkdir("again")) if kept else shared / "again"
    cache.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        for kind in ("CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{kind}_HOME", str(tmp_path_factory.mktemp(kind.lower())))
        for name in [name for name in os.environ if name.startswith("ALLYMATCH_")]:
            if name not in PINNED:
                patch.delenv(name)
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with ``tests/golden/<name>.txt``; ``--accept`` writes the file instead."""

    def compare(name: str, got: str) -> None:
        path = GOLDEN / f"{name}.txt"
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(got, encoding="utf-8", newline="")
            return
        if not path.exists():
            pytest.fail(f"{path} is not there: read what you got, then run pytest --accept")
        expected = path.read_bytes().decode("utf-8")
        if got != expected:
            lines = difflib.unified_diff(
                expected.splitlines(), got.splitlines(), str(path), "this run", lineterm=""
            )
            diff = "\n".join(lines) or "they differ in line endings or in the last newline"
            pytest.fail(f"{diff}\n\nIf this run is right: pytest --accept, and read the diff.")

    return compare
