"""What if everything is done by two at once, or the clock is set back?"""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from api.store.judgments import MatchStore, Run
from benchmarks.faults.injecting import Fault, at_once, places
from benchmarks.faults.struck import REFUSALS, Tally
from benchmarks.faults.works import Work, startups
from profiles.store import ProfileStore

__all__ = ["backwards", "doubled"]


def doubled(work: Work, base: Path, number: int) -> Tally:
    """Do a piece of work twice at the same time, a few times over."""
    tally = Tally()
    whole = _copied(base)
    places(lambda: work.do(whole), whole)
    after = work.state(whole)
    shutil.rmtree(whole.parent)
    for _ in range(number):
        folder = _copied(base)
        try:
            said = _trial(work, folder, after)
        finally:
            shutil.rmtree(folder.parent)
        tally.tried += 1
        if said:
            tally.lost.append(f"{work.name}, by two at once: {said}")
    return tally


def _trial(work: Work, folder: Path, after: object) -> str:
    both = at_once([lambda: work.do(folder)] * 2, folder, Fault(), REFUSALS)
    if bugs := [one.said for one in both if one.how == "bug"]:
        return bugs[0][-300:]
    if not any(one.how == "done" for one in both):
        return f"neither is done: {both[0].said}"
    adds = work.once and isinstance(after, int)
    try:
        state = work.state(folder)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if state != after and not (adds and state == after + 1):
        return "it is not what one alone leaves"
    return ""


def backwards(number: int, draw: random.Random) -> Tally:
    """Set the clock back and forth: what was asked for first stays first, and so do versions."""
    tally = Tally()
    for _ in range(number):
        folder = Path(tempfile.mkdtemp(prefix="faults-"))
        store = folder / "store.db"
        days = [date(2026, 6, 15) + timedelta(draw.randrange(-40, 40)) for _ in range(6)]
        with ProfileStore(store) as profiles, MatchStore(store) as matches:
            for at, day in enumerate(days):
                profiles.save(startups(1, f"version {at}")[0], on=day)
                made = Run(f"run-{draw.random()}", "queued", "k", {"n": at}, "x", created=f"{day}")
                matches.queue(made, most=9)
            asked = [run.asked["n"] for run in matches.waiting()]
            last = profiles.get("acme-labs~s00")
            kept = [one.known_on for one in profiles.versions("acme-labs~s00")]
        shutil.rmtree(folder)
        tally.tried += 1
        if asked != list(range(6)):
            tally.lost.append(f"runs asked for in the order of {days} wait as {asked}")
        if "version 5" not in last.description or kept != days:
            tally.lost.append(f"versions known on {days} stand as {kept}")
    return tally


def _copied(base: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    return Path(shutil.copytree(base, folder / "case", symlinks=True))
