"""How is somebody forgotten everywhere, whatever happens meanwhile?

What is to go is written down first; then every place is emptied and looked at, as often as it
takes. A process that dies leaves the rest to the next look; a run that is at work is waited for; of
a run that is damaged nothing can be kept. What is left is the certificate, and a line in the audit
log.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.errors import Conflict, Missing
from api.runs.files import forget as forget_in_files
from api.runs.files import names_in
from api.runs.worker import busy
from api.store import marks, news
from api.store.backup import formers
from api.store.erasures import ErasureRecord
from api.usecases.access import must_own, owner_of
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from matcher.errors import Busy, MatchError, NotFound, RunError
from matcher.texts.cache import VectorCache
from matcher.texts.encoder import text_key
from profiles.text import passages

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = ["Finisher", "certificate", "erase", "finish", "wait_for_erasure"]

log = logging.getLogger("allymatch")

_AGAIN_S = 10.0
"""After how long an erasure that could not be finished is tried again."""
_KEPT = (
    "lines in the audit log",
    "this certificate",
    "copies made by allymatch backup, wherever they are",
)


def erase(desk: UseCase, identifier: str) -> dict[str, Any]:
    """Forget a profile with all that speaks of it; asked again, go on where it was left.

    Returns:
        The certificate; ``whole`` is None while something is still to be done.

    Raises:
        Missing: Nothing speaks of it, or it is not the caller's.
    """
    must_own(desk.caller, identifier)
    stores = desk.context.stores
    begun = stores.matches.unfinished(identifier)
    if not begun:
        said, unreadable = stores.profiles.known(identifier)
        runs = stores.matches.took_part(identifier)
        if not (said or unreadable or stores.matches.traces(identifier)):
            raise Missing("profile")
        begun = (stores.matches.begin_erasure(identifier, desk.caller.holder, _keys(said), runs),)
        desk.note("profile.delete", identifier)
    return _shown(finish(desk.context, begun[0]))


def _keys(said: Iterable[Profile]) -> set[str]:
    return {text_key(passage.text) for one in said for passage in passages(one)}


def wait_for_erasure(desk: UseCase, identifier: str | None = None) -> None:
    """Refuse to keep what would be forgotten with a profile that is still being forgotten.

    Args:
        desk: Who asks.
        identifier: The profile that is kept; whichever of the caller's if None.

    Raises:
        Conflict: It is.
    """
    for each in desk.context.stores.matches.unfinished(identifier):
        mine = identifier or desk.caller.role == "admin" or owner_of(each.profile)
        if mine in (True, identifier, desk.caller.holder):
            raise Conflict(f"{each.profile} is still being forgotten: try again in a moment")


def certificate(desk: UseCase, identifier: str) -> dict[str, Any]:
    """What was found where, for who asked and for administrators.

    Raises:
        Missing: There is no such erasure, or it is not the caller's.
    """
    try:
        found = desk.context.stores.matches.erasure(identifier)
    except NotFound:
        raise Missing("erasure") from None
    if desk.caller.role != "admin" and desk.caller.holder != found.holder:
        raise Missing("erasure")
    return _shown(found)


class Finisher:
    """Finishes what was begun, and looks once more when all requests of that time have ended.

    Args:
        context: What requests share.
    """

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._later: dict[str, float] = {}

    def look(self) -> None:
        """Look at every erasure once; one that has to wait costs next to nothing."""
        matches, settings = self._context.stores.matches, self._context.settings
        for each in matches.unfinished():
            # What could not be reached is no run, and nobody tells when it can be reached again.
            runs = {*each.runs, *(run.id for run in matches.under_way())}
            waited = runs.intersection(each.found.get("waits_for", ()))
            if not any(busy(settings.runs, run) for run in waited):
                self._finish(each, again=False)
        for each in matches.to_look_at_again(time.time() - 2 * settings.timeout_s):
            self._finish(each, again=True)

    def _finish(self, erasure: ErasureRecord, *, again: bool) -> None:
        if time.monotonic() < self._later.get(erasure.id, 0.0):
            return
        try:
            done = finish(self._context, erasure, again=again)
        except Exception:
            log.exception("an erasure cannot be finished: it is tried again")
            done = None
        if done is None or done.whole is None:
            self._later[erasure.id] = time.monotonic() + _AGAIN_S
        else:
            self._later.pop(erasure.id, None)


def finish(context: AppContext, erasure: ErasureRecord, *, again: bool = False) -> ErasureRecord:
    """Empty every place and look at it; nothing happens to a place that is empty.

    Args:
        context: What requests share.
        erasure: What was written down.
        again: Whether this is the last look.
    """
    stores, records, profile = context.stores, context.records, erasure.profile
    found: dict[str, Any] = {"places": {}, "runs": {}, "waits_for": [], "kept": list(_KEPT)}
    removed: dict[str, int] = {}
    if not again:
        said, _ = stores.profiles.known(profile)
        runs = stores.matches.took_part(profile)
        erasure = stores.matches.widen_erasure(erasure, _keys(said), runs)
        removed["profiles"] = stores.profiles.forget(profile)
        removed |= stores.matches.forget(profile)
        removed["feeds"] = news.drop_feeds(records, profile)
        removed["marks"] = marks.forget(records, profile)
        removed["webhooks"] = news.drop_webhooks(records, "profile", profile)
        context.forget(profile)
    removed["vectors"] = _vectors(context, erasure, found["waits_for"])
    for run, place in sorted(erasure.runs.items()):
        found["runs"][run] = _run(context, erasure, run, place, found["waits_for"])
    found["waits_for"] += [
        run.id
        for run in stores.matches.under_way()
        if run.id not in erasure.runs and _at_work(context, run.id)
    ]
    if copies := [path.name for path in formers(context.settings.store)]:
        found["kept"].append(f"former stores of restores: {', '.join(copies)}")
    former = erasure.found.get("places", {})
    found["places"] = {**former}
    for name, number in removed.items():
        found["places"][name] = former.get(name, 0) + number
    records.settle()
    whole = not found["waits_for"]
    if again and not whole:
        return erasure
    return stores.matches.note_erasure(erasure.id, found, whole=whole, again=again)


def _vectors(context: AppContext, erasure: ErasureRecord, waits_for: list[str]) -> int:
    """Of every model that was ever used; how many were there."""
    folder, gone = context.settings.matcher.cache, 0
    for path in sorted(folder.glob("vectors-*.sqlite")):
        cache = VectorCache(path.parent, path.stem.removeprefix("vectors-"))
        try:
            gone += cache.forget(erasure.vectors)
        except MatchError as error:
            # A holder reads the certificate: where the cache lies on this machine is for the log.
            log.warning("vectors cannot be erased yet: %s", error)
            waits_for.append(f"the vectors in {path.name}")
    for path in folder.glob("vectors-*.damaged"):
        path.unlink(missing_ok=True)  # nobody reads it, and it can be made again
    return gone


def _run(
    context: AppContext, erasure: ErasureRecord, run: str, place: int, waits_for: list[str]
) -> str:
    """Take the rows out of a run's files; what became of them."""
    folder = context.settings.runs / run
    if not folder.is_dir():
        return "the run's files are gone"
    if _at_work(context, run):
        waits_for.append(run)
        return "the run is at work"
    try:
        forget_in_files(folder, {erasure.profile: place})
        if erasure.profile not in names_in(folder):
            return "looked at, and without it"
        said = "it still names who was to be forgotten"
    except Busy:
        waits_for.append(run)
        return "the run is at work"
    except RunError as error:
        said = str(error)
    log.warning("run %s is removed, because somebody cannot be taken out of it: %s", run, said)
    shutil.rmtree(folder)
    return "the run's files were damaged and are removed"


def _at_work(context: AppContext, run: str) -> bool:
    """Whether a process is at work on a run; one that has done it has only to end."""
    if not busy(context.settings.runs, run):
        return False
    try:
        return context.stores.matches.run(run).state not in {"done", "failed"}
    except NotFound:
        return True


def _shown(erasure: ErasureRecord) -> dict[str, Any]:
    found: Mapping[str, Any] = erasure.found
    return {
        "id": erasure.id,
        "profile": erasure.profile,
        "began": _when(erasure.began),
        "whole": _when(erasure.whole) if erasure.whole is not None else None,
        "removed": found.get("places", {}),
        "runs": found.get("runs", {}),
        "waits_for": found.get("waits_for", []),
        "kept": found.get("kept", []),
    }


def _when(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
