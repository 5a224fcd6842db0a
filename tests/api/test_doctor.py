"""Does the doctor see what would keep somebody from working, and what to do about it?"""

import json
import socket
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.usecases.doctor import examine

ON = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.fixture
def at(tmp_path):
    """What is said of an installation with some variables set, by what was looked at."""

    def found(**variables):
        environ = {"ALLYMATCH_STORE": str(tmp_path / "s.db"), "ALLYMATCH_CACHE": str(tmp_path)}
        return list(examine(environ | {f"ALLYMATCH_{k}": v for k, v in variables.items()}, ON))

    return found


def said(found, what, health):
    return " ".join(one.said for one in found if (one.what, one.health) == (what, health))


def test_nothing_is_bad_where_everything_is_there(at):
    found = at()

    assert {one.what for one in found} >= {"program", "model", "extras", "store", "cache", "port"}
    assert not [one for one in found if one.health == "bad"]
    assert "may be entered today" in said(found, "catalogue", "good")


def test_a_misspelt_setting_is_told_with_the_one_that_was_meant(at):
    assert "did you mean ALLYMATCH_WORKERS?" in said(at(WORKER="3"), "settings", "look")
    assert not said(at(WORKERS="3"), "settings", "look")


def test_a_setting_that_cannot_be_read_is_bad_and_named(at):
    assert "ALLYMATCH_PORT" in said(at(PORT="http"), "settings", "bad")


def test_a_catalogue_with_a_fault_is_bad(at, tmp_path):
    (tmp_path / "own.yaml").write_text("id: own\nname: 3\n", encoding="utf-8")

    assert "own.yaml" in said(at(CATALOGUE=str(tmp_path / "own.yaml")), "catalogue", "bad")


def test_a_store_that_cannot_be_one_is_bad(at, tmp_path):
    (tmp_path / "s.db").write_bytes(b"no database, and longer than a header " * 40)

    assert "s.db" in said(at(), "store", "bad")


def test_a_port_that_is_taken_is_told(at):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        found = at(PORT=str(taken.getsockname()[1]))

    assert "ALLYMATCH_PORT" in said(found, "port", "look")


def test_a_server_that_others_reach_needs_tls_and_a_name(at):
    found = said(at(HOST="0.0.0.0"), "service", "look")  # noqa: S104 - asked about, not opened

    assert "ALLYMATCH_PUBLIC_URL" in found
    assert "ALLYMATCH_HOSTS" in found
    behind = at(PUBLIC_URL="https://match.example.org", PROXIES="10.0.0.1")
    assert not said(behind, "service", "look")


def test_the_command_ends_with_1_if_something_is_bad(tmp_path, monkeypatch):
    monkeypatch.setenv("ALLYMATCH_STORE", str(tmp_path / "s.db"))
    sound = CliRunner().invoke(app, ["doctor", "--format", "json"])
    monkeypatch.setenv("ALLYMATCH_TIMEOUT_S", "soon")
    bad = CliRunner().invoke(app, ["doctor", "--format", "json"])

    assert (sound.exit_code, bad.exit_code) == (0, 1)
    assert json.loads(sound.stdout)["bad"] == 0
    assert json.loads(bad.stdout)["examined"][-1]["what"] == "settings"
