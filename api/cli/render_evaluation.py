"""How does an evaluation look?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from api.cli.options import OutputFormat
from api.cli.render import as_json, plain_csv, plain_markdown, plain_table
from matcher.evaluation.measures import MEASURES
from matcher.evaluation.report import lines_of

if TYPE_CHECKING:
    from matcher.evaluation.report import EvaluationReport

__all__ = ["render_report"]


def render_report(report: EvaluationReport, form: OutputFormat) -> str:
    """An evaluation as text."""
    if form is OutputFormat.JSON:
        return as_json(asdict(report))
    headings = ("part", "ranking", "queries", *MEASURES)
    rows = lines_of(report)
    if form is OutputFormat.CSV:
        return plain_csv(rows, headings)
    floors = [
        (f"{t.min_fit:g}", str(t.pairs), f"{t.precision:.3f}", f"{t.recall:.3f}")
        for t in report.thresholds
    ]
    names = ("min-fit", "pairs", "precision", "recall")
    title = f"{report.collection}, {report.direction}: means with 95% intervals"
    error = f"Expected calibration error: {report.calibration_error:.4f}"
    if form is OutputFormat.MD:
        parts = (f"# {title}\n", plain_markdown(rows, headings), f"{error}\n")
        return "\n".join((*parts, plain_markdown(floors, names)))
    kept = plain_table(floors, names, "What --min-fit leaves of the first 100 of each query")
    return f"{plain_table(rows, headings, title)}\n{error}\n\n{kept}"
