"""Under which ids can a profile be kept, so that every address, header and list can hold them?

Names in any script, in one normal form. What an address divides by, what a terminal or a page acts
on and what does not show is left out: a slash, a line break, a mark that turns the direction of
writing. Files name their rows as they like, so a row's id that cannot be kept is told apart by a
hash; a program that sends one profile is told instead.
"""

from __future__ import annotations

import hashlib
import unicodedata

from profiles.errors import BadValue
from profiles.model import slug

__all__ = ["LONGEST_ID", "checked_id", "kept_id"]

LONGEST_ID = 120
"""Characters, with the holder before them."""

_ALLOWED = frozenset("-_.,~+@&'()!=:; ")
_EXPECTED = "an id that an address can hold: letters, digits, spaces, hyphens"


def checked_id(text: str) -> str:
    """An id in its normal form.

    Raises:
        BadValue: No address could hold it.

    >>> checked_id("Квант 7"), checked_id("acme-labs~acme")
    ('Квант 7', 'acme-labs~acme')
    >>> checked_id("a/b")
    Traceback (most recent call last):
        ...
    profiles.errors.BadValue: found 'a/b', expected an id that an address can hold: letters, \
digits, spaces, hyphens
    """
    said = unicodedata.normalize("NFC", text)
    name = said.rpartition("~")[2]
    plain = all(one in _ALLOWED or unicodedata.category(one)[0] in "LMN" for one in said)
    if plain and said == " ".join(said.split()) and name.strip(".") and len(said) <= LONGEST_ID:
        return said
    raise BadValue(text, _EXPECTED)


def kept_id(text: str) -> str:
    """The same for a row of a file: what cannot be kept becomes words with a hash of it.

    >>> kept_id("Acme"), kept_id("2026/117")
    ('Acme', '2026-117-2db29d5b')
    """
    try:
        return checked_id(text)
    except BadValue:
        mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
        return f"{slug(text)[: LONGEST_ID - 60]}-{mark}"
