"""Where does a file wait between the page that shows a sample of it and the click that imports it?

Beside the store, under a name that only its sender knows, for an hour at most. Nothing else reads
it; it goes with the import, and what was forgotten goes with the next file that is laid aside.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from api.errors import Missing

if TYPE_CHECKING:
    from api.usecases.base import UseCase

__all__ = ["laid_aside", "lay_aside", "throw_away"]

_HOUR = 3600.0


def _folder(desk: UseCase) -> Path:
    store = desk.context.settings.store
    return store.with_name(f"{store.stem}-waiting")


def _path(desk: UseCase, token: str, ending: str) -> Path:
    # The caller's own: the token of another holder leads nowhere.
    name = hashlib.sha256(f"{desk.caller.holder}|{token}".encode()).hexdigest()[:40]
    return _folder(desk) / f"{name}{ending}"


def lay_aside(desk: UseCase, content: bytes, ending: str) -> str:
    """Keep a file for an hour; the token that leads to it."""
    folder = _folder(desk)
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _HOUR:
                old.unlink()
    token = secrets.token_urlsafe(24)
    path = _path(desk, token, ending)
    path.touch(mode=0o600)
    path.write_bytes(content)
    return token


def laid_aside(desk: UseCase, token: str, ending: str) -> Path:
    """The file of a token.

    Raises:
        Missing: There is none, or no longer.
    """
    path = _path(desk, token, ending)
    if not token or not path.is_file():
        raise Missing("file that waits: choose it again")
    return path


def throw_away(desk: UseCase, token: str, ending: str) -> None:
    """Remove the file of a token."""
    _path(desk, token, ending).unlink(missing_ok=True)
