"""How well does the fit rank topics that neither the adapter nor the weights have seen?

    python -m benchmarks.quality FOLDER --adapter build/adapter --date 2026-11-22

FOLDER holds collections in BEIR's layout (sbir/ and cordis/ by default). The adapter has to be one
that ``benchmarks.train_adapter --held-out`` made: then the queries whose topics lie on the judging
side (a quarter, by a hash of the topic) are new to it. Documents are all of the collection. The
rankings come from ``allymatch evaluate``'s own code, and so do the yardsticks. Writes
``quality.json`` and the tables of ``quality.md``. The first run embeds both collections, which
takes a quarter of an hour with ALLYMATCH_PRECISION=auto where the processor has bfloat16.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from benchmarks.train_adapter.data import sides
from matcher.evaluation.beir import BeirText, Collection, read_beir
from matcher.evaluation.report import EvaluationReport, Row, write_plot
from matcher.evaluation.run import OURS, evaluation_of
from matcher.settings import Settings
from matcher.texts.precision import resolved

HERE = Path(__file__).parent.parent
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
SHORT_RUN = 10
"""Words in a row that an award shares with its topic, from which the two are not independent."""


def _clean(query: BeirText) -> bool:
    said = query.metadata
    return not said.get("title_in_text") and said.get("longest_shared_run", 0) < SHORT_RUN


PARTS: Mapping[str, Mapping[str, Callable[[BeirText], bool]]] = {
    "sbir": {
        "clean rows": _clean,
        "linked by code": lambda query: query.metadata.get("link_method") == "code",
    }
}


def held_out(collection: Collection) -> Collection:
    """The same documents, with the queries of the judging side alone."""
    side = dict(zip((text.id for text in collection.corpus), sides(collection), strict=True))
    qrels = {
        query: grades
        for query, grades in collection.qrels.items()
        if {side[document] for document in grades} == {"test"}
    }
    queries = tuple(text for text in collection.queries if text.id in qrels)
    return replace(collection, queries=queries, qrels=qrels)


def best_of(rows: Sequence[Row], part: str, measure: str) -> tuple[float, float]:
    """Ours, and the best of the yardsticks."""
    found = {row.ranking: row.scores[measure].mean for row in rows if row.part == part}
    ours = found.pop(OURS)
    return ours, max(found.values())


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown; the first columns are words and the rest numbers."""
    first = next(i for i, cell in enumerate(rows[0]) if cell.replace(".", "").isdigit())
    rule = ["---"] * first + ["--:"] * (len(heads) - first)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def ranking_table(reports: Sequence[EvaluationReport]) -> str:
    """Every ranking on every part, with the intervals of the first measure."""
    measures = list(reports[0].rows[0].scores)
    rows = []
    for report in reports:
        for row in report.rows:
            first, *more = row.scores.values()
            _, best = best_of(report.rows, row.part, measures[0])
            rows.append(
                (
                    f"{report.collection}, {row.part}",
                    row.ranking,
                    str(row.queries),
                    f"{first.mean:.3f} ({first.low:.3f}-{first.high:.3f})",
                    *(f"{score.mean:.3f}" for score in more),
                    f"{first.mean / best:.3f}",
                )
            )
    return table(("collection", "ranking", "queries", *measures, "/ best yardstick"), rows)


def threshold_table(reports: Sequence[EvaluationReport]) -> str:
    """What each least fit leaves."""
    rows = [
        (r.collection, f"{t.min_fit:g}", str(t.pairs), f"{t.precision:.3f}", f"{t.recall:.3f}")
        for r in reports
        for t in r.thresholds
    ]
    return table(("collection", "min-fit", "pairs", "precision", "recall"), rows)


def calibration_table(reports: Sequence[EvaluationReport]) -> str:
    """The error of the fit as a probability, and the bins behind it."""
    rows = [
        (r.collection, f"{b.fit:.3f}", f"{b.relevant:.3f}", str(b.pairs))
        for r in reports
        for b in r.bins
    ]
    errors = ", ".join(f"{r.collection} {r.calibration_error:.4f}" for r in reports)
    heads = ("collection", "mean fit", "share relevant", "pairs")
    return f"Expected calibration error: {errors}.\n\n{table(heads, rows)}"


def main() -> None:
    """Read the command line, evaluate, write."""
    parser = argparse.ArgumentParser(description="Judge the ranking on topics it has not seen.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--adapter", type=Path, required=True, help="made with --held-out")
    parser.add_argument("--collections", nargs="+", default=["sbir", "cordis"])
    parser.add_argument("--date", required=True, help="today, for the record")
    parser.add_argument("--out", type=Path, default=HERE)
    asked = parser.parse_args()
    card = json.loads((asked.adapter / "adapter.json").read_text("utf-8"))
    if card["topics"] != "training side":
        parser.error(f"{asked.adapter} was trained on {card['topics']}: nothing can judge it")
    settings = Settings.load(adapter=asked.adapter / "adapter.safetensors")
    founder: list[EvaluationReport] = []
    officer: list[EvaluationReport] = []
    for name in asked.collections:
        collection = held_out(read_beir(asked.folder / name))
        parts = {
            part: [text.id for text in collection.queries if keeps(text)]
            for part, keeps in PARTS.get(name, {}).items()
        }
        founder.append(evaluation_of(collection, settings, parts=parts))
        officer.append(evaluation_of(collection, settings, direction="officer"))
        write_plot(asked.out / f"quality-{name}.png", founder[-1])
        print(ranking_table([founder[-1], officer[-1]]), flush=True)
    record: dict[str, Any] = {
        "date": asked.date,
        "precision": resolved(settings.precision),
        "adapter": card,
        "reports": [asdict(report) for report in (*founder, *officer)],
    }
    (asked.out / "quality.json").write_text(
        json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8"
    )
    text = "\n\n".join(
        (
            f"Measured on {asked.date}, precision {resolved(settings.precision)}.",
            "A founder looks for topics:",
            ranking_table(founder),
            "An officer looks for applicants, among the same queries:",
            ranking_table(officer),
            "What `--min-fit` leaves of the first 100 documents of each query:",
            threshold_table(founder),
            calibration_table(founder),
        )
    )
    page = asked.out / "quality.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
