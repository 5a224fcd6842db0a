"""What is in a folder of BEIR's layout?

``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv``, each plain or ending in ``.gz``.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from matcher.errors import BadInput

__all__ = ["BeirText", "Collection", "read_beir", "read_run"]


@dataclass(frozen=True, slots=True)
class BeirText:
    """A query or a document: its id, its texts, and whatever else its line holds."""

    id: str
    title: str
    text: str
    metadata: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """Queries, documents, and which of them belong together.

    Attributes:
        name: The folder's name.
        corpus, queries: In the order of their files.
        qrels: Query id to document id to grade; grades of 0 are left out.
        fingerprint: SHA-256 over the content of the files.
    """

    name: str
    corpus: tuple[BeirText, ...]
    queries: tuple[BeirText, ...]
    qrels: Mapping[str, Mapping[str, int]]
    fingerprint: str

    def turned(self) -> Collection:
        """The same with the sides exchanged: documents that anybody answers ask for queries."""
        qrels: dict[str, dict[str, int]] = {}
        for query, grades in self.qrels.items():
            for document, grade in grades.items():
                qrels.setdefault(document, {})[query] = grade
        asked = tuple(text for text in self.corpus if text.id in qrels)
        return Collection(self.name, self.queries, asked, qrels, self.fingerprint)


def _file(folder: Path, name: str) -> Path:
    for candidate in (folder / name, folder / f"{name}.gz"):
        if candidate.is_file():
            return candidate
    raise BadInput(
        str(folder),
        f"has no {name} (or {name}.gz): expected corpus.jsonl, queries.jsonl and qrels/test.tsv,"
        " as BEIR lays them out",
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, line.rstrip(b"\r\n")
    except (OSError, EOFError) as error:
        raise BadInput(str(path), f"cannot be read: {error}") from error


def _texts(path: Path) -> Iterator[BeirText]:
    for number, line in _lines(path):
        try:
            row = orjson.loads(line)
            yield BeirText(
                str(row["_id"]),
                row.get("title") or "",
                row.get("text") or "",
                row.get("metadata") or {},
            )
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            problem = f'expected an object with "_id" and "text", found {line[:60]!r} ({error})'
            raise BadInput(f"{path}, line {number}", problem) from error


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        parts = line.decode("utf-8", "replace").split("\t")
        if number == 1 and parts[-1] == "score":
            continue
        try:
            query, document, grade = parts
            if int(grade) > 0:
                found.setdefault(query, {})[document] = int(grade)
        except ValueError:
            problem = f"expected query, document and grade separated by tabs, found {parts!r}"
            raise BadInput(f"{path}, line {number}", problem) from None
    return found


def read_beir(folder: Path) -> Collection:
    """Read a folder.

    Queries without any relevant document are left out, as is usual.

    Raises:
        BadInput: A file is missing or a line is not what it should be.
    """
    paths = [_file(folder, name) for name in ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv")]
    corpus = tuple(_texts(paths[0]))
    qrels = _qrels(paths[2])
    queries = tuple(text for text in _texts(paths[1]) if text.id in qrels)
    known = {text.id for text in corpus}
    for query, grades in qrels.items():
        if missing := set(grades) - known:
            problem = (
                f"query {query!r} points at {sorted(missing)[0]!r}, which is not in the corpus"
            )
            raise BadInput(str(paths[2]), problem)
    if not queries:
        raise BadInput(str(paths[1]), "holds no query that the qrels judge")
    digest = hashlib.sha256()
    for path in paths:
        for _, line in _lines(path):
            digest.update(line + b"\n")
    return Collection(folder.resolve().name, corpus, queries, qrels, digest.hexdigest())


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """A TREC run file: query, Q0, document, rank, score and a tag, separated by blanks.

    Raises:
        BadInput: A line has another shape.
    """
    found: dict[str, dict[str, float]] = {}
    for number, line in _lines(path):
        parts = line.decode("utf-8", "replace").split()
        try:
            query, _, document, _, score, _ = parts
            found.setdefault(query, {})[document] = float(score)
        except ValueError:
            problem = f"expected the six columns of a TREC run, found {parts!r}"
            raise BadInput(f"{path}, line {number}", problem) from None
    if not found:
        raise BadInput(str(path), "holds no line")
    return found
