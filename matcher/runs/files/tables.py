"""In which columns does a run keep its rows?

As an analyst would ask for them: names of verdicts and programmes stand as words (Parquet keeps
each once), points as one number a feature. Findings are one mark a criterion, in the order of the
programme's criteria: ``+`` met, ``-`` unmet, ``?`` unknown, ``.`` does not concern it. A verdict
can be read off them; ``allymatch explain`` writes the sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.eligibility.answer import Band, Verdict
from matcher.fit.model import DECIMALS
from matcher.results import MARKS as READINGS
from programmes.model import Status

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = [
    "MARKS",
    "MORE",
    "OUTLOOKS",
    "UNREAD",
    "PairLabels",
    "Pairs",
    "band_of",
    "findings_of",
    "pairs_of",
    "table_of",
    "write_table",
]

MARKS = np.frombuffer(b"+.?-", np.uint8)
"""By value of ``Answer``."""
OUTLOOKS = ("likely", "open", "unlikely")
_VERDICT = np.array([one.verdict for one in Band])
_OUTLOOK = np.array([OUTLOOKS.index(one.outlook) for one in Band])
UNREAD = np.uint8(READINGS.index("not-read"))
"""The place of a text in a language that is not read."""
MORE = "more"
"""The column of a shard's rows by programmes that says whether others may follow on a list."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of profile and programme that are kept; all arrays have one entry a pair.

    Attributes:
        profile: Place among the shard's profiles.
        programme: Place in the catalogue.
        rank: From 1, among what the profile (or the programme) keeps.
        band: Values of ``Band``: the verdict with its outlook.
        fit: As shown.
        points: Of the start and of each feature, in units of the last decimal shown; shape
            (pairs, features + 1).
        opening: Place of the opening that fits best.
        findings: Marks as bytes, shape (pairs,).
        reading: Whether the profile's text could be judged by; places in ``results.MARKS``.
    """

    profile: Ints
    programme: Ints
    rank: Ints
    band: NDArray[np.uint8]
    fit: NDArray[np.float64]
    points: Ints
    opening: Ints
    findings: NDArray[np.object_]
    reading: NDArray[np.uint8]

    @property
    def unread(self) -> NDArray[np.bool_]:
        """Which are of a text in a language that is not read."""
        return np.equal(self.reading, UNREAD)

    def __len__(self) -> int:
        return len(self.profile)

    def take(self, places: NDArray[np.intp]) -> Pairs:
        """These pairs, in this order."""
        return Pairs(**{one.name: getattr(self, one.name)[places] for one in fields(self)})

    @classmethod
    def join(cls, parts: Sequence[Pairs]) -> Pairs:
        """Pairs of several blocks."""
        return cls(
            **{
                one.name: np.concatenate([getattr(part, one.name) for part in parts])
                for one in fields(cls)
            }
        )


def findings_of(
    answers: NDArray[np.uint8],
    conditions: Sequence[Sequence[int]],
    kinds: NDArray[np.intp],
    profiles: NDArray[np.intp],
) -> NDArray[np.object_]:
    """The marks of some pairs; equal ones are one string.

    Args:
        answers: Shape (rules, n).
        conditions: Lists of rules.
        kinds: Of each pair, which list its programme has.
        profiles: Of each pair.
    """
    found = np.empty(len(kinds), object)
    order = np.argsort(kinds, kind="stable")
    starts = np.searchsorted(kinds[order], np.arange(len(conditions) + 1))
    for kind, rules in enumerate(conditions):
        some = order[starts[kind] : starts[kind + 1]]
        if not len(some):
            continue
        if not rules:
            found[some] = ""
            continue
        marks = np.ascontiguousarray(MARKS[answers[list(rules)][:, profiles[some]]].T)
        lines = marks.view(np.dtype((np.void, marks.shape[1]))).reshape(-1)
        different, place = np.unique(lines, return_inverse=True)
        words = np.array([line.tobytes().decode() for line in different], object)
        found[some] = words[place.reshape(-1)]
    return found


@dataclass(frozen=True)
class PairLabels:
    """The words behind the numbers of ``Pairs``.

    Attributes:
        programmes: Ids by place.
        statuses: Of each programme.
        openings: Of each, the place of its programme and its challenge's id, None for the programme
            as a whole.
        features: Names of the parts of a fit, ``start`` first.
    """

    programmes: Sequence[str]
    statuses: Sequence[Status]
    openings: Sequence[tuple[int, str | None]]
    features: Sequence[str]


def table_of(pairs: Pairs, ids: Sequence[str], words: PairLabels) -> pa.Table:
    """Rows of a run.

    Args:
        pairs: In the order in which they are written.
        ids: Of the profiles, by place.
        words: What the other numbers stand for.
    """
    import pyarrow as pa

    every = list(Status)
    status = np.array([every.index(one) for one in words.statuses], np.int32)
    named = list(dict.fromkeys(c for _, c in words.openings if c is not None))
    place = {challenge: i for i, challenge in enumerate(named)}
    challenge = np.array([place.get(c, -1) if c else -1 for _, c in words.openings], np.int32)
    codes = challenge[pairs.opening] if len(pairs) else np.zeros(0, np.int32)
    points = pairs.points / 10**DECIMALS

    def coded(values: NDArray[Any], names: Sequence[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(
            pa.array(values.astype(np.int32)), pa.array(names, pa.string())
        )

    columns = {
        "profile": pa.array(np.array(ids, object)[pairs.profile], pa.string()),
        "rank": pa.array(pairs.rank.astype(np.int32)),
        "programme": coded(pairs.programme, words.programmes),
        "verdict": coded(_VERDICT[pairs.band], [one.word for one in Verdict]),
        "outlook": coded(_OUTLOOK[pairs.band], OUTLOOKS),
        "status": coded(status[pairs.programme], [str(one) for one in every]),
        "fit": pa.array(pairs.fit),
        "contributions": pa.StructArray.from_arrays(
            [pa.array(np.ascontiguousarray(column)) for column in points.T], list(words.features)
        ),
        "challenge": pa.DictionaryArray.from_arrays(
            pa.array(codes, mask=codes < 0), pa.array(named, pa.string())
        ),
        "findings": pa.array(pairs.findings, pa.string()).dictionary_encode(),
        "reading": coded(pairs.reading, READINGS),
    }
    return pa.table(columns)


def pairs_of(table: pa.Table, ids: Sequence[str], words: PairLabels) -> Pairs:
    """The pairs that rows of a run stand for; the inverse of ``table_of``.

    Args:
        table: Rows of a run of the same model and fit.
        ids: Of the profiles, by place.
        words: Of today's programmes. A profile or a programme that is not there has the place -1,
            and so has an opening.
    """
    column = table.unify_dictionaries().combine_chunks().column

    def coded(name: str) -> tuple[Ints, list[Any]]:
        whole = column(name).combine_chunks()
        codes = whole if hasattr(whole, "dictionary") else whole.dictionary_encode()
        numbers = codes.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        return numbers, codes.dictionary.to_pylist()

    def placed(name: str, places: dict[str, int]) -> Ints:
        numbers, names = coded(name)
        return np.array([*(places.get(one, -1) for one in names), -1], np.int64)[numbers]

    programme = placed("programme", {one: place for place, one in enumerate(words.programmes)})
    challenge, names = coded("challenge")
    number = {name: place for place, name in enumerate(names)}
    opening: dict[int, int] = {}
    for place, (owner, name) in enumerate(words.openings):
        if (at := -1 if name is None else number.get(name)) is not None:
            opening.setdefault(owner * (len(names) + 1) + at + 1, place)
    keys, back = np.unique(programme * (len(names) + 1) + challenge + 1, return_inverse=True)
    verdicts, values = coded("verdict")
    outlooks, said = coded("outlook")
    marks, lines = coded("findings")
    read, readings = coded("reading")
    parts = column("contributions").combine_chunks()
    points = [parts.field(name).to_numpy(zero_copy_only=False) for name in words.features]
    return Pairs(
        profile=placed("profile", {one: place for place, one in enumerate(ids)}),
        programme=programme,
        rank=column("rank").to_numpy().astype(np.int64),
        band=band_of(values, verdicts, said, outlooks),
        fit=column("fit").to_numpy(),
        points=np.rint(np.stack(points, axis=1) * 10**DECIMALS).astype(np.int64),
        opening=np.array([opening.get(int(key), -1) for key in keys], np.int64)[back.reshape(-1)],
        findings=np.array(lines, object)[marks],
        reading=np.array([READINGS.index(one) for one in readings], np.uint8)[read],
    )


def band_of(
    verdicts: Sequence[str], verdict: Ints, outlooks: Sequence[str], outlook: Ints
) -> NDArray[np.uint8]:
    """The bands that two columns of words stand for.

    Args:
        verdicts: Words that occur.
        verdict: Of each row, the place of its word.
        outlooks: Words that occur.
        outlook: Of each row, the place of its word.
    """
    known = {(one.verdict.word, one.outlook): one for one in Band}
    table = [[known.get((v, o), Band.INELIGIBLE) for o in outlooks] for v in verdicts]
    found: NDArray[np.uint8] = np.array(table, np.uint8).reshape(len(verdicts), len(outlooks))[
        verdict, outlook
    ]
    return found


def write_table(table: pa.Table, path: Path) -> None:
    """Write Parquet: equal tables are equal bytes."""
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd", row_group_size=1 << 18)
