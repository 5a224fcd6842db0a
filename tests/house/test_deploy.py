"""Do the files for those who run the service say what the program understands?"""

import configparser
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from api.settings import ServeSettings
from matcher.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SETTINGS = {f"ALLYMATCH_{one.name.upper()}" for kind in (Settings, ServeSettings)
            for one in fields(kind)}  # fmt: skip
# Of compose.yaml itself: the address, from which settings are made.
OTHERS = {"ALLYMATCH_NAME"}


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_every_setting_that_is_named_is_one(path):
    if path.name == "rehearse.sh":
        pytest.skip("it is run below")
    named = set(re.findall(r"ALLYMATCH_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))

    assert named <= SETTINGS | OTHERS


def test_the_operations_page_names_files_that_are_there_and_settings_that_are():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    files = {path.name for path in DEPLOY.iterdir()}

    assert set(re.findall(r"ALLYMATCH_[A-Z_]*[A-Z]", text)) <= SETTINGS | OTHERS
    assert {name for name in files if name not in text} == set()


def test_the_image_is_made_from_files_that_are_there_and_runs_as_nobody_in_particular():
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [
        line.split()[1:-1] for line in lines if line.startswith("COPY") and "--from" not in line
    ]
    users = [line for line in lines if line.startswith("USER")]

    assert all((ROOT / name).exists() for names in copied for name in names)
    assert users == ["USER 10001"]
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_what_the_image_needs_is_let_into_its_context():
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = {name for line in lines if line.startswith("COPY") and "--from" not in line
              for name in line.split()[1:-1]}  # fmt: skip

    for name in copied:
        assert f"!{name}" in allowed or (
            name.endswith(".lock") and "!requirements*.lock" in allowed
        )


def test_the_service_of_kubernetes_is_one_process_group_on_one_disk():
    parts = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
    by_kind = {part["kind"]: part for part in parts}
    pod = by_kind["Deployment"]["spec"]["template"]["spec"]

    assert by_kind["Deployment"]["spec"]["replicas"] == 1
    assert by_kind["Deployment"]["spec"]["strategy"]["type"] == "Recreate"
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True
    assert {part["metadata"]["labels"]["app"] for part in parts} == {"allymatch"}


def test_the_containers_are_named_and_closed():
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    service = found["services"]["allymatch"]

    assert "ports" not in service, "the proxy alone is reached from outside"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", ["allymatch.service", "allymatch-backup.service"])
def test_units_start_commands_that_are_there(name):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    started = unit["Service"]["ExecStart"] + unit["Service"].get("ExecStartPre", "")
    commands = re.findall(r"/opt/allymatch/bin/allymatch (\w+)", started)
    asked = [subprocess.run([Path(sys.executable).parent / "allymatch", each, "--help"],
                            capture_output=True, check=False).returncode
             for each in commands]  # fmt: skip

    assert commands
    assert set(asked) == {0}
    assert unit["Service"]["User"] == "allymatch"


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell")
def test_every_step_from_a_bare_folder_to_a_restored_service(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ALLYMATCH_")}
    command = str(Path(sys.executable).parent / "allymatch")
    done = subprocess.run(
        ["sh", DEPLOY / "rehearse.sh", tmp_path / "bare"],
        env=kept | {"ALLYMATCH": command, "PORT": port},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "== done" in done.stdout
