"""How is something said of countries drawn on a map?

The outlines are data beside this module, made by ``tools.atlas``; here each country gets a class by
what is said of it, and a sentence. Who cannot see a map finds the same in the table below it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from profiles.vocabulary import by_code

__all__ = ["map_of"]


@cache
def _atlas() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (files("api.pages") / "data" / "atlas.json").read_text("utf-8")
    )
    return found


def map_of(said: Mapping[str, tuple[int, str]], title: str) -> dict[str, Any]:
    """A map of Europe and North America.

    Args:
        said: By country, a step from 0 (none) to 4 (most), and what is to be read of it.
        title: What the map shows.

    Returns:
        Its size, title and source, a path a country, and the names of those that lie beyond it.
    """
    atlas = _atlas()
    paths = [
        {
            "d": path,
            "step": said.get(code, (0, ""))[0] if code in said else None,
            "says": f"{_name(code)}{': ' if code in said else ''}{said.get(code, (0, ''))[1]}",
        }
        for code, path in atlas["paths"].items()
    ]  # fmt: skip
    beyond = [by_code(code).name for code in said if code not in atlas["paths"]]
    return {
        "title": title, "width": atlas["width"], "height": atlas["height"], "paths": paths,
        "source": atlas["source"], "beyond": sorted(beyond),
    }  # fmt: skip


def _name(code: str) -> str:
    return by_code(code).name
