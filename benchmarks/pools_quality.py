"""How well do proposed pools agree with a person's grouping?

Invented demand lines in eighteen languages, each with the group it belongs to, stand in
``benchmarks/pools/lines.csv``. A group is wholly in one half. Weights are learned and cuts are
chosen on the half ``dev`` alone, for our way and for each way that it is compared with; the half
``held`` is only measured. ``other`` words twelve needs as notices do, in eight languages: it found
words that the glossary lacked, which were then added, so it counts as seen.

    python benchmarks/pools_quality.py            measures and writes benchmarks/pools_quality.md
    python benchmarks/pools_quality.py --learn    learns matcher/pooling/data/likeness.json anew
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from matcher.pooling.build import build_pools
from matcher.pooling.cluster import GRAINS, grains, groups
from matcher.pooling.fences import Fences
from matcher.pooling.glossary import Meaning, meaning
from matcher.pooling.likeness import FEATURES, Likeness, LikenessWeights
from matcher.pooling.walls import Walls
from matcher.settings import Settings, open_encoder
from programmes.demands import Demand, Demands
from programmes.demands.cpv import LEVELS
from programmes.pools.rules import Rules, joint_barriers

HERE = Path(__file__).parent
LINES = HERE / "pools" / "lines.csv"
WEIGHTS = HERE.parent / "matcher" / "pooling" / "data" / "likeness.json"
ON = date(2026, 6, 15)
RULES = Rules(ON)
HALVES = ("dev", "held", "other")
BY_HAND = {"same category": 1.5, "other roles": -1.5}
"""What the labelled lines cannot teach: none states a category of its own, and where one asks for
upkeep and another for the thing itself, their units keep them apart already."""


def shared_levels(one: str, other: str) -> int:
    """How many levels of the tree two codes share, 0 to 7.

    A zero closes a path: 35330000 (ammunition) and 35331200 (shells) share division, group and
    class, whereas two equal codes share all levels.

    >>> shared_levels("35330000", "35331200"), shared_levels("35331200", "35331200")
    (3, 7)
    """
    if one == other:
        return LEVELS
    paths = [code[:2] + code[2:].rstrip("0") for code in (one, other)]
    shared = 0
    for first, second in zip(*paths, strict=False):
        if first != second:
            break
        shared += 1
    return max(0, shared - 1)


def read(half: str) -> tuple[list[Demand], list[str]]:
    """The lines of one half, sorted by id, and the group of each."""
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["half"] == half]
    rows.sort(key=lambda row: row["id"])
    fields = ("id", "country", "cpv", "quantity", "unit", "needed_by", "item")
    lines = [Demand.model_validate({k: row[k] or None for k in fields}) for row in rows]
    return lines, [row["group"] for row in rows]


def b_cubed(found: Sequence[object], true: Sequence[object]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of a grouping (Bagga and Baldwin 1998)."""
    n = len(true)
    same_found = np.array([[a == b for b in found] for a in found])
    same_true = np.array([[a == b for b in true] for a in true])
    both = (same_found & same_true).sum(axis=1)
    precision = float((both / same_found.sum(axis=1)).sum() / n)
    recall = float((both / same_true.sum(axis=1)).sum() / n)
    return precision, recall, 2 * precision * recall / (precision + recall)


def labels(n: int, made: Sequence[Sequence[int]]) -> list[int]:
    """The number of the group of each node."""
    found = [0] * n
    for number, group in enumerate(made):
        for node in group:
            found[node] = number
    return found


def cut(scores: np.ndarray, joins: float, lines: list[Demand], *, rules: bool) -> list[int]:
    """Average linkage at a cut, with or without the hard rules; one nation's groups fall apart."""
    n = len(lines)
    never = barred(lines) if rules else np.zeros((n, n), bool)

    def allowed(group: Sequence[int]) -> bool:
        return not rules or not joint_barriers([lines[node] for node in group], RULES)

    made = groups(grains(scores), joins * GRAINS, Fences(np.arange(n), never), allowed)
    whole = [g for g in made if len({lines[node].country for node in g}) > 1]
    single = [[node] for g in made if g not in whole for node in g]
    return labels(n, [*whole, *single])


