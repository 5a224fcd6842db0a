"""How does a run rank every stored profile, in a process of its own?

``python -m matcher.ranking RUN`` does one queued run of the store and notes how far it has come.
How profiles are ranked is behind ``Ranker``, one function: by default one profile after the other
through ``Matcher.standing``. A lock held while it works tells the server whether a run that says
"running" really is.
"""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import orjson

from matcher.answer import Verdict
from matcher.answers import DEFAULT, mark_of, page_of, state_of, whole
from matcher.errors import MatchError, NotReady
from matcher.rank import Filters, order
from matcher.runfiles import RunFolder, forget
from matcher.store import MatchStore, Run
from profiles.errors import ProfileError
from profiles.store import ProfileStore, content_hash
from programmes.errors import ProgrammeError
from programmes.model import Status

if TYPE_CHECKING:
    from matcher.service import Matcher
    from matcher.settings import Settings
    from matcher.standing import Standing
    from profiles.model import Profile

__all__ = ["Ranker", "busy", "main", "rank_run"]

Ranker: TypeAlias = "Callable[[Matcher, Iterable[Profile], str], Iterator[Standing]]"
"""Weighs profiles, in their order, at an instant: each before every programme."""

PART = 500
"""Candidates packed into one row: a first page reads one of them."""

_AT_ONCE = 100


def one_by_one(matcher: Matcher, profiles: Iterable[Profile], on: str) -> Iterator[Standing]:
    """Weigh each profile by itself."""
    return (matcher.standing(profile, on=on) for profile in profiles)


@contextmanager
def _held(folder: Path, run: str) -> Iterator[bool]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{run}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def busy(folder: Path, run: str) -> bool:
    """Whether some process is working on a run."""
    with _held(folder, run) as free:
        return not free


def rank_run(
    run: Run,
    matcher: Matcher,
    *,
    profiles: ProfileStore,
    store: MatchStore,
    folder: Path,
    ranker: Ranker = one_by_one,
) -> None:
    """Do a run: files, packed answers and packed candidates, and its state in the store.

    Args:
        run: A queued one; nothing happens if it no longer waits.
        matcher: The use cases.
        profiles: What to rank.
        store: Where answers and progress are kept.
        folder: Where the folders of runs stand.
        ranker: How to rank.
    """
    mark = mark_of(matcher)
    if not store.begin(run.id, mark):
        return
    identifiers = profiles.ids()
    board = _Board([programme.id for programme in matcher.catalogue])
    began = time.monotonic()
    with RunFolder(folder, run.id) as files:
        for start in range(0, len(identifiers), _AT_ONCE):
            if not store.progress(run.id, start, len(identifiers)):
                raise _Cancelled
            # One that was deleted since the start is left out.
            chunk = [i for i in identifiers[start : start + _AT_ONCE] if i in profiles]
            found = list(profiles.many(chunk))
            results = list(ranker(matcher, found, run.on))
            files.write(row for result in results for row in _pairs(result))
            answers = []
            for profile, result in zip(found, results, strict=True):
                board.add(profile, result)
                content = content_hash(profile)
                page = page_of(matcher, result, DEFAULT, on=run.on)
                body = whole(page, DEFAULT, state_of(mark, run.on, DEFAULT, content))
                answers.append((profile.id, f"{mark}|{run.on}", content, run.id, body))
            store.keep_answers(answers)
        store.keep_candidates(run.id, board.parts())
        files.finish(
            {
                "run": run.id,
                "on": run.on,
                "settings": matcher.settings,
                "profiles": len(identifiers),
                "programmes": len(matcher.catalogue),
                "seconds": round(time.monotonic() - began, 3),
            }
        )
    # Whoever was forgotten while the run was under way is forgotten here too.
    for gone in sorted(set(identifiers) - set(profiles.ids())):
        store.forget(gone)
        forget(folder, gone)
    store.progress(run.id, len(identifiers), len(identifiers))
    store.end(run.id, "done")


class _Cancelled(Exception):
    """Somebody has cancelled the run."""


