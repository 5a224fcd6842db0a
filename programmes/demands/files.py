"""Where do the tables about demands come from?

From the YAML files in ``data/`` beside this module: written by us and tested, so reading them
checks nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["table"]


@cache
def table(name: str) -> dict[str, Any]:
    """Read one data file as plain lists and dicts. Treat the answer as read-only.

    Args:
        name: The name of the file without its ending, e.g. "units".
    """
    # Imported here because both take longer to import than the smallest table takes to read.
    from importlib.resources import files

    import yaml

    # PyYAML may be built without libyaml; the pure loader gives the same, ten times slower.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files(__package__).joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe
    return found
