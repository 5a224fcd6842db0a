"""Does a piece of work lose anything, wherever it is struck?"""

from __future__ import annotations

import random
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from api.errors import Problem, ServeError
from benchmarks.faults.injecting import Fault, Kind, injected, places
from benchmarks.faults.works import Work, backup, rows
from matcher.errors import MatchError
from profiles.errors import ProfileError
from programmes.errors import ProgrammeError

__all__ = ["Tally", "struck"]

REFUSALS = (MatchError, ProfileError, ProgrammeError, Problem, ServeError, OSError)
KINDS: tuple[Kind, ...] = ("kill", "full", "closed", "short")


@dataclass
class Tally:
    """What came of a kind of trial.

    Attributes:
        tried: How many were tried.
        lost: What went wrong in each that lost something, showed a traceback or lied.
    """

    tried: int = 0
    lost: list[str] = field(default_factory=list)


def struck(work: Work, base: Path, number: int, draw: random.Random) -> dict[str, Tally]:
    """Strike a piece of work with every kind of fault.

    Args:
        work: What is done.
        base: A prepared folder, which is copied for each trial.
        number: Trials of each kind.
        draw: Chooses places.
    """
    whole = _copied(base)
    before = work.state(whole)
    count = places(lambda: work.do(whole), whole)
    after = work.state(whole)
    largest = max(path.stat().st_size for path in whole.rglob("*") if path.is_file())
    shutil.rmtree(whole.parent)
    if before == after or not count:
        raise AssertionError(f"{work.name} does nothing that could be struck")
    tallies: dict[str, Tally] = {}
    for kind in KINDS:
        tally = tallies[kind] = Tally()
        most = largest if kind == "short" else count
        for place in sorted(draw.sample(range(1, most + 1), min(number, most))):
            folder = _copied(base)
            try:
                said = _trial(work, folder, Fault(kind, place), (before, after))
            finally:
                shutil.rmtree(folder.parent)
            tally.tried += 1
            if said:
                tally.lost.append(f"{work.name}, {kind} at {place}: {said}")
    return tallies


def _copied(base: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    return Path(shutil.copytree(base, folder / "case"))


def _trial(work: Work, folder: Path, fault: Fault, ends: tuple[object, object]) -> str:
    """What is wrong after a fault; empty if nothing is."""
    before, after = ends
    outcome = injected(lambda: work.do(folder), folder, fault, REFUSALS)
    if outcome.how == "bug" or "Traceback" in _said(folder):
        return f"a traceback: {(outcome.said or _said(folder))[-300:]}"
    try:
        state = work.state(folder)
        if outcome.how == "done" and state != after:
            return "it said that it was done, and is not"
        if state not in (before, after) and not work.partial:
            return "it is neither what it was nor what it should be"
        if problem := _formers(folder):
            return problem
        if work.once:
            return ""
        again = injected(lambda: work.do(folder), folder, Fault(), REFUSALS)
        if again.how != "done":
            return f"the same again: {again.how}, {again.said[-300:]}"
        if work.state(folder) != after:
            return "the same again does not bring it to its end"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _formers(folder: Path) -> str:
    """Whether a former store that a restore has kept holds what the store held."""
    held = [len(rows(path, "profiles")[0]) for path in backup.formers(folder / "store.db")]
    if set(held) - {23}:
        return f"a former store holds {held} profiles"
    return ""


def _said(folder: Path) -> str:
    path = folder / "said.txt"
    return path.read_text("utf-8", "replace") if path.exists() else ""
