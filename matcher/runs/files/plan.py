"""What is a run set to, and may it go on in a folder that is there already?

Whatever could change a byte of the result is part of the plan. The plan is written before the first
shard; a command with another plan is refused, because a folder with two kinds of rows in it looks
like one with one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

from matcher.errors import NotFound, RunError
from matcher.runs.files.folder import RunFolder, replaced, seal, unseal

if TYPE_CHECKING:
    from matcher.runs.files.folder import ShardRecord
    from programmes.filters import Filters

__all__ = ["FORMAT", "SEALED", "Manifest", "RunPlan", "Side", "begin", "finish", "idle", "open_run"]

FORMAT = 3
"""Of the folder; raised when its files change."""
SEALED = 3
"""The first format whose manifest is sealed and names the catalogue; the one before is read too."""
_MADE_BY = ("allymatch", "numpy", "pyarrow", "sentence-transformers", "torch", "transformers")

_SPARE = 5
"""Startups that a shard keeps of a programme beyond those that are shown, at least."""

Side = Literal["startups", "programmes", "both"]


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run's bytes depend on, its input aside.

    Attributes:
        on: The day or instant asked about.
        side: Whose best are kept.
        top: How many of them.
        shard_rows: Rows of the input in one shard.
        filters: What is kept before anything is cut.
        settings: Fingerprints of model, catalogue, fit and texts.
        versions: Of this program and of what writes and computes.
    """

    on: str
    side: Side
    top: int
    shard_rows: int
    filters: dict[str, Any]
    settings: dict[str, str]
    versions: dict[str, str]

    @classmethod
    def of(
        cls,
        *,
        on: str,
        side: Side,
        top: int,
        shard_rows: int,
        filters: Filters,
        settings: dict[str, str],
    ) -> RunPlan:
        """A plan with the versions that are installed here."""
        plain = {name: _listed(value) for name, value in asdict(filters).items()}
        versions = {name: version(name) for name in _MADE_BY}
        return cls(on, side, top, shard_rows, plain, dict(settings), versions)

    @property
    def depth(self) -> int:
        """How many startups a shard keeps of each programme.

        More than are shown, so that a later run can take the list over though some have left it.
        """
        return self.top + max(self.top // 2, _SPARE)

    def sides(self) -> tuple[str, ...]:
        """The sides that rows are kept for."""
        return ("startups", "programmes") if self.side == "both" else (self.side,)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A run's plan and, once it is complete, what it holds.

    Attributes:
        plan: As it was begun.
        complete: Whether all shards stand and are joined.
        counts: ``profiles``, ``rejected``, ``unplaced``, ``shards`` and rows by side.
        files: SHA-256 of each file of results.
        format: Of the folder.
    """

    plan: RunPlan
    complete: bool
    counts: dict[str, int]
    files: dict[str, str]
    format: int = FORMAT


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def open_run(folder: RunFolder) -> Manifest:
    """The manifest of a run.

    Raises:
        NotFound: There is no run in the folder.
        RunError: It is damaged, or of a version that this program does not read.
    """
    if not folder.manifest.exists():
        hint = "`allymatch rank PROFILES --out DIR` makes one"
        raise NotFound("run", str(folder.path), hint)
    found, sealed = unseal(folder.manifest)
    try:
        if found["format"] not in (2, FORMAT):
            msg = f"{folder.path} holds a run of format {found['format']}, this reads {FORMAT}"
            raise RunError(msg)
        if found["format"] >= SEALED and not sealed:
            msg = f"{folder.manifest} is damaged: its seal is gone"
            raise RunError(msg)
        return Manifest(**{**found, "plan": RunPlan(**found["plan"])})
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{folder.manifest} cannot be read ({error}): it was not written by allymatch rank"
        raise RunError(msg) from error


def begin(folder: RunFolder, plan: RunPlan) -> None:
    """Write the plan of a new run, or check that it is the one that was begun.

    A run that holds no profile is begun anew: it has failed, or all its rows were turned away, and
    the command that mends that must not be refused.

    Raises:
        RunError: The folder holds something else, or a run under another plan.
    """
    try:
        former = open_run(folder)
    except NotFound:
        if any(folder.path.iterdir()):
            msg = f"{folder.path} is not empty and holds no run: choose a folder of its own"
            raise RunError(msg) from None
        _write(folder, Manifest(plan, complete=False, counts={}, files={}))
        return
    if idle(folder):
        folder.clear()
        _write(folder, Manifest(plan, complete=False, counts={}, files={}))
        return
    if differs := tuple(_differences(asdict(former.plan), asdict(plan))):
        msg = (
            f"{folder.path} holds a run under other settings ({'; '.join(differs)}): rows of two"
            " settings are never mixed; choose another folder, or the former settings, or remove"
            " this folder"
        )
        raise RunError(msg)


def idle(folder: RunFolder) -> bool:
    """Whether a folder holds the plan of a run and not one profile that was ranked under it."""
    try:
        return folder.manifest.exists() and not any(one.profiles for one in folder.records())
    except RunError:
        return False  # a damaged record may be of a shard that stood


def _differences(former: Any, now: Any, at: str = "") -> Iterable[str]:
    if isinstance(former, dict) and isinstance(now, dict):
        for key in sorted(former.keys() | now.keys()):
            yield from _differences(former.get(key), now.get(key), f"{at}.{key}" if at else key)
    elif former != now:
        yield f"{at} was {_short(former)}, is {_short(now)}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 24 else f"{text[:12]}…"


def finish(
    folder: RunFolder,
    plan: RunPlan,
    records: Iterable[ShardRecord],
    files: dict[str, str],
    programmes: int,
) -> None:
    """Write what the run holds.

    Args:
        folder: Where it is kept.
        plan: What it was set to.
        records: Of all its shards.
        files: Hashes of the files that belong to no shard.
        programmes: Rows on the programmes' side.
    """
    counts = dict.fromkeys(("profiles", "rejected", "shards", "startups", "unplaced"), 0)
    marks = dict(files)
    for record in records:
        counts["profiles"] += record.profiles
        counts["rejected"] += record.rejected
        counts["unplaced"] += record.unplaced
        counts["startups"] += record.rows.get("startups", 0)
        counts["shards"] += 1
        marks |= {name: mark for name, mark in record.files.items() if not name.startswith("parts")}
    counts["programmes"] = programmes
    rows = {side: counts.pop(side) for side in ("startups", "programmes")}
    counts |= {side: rows[side] for side in plan.sides()}
    _write(folder, Manifest(plan, complete=True, counts=counts, files=dict(sorted(marks.items()))))


def _write(folder: RunFolder, manifest: Manifest) -> None:
    content = seal(asdict(manifest))
    if not folder.manifest.is_file() or folder.manifest.read_bytes() != content:
        with replaced(folder.manifest) as passing:
            passing.write_bytes(content)
