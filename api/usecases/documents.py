"""What does a file that somebody drops on a page say of one startup?

A deck, a one-pager, a saved page, or a row of a table. It is read as every file is, in a folder
that is gone with the request; nothing of it is kept. Of a table the first row is taken, unless
another is named.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from api.errors import Unusable
from profiles.errors import ProfileError, ReadError
from profiles.model import Profile

if TYPE_CHECKING:
    from api.usecases.context import AppContext

__all__ = ["Dropped", "read_dropped"]

_LONGEST = 50_000
_ROWS = 50
_ODD = re.compile(r"[^\w. -]")


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a file says of one startup.

    Attributes:
        name: Of the file.
        text: Its whole text; empty where it is a table or a profile with fields.
        profile: What was read of it.
        others: Names of the other startups of a table, the first of them.
        notes: What its author should know.
    """

    name: str
    text: str
    profile: Profile
    others: tuple[str, ...]
    notes: tuple[str, ...]


def read_dropped(context: AppContext, name: str, content: bytes, row: str = "") -> Dropped:
    """Read one startup out of a file.

    Args:
        context: What requests share.
        name: Of the file, as the browser tells it.
        content: Its bytes.
        row: The name of the startup that is wanted; the first one if empty.

    Raises:
        Unusable: Nothing can be read out of it; says why in words.
    """
    from profiles.read import read_profiles
    from profiles.read.problems import RowProblem

    plain = _ODD.sub("_", PurePath(name.replace("\\", "/")).name)[-80:].lstrip(".") or "file"
    found: Profile | None = None
    others: list[str] = []
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder, context.working():
        path = Path(folder) / plain
        path.write_bytes(content)
        try:
            with read_profiles(path) as reading:
                for one in reading:
                    if isinstance(one, RowProblem):
                        faults.append(f"{one.field or 'a row'}: {one.message}")
                    elif found is None and row in ("", one.name):
                        found = one
                    elif len(others) < _ROWS:
                        others.append(one.name)
                    if len(others) == _ROWS and found is not None:
                        break
                notes, text = reading.summary.notes, reading.text or ""
        except ReadError as error:
            raise Unusable(_said(error, plain), parameter="file") from None
        except ProfileError as error:
            raise Unusable(str(error).replace(str(path), plain), parameter="file") from None
    if found is None:
        why = faults[0] if faults else "nothing in it says what a company makes"
        raise Unusable(f"{plain}: {why}", parameter="file")
    told = [*faults[:3], *(note.replace(str(path), plain) for note in notes)]
    if len(text) > _LONGEST:
        told.append(f"of {len(text):,} characters, the first {_LONGEST:,} were read")
    return Dropped(plain, text[:_LONGEST], found, tuple(others), tuple(told))


def _said(error: ReadError, name: str) -> str:
    """An error about a file in words that name the file as its owner does."""
    return f"{name}: {error.message}"
