"""What did somebody mean who typed something that no command takes?

A usage error says what was wrong; a hint says what to type instead. It is added where there is one
plain guess, and guesses nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

__all__ = ["hint", "no_profile"]

_MOVED = {
    "list": "catalogue list",
    "show": "catalogue show",
    "check": "catalogue check",
    "search": "catalogue list",
    "build": "pools build",
    "supply": "pools supply",
    "suppliers": "pools suppliers",
    "diff": "runs diff",
    "export": "runs export",
    "ask": "profile ask",
    "read": "profile read",
    "server": "serve",
    "start": "serve",
    "programmes": "catalogue list",
    "programs": "catalogue list",
}
_BARE_OPTIONS = {
    "--profile": "give the profile without an option: allymatch match PROFILE",
    "--programme": "give the programme without an option: allymatch explain PROFILE PROGRAMME",
    "--program": "give the programme without an option: allymatch explain PROFILE PROGRAMME",
    "--file": "give the file without an option: allymatch match FILE",
    "--date": "the day is given with --on 2026-06-15",
    "--limit": "the number is given with --top 5",
    "--json": "the form is given with --format json",
    "--csv": "the form is given with --format csv",
    "--output": "write with > FILE, or, for a run, with --out FOLDER",
}


def hint(message: str, arguments: Sequence[str]) -> str | None:
    """What to type instead; None where that is anybody's guess.

    Args:
        message: What the parser of the command line said.
        arguments: What was typed, without the program's name.

    >>> hint("No such command 'list'.", ["list"])
    'did you mean: allymatch catalogue list'
    """
    if found := re.search(r"No such command '([^']+)'", message):
        moved = _MOVED.get(found[1].lower())
        return f"did you mean: allymatch {moved}" if moved else None
    if found := re.search(r"No such option:? '?(--?[\w-]+)'?", message):
        return _BARE_OPTIONS.get(found[1].lower())
    if "unexpected extra argument" in message and arguments[:1] == ["match"]:
        return (
            "match looks at every programme; for one of them: allymatch explain PROFILE PROGRAMME"
        )
    if "unexpected extra argument" in message:
        return "put a name of several words in quotes"
    if "Missing argument" in message and arguments[:1] == ["explain"]:
        return (
            "explain takes a profile and a programme; for every programme: allymatch match PROFILE"
        )
    return None


def no_profile(text: str, programmes: Sequence[str]) -> str:
    """Why a text names no profile, and what to do.

    Args:
        text: What was given for a profile.
        programmes: The ids of the catalogue.
    """
    if text in programmes:
        return (
            f"{text} is a programme, and a profile is wanted here: see"
            f" `allymatch catalogue show {text}`, or `allymatch screen {text} PROFILES`"
        )
    if " " in text.strip() and not Path(text).suffix:
        return (
            "that is a text and no file: save it in a file, or hand it over with"
            " `echo '...' | allymatch match -`"
        )
    near = nearest(Path(text))
    if near is not None:
        return f"there is no such file; did you mean {near}?"
    return "there is no such file, and nothing of that id has been imported: see `allymatch import`"


def nearest(path: Path) -> Path | None:
    """A file or folder that is there and is called nearly so; None if there is none."""
    folder = path.parent
    if not folder.is_dir():
        better = nearest(folder) if folder != path else None
        return nearest(better / path.name) or _there(better / path.name) if better else None
    close = get_close_matches(path.name, sorted(one.name for one in folder.iterdir()), n=1)
    return folder / close[0] if close else None


def _there(path: Path) -> Path | None:
    return path if path.exists() else None
