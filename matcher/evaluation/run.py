"""How is a whole evaluation done, from a folder to a report?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.errors import BadInput
from matcher.evaluation.baselines import baselines
from matcher.evaluation.beir import Collection, read_beir, read_run
from matcher.evaluation.measures import Run, top
from matcher.evaluation.ranking import fit_scores
from matcher.evaluation.report import (
    EvaluationReport,
    evaluated,
    write_plot,
    write_report,
    write_run,
)
from matcher.fit.model import default_fit
from matcher.settings import open_encoder, require

if TYPE_CHECKING:
    from matcher.settings import Settings
    from matcher.texts.encoder import CachedEncoder

__all__ = ["OURS", "evaluation", "evaluation_of"]

OURS = "allymatch"

Progress = Callable[[int], None] | None


def evaluation(
    folder: Path,
    settings: Settings,
    *,
    direction: str = "founder",
    baselines_wanted: bool = True,
    run_files: Sequence[Path] = (),
    by: Sequence[str] = (),
    out: Path | None = None,
    progress: Progress = None,
) -> EvaluationReport:
    """Rank a collection and score it, beside its baselines.

    Args:
        folder: In BEIR's layout.
        settings: Which model, and where vectors are cached.
        direction: ``founder`` ranks documents for each query; ``officer`` the other way round.
        baselines_wanted: Whether BM25, one vector and their sum are ranked too.
        run_files: TREC runs to score beside them.
        by: Fields of the queries' metadata by which rows are split.
        out: Where runs, record and plot are written; nowhere if None.
        progress: Called with the number of texts embedded since the last call.

    Raises:
        BadInput: A file is not what it should be, or a field is in no query's metadata.
    """
    collection = read_beir(folder)
    return evaluation_of(
        collection,
        settings,
        direction=direction,
        baselines_wanted=baselines_wanted,
        run_files=run_files,
        parts=_parts(collection, by),
        out=out,
        progress=progress,
    )


def evaluation_of(
    collection: Collection,
    settings: Settings,
    *,
    direction: str = "founder",
    baselines_wanted: bool = True,
    run_files: Sequence[Path] = (),
    parts: Mapping[str, Sequence[str]] | None = None,
    out: Path | None = None,
    progress: Progress = None,
) -> EvaluationReport:
    """The same of a collection that was read before; see ``evaluation``.

    Args:
        collection: Queries, documents and what belongs together.
        settings: Which model, and where vectors are cached.
        direction: ``founder`` or ``officer``.
        baselines_wanted: Whether the yardsticks are ranked too.
        run_files: TREC runs to score beside them.
        parts: Ids of queries that are shown apart, by name; for founders only.
        out: Where runs, record and plot are written; nowhere if None.
        progress: Called with the number of texts embedded since the last call.
    """
    require("evaluate", "evaluate")
    encoder = open_encoder(settings)
    runs: dict[str, Run] = {OURS: _ours(collection, direction, encoder, progress)}
    asked = collection if direction == "founder" else collection.turned()
    if baselines_wanted:
        runs |= baselines(asked, _plain(settings), progress)
    for path in run_files:
        runs[path.name] = _sorted(read_run(path))
    record: dict[str, Any] = {
        "model": encoder.fingerprint,
        "fit": default_fit().version,
        "data": collection.fingerprint,
        "direction": direction,
    }
    split = parts if parts and direction == "founder" else {}
    every = {"all": [text.id for text in asked.queries], **split}
    report = evaluated(collection.name, direction, runs, asked.qrels, every, record)
    if out is not None:
        stem = f"{collection.name}-{direction}"
        for name, run in runs.items():
            tag = "-".join("".join(c if c.isalnum() else " " for c in name).split())
            write_run(out / f"{stem}-{tag}.run", tag, run)
        write_report(out / f"{stem}.json", report)
        write_plot(out / f"{stem}.png", report)
    return report


def _plain(settings: Settings) -> CachedEncoder:
    """The model without the adapter: the yardstick that a user could take instead."""
    return open_encoder(replace(settings, adapter=False))


def _ours(
    collection: Collection, direction: str, encoder: CachedEncoder, progress: Progress
) -> dict[str, dict[str, float]]:
    """Our run; for an officer the same fits, read by column."""
    documents = sorted(range(len(collection.corpus)), key=lambda i: collection.corpus[i].id)
    ids = [collection.corpus[i].id for i in documents]
    found: dict[str, dict[str, float]] = {}
    if direction == "founder":
        scores = fit_scores(collection, encoder, progress)
        for query, row in zip(collection.queries, scores, strict=True):
            found[query.id] = top(row[documents], ids)
        return found
    import numpy as np

    turned = collection.turned()
    wanted = {text.id for text in turned.queries}
    columns = [i for i, text in enumerate(collection.corpus) if text.id in wanted]
    # An officer's applicants are the queries: the collection is ranked once, and read by column.
    kept = replace(collection, corpus=tuple(collection.corpus[i] for i in columns))
    table = np.stack(list(fit_scores(kept, encoder, progress)))
    order = sorted(range(len(collection.queries)), key=lambda i: collection.queries[i].id)
    names = [collection.queries[i].id for i in order]
    return {text.id: top(table[order, place], names) for place, text in enumerate(kept.corpus)}


def _sorted(run: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {
        query: dict(sorted(documents.items(), key=lambda item: (-item[1], item[0])))
        for query, documents in run.items()
    }


def _parts(collection: Collection, by: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field in by:
        values = {text.id: text.metadata.get(field) for text in collection.queries}
        if all(value is None for value in values.values()):
            known = sorted({name for text in collection.queries for name in text.metadata})
            problem = f"no query has the field {field!r}; they have {', '.join(known) or 'none'}"
            raise BadInput("--by", problem)
        for value in sorted({str(value) for value in values.values()}):
            found[f"{field}={value}"] = [q for q, v in values.items() if str(v) == value]
    return found
