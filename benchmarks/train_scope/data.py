"""What is the scope learned from?

Descriptions of areas in our vocabulary, startups' texts, projects and awards, each labelled by the
rules of ``labels``. Firms in ``portfolio`` are not among them: they judge.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.train_scope.labels import AREAS, NONE, elsewhere, shares
from profiles.model import Profile
from profiles.text import read_text
from profiles.vocabulary import areas

__all__ = ["CLASSES", "Example", "examples"]

CLASSES = (*AREAS, NONE)
_AT_MOST = {"yc": 2400, "sbir": 1100, "cordis": 500}
_FEW = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the shares of its classes, in the order of ``CLASSES``."""

    source: str
    text: str
    shares: tuple[float, ...]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _by_hash(row: dict[str, Any]) -> str:
    return hashlib.sha256(str(row.get("id") or row.get("_id")).encode()).hexdigest()


def _example(source: str, text: str, found: dict[str, float]) -> Example:
    return Example(source, text, tuple(found.get(name, 0.0) for name in CLASSES))


def _vocabulary() -> Iterator[Example]:
    for area in areas():
        yield _example("vocabulary", f"{area.name}. {area.describe}", {area.slug: 1.0})
        for sub in area.subareas:
            yield _example("vocabulary", f"{sub.name}. {sub.describe}", {area.slug: 1.0})


def _evidence(text: str) -> str | None:
    read = read_text(Profile(id="x", name="x", description=text[:4000] or None))
    return read.passages[0].text if read.passages and not read.language else None


def _start(text: str) -> str:
    return " ".join(text.lower().split()[:_FEW])


def _judging(path: Path) -> frozenset[str]:
    """How the texts of the firms begin that judge."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else ()
    return frozenset(_start(json.loads(line)["text"]) for line in lines)


def examples(folder: Path) -> list[Example]:
    """All that is learned from.

    Args:
        folder: With ``yc/companies.jsonl.gz``, ``sbir/`` and ``cordis/`` where they are there.
    """
    found = list(_vocabulary())
    judging = _judging(folder / "portfolio" / "portfolio.jsonl")
    kept: list[Example] = []
    path = folder / "yc" / "companies.jsonl.gz"
    for row in sorted(_rows(path), key=_by_hash) if path.is_file() else ():
        text = f"{row.get('one_liner') or ''}. {row.get('text') or ''}"
        lines = [*row.get("industries", ()), *row.get("tags", ())]
        spoken = dict(shares(text))
        terms = len(spoken)
        if len(text.split()) < _FEW or _start(text) in judging or _start(row["text"]) in judging:
            continue
        if (elsewhere(lines) and terms <= 1) or ("B2B" in lines and not terms):
            kept.append(_example("yc", text, {NONE: 1.0}))
        elif spoken and not elsewhere(lines):
            kept.append(_example("yc", text, spoken))
    none = [one for one in kept if one.shares[-1]]
    some = [one for one in kept if not one.shares[-1]]
    half = _AT_MOST["yc"] // 2
    found += none[:half] + some[:half]
    for name in ("sbir", "cordis"):
        path = folder / name / "queries.jsonl.gz"
        taken = 0
        for row in sorted(_rows(path), key=_by_hash) if path.is_file() else ():
            spoken = dict(shares(row["text"]))
            if spoken and taken < _AT_MOST[name]:
                found.append(_example(name, row["text"], spoken))
                taken += 1
    read = ((one, _evidence(one.text)) for one in found)
    return [Example(one.source, text, one.shares) for one, text in read if text]
