"""Which names of programmes buy nothing in a startup's text?

Those of the built-in catalogue, beside a list of our own. What a user adds is not among them: a
vector and a fit may not change because a programme came or went.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from profiles.evidence.names import Names

__all__ = ["known_names"]

_NAMED = re.compile(r"^(?:name|short_name): *(.+)$", re.MULTILINE)
_LISTED = re.compile(r"^also_known_as: *\[(.*?)\]", re.MULTILINE | re.DOTALL)
_KIND = re.compile(r"^kind: *pool\b", re.MULTILINE)
_AFTER = re.compile(r"\s*(?:,| \(|\bproject\b|\bcalls of\b|\b(?:19|20)\d\d\b).*$", re.DOTALL)


@lru_cache(maxsize=1)
def known_names() -> Names:
    """Names of the built-in programmes and our own.

    The files are not parsed for it, only looked through: that takes milliseconds. Pools are left
    out: they are called after what is bought, and that a firm makes it is evidence.
    """
    found: list[str] = []
    for path in sorted(
        files("programmes.catalogue").joinpath("data").iterdir(), key=lambda p: p.name
    ):
        text = path.read_text("utf-8")
        if _KIND.search(text):
            continue
        found += (_AFTER.sub("", name.strip("\"' ")) for name in _NAMED.findall(text))
        for names in _LISTED.findall(text):
            found += (name.strip("\"' \n") for name in names.split(","))
    return Names.of(found)