def _pairs(result: Standing) -> Iterator[dict[str, Any]]:
    listed = result.listed(Filters())
    near = set(listed.near.tolist())
    ranks = {place: rank for rank, place in enumerate(listed.inside.tolist(), 1)}
    board, profile = result.field.board, result.account.profile.id
    for place in (*listed.inside.tolist(), *listed.outside.tolist()):
        yield {
            "profile": profile, "programme": board.ids[place], "rank": ranks.get(place),
            "verdict": Verdict(int(result.verdicts[place])).word,
            "fit": float(result.fits[place]), "near_miss": place in near,
            "status": str(board.statuses[place]),
        }  # fmt: skip


class _Board:
    """The other side of a run: of each programme, every profile with verdict and fit."""

    def __init__(self, programmes: list[str]) -> None:
        self._programmes = programmes
        self._status: dict[str, str] = {}
        self._facts: list[tuple[str, list[str], list[str]]] = []
        self._rows: list[np.ndarray[Any, np.dtype[np.void]]] = []

    _KIND = np.dtype([("verdict", "u1"), ("near", "?"), ("fit", "f8")])

    def add(self, profile: Profile, result: Standing) -> None:
        row = np.zeros(len(self._programmes), self._KIND)
        row["verdict"], row["fit"] = result.verdicts, result.fits
        row["near"][result.listed(Filters()).near] = True
        board = result.field.board
        self._status = dict(zip(board.ids, map(str, board.statuses), strict=True))
        seats = {profile.incorporated_in, profile.headquarters, profile.managed_from} - {None}
        areas = {slug.partition("/")[0] for slug in profile.areas or ()}
        self._facts.append((profile.id, sorted(str(seat) for seat in seats), sorted(areas)))
        self._rows.append(row)

    def parts(self) -> Iterator[tuple[str, int, dict[str, int], bytes]]:
        """Packed candidates, programme by programme, best first."""
        if not self._rows:
            return
        table = np.stack(self._rows)
        ids = [identifier for identifier, _, _ in self._facts]
        words = {int(verdict): verdict.word for verdict in Verdict}
        for place, programme in enumerate(self._programmes):
            column = table[:, place]
            enterable = np.full(len(ids), Status(self._status[programme]).enterable)
            ranked = order(column["verdict"], enterable, column["fit"], ids)
            bands, numbers = np.unique(column["verdict"], return_counts=True)
            counts = {words[int(b)]: int(n) for b, n in zip(bands, numbers, strict=True)}
            for part, start in enumerate(range(0, len(ranked), PART)):
                rows = [
                    {
                        "profile": ids[row],
                        "verdict": words[int(column["verdict"][row])],
                        "fit": float(column["fit"][row]),
                        "near_miss": bool(column["near"][row]),
                        "countries": self._facts[row][1],
                        "areas": self._facts[row][2],
                    }
                    for row in ranked[start : start + PART].tolist()
                ]
                yield programme, part, counts, orjson.dumps(rows)


def _work(settings: Settings, identifier: str, folder: Path) -> None:
    from matcher.open import open_encoder
    from matcher.service import Matcher
    from programmes.read import Catalogue, load_catalogue
    from programmes.store import ProgrammeStore

    with (
        ProfileStore(settings.store) as profiles,
        ProgrammeStore(settings.store) as programmes,
        MatchStore(settings.store) as store,
    ):
        try:
            base = load_catalogue(settings.catalogue)
            own = [one for one in programmes.many() if one.id not in base]
            sources = {one.slug: one for one in programmes.sources()} | dict(base.sources)
            whole = Catalogue.of((*base.programmes, *own), sources.values()) if own else base
            matcher = Matcher(whole, open_encoder(settings))
            run = store.run(identifier)
            rank_run(run, matcher, profiles=profiles, store=store, folder=folder)
        except _Cancelled:
            return
        except (MatchError, ProfileError, ProgrammeError) as error:
            store.end(identifier, "failed", str(error))
        except Exception as error:
            store.end(identifier, "failed", f"a bug: {type(error).__name__}: {error}")
            raise


def main(arguments: list[str] | None = None) -> int:
    """Do the run that is named; settings come from the environment.

    Args:
        arguments: The run's id and the folder of runs.
    """
    from matcher.settings import Settings

    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 2:
        raise NotReady("expected two arguments: a run's id and the folder of runs")
    identifier, folder = given[0], Path(given[1])
    os.nice(5)
    with _held(folder, identifier) as free:
        if free:
            _work(Settings.load(), identifier, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
