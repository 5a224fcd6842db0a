"""Who asked to be forgotten, and is it done everywhere?

What is to be erased is written down before anything is, and stays until every place has been looked
at: a process that dies on the way, a run that is at work, leave a line here that is finished later.
What remains then is the certificate: which places were looked at, and what was found there.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from api.store.runs import RunStore
from matcher.errors import NotFound

__all__ = ["ErasureRecord", "ErasureStore"]

_ALL = "SELECT * FROM erasures"


@dataclass(frozen=True, slots=True)
class ErasureRecord:
    """One profile that is, or was, to be forgotten.

    Attributes:
        id: Of the erasure.
        profile: Whose.
        holder: Who asked: the holder of the key.
        began: In seconds since 1970.
        vectors: Keys of the texts whose vectors go; empty once all is done.
        runs: The runs it took part in, with its place in each; likewise.
        whole: When every place was found clean; None until then.
        again: Whether it was looked at once more, when all that was under way had ended.
        found: What was found where.
    """

    id: str
    profile: str
    holder: str
    began: float
    vectors: tuple[str, ...]
    runs: Mapping[str, int]
    whole: float | None
    again: bool
    found: Mapping[str, Any]


class ErasureStore(RunStore):
    """The log of erasures, beside the runs."""

    def begin_erasure(
        self, profile: str, holder: str, vectors: Iterable[str], runs: Mapping[str, int]
    ) -> ErasureRecord:
        """Write down that a profile is to be forgotten, and where it may be."""
        made = ErasureRecord(
            id=f"erasure-{secrets.token_hex(6)}",
            profile=profile,
            holder=holder,
            began=time.time(),
            vectors=tuple(sorted(vectors)),
            runs=dict(runs),
            whole=None,
            again=False,
            found={},
        )
        self._do(
            "INSERT INTO erasures (id, profile, holder, began, vectors, runs, again, found)"
            " VALUES (?, ?, ?, ?, ?, ?, 0, '{}')",
            (
                made.id, profile, holder, made.began,
                orjson.dumps(made.vectors).decode(), orjson.dumps(made.runs).decode(),
            ),
        )  # fmt: skip
        return made

    def widen_erasure(
        self, erasure: ErasureRecord, vectors: Iterable[str], runs: Mapping[str, int]
    ) -> ErasureRecord:
        """Write down what has come to light since: a version, or a run that was just begun."""
        keys, places = {*erasure.vectors, *vectors}, {**erasure.runs, **runs}
        if (len(keys), len(places)) == (len(erasure.vectors), len(erasure.runs)):
            return erasure
        self._do(
            "UPDATE erasures SET vectors = ?, runs = ? WHERE id = ?",
            (orjson.dumps(sorted(keys)).decode(), orjson.dumps(places).decode(), erasure.id),
        )
        return self.erasure(erasure.id)

    def erasure(self, identifier: str) -> ErasureRecord:
        """The erasure with this id.

        Raises:
            NotFound: There is none.
        """
        rows = self._ask(f"{_ALL} WHERE id = ?", [identifier])
        if not rows:
            raise NotFound("erasure", identifier)
        return _erasure(rows[0])

    def unfinished(self, profile: str | None = None) -> tuple[ErasureRecord, ...]:
        """The erasures, of one profile or all, that are not whole, the oldest first."""
        rows = self._ask(
            f"{_ALL} WHERE whole IS NULL AND ? IN (profile, '') ORDER BY rowid", [profile or ""]
        )
        return tuple(map(_erasure, rows))

    def to_look_at_again(self, before: float) -> tuple[ErasureRecord, ...]:
        """The erasures that became whole before an instant and were not looked at since."""
        return tuple(
            map(
                _erasure,
                self._ask(f"{_ALL} WHERE again = 0 AND whole < ? ORDER BY rowid", [before]),
            )
        )

    def erased_from(self, run: str) -> dict[str, int]:
        """Whoever is to be forgotten and took part in a run, with the place."""
        return {one.profile: one.runs[run] for one in self.unfinished() if run in one.runs}

    def note_erasure(
        self, identifier: str, found: Mapping[str, Any], *, whole: bool, again: bool = False
    ) -> ErasureRecord:
        """Keep what was found; what helped to find it goes with the last look."""
        emptied = ", vectors = '[]', runs = '{}'" if again else ""
        # Of two who look at once, the one who was kept waiting does not undo what the other found.
        self._do(
            "UPDATE erasures SET found = ?, again = ?, whole = CASE WHEN ? THEN"  # noqa: S608
            f" coalesce(whole, ?) END{emptied} WHERE id = ? AND (whole IS NULL OR ?)",
            (orjson.dumps(found).decode(), again, whole, time.time(), identifier, whole),
        )
        return self.erasure(identifier)


def _erasure(row: Mapping[str, Any]) -> ErasureRecord:
    read = {name: orjson.loads(row[name]) for name in ("vectors", "runs", "found")}
    return ErasureRecord(
        **{**row, **read, "vectors": tuple(read["vectors"]), "again": bool(row["again"])}
    )
