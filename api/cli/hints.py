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
    "pool": "pools build",
    "gap": "gaps",
    "path": "pathway",
    "route": "pathway",
    "version": "--version",
    "find": "catalogue list",
    "eligible": "match PROFILE",
    "run": "rank PROFILES --out FOLDER",
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
    "--country-code": "the country is given with --country DE",
    "--id": "name the profile by its id in place of a file, or a file with --id",
    "--verbose": "nothing more is told; explain has every reason: allymatch explain PROFILE NIF",
    "-v": "the version is told by allymatch --version",
    "-n": "the number is given with --top 5",
    "-o": "write with > FILE, or, for a run, with --out FOLDER",
    "-f": "the form is given with --format json",
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
        return _command(found[1], arguments)
    if found := re.search(r"No such option:? '?(--?[\w-]+)'?", message):
        return _option(found[1])
    if "is not one of 'table'" in message:
        return "Markdown is --format md, and a table for people --format table"
    if "unexpected extra argument" in message:
        return _extra(message, arguments)
    if "Missing argument" in message:
        return _MISSING.get(" ".join(arguments[:1]))
    if "Missing option '--out'" in message:
        return "say where the run is kept: --out runs/monday"
    return None


_MISSING = {
    "explain": (
        "explain takes a profile and a programme; for every programme: allymatch match PROFILE"
    ),
    "match": (
        "give a file about the startup, the id of an imported profile, or - for standard input"
    ),
    "screen": (
        "screen takes a programme and a file of applicants: allymatch screen NIF startups.csv"
    ),
    "rank": "rank takes a file of profiles: allymatch rank startups.csv --out runs/monday",
    "pathway": "give a file about the startup: allymatch pathway startup.json",
}


def _command(word: str, arguments: Sequence[str]) -> str | None:
    """What a word meant that is no command."""
    group = arguments[0] if arguments and arguments[0] != word else None
    if group == "catalogue":
        return f"did you mean: allymatch catalogue show {word!r}"
    if group == "profile":
        return f"did you mean: allymatch profile read {word}"
    if group == "runs":
        return f"did you mean: allymatch runs show {word}"
    moved = _MOVED.get(word.lower())
    if moved is None and Path(word).is_file():
        return f"did you mean: allymatch match {word}"
    return f"did you mean: allymatch {moved}" if moved else None


def _option(name: str) -> str | None:
    """What an option meant that no command has."""
    if found := _BARE_OPTIONS.get(name.lower()):
        return found
    small = name.lower()
    return f"options are written small: {small}" if small != name else None


def _extra(message: str, arguments: Sequence[str]) -> str:
    """What an argument too many meant."""
    if "--set" in arguments:
        return "a fact is stated as --set FIELD=VALUE, such as --set trl=6"
    extra = re.search(r"\(([^()]*)\)\W*$", message)
    if arguments[:1] == ["match"] and extra and Path(extra[1]).is_file():
        return "match takes one profile; for many: allymatch screen PROGRAMME FILE, or rank"
    if arguments[:1] == ["match"]:
        return (
            "match looks at every programme; for one of them: allymatch explain PROFILE PROGRAMME"
        )
    return "put a name of several words in quotes"


def no_profile(text: str, programme: str | None = None) -> str:
    """Why a text names no profile, and what to do.

    Args:
        text: What was given for a profile.
        programme: The id of the programme that is called so; None if there is none.
    """
    if "://" in text or text.startswith("www."):
        return "a web address is not fetched: save the page, and give the file"
    if programme is not None:
        return (
            f"{text} is a programme, and a profile is wanted here: see"
            f" `allymatch catalogue show {programme}`, or `allymatch screen {programme} PROFILES`"
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
