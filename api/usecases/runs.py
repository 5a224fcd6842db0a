"""How are runs asked for, watched, cancelled and read?

A run is a row in the store that waits to be done; ``api.runs.queue`` does it. Who asks for what
waits already is given that.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.errors import Conflict, Forbidden, Unusable
from api.runs.files import opened, remove, rows, write_whole
from api.runs.worker import TOP
from api.schemas.paging import place
from api.store.judgments import ENDED, Run
from api.usecases.access import allow
from api.usecases.base import UseCase
from api.usecases.moments import written
from matcher.answers.page import cut
from matcher.runs.files.reading import CompletedRun as Rows

__all__ = ["cancel", "delete", "file_of", "found", "listed", "start", "under_way"]

_QUEUE = 20
"""Runs that may wait."""
_OWN = 2
"""Of these, how many an officer's key may have."""


def start(desk: UseCase, on: str | None, top: int = TOP) -> dict[str, Any]:
    """Queue a ranking of all stored profiles.

    An officer joins the run for that instant that waits or works already.

    Args:
        desk: Who asks.
        on: The day or instant asked about.
        top: Matches of each profile in the run's rows.

    Raises:
        Forbidden: The caller is neither an analyst nor an officer.
        Unusable: ``on`` is no date.
        Conflict: As many runs wait as may; an officer's key may have few.

    Returns:
        The run; one that waits already, if it was asked for with the same. An officer is given any
        for that instant, one that works too.
    """
    allow(desk.caller, "officer", "analyst")
    store = desk.context.stores.matches
    try:
        moment = desk.context.moment(on)
    except ValueError as error:
        raise Unusable(str(error), pointer="#/on") from None
    officer = desk.caller.role == "officer"
    if officer and (alike := under_way(desk, moment)):
        return _shown(desk, alike)
    if officer and sum(r.by == desk.caller.key for r in store.waiting()) >= _OWN:
        raise Conflict(f"{_OWN} runs of yours are waiting: cancel one, or wait")
    made = Run(
        id=f"run-{secrets.token_hex(6)}",
        state="queued",
        by=desk.caller.key,
        asked={"on": on, "top": top},
        on=moment,
        total=len(desk.context.stores.profiles),
        created=written(desk.context.clock()),
    )
    kept = store.queue(made, most=_QUEUE)
    if kept is None:
        raise Conflict(f"{_QUEUE} runs are waiting: cancel some, or wait")
    desk.note("run.start" if kept.id == made.id else "run.join", kept.id)
    return _shown(desk, kept)


def under_way(desk: UseCase, moment: str) -> Run | None:
    """The run for an instant that waits or works; None if there is none."""
    runs = desk.context.stores.matches.runs()
    return next((r for r in runs if r.state in {"queued", "running"} and r.on == moment), None)


def _shown(desk: UseCase, run: Run) -> dict[str, Any]:
    """A run; an officer does not learn whose key another's is, or why that ended."""
    shown = asdict(run)
    if desk.caller.role == "officer" and run.by != desk.caller.key:
        shown |= {"by": "", "reason": None}
    return shown


def listed(desk: UseCase, identifier: str | None = None) -> dict[str, Any]:
    """A run, or all of them.

    Raises:
        Forbidden: The caller is neither an analyst nor an officer.
        NotFound: There is no such run.
    """
    allow(desk.caller, "officer", "analyst")
    store = desk.context.stores.matches
    if identifier is not None:
        return _shown(desk, store.run(identifier))
    return {"items": [_shown(desk, run) for run in store.runs()]}


def cancel(desk: UseCase, identifier: str) -> dict[str, Any]:
    """Stop a run that has not ended.

    Raises:
        Forbidden: An officer asks to stop a run that its key did not start.
        Conflict: It has ended.
        NotFound: There is no such run.
    """
    allow(desk.caller, "officer", "analyst")
    store = desk.context.stores.matches
    run = store.run(identifier)
    if desk.caller.role == "officer" and run.by != desk.caller.key:
        raise Forbidden("this run was started with another key")
    if not store.end(identifier, "cancelled", f"by key {desk.caller.key}"):
        raise Conflict("the run has ended already")
    desk.note("run.cancel", identifier)
    return asdict(store.run(identifier))


def delete(desk: UseCase, identifier: str) -> None:
    """Remove a run that has ended, with its files and the answers that it has made.

    Raises:
        Forbidden: The caller is no analyst.
        Conflict: It has not ended.
        NotFound: There is no such run.
    """
    allow(desk.caller, "analyst")
    store = desk.context.stores.matches
    if store.run(identifier).state not in ENDED:
        raise Conflict("the run has not ended: cancel it first")
    remove(store, desk.context.settings.runs, identifier)
    desk.note("run.delete", identifier)


def found(desk: UseCase, identifier: str, *, limit: int, cursor: str | None) -> dict[str, Any]:
    """A page of what a run found.

    Raises:
        Conflict: It is not done.
        NotFound: There is no such run.
    """
    run = _done(desk, identifier)
    start = place(cursor, identifier)
    items, total = rows(run, start, limit)
    following = start + limit
    desk.note("run.read", identifier)
    return {
        "run": identifier,
        "total": total,
        "items": items,
        "next": cut(following, identifier) if following < total else None,
    }


def file_of(desk: UseCase, identifier: str) -> Path:
    """A Parquet file of all rows of a run; whoever asked for it removes it.

    Raises:
        Conflict: It is not done.
        NotFound: There is no such run.
    """
    run = _done(desk, identifier)
    handle, name = tempfile.mkstemp(".parquet", f"{identifier}-")
    os.close(handle)
    write_whole(run, Path(name))
    desk.note("run.read", identifier)
    return Path(name)


def _done(desk: UseCase, identifier: str) -> Rows:
    allow(desk.caller, "analyst")
    run = desk.context.stores.matches.run(identifier)
    if run.state != "done":
        raise Conflict(f"the run is {run.state}, there is nothing to read")
    found = opened(desk.context.settings.runs / identifier)
    if found is None:
        raise Conflict("the run's files are gone: start another")
    return found
