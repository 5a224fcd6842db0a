"""Is a startup twice in a file?

Told and never refused: two rows with one id, one name or one website may be one firm or two, and
whoever knows them decides. The later of two with one id gets a number behind it, so that both are
kept. Only the first rows of a long file are compared by name and website: each costs memory.
"""

from __future__ import annotations

import dataclasses
from urllib.parse import urlsplit

from profiles.model import Profile
from profiles.read.problems import RowProblem, broken
from profiles.vocabulary.words import fold

__all__ = ["Twins"]

_COMPARED = 5_000
_TOLD = 5
_SHARED = ("linkedin.com", "facebook.com", "crunchbase.com", "github.com", "github.io", "wix.com")
_FORMS = (
    "gmbh", "ltd", "limited", "inc", "llc", "sas", "sa", "srl", "spa", "bv", "ab", "as", "oy", "ou",
    "spzoo", "ag", "plc", "corp", "kg", "company", "co",
)  # fmt: skip


class Twins:
    """The startups of a file so far.

    Args:
        file: The file as the user named it.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._sites: dict[str, int] = {}
        self._numbered: dict[str, int] = {}
        self._alike: list[str] = []
        self._more = 0

    def apart(self, profile: Profile, line: int) -> tuple[Profile, RowProblem | None]:
        """The profile under an id of its own, and what is to be told of it."""
        twin, why = self._twin(profile, line)
        first = self._lines.get(profile.id)
        if first is None:
            self._lines[profile.id] = line
            if twin is not None:
                self._note(line, twin, why)
            return profile, None
        number = self._numbered.get(profile.id, 1) + 1
        while (wanted := f"{profile.id[:110]}-{number}") in self._lines:
            number += 1
        self._numbered[profile.id], self._lines[wanted] = number, line
        message = f"the id {profile.id!r} is taken by line {first}: this one is kept as {wanted!r}"
        problem = broken(self._file, line, "id", profile.id, "an id of its own", message)
        kept = dataclasses.replace(problem, id=wanted, kept=True)
        return profile.model_copy(update={"id": wanted}), kept

    def told(self) -> list[str]:
        """The startups that seem to be twice in the file."""
        more = [f"and {self._more:,} more that seem to be twice"] if self._more else []
        return [*self._alike, *more]

    def _twin(self, profile: Profile, line: int) -> tuple[int | None, str]:
        if len(self._names) >= _COMPARED:
            return None, ""
        site = _site(profile.website)
        of_site = self._sites.setdefault(site, line) if site else line
        name = _bare(profile.name)
        of_name = self._names.setdefault(name, line) if name else line
        if of_site != line:
            return of_site, "website"
        return (of_name, "name") if of_name != line else (None, "")

    def _note(self, line: int, twin: int, why: str) -> None:
        if len(self._alike) < _TOLD:
            said = f"line {line} seems to be the startup of line {twin}: the same {why}"
            self._alike.append(said)
        else:
            self._more += 1


def _site(website: str | None) -> str:
    """The host of an address, without what says nothing."""
    if not website or len(website) > 300:
        return ""
    try:
        host = urlsplit(website if "://" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    bare = host.removeprefix("www.")
    return "" if bare.endswith(_SHARED) or "." not in bare else bare


def _bare(name: str) -> str:
    """A name without its legal form."""
    words = name.replace(".", "").replace(",", " ").split()
    while len(words) > 1 and fold(words[-1]) in _FORMS:
        words.pop()
    return fold(" ".join(words))
