"""Which exact versions does the project run on?

Asks pip's resolver, from nothing installed, for the runtime with its extras and then for the
development groups within those pins, and writes ``requirements.lock`` and
``requirements-dev.lock``. torch stays at the version pyproject.toml names: a newer one would pull
several gigabytes of CUDA packages.

Run it by ``make lock``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# {what}
# Written by `make lock` for Linux x86-64 and Python 3.11; change pyproject.toml, not this file.
"""


def resolve(requirements: list[str]) -> dict[str, str]:
    """The newest versions that satisfy the requirements together, by normalised name."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--dry-run", "--ignore-installed", "--report", "-", *requirements]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    found = (item["metadata"] for item in report["install"])
    pins = {
        # A local version ("+cpu") names one index's build; the public version admits it too.
        normal(each["name"]): each["version"].partition("+")[0]
        for each in found
    }
    # sqlite-utils asks for pip, which reads the lock: it stays the one that the reader has.
    pins.pop("pip", None)
    return pins


def normal(name: str) -> str:
    """The one spelling of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def write(path: Path, what: str, pins: dict[str, str]) -> None:
    """One ``name==version`` a line, sorted, so that a change of the lock is a readable diff."""
    lines = [f"{name}=={version}\n" for name, version in sorted(pins.items())]
    path.write_text(HEADER.format(what=what) + "".join(lines), encoding="utf-8")
    print(f"{path.name}: {len(pins)} pins")


def main() -> None:
    """Resolve both sets and write both locks."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = list(wanted["project"]["dependencies"])
    for extra in wanted["project"]["optional-dependencies"].values():
        runtime += extra
    pins = resolve(runtime)
    groups = [one for group in wanted["dependency-groups"].values() for one in group]
    # Resolving the groups beside the pins, not after them, shows a clash now and not at a reader's.
    everything = resolve([*(f"{name}=={version}" for name, version in pins.items()), *groups])
    development = {name: version for name, version in everything.items() if name not in pins}
    write(ROOT / "requirements.lock", "What allymatch runs on, with every extra.", pins)
    write(
        ROOT / "requirements-dev.lock",
        "What its checks, tests and benchmarks need beside requirements.lock.",
        development,
    )


if __name__ == "__main__":
    main()
