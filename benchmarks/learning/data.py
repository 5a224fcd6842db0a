"""Which programmes and officers can be simulated from awards that were really made?

A collection in BEIR's layout whose documents are topics with a component and technology areas, and
whose queries are companies' texts. A programme is what one component looks for in one area: its
text is that of four of its topics, and it is known whom it took. An officer of it gives 3 to those
it took, 1 to those whom another component took in that area, 0 to others, and errs by one grade in
one case of ten.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.fit.learning.model import text_vector
from matcher.service import Matcher
from matcher.settings import Settings, open_encoder
from profiles.model import Profile
from programmes.collection import Catalogue
from programmes.model import Programme

__all__ = ["Simulated", "simulated"]

_FEWEST = 10
_TOPICS = 4
_LONGEST = 600
"""Characters of a text that are read: enough to tell what it is about, and to embed in a minute."""
_SAME = {"Air Force": "USAF", "AirForce": "USAF", "Army": "ARMY", "Navy": "NAVY"}


@dataclass(frozen=True, slots=True)
class Simulated:
    """What is known of every company before every programme.

    Attributes:
        names: Of the programmes.
        values: Of the features, shape (companies, programmes, features).
        vectors: Of the texts, shape (companies, dimension).
        grades: What an officer who never errs would give, shape (companies, programmes).
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    vectors: NDArray[np.float64]
    grades: NDArray[np.float64]


def simulated(folder: Path, kept: Path | None) -> Simulated:
    """Read a collection and weigh every company for every programme.

    Args:
        folder: Of the collection.
        kept: Where the numbers are kept for the next time; nowhere if None.
    """
    if kept is not None and kept.exists():
        with np.load(kept) as held:
            return Simulated(tuple(held["names"].tolist()), held["values"], held["vectors"],
                             held["grades"])  # fmt: skip
    found = _weighed(folder)
    if kept is not None:
        np.savez(kept, names=np.array(found.names), values=found.values, vectors=found.vectors,
                 grades=found.grades)  # fmt: skip
    return found


def _lines(path: Path) -> Iterator[str]:
    packed = path.with_name(f"{path.name}.gz")
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from file
    else:
        with gzip.open(packed, "rt", encoding="utf-8") as file:
            yield from file


def _weighed(folder: Path) -> Simulated:
    queries = [json.loads(line) for line in _lines(folder / "queries.jsonl")]
    topics = {one["_id"]: one for one in map(json.loads, _lines(folder / "corpus.jsonl"))}
    took, of_area, stated = _awards(folder, topics)
    chosen = {_slug(key): key for key, some in took.items() if len(some) >= _FEWEST}
    programmes = [_programme(name, stated[key], topics) for name, key in sorted(chosen.items())]
    matcher = Matcher(Catalogue.of(programmes), open_encoder(Settings.load()))
    profiles = [
        Profile(id=one["_id"], name="x", description=(one["text"] or "-")[:_LONGEST])
        for one in queries
    ]
    listings = list(matcher.listings(profiles, on="2026-06-15"))
    names = listings[0].snapshot.ids
    row = {one["_id"]: at for at, one in enumerate(queries)}
    grades = np.zeros((len(queries), len(names)))
    for column, name in enumerate(names):
        component, area = chosen[name]
        grades[[row[one] for one in of_area[area]], column] = 1.0
        grades[[row[one] for one in took[component, area]], column] = 3.0
    return Simulated(
        tuple(names),
        np.array([one.values for one in listings]),
        np.array([text_vector(one.reading.vectors) for one in listings]),
        grades,
    )


def _awards(folder: Path, topics: dict[str, Any]) -> tuple[Any, Any, Any]:
    took, of_area, stated = (defaultdict[Any, set[str]](set) for _ in range(3))
    lines = iter(_lines(folder / "qrels" / "test.tsv"))
    next(lines)
    for line in lines:
        query, topic, *_ = line.split("\t")
        said = topics[topic]["metadata"]
        component = _SAME.get(said.get("component"), said.get("component"))
        for area in filter(None, (one.strip() for one in (said.get("areas") or "").split(","))):
            took[component, area].add(query)
            of_area[area].add(query)
            stated[component, area].add(topic)
    return took, of_area, stated


def _slug(key: tuple[str, str]) -> str:
    return "-".join(key).lower().replace(" ", "-")


def _programme(name: str, stated: set[str], topics: dict[str, Any]) -> Programme:
    some = sorted(stated, key=lambda one: hashlib.sha256(one.encode()).hexdigest())[:_TOPICS]
    return Programme.model_validate(
        {
            "id": name, "name": name, "owner": "x", "kind": "challenge", "summary": name,
            "description": name, "calls": [{"id": "c", "rolling": True}],
            "challenges": [
                {
                    "id": f"t{at}", "title": topics[one]["title"][:200] or "x",
                    "statement": topics[one]["text"][: _LONGEST + 100] or "x",
                    "basis": "stated", "source": ["s"],
                }
                for at, one in enumerate(some)
            ],
            "provenance": {"*": {"source": ["s"]}},
        }
    )  # fmt: skip
