import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import ROOT

DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [
    *DECLARED["project"]["dependencies"],
    *(one for extra in DECLARED["project"]["optional-dependencies"].values() for one in extra),
]
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
    [("requirements.lock", RUNTIME), ("requirements-dev.lock", RUNTIME + DEVELOPMENT)],
)
def test_the_locks_hold_a_version_that_each_requirement_admits(lock, requirements):
    locked = pins("requirements.lock") | pins(lock)

    for requirement in map(Requirement, requirements):
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement}: run make lock"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_versions_and_no_hosts_or_paths(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()

    entries = [line for line in lines if not line.startswith("#")]

    assert entries == sorted(entries)
    assert [each for each in entries if not re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+", each)] == []


def test_the_two_locks_never_disagree():
    assert pins("requirements.lock").keys() & pins("requirements-dev.lock").keys() == set()


def test_torch_brings_no_gigabytes_of_gpu_packages():
    locked = pins("requirements.lock") | pins("requirements-dev.lock")

    assert locked["torch"] == "2.13.0"
    assert [name for name in locked if name.startswith(("nvidia-", "cuda-", "triton"))] == []
