"""What does a command say when the machine refuses what it needs?"""

import shutil
import sys
from pathlib import Path

import pytest

from api.cli import main
from profiles.model import Profile
from profiles.store import ProfileStore
from tools.manual import commands

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def allymatch(capfd, monkeypatch):
    """Run the command line in this process; gives exit status and standard error."""

    def run(*arguments, out="/dev/null"):
        with open(out, "w") as file, monkeypatch.context() as patch:  # noqa: PTH123 - a device
            patch.setattr(sys, "argv", ["allymatch", *map(str, arguments)])
            patch.setattr(sys, "stdout", file)
            code = 0
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        return code, capfd.readouterr().err

    return run


def told(code, said):
    lines = said.splitlines()
    return code == 1 and len(lines) == 1 and lines[0].startswith("allymatch: ")


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_tells_of_a_full_disk_behind_standard_output(allymatch, command):
    code, said = allymatch(*command.split()[1:], "--help", out="/dev/full")

    assert told(code, said), said
    assert "No space left on device" in said


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_format_tells_of_a_full_disk(allymatch, form):
    code, said = allymatch("catalogue", "list", "--format", form, out="/dev/full")

    assert told(code, said), said


@pytest.fixture
def stored(tmp_path):
    with ProfileStore(tmp_path / "store.db") as store:
        store.save(Profile(id="acme", name="Acme", description="We build radars."))
    return tmp_path / "store.db"


def places(tmp_path):
    """Where nobody can write: below a file, and where the kernel lets nobody."""
    (tmp_path / "file").write_text("no folder")
    return [tmp_path / "file" / "x", Path("/proc/allymatch")]


def test_every_command_that_writes_tells_of_a_folder_it_cannot_write_to(
    allymatch, stored, tmp_path
):
    copy = tmp_path / "copy.db"
    shutil.copy(stored, copy)
    startups, demand = EXAMPLES / "startups.csv", EXAMPLES / "demands.csv"
    for place in places(tmp_path):
        store = place / "store.db"
        for command in (
            ("backup", place / "copy.db", "--store", stored),
            ("restore", copy, "--store", store),
            ("import", startups, "--store", store),
            ("keys", "create", "--role", "admin", "--holder", "house", "--store", store),
            ("serve", "--store", store),
            ("rank", startups, "--out", place / "run"),
            ("pools", "build", demand, "--out", place / "pools.json"),
        ):
            code, said = allymatch(*command)
            assert code == 1, (command, said)
            assert said.splitlines()[-1].startswith("allymatch: "), (command, said)
            assert "Traceback" not in said
