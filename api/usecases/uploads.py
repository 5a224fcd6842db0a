"""How is a file of profiles taken in, and what is told of its faults?

Its good rows are put aside as they are read and kept in one transaction afterwards, so that no file
is held whole and the store is not held up by a slow one. All faults are counted; the first are
listed.
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from api.errors import Problem, Unusable
from api.usecases.access import MARK, named
from api.usecases.base import UseCase
from api.usecases.erasure import wait_for_erasure
from api.usecases.profiles import check_link, quota_of
from api.usecases.work import check
from profiles.facts import with_read
from profiles.ids import kept_id
from profiles.model import Profile
from profiles.store import Saved

if TYPE_CHECKING:
    from profiles.read import RowProblem

__all__ = ["RejectedRows", "import_file", "read_back"]

_FAULTS = 100
"""How many faults of a file are listed; all are counted."""
_FORMATS = {"text/csv": "csv", "application/x-ndjson": "jsonl", "application/jsonl": "jsonl"}


def import_file(desk: UseCase, content: bytes, media_type: str) -> dict[str, Any]:
    """Keep the good rows of a file in one transaction, and tell what is wrong with the others.

    Args:
        desk: Who asks.
        content: The file.
        media_type: ``text/csv`` or ``application/x-ndjson``.

    Raises:
        Problem: The media type is another (415).
        ReadError: The file cannot be read at all.
    """
    from profiles.read import read_profiles

    form = _FORMATS.get(media_type.partition(";")[0].strip().lower())
    if form is None:
        raise Problem(415, "unsupported-media-type", f"send {' or '.join(_FORMATS)}")
    wait_for_erasure(desk)
    rejected = RejectedRows()
    with tempfile.TemporaryDirectory() as folder:
        path, good = Path(folder) / f"upload.{form}", Path(folder) / "good.jsonl"
        path.write_bytes(content)
        notes: list[str] = []
        with desk.context.working(), good.open("wb") as kept:
            with read_profiles(path, format=form) as reading:
                for one in _named(desk, _good(reading, rejected), rejected, notes):
                    kept.write(orjson.dumps(one.model_dump(mode="json", exclude_none=True)) + b"\n")
            notes = [*reading.summary.notes, *notes]
            if rejected.total > len(rejected.shown):
                notes.append(f"{rejected.total:,} faults, of which {_FAULTS} are listed")
        written: deque[str] = deque(maxlen=desk.context.settings.ready_answers)
        with good.open("rb") as kept:
            day, quota = desk.context.clock().date(), quota_of(desk)
            saved = desk.context.stores.profiles.save_all(
                read_back(kept, written), on=day, quota=quota
            )
    for identifier in written:
        desk.context.wanted.add(identifier)
    accepted = saved.added + saved.changed + saved.unchanged
    desk.note("profile.import", f"{accepted} accepted, {rejected.total} rejected")
    counts = {**_counts(saved), "accepted": accepted, "faults": rejected.total}
    return {**counts, "rejected": rejected.shown, "notes": notes}


_TEXTS_READ = 20_000
"""Rows of a file whose texts are read for facts: about a millisecond each."""


class RejectedRows:
    """The faults of a file: the first of them, and how many there are."""

    def __init__(self) -> None:
        self.shown: list[dict[str, Any]] = []
        self.total = 0

    def add(self, line: int, field: str | None, detail: str, identifier: str | None) -> None:
        """Count one, and keep it where it is among the first."""
        self.total += 1
        if len(self.shown) < _FAULTS:
            row = {"line": line, "field": field, "detail": detail, "id": identifier}
            self.shown.append(row)


def _good(reading: Iterable[Profile | RowProblem], rejected: RejectedRows) -> Iterator[Profile]:
    good = 0
    for row in reading:
        check()
        if isinstance(row, Profile):
            good += 1
            yield with_read(row) if good <= _TEXTS_READ else row
        else:
            rejected.add(row.line, row.field, row.message, row.id)


def read_back(lines: Iterable[bytes], written: deque[str]) -> Iterator[Profile]:
    """What was put aside, one by one, so that no file is held whole."""
    for line in lines:
        check()
        one = Profile.model_validate_json(line)
        written.append(one.id)
        yield one


def _counts(saved: Saved) -> dict[str, int]:
    return {"added": saved.added, "changed": saved.changed, "unchanged": saved.unchanged}


def _named(
    desk: UseCase, found: Iterable[Profile], rejected: RejectedRows, notes: list[str]
) -> Iterator[Profile]:
    """The profiles under the ids at which they are kept; those of other holders are rejected."""
    renamed, example = 0, ("", "")
    for one in found:
        owner, mark, name = one.id.partition(MARK) if MARK in one.id else ("", "", one.id)
        try:
            check_link(one)
            wanted = named(desk.caller, f"{owner}{mark}{kept_id(name)}")
        except Unusable as fault:
            field = fault.errors[0]["pointer"].removeprefix("#/")
            rejected.add(0, field, fault.detail, one.id)
            continue
        before = f"{wanted[: -len(kept_id(name))]}{name}"
        if wanted != before:
            if before in desk.context.stores.profiles:
                wanted = before  # it was kept before ids had a rule
            else:
                renamed, example = renamed + 1, example if renamed else (one.id, wanted)
        yield one.model_copy(update={"id": wanted})
    if renamed:
        said = f"ids that no address could hold were changed ({renamed})"
        notes.append(f"{said}: {example[0]!r} to {example[1]!r}")
