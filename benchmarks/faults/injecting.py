"""How is a fault put at one place of a piece of work?

The work runs in a forked process. What it asks of the machine under one folder (a file opened,
renamed, linked, removed; an SQL statement) is counted, and at the place that is named the process
is killed, or the machine says that the disk is full. So every place can be tried, one after the
other, and a find can be repeated.
"""

from __future__ import annotations

import errno
import mmap
import os
import resource
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

__all__ = ["Fault", "Kind", "Outcome", "at_once", "injected", "places"]

Kind = Literal["none", "kill", "full", "short", "closed"]
_DONE, _REFUSED, _BUG = 0, 1, 70
_HEAD, _ROOM = 8, 1 << 16
_ALLOWED = {"os.listdir", "os.scandir", "glob.glob", "os.stat", "pathlib.Path.glob"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        kind: ``kill`` (SIGKILL), ``full`` (no space left, at one place), ``closed`` (permission
            denied, at one place), ``short`` (no file may grow beyond ``place`` bytes), ``none``.
        place: Which event, from 1; of ``short``, bytes.
    """

    kind: Kind = "none"
    place: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a piece of work ended.

    Attributes:
        how: ``done``, ``refused`` (it said why), ``killed`` or ``bug``.
        said: What it refused with, or a bug's traceback.
        places: Events counted.
    """

    how: str
    said: str
    places: int


class _Counter:
    """Counts what a process asks of a folder, and strikes."""

    def __init__(self, root: Path, fault: Fault, told: mmap.mmap) -> None:
        self._root, self._fault, self._told = str(root), fault, told
        self._count = 0

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook; see ``sys.addaudithook``."""
        counts = event == "open" or event.startswith(("os.", "shutil."))
        if not counts or event in _ALLOWED:
            return
        if any(self._root in os.fsdecode(one) for one in arguments if _is_path(one)):
            self.step()

    def step(self) -> None:
        """Count one event, and strike if it is the one."""
        self._count += 1
        self._told[:_HEAD] = self._count.to_bytes(_HEAD)
        if self._count != self._fault.place:
            return
        match self._fault.kind:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "full":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            case "closed":
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            case _:
                pass


def _watching(counter: _Counter) -> type[sqlite3.Connection]:
    """Connections whose statements, and pages copied, count too."""

    class Watched(sqlite3.Connection):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self.set_trace_callback(lambda _: counter.step())

        def backup(self, target: sqlite3.Connection, **named: Any) -> None:
            """By a few pages at a time."""
            super().backup(target, **{**named, "pages": 32, "progress": lambda *_: counter.step()})

    return Watched


def _is_path(one: object) -> bool:
    return isinstance(one, str | bytes | os.PathLike)


def injected(
    work: Callable[[], object], root: Path, fault: Fault, refusals: tuple[type[BaseException], ...]
) -> Outcome:
    """Do a piece of work in a process of its own, with a fault.

    Args:
        work: What to do.
        root: The folder whose events count.
        fault: What strikes, and where.
        refusals: What the work raises on purpose.
    """
    return at_once([work], root, fault, refusals)[0]


def at_once(
    works: Sequence[Callable[[], object]],
    root: Path,
    fault: Fault,
    refusals: tuple[type[BaseException], ...],
) -> list[Outcome]:
    """Do several pieces of work at once, each in a process of its own; see ``injected``."""
    # Shared memory: it takes what is told where no file may grow any more.
    every = [mmap.mmap(-1, _ROOM) for _ in works]
    children = []
    for work, told in zip(works, every, strict=True):
        child = os.fork()
        if not child:
            status = _BUG
            try:
                status, said = _child(work, root, fault, refusals, told)
                told[_HEAD : _HEAD + len(said)] = said
            finally:
                os._exit(status)
        children.append(child)
    return [_outcome(*pair) for pair in zip(children, every, strict=True)]


def _outcome(child: int, told: mmap.mmap) -> Outcome:
    _, ended = os.waitpid(child, 0)
    count = int.from_bytes(told[:_HEAD])
    text = told[_HEAD:].rstrip(b"\0").decode("utf-8", "replace")
    told.close()
    if os.WIFSIGNALED(ended):
        return Outcome("killed", text, count)
    how = {_DONE: "done", _REFUSED: "refused"}.get(os.WEXITSTATUS(ended), "bug")
    return Outcome(how, text, count)


def _child(
    work: Callable[[], object],
    root: Path,
    fault: Fault,
    refusals: tuple[type[BaseException], ...],
    told: mmap.mmap,
) -> tuple[int, bytes]:
    try:
        if fault.kind == "short":
            resource.setrlimit(resource.RLIMIT_FSIZE, (fault.place, fault.place))
        counter = _Counter(root, fault, told)
        sqlite3.connect = partial(sqlite3.connect, factory=_watching(counter))
        sys.addaudithook(counter.hear)
        work()
    except refusals as error:
        return _REFUSED, str(error).encode()
    except SystemExit as error:
        return _REFUSED if error.code else _DONE, b""
    except BaseException:
        return _BUG, traceback.format_exc().encode()[-(_ROOM - _HEAD) :]
    return _DONE, b""


def places(work: Callable[[], object], root: Path) -> int:
    """How many places a piece of work has where a fault could strike."""
    return injected(work, root, Fault(), ()).places