def barred(lines: list[Demand]) -> np.ndarray:
    """Which pairs of lines a rule keeps apart."""
    every = np.arange(len(lines))
    return Walls(lines, RULES).barred(every, every)


def best_cut(scores: np.ndarray, lines: list[Demand], true: list[str], *, rules: bool) -> float:
    """The middle of the cuts that do best."""
    tried = np.linspace(float(scores.min()), float(scores.max()), 161)
    marks = [round(b_cubed(cut(scores, c, lines, rules=rules), true)[2], 4) for c in tried]
    good = [c for c, mark in zip(tried, marks, strict=True) if mark == max(marks)]
    return float(np.median(good))


def by_cpv(lines: list[Demand], encoder: object) -> np.ndarray:
    """Levels of the CPV tree that two lines share; none where a code is missing."""
    codes = [line.cpv for line in lines]
    return np.array(
        [[float(shared_levels(a, b)) if a and b else 0.0 for b in codes] for a in codes]
    )


def by_tfidf(lines: list[Demand], encoder: object) -> np.ndarray:
    """Cosine of TF-IDF vectors of words and letter groups, the library's own defaults."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [line.item for line in lines]
    found = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit_transform(texts)
    return np.asarray((found @ found.T).toarray())


def by_tfidf_words(lines: list[Demand], encoder: object) -> np.ndarray:
    """Cosine of TF-IDF vectors of whole words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    found = TfidfVectorizer().fit_transform([line.item for line in lines])
    return np.asarray((found @ found.T).toarray())


def by_embedding(lines: list[Demand], encoder: object) -> np.ndarray:
    """Cosine of the default model's vectors of the item texts."""
    plain = open_encoder(Settings.load(adapter=False))
    vectors = plain.encode([line.item for line in lines])
    return np.asarray(vectors @ vectors.T, np.float64)


def learn(encoder: object, reads: Callable[[str], Meaning] = meaning) -> LikenessWeights:
    """Weights and cut from the half ``dev``."""
    from sklearn.linear_model import LogisticRegression

    lines, true = read("dev")
    n, every = len(lines), np.arange(len(lines))
    blank = LikenessWeights((0.0,) * len(FEATURES), 0.0, 0.0, "")
    likeness = Likeness(lines, encoder, blank, reads=reads)  # type: ignore[arg-type]
    upper = np.triu_indices(n, 1)
    free = ~barred(lines)[upper]
    known = np.stack(likeness.features(every, every), axis=-1)[upper][free]
    same = np.array([true[a] == true[b] for a, b in zip(*upper, strict=True)])[free]
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=10_000).fit(known, same)
    rounded = tuple(
        BY_HAND.get(name, round(float(weight), 4))
        for name, weight in zip(FEATURES, model.coef_[0], strict=True)
    )
    bias = round(float(model.intercept_[0]), 4)
    likeness.weights = LikenessWeights(rounded, bias, 0.0, "")
    joins = round(best_cut(likeness.scores(every, every), lines, true, rules=True), 3)
    mark = hashlib.sha256(repr((rounded, bias, joins)).encode()).hexdigest()[:12]
    return LikenessWeights(rounded, bias, joins, mark)


def nothing(text: str) -> Meaning:
    """A glossary that knows no word."""
    return Meaning()


def ours(lines: list[Demand], encoder: object) -> list[int]:
    """The grouping of the program itself."""
    result = build_pools(Demands(tuple(lines)), encoder, on=ON)  # type: ignore[arg-type]
    place = {line.id: node for node, line in enumerate(lines)}
    made = [[place[line.id] for line in pool.lines] for pool in result.pools]
    made += [[place[one.line]] for one in result.alone]
    return labels(len(lines), made)


