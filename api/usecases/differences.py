"""Whose verdicts have changed since a day, because calls and topics have?

The folder of imports is put back to that day beside the present one, and both are judged for the
same day: what differs is what the changes did, and not the passing of time.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from matcher.eligibility.answer import Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from profiles.vocabulary import instant
from programmes.history.versions import as_of
from programmes.model import current_call
from programmes.read import load_catalogue
from programmes.sources.folder import ImportFolder
from programmes.sources.item import Item

if TYPE_CHECKING:
    from profiles.model import Profile
    from programmes.read import Catalogue

__all__ = ["Flip", "flips", "name_of"]


@dataclass(frozen=True, slots=True)
class Flip:
    """A pair whose answer differs: verdict and status then and now, None where it is not there."""

    profile: str
    entry: str
    name: str
    before: tuple[str, str] | None
    after: tuple[str, str] | None

    @property
    def says(self) -> str:
        """In a sentence."""
        if self.after is None:
            return "is no longer there"
        verdict, status = self.after
        if self.before is None:
            return f"is new: {verdict}, {status}"
        parts = []
        if self.before[0] != verdict:
            parts.append(f"from {self.before[0]} to {verdict}")
        if self.before[1] != status:
            parts.append(f"from {self.before[1]} to {status}")
        return "; ".join(parts)


def name_of(item: Item) -> str:
    """The id by which changes name an item."""
    return f"{item.programme}/{item.id}" if item.programme else item.id


def flips(folder: Path, profiles: Sequence[Profile], since: str, on: str) -> list[Flip]:
    """The pairs whose verdict or status is another than it was, by profile and id.

    Args:
        folder: The folder of imports.
        profiles: Whose verdicts are looked at.
        since: The day before whose end all is as it was.
        on: The instant for which both are judged.

    Raises:
        BadDocument: What was kept cannot be read.
        BadCatalogue: The folder holds a fault.
    """
    now = load_catalogue(folder)
    with TemporaryDirectory() as place:
        former = _put_back(folder, Path(place), since)
        # Nothing was there yet: an empty folder is no catalogue.
        then = load_catalogue(former if any(former.iterdir()) else None)
    changed = {change.id for change in ImportFolder(folder).history() if change.on > since}
    before, after = (_judged(one, profiles, on, changed) for one in (then, now))
    return [
        Flip(profile, entry, (after.get((profile, entry)) or before[profile, entry])[2],
             _pair(before.get((profile, entry))), _pair(after.get((profile, entry))))
        for profile, entry in sorted(before.keys() | after.keys())
        if _pair(before.get((profile, entry))) != _pair(after.get((profile, entry)))
    ]  # fmt: skip


def _pair(found: tuple[str, str, str] | None) -> tuple[str, str] | None:
    return None if found is None else found[:2]


def _put_back(folder: Path, place: Path, since: str) -> Path:
    """A copy of a folder of imports as it was at the end of a day."""
    for file in folder.iterdir():
        if file.is_file() and file.suffix in {".yaml", ".yml"}:
            shutil.copy(file, place / file.name)
    source = ImportFolder(folder)
    today = {name_of(item): item for item in source.all_items()}
    fields = {name: item.model_dump(mode="json", exclude_none=True) for name, item in today.items()}
    former = as_of(fields, source.history(), since)
    by_source: dict[str, dict[str, Item]] = {}
    for said in former.values():
        item = Item.model_validate(said)
        by_source.setdefault(item.source, {})[item.key] = item
    kept = ImportFolder(place)
    for name, items in by_source.items():
        kept.keep(name, items, [])
    return place


def _judged(
    catalogue: Catalogue, profiles: Sequence[Profile], on: str, changed: set[str]
) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Of every profile and changed topic: verdict, status and name."""
    moment = instant(on)
    found = [
        catalogue.get(name)
        for name in sorted(changed)
        if name in catalogue or _has(catalogue, name)
    ]
    if not found or not profiles:
        return {}
    judgement = Rulebook(found, on=moment).judge(Frame.of(profiles))
    answers = {}
    for at, programme in enumerate(found):
        _, status = current_call(programme, on=moment)
        for row, profile in enumerate(profiles):
            verdict = Verdict(int(judgement.of(row)[at])).word
            answers[profile.id, programme.id] = (verdict, str(status), programme.name)
    return answers


def _has(catalogue: Catalogue, name: str) -> bool:
    whole, _, topic = name.partition("/")
    return whole in catalogue and any(one.id == topic for one in catalogue.get(whole).challenges)
