"""What may be learned from, and what only judges?

Collections are split by topic, not by pair: a topic that judges is never trained on, nor is one
with the same title or text, nor one that shares a query with it. The side follows from a hash of
the topic's id, so it stays the same when topics are added. A topic that nobody answers in the data
is not read at all: it may be one that judges elsewhere.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from matcher.evaluation.beir import Collection, read_beir

__all__ = ["Data", "Labelled", "Side", "data_hash", "read_data", "sides"]

Side = Literal["train", "validate", "test"]
SHARES: Mapping[Side, float] = {"train": 0.6, "validate": 0.15, "test": 0.25}
AT_MOST = 6
"""Pairs of one topic: a catch-all topic with forty awards must not teach forty times."""
FEW_WORDS = 12


@dataclass(frozen=True, slots=True)
class Labelled:
    """A collection with ground truth, and what of it may be learned from.

    Attributes:
        name: The folder's name.
        collection: All of it.
        groups: Of each document, the name of what it must not be parted from.
        allowed: Positions of the documents that may be trained on.
        labels: (query, document) positions, both allowed, a few for each document.
    """

    name: str
    collection: Collection
    groups: tuple[str, ...]
    allowed: tuple[int, ...]
    labels: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that is learned from.

    Attributes:
        labelled: Collections with ground truth, by name.
        titled: (title, text) of other sources, by name; those that are not there are empty.
    """

    labelled: Mapping[str, Labelled]
    titled: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _groups(collection: Collection) -> tuple[str, ...]:
    """Of each document, the least id among those with its title, its text or a query of its own."""
    place = {text.id: i for i, text in enumerate(collection.corpus)}
    root = list(range(len(place)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    def join(members: Sequence[int]) -> None:
        for other in members[1:]:
            one, two = sorted((find(members[0]), find(other)))
            root[two] = one

    alike: dict[str, list[int]] = {}
    for i, text in enumerate(collection.corpus):
        for mark in (f"title {_plain(text.title)}", f"text {_plain(text.text)[:200]}"):
            if len(mark) > len("title ") + 2:
                alike.setdefault(mark, []).append(i)
    for members in alike.values():
        join(members)
    for documents in collection.qrels.values():
        join(sorted(place[d] for d in documents))
    least: dict[int, str] = {}
    for i, text in enumerate(collection.corpus):
        least[find(i)] = min(text.id, least.get(find(i), text.id))
    return tuple(least[find(i)] for i in range(len(root)))


def _side(group: str) -> Side:
    share = int(hashlib.sha256(f"split:{group}".encode()).hexdigest()[:8], 16) / 2**32
    for side, width in SHARES.items():
        if share < width:
            return side
        share -= width
    return "test"


def sides(collection: Collection) -> tuple[Side, ...]:
    """Of each document, whether it trains, validates or tests."""
    return tuple(_side(group) for group in _groups(collection))


def _labelled(name: str, collection: Collection, *, held_out: bool) -> Labelled:
    groups = _groups(collection)
    allowed = {i for i, g in enumerate(groups) if not held_out or _side(g) == "train"}
    place = {text.id: i for i, text in enumerate(collection.corpus)}
    found = [
        (i, place[document])
        for i, query in enumerate(collection.queries)
        for document in collection.qrels.get(query.id, {})
        if place[document] in allowed
    ]
    # In the order of a hash: which pairs of a catch-all topic are kept must not follow its age.
    found.sort(key=lambda pair: hashlib.sha256(repr(pair).encode()).digest())
    allowed = {document for _, document in found}
    seen: Counter[int] = Counter()
    kept = []
    for query, document in found:
        seen[document] += 1
        if seen[document] <= AT_MOST:
            kept.append((query, document))
    return Labelled(name, collection, groups, tuple(sorted(allowed)), tuple(sorted(kept)))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _titled(path: Path, title: str) -> tuple[tuple[str, str], ...]:
    if not path.is_file():
        return ()
    rows = ((row.get(title) or "", row.get("text") or "") for row in _rows(path))
    return tuple((t, x) for t, x in rows if t and len(x.split()) >= FEW_WORDS)


def read_data(folder: Path, *, held_out: bool) -> Data:
    """Read what there is to learn from.

    Args:
        folder: With ``sbir/`` and ``cordis/`` in BEIR's layout; ``eu-calls/calls.jsonl.gz``,
            ``uk-calls/calls.jsonl.gz`` and ``yc/companies.jsonl.gz`` beside them if they exist.
        held_out: Learn from the training side alone, so that the other topics can judge.
    """
    collections = {name: read_beir(folder / name) for name in ("sbir", "cordis")}
    return Data(
        {n: _labelled(n, c, held_out=held_out) for n, c in collections.items()},
        {
            "eu": _titled(folder / "eu-calls" / "calls.jsonl.gz", "title"),
            "uk": _titled(folder / "uk-calls" / "calls.jsonl.gz", "title"),
            "yc": _titled(folder / "yc" / "companies.jsonl.gz", "one_liner"),
        },
    )


def data_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of every file that is read."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".gz", ".tsv"}:
            whole.update(path.relative_to(folder).as_posix().encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