def main() -> None:
    """Measure, or learn."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--learn", action="store_true", help="learn the weights anew from dev")
    asked.add_argument("--dev", action="store_true", help="measure on dev alone, write nothing")
    given = asked.parse_args()
    encoder = open_encoder(Settings.load())
    if given.learn:
        weights = learn(encoder)
        stated = {
            "version": weights.version,
            "learned_from": "benchmarks/pools/lines.csv, half dev",
            "set_by_hand": sorted(BY_HAND),
            "bias": weights.bias,
            "joins": weights.joins,
            "weights": dict(zip(FEATURES, weights.weights, strict=True)),
        }
        WEIGHTS.write_text(json.dumps(stated, indent=2) + "\n", encoding="utf-8")
        print(json.dumps(stated, indent=2))
    halves = ("dev",) if given.dev or given.learn else HALVES
    rows = measure(encoder, halves)
    text = table(rows, halves)
    print(text)
    if halves == HALVES:
        (HERE / "pools_quality.md").write_text(text, encoding="utf-8")


def measure(encoder: object, halves: Sequence[str]) -> list[tuple[str, list[tuple[float, ...]]]]:
    """Each way with its B-cubed figures in each half."""
    dev, dev_true = read("dev")
    rows: list[tuple[str, list[tuple[float, ...]]]] = []
    ways: list[tuple[str, Callable[[list[Demand], object], np.ndarray]]] = [
        ("CPV prefix", by_cpv),
        ("TF-IDF, words", by_tfidf_words),
        ("TF-IDF, letter groups", by_tfidf),
        ("embedding (all-MiniLM-L6-v2)", by_embedding),
    ]
    for name, way in ways:
        for rules in (False, True):
            joins = best_cut(way(dev, encoder), dev, dev_true, rules=rules)
            marks: list[tuple[float, ...]] = []
            for half in halves:
                lines, true = read(half)
                marks.append(b_cubed(cut(way(lines, encoder), joins, lines, rules=rules), true))
            rows.append((f"{name}{', with the hard rules' if rules else ''}", marks))
    bare = learn(encoder, nothing)
    marks = []
    for half in halves:
        lines, true = read(half)
        every = np.arange(len(lines))
        scores = Likeness(lines, encoder, bare, reads=nothing).scores(every, every)  # type: ignore[arg-type]
        marks.append(b_cubed(cut(scores, bare.joins, lines, rules=True), true))
    rows.append(("allymatch without its glossary", marks))
    marks = []
    for half in halves:
        lines, true = read(half)
        marks.append(b_cubed(ours(lines, encoder), true))
    rows.append(("allymatch", marks))
    return rows


def table(rows: list[tuple[str, list[tuple[float, ...]]]], halves: Sequence[str]) -> str:
    """The figures as a page."""
    counts = {half: len(read(half)[0]) for half in halves}
    sizes = {half: len(set(read(half)[1])) for half in halves}
    lines = [
        "# Quality of pools",
        "",
        f"Written by `python benchmarks/pools_quality.py` on {datetime.now(UTC).date()}, Python"
        f" {platform.python_version()}. B-cubed precision, recall and F1 (%) against the grouping"
        " in `benchmarks/pools/lines.csv`: "
        + "; ".join(f"`{half}` {counts[half]} lines in {sizes[half]} groups" for half in halves)
        + ". Cuts and weights were chosen on `dev`. `other` words twelve needs as notices do, in"
        " eight languages: 90.8 at first sight, before the words that it showed to be missing from"
        " the glossary were added; Ukrainian had been added just before.",
        "",
        "| way | " + " | ".join(f"{half}: P | R | F1" for half in halves) + " |",
        "|---|" + "--:|--:|--:|" * len(halves),
    ]
    for name, marks in rows:
        cells = [f"{100 * figure:.1f}" for mark in marks for figure in mark]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
