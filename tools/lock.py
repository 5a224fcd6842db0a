"""Which exact versions does the project run on?

Asks pip's resolver, from nothing installed, for the runtime, then for the extras within those pins
and for the development groups within both, and writes ``requirements.lock``, ``requirements-
extras.lock`` and ``requirements-dev.lock``. torch stays at the version pyproject.toml names: a
newer one would pull several gigabytes of CUDA packages.

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
    """Resolve the three sets and write the three locks."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    steps = (
        ("requirements.lock", "What allymatch runs on, without extras."),
        ("requirements-extras.lock", "What every extra needs beside requirements.lock."),
        ("requirements-dev.lock", "What its checks, tests and benchmarks need beside the others."),
    )
    sets = (
        wanted["project"]["dependencies"],
        [one for each in wanted["project"]["optional-dependencies"].values() for one in each],
        [one for group in wanted["dependency-groups"].values() for one in group],
    )
    pins: dict[str, str] = {}
    # Resolving each set beside the pins, not after them, shows a clash now and not at a reader's.
    for (name, what), requirements in zip(steps, sets, strict=True):
        found = resolve([*(f"{one}=={version}" for one, version in pins.items()), *requirements])
        fresh = {one: version for one, version in found.items() if one not in pins}
        write(ROOT / name, what, fresh)
        pins |= fresh


if __name__ == "__main__":
    main()
