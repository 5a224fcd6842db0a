"""Do two profiles tell of one firm, or in one text?

A profile leaves seven prints: of its name without the company's form, of its website's host, of its
text, and four of what its text says in runs of three words. Two profiles with an equal print are
alike in that respect; nobody has to compare every pair. Runs of words are compared by the least of
their hashes (Broder 1997, doi:10.1109/SEQUEN.1997.666900): of two texts that share nine runs of
ten, some print of the four is equal nearly always; of two that share half, once in sixteen times.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from anyascii import anyascii

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from profiles.model import Profile

    Prints = NDArray[np.uint64]

__all__ = ["KINDS", "PRINTS", "prints_of"]

KINDS = ("same-name", "same-website", "same-text", "near-text")
"""In which respects two profiles can be alike."""
_BANDS, _ROWS, _RUN, _LEAST = 4, 6, 3, 20
PRINTS: tuple[int, ...] = (0, 1, 2, *[3] * _BANDS)
"""Of which of ``KINDS`` each print is."""
_WORD = re.compile(r"[a-z0-9]+")
_FORMS = frozenset({
    "ab", "ag", "aps", "as", "bv", "bvba", "co", "company", "corp", "corporation", "doo", "eood",
    "gmbh", "inc", "incorporated", "kft", "kg", "lda", "llc", "llp", "ltd", "limited", "nv", "oo",
    "oy", "oyj", "plc", "pty", "sa", "sarl", "sas", "se", "sia", "sl", "spa", "sp", "spz", "srl",
    "sro", "ug", "uab", "the", "z",
})  # fmt: skip


def prints_of(profile: Profile) -> Prints:
    """The prints of a profile; 0 where there is nothing to take one of.

    Returns:
        Shape (7,), one for each of ``PRINTS``.

    >>> from profiles.model import Profile
    >>> one, other = (Profile(name=name, description="x") for name in ("Acme GmbH", "ACME, Inc."))
    >>> bool(prints_of(one)[0] == prints_of(other)[0])
    True
    """
    said = [profile.description, profile.technology, *(profile.use_cases or ())]
    words = _words(" ".join(part for part in said if part))
    name = [word for word in _words(profile.name.replace(".", "")) if word not in _FORMS]
    found = [
        _print(" ".join(name)),
        _print(_host(profile.website or "")),
        _print(" ".join(words) if len(words) >= _LEAST else ""),
        *_runs(words),
    ]
    return np.array(found, np.uint64)


def _words(text: str) -> list[str]:
    return _WORD.findall(anyascii(text).lower())


def _print(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) if text else 0


def _host(address: str) -> str:
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    return host.removeprefix("www.")


def _runs(words: list[str]) -> list[int]:
    """A print for each band of least hashes; 0 where the text is too short to say much."""
    if len(words) < _LEAST:
        return [0] * _BANDS
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    hashed = np.array([zlib.crc32(run.encode()) for run in sorted(runs)], np.uint64)
    factors, terms = _permutations()
    least = ((hashed[:, None] * factors + terms) % np.uint64(_PRIME)).min(axis=0)
    return [_print(band.tobytes().hex()) for band in least.reshape(_BANDS, _ROWS)]


_PRIME = (1 << 31) - 1


@cache
def _permutations() -> tuple[Prints, Prints]:
    """Fixed numbers, so that a print stays what it was."""
    dice = np.random.default_rng(20260615)
    factors = dice.integers(1, _PRIME, _BANDS * _ROWS, dtype=np.uint64)
    return factors, dice.integers(0, _PRIME, _BANDS * _ROWS, dtype=np.uint64)
