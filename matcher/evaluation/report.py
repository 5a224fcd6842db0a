"""What is written about an evaluation: a table, runs, a record and a plot."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from matcher.evaluation.calibration import Bin, Threshold, calibration, thresholds
from matcher.evaluation.measures import MEASURES, SEED, Run, Score, interval, per_query

__all__ = ["EvaluationReport", "Row", "evaluated", "write_plot", "write_report", "write_run"]


@dataclass(frozen=True, slots=True)
class Row:
    """One ranking on one part of the queries."""

    part: str
    ranking: str
    queries: int
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """All rows of one collection, and how well the fit is calibrated on it."""

    collection: str
    direction: str
    rows: tuple[Row, ...]
    calibration_error: float
    bins: tuple[Bin, ...]
    thresholds: tuple[Threshold, ...]
    record: dict[str, Any]


def evaluated(
    name: str,
    direction: str,
    runs: Mapping[str, Run],
    qrels: Mapping[str, Mapping[str, int]],
    parts: Mapping[str, Sequence[str]],
    record: dict[str, Any],
) -> EvaluationReport:
    """Score every run on every part; the first run is ours, and it alone is calibrated."""
    values = {ranking: per_query(run, qrels) for ranking, run in runs.items()}
    rows = tuple(
        Row(
            part,
            ranking,
            len(queries),
            {m: interval([found[m][query] for query in queries]) for m in MEASURES},
        )
        for part, queries in parts.items()
        for ranking, found in values.items()
    )
    ours = next(iter(runs.values()))
    error, bins = calibration(ours, qrels)
    packages = ("allymatch", "torch", "sentence-transformers", "bm25s", "ir-measures", "numpy")
    full = {
        **record,
        "seed": SEED,
        "python": platform.python_version(),
        "versions": {package: version(package) for package in packages},
    }
    return EvaluationReport(name, direction, rows, error, bins, thresholds(ours, qrels), full)


def lines_of(report: EvaluationReport) -> list[tuple[str, ...]]:
    """The rows as cells: part, ranking, queries, then each measure with its interval."""
    return [
        (
            row.part,
            row.ranking,
            str(row.queries),
            *(f"{s.mean:.3f} ({s.low:.3f}-{s.high:.3f})" for s in row.scores.values()),
        )
        for row in report.rows
    ]


def write_run(path: Path, tag: str, run: Run) -> None:
    """One run in TREC's six columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for query, documents in run.items():
            for rank, (document, score) in enumerate(documents.items(), 1):
                file.write(f"{query} Q0 {document} {rank} {score:.6f} {tag}\n")


def write_report(path: Path, report: EvaluationReport) -> None:
    """The record as JSON, keys sorted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    option = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(asdict(report), option=option))


def write_plot(path: Path, report: EvaluationReport) -> None:
    """A reliability diagram: mean fit against the share that is relevant, one point a bin."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, label="as it should be")
    fits, shares = [b.fit for b in report.bins], [b.relevant for b in report.bins]
    axes.plot(fits, shares, color="0.2", linewidth=1)
    areas = [12 + 60 * (b.pairs / max(b.pairs for b in report.bins)) ** 0.5 for b in report.bins]
    axes.scatter(fits, shares, s=areas, color="0.2", label="pairs, by fit")
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="fit",
        ylabel="share of pairs that is relevant",
        title=f"{report.collection}: calibration error {report.calibration_error:.3f}",
    )
    axes.legend(loc="upper left", frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120, metadata={"Software": None})
    plt.close(figure)
