import os
import subprocess
import sys

import pytest

from tests.house import ROOT

TESTS = """
def test_kept(golden):
    golden("sub/kept", "one\\ntwo\\n")

def test_changed(golden):
    golden("changed", "one\\ntwo\\n")

def test_missing(golden):
    golden("missing", "one\\n")
"""


def pytest_run(folder, *options, ci=""):
    """Run the golden fixture in a project of its own, with the conftest of this one."""
    tests = folder / "tests"
    tests.mkdir(exist_ok=True)
    (tests / "conftest.py").write_bytes((ROOT / "tests/conftest.py").read_bytes())
    (tests / "test_it.py").write_text(TESTS, encoding="utf-8")
    quick = ["-p", "no:cacheprovider", "-p", "no:schemathesis", "-rA"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *quick, *options, "tests"],
        cwd=folder,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_golden_file_is_written_when_accepted_and_compared_afterwards(tmp_path):
    golden = tmp_path / "tests/golden"

    accepted = pytest_run(tmp_path, "--accept")
    assert accepted.returncode == 0
    assert (golden / "sub/kept.txt").read_text(encoding="utf-8") == "one\ntwo\n"

    (golden / "changed.txt").write_text("one\nthree\n", encoding="utf-8")
    (golden / "missing.txt").unlink()
    compared = pytest_run(tmp_path, ci="true")
    assert "PASSED tests/test_it.py::test_kept" in compared.stdout
    assert "FAILED tests/test_it.py::test_changed" in compared.stdout
    assert "-three\n+two\n" in compared.stdout
    assert "FAILED tests/test_it.py::test_missing" in compared.stdout
    assert not (golden / "missing.txt").exists(), "a missing file is no first recording"


def test_ci_never_rewrites_what_is_right(tmp_path):
    refused = pytest_run(tmp_path, "--accept", ci="true")

    assert refused.returncode == pytest.ExitCode.USAGE_ERROR
    assert not (tmp_path / "tests/golden").exists()
