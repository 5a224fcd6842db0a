"""Are the types of the exported names complete, as a user's checker sees them?

    pip install "pyright[nodejs]"
    python -m tools.completeness

Prints pyright's score for each package, all modules counted, and each exported name, or part of
one, whose type is not known; then it ends with status 1. It is no part of the tests: pyright brings
a Node of its own.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

__all__ = ["incomplete", "verified"]

PACKAGES = ("matcher", "profiles", "programmes")


def verified(package: str) -> dict[str, Any]:
    """What pyright says of a package."""
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    command += ["--verifytypes", package, "--ignoreexternal", "--outputjson"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    found: dict[str, Any] = json.loads(done.stdout)["typeCompleteness"]
    return found


def incomplete(package: str, found: dict[str, Any]) -> Iterator[str]:
    """The exported names of a package, and parts of them, whose types are not known."""
    module = importlib.import_module(package)
    exported = [getattr(module, name) for name in module.__all__]
    homes = tuple(f"{one.__module__}.{one.__qualname__}" for one in exported)
    for symbol in found["symbols"]:
        known = symbol["isTypeKnown"] and not symbol["isTypeAmbiguous"]
        if not known and f"{symbol['name']}.".startswith(tuple(f"{home}." for home in homes)):
            yield symbol["name"]


def main() -> None:
    """Print what was found."""
    wrong = 0
    for package in PACKAGES:
        found = verified(package)
        print(f"{package}: {found['completenessScore']:.1%} of all names")
        for name in incomplete(package, found):
            print(f"  not known: {name}")
            wrong += 1
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
