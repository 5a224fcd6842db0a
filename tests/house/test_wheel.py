"""Does what we ship work where nothing but its declared dependencies is installed?"""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from packaging.requirements import Requirement

from tests.house import PACKAGES, ROOT


def run(*command: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from the source distribution as an index's user would get it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The bin folder of an environment with the wheel, its base dependencies and nothing else.

    The dependencies are links to those of the environment that runs the tests: seconds and no
    network, and an import of a development tool or of an extra still fails.
    """
    folder = tmp_path_factory.mktemp("clean") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=ROOT)
    bin_folder = folder / "bin"
    site = Path(run(bin_folder / "python", "-c", SITE, cwd=folder).strip())
    for name in needed(requirements(wheel)):
        link(name, site)
    pip = [sys.executable, "-m", "pip", "--python", bin_folder / "python", "install"]
    run(*pip, "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    return bin_folder


SITE = "import sysconfig; print(sysconfig.get_path('purelib'))"


def requirements(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        lines = archive.read(metadata).decode("utf-8").splitlines()
    field = "Requires-Dist: "
    return [line.removeprefix(field) for line in lines if line.startswith(field)]


def needed(requirements: list[str]) -> set[str]:
    """The names of all distributions that the requirements come to."""
    found: set[str] = set()
    todo = [(Requirement(one), "") for one in requirements]
    while todo:
        requirement, extra = todo.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        key = str(requirement)
        if key not in found:
            found.add(key)
            further = [Requirement(one) for one in distribution(requirement.name).requires or []]
            todo += [(each, extra) for each in further for extra in ("", *requirement.extras)]
    return {Requirement(one).name for one in found}


def link(name: str, site: Path) -> None:
    """Show one installed distribution in another environment's site-packages."""
    here = Path(sysconfig.get_path("purelib"))
    tops = {PurePosixPath(each).parts[0] for each in distribution(name).files or []}
    for top in tops - {"..", "__pycache__"}:
        if not (site / top).exists():
            (site / top).symlink_to(here / top)


def test_the_wheel_holds_every_file_of_the_four_packages_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}

    tracked = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    ours = {name for name in tracked.splitlines() if name.split("/")[0] in PACKAGES}

    assert shipped == {name for name in ours if (ROOT / name).exists()}


def test_the_wheel_carries_the_catalogue_and_the_vocabulary(wheel):
    with zipfile.ZipFile(wheel) as archive:
        data = [PurePosixPath(each) for each in archive.namelist() if each.endswith(".yaml")]

    assert len([each for each in data if each.parts[0] == "programmes"]) >= 58
    assert [each for each in data if each.parts[0] == "profiles"]


def test_the_four_names_belong_to_us_where_the_wheel_is_installed(installed, tmp_path):
    # Another distribution may ship a package of the same name and overwrite ours without a word.
    code = """
        import json
        from importlib.metadata import packages_distributions
        print(json.dumps(packages_distributions()))
    """
    owners = json.loads(run(installed / "python", "-c", dedent(code), cwd=tmp_path))

    assert {name: owners.get(name) for name in PACKAGES} == {
        name: ["allymatch"] for name in PACKAGES
    }


def test_a_founder_in_an_empty_folder_gets_an_answer(installed, tmp_path):
    profile = {"id": "acme", "name": "Acme Quantum", "description": "Quantum gravity sensors."}
    (tmp_path / "acme.json").write_text(json.dumps(profile), encoding="utf-8")
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL"))
    } | {"HOME": str(tmp_path / "home")}
    command = [installed / "allymatch", "match", "acme.json", "--on", "2026-06-15"]

    assert "match" in run(installed / "allymatch", "--help", cwd=tmp_path, env=clean)
    answer = json.loads(run(*command, "--format", "json", cwd=tmp_path, env=clean))

    assert answer["profile"] == "acme"
    assert answer["matches"]


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [(("evaluate", "."), "evaluate"), (("serve",), "serve"), (("mcp",), "serve")],
)
def test_a_command_whose_extra_is_missing_says_what_to_install(
    installed, tmp_path, arguments, extra
):
    for name in ("corpus.jsonl", "queries.jsonl"):
        (tmp_path / name).write_text('{"_id": "1", "text": "a sensor"}\n', encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels/test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\t1\t1\n", encoding="utf-8"
    )
    done = subprocess.run(
        [installed / "allymatch", *arguments],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert f"pip install 'allymatch[{extra}]'" in done.stderr
    assert "Traceback" not in done.stderr
