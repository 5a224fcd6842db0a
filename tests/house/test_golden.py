import os
import subprocess
import sys

import pytest

from tests.house import ROOT


def pytest_run(folder, *options, ci):
    """Run the golden fixture in a project of its own, with the conftest of this one."""
    tests = folder / "tests"
    tests.mkdir(exist_ok=True)
    (tests / "conftest.py").write_bytes((ROOT / "tests/conftest.py").read_bytes())
    (tests / "test_it.py").write_text(
        "def test_it(golden):\n    golden('sub/it', 'one\\ntwo\\n')\n"
    )
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests", *options],
        cwd=folder,
        env={**os.environ, "CI": "true" if ci else ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_golden_file_is_written_when_accepted_and_compared_afterwards(tmp_path):
    golden = tmp_path / "tests/golden/sub/it.txt"

    assert pytest_run(tmp_path, ci=False).returncode == 1
    assert not golden.exists(), "a missing file is a failure, not a first recording"
    assert pytest_run(tmp_path, "--accept", ci=False).returncode == 0
    assert golden.read_text() == "one\ntwo\n"
    assert pytest_run(tmp_path, ci=True).returncode == 0

    golden.write_text("one\nthree\n")
    changed = pytest_run(tmp_path, ci=False)
    assert changed.returncode == 1
    assert "-three" in changed.stdout
    assert "+two" in changed.stdout


def test_ci_never_rewrites_what_is_right(tmp_path):
    refused = pytest_run(tmp_path, "--accept", ci=True)

    assert refused.returncode == pytest.ExitCode.USAGE_ERROR
    assert not (tmp_path / "tests/golden").exists()
