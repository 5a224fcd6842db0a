"""What happens when published calls are imported, whoever asks for it?

The file is read as its source writes it, put beside what was known, and kept with a report. A file
whose shape has changed, or that holds nothing, changes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from api.feeds.fetching import FetchFailed, fetch, read_marks
from programmes.awards import Award
from programmes.documents import Document
from programmes.errors import BadDocument, ShapeChanged
from programmes.history.changes import Change
from programmes.model import Source
from programmes.problems import in_plain_words
from programmes.read import load_catalogue
from programmes.renewals import Renewal, facts_of, renewed, slug_of_address
from programmes.sources.award_tables import award_rows
from programmes.sources.folder import ImportFolder
from programmes.sources.importing import ImportResult, imported
from programmes.sources.registry import SOURCES, is_whole
from programmes.sources.selection import Keep
from programmes.sources.tables import table

__all__ = ["ImportSettings", "renew", "run_import"]


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """One import: which source, from which file (None: brought from the source), into where."""

    source: str
    into: Path
    file: Path | None
    keep: Keep
    on: str


def run_import(settings: ImportSettings) -> dict[str, Any]:
    """Import a file of a source.

    Returns:
        The report, as it is kept.

    Raises:
        ShapeChanged: The file is cut short, empty, or has another shape; nothing is kept of it.
        FetchFailed: It could not be brought.
        BadDocument: What was kept before cannot be read.
    """
    folder = ImportFolder(settings.into)
    if settings.file is not None:
        report = _read(settings, settings.file, folder)
    else:
        report = _brought(settings, folder)
    if not report.get("nothing_new"):
        folder.report(report)
    return report


def _brought(settings: ImportSettings, folder: ImportFolder) -> dict[str, Any]:
    if settings.source == "awards":
        raise FetchFailed("awards have several sources: bring their table yourself, and name it")
    address = table(settings.source).fetch
    if address is None:
        raise FetchFailed(f"{settings.source} has no file to bring: ask it, and name the answer")
    kept = folder.path / "fetched"
    kept.mkdir(parents=True, exist_ok=True)
    marks, beside = kept / f"{settings.source}.json", kept / f"{settings.source}.part"
    try:
        found = fetch(address, beside, read_marks(marks))
        if found.path is None:
            return {"source": settings.source, "on": settings.on, "nothing_new": True,
                    "bad": 0, "kept": 0, "left_out": {}, "wrong": []}  # fmt: skip
        report = _read(settings, found.path, folder)
        marks.write_bytes(orjson.dumps(found.marks))
    finally:
        beside.unlink(missing_ok=True)
    return report


def _read(settings: ImportSettings, file: Path, folder: ImportFolder) -> dict[str, Any]:
    known = load_catalogue()
    ids = [one.id for one in known]
    if settings.source == "awards":
        return _awards(settings, file, folder, ids)
    result = imported(
        SOURCES[settings.source].read(file),
        folder.items(settings.source),
        ids,
        keep=settings.keep,
        on=settings.on,
        whole=is_whole(settings.source, file),
    )
    folder.keep(settings.source, result.items, result.changes)
    return _report(settings, result)


def _report(settings: ImportSettings, result: ImportResult) -> dict[str, Any]:
    return {
        "source": settings.source,
        "on": settings.on,
        "read": result.read,
        "kept": result.kept,
        "new": result.count("new"),
        "changed": result.count("changed"),
        "gone": result.count("gone"),
        "back": result.count("back"),
        "bad": result.bad,
        "left_out": dict(sorted(result.left_out.items())),
        "under": dict(sorted(result.under.items())),
        "wrong": [str(one) for one in result.wrong[:100]],
    }


def _awards(
    settings: ImportSettings, file: Path, folder: ImportFolder, programmes: list[str]
) -> dict[str, Any]:
    good: list[Award] = []
    wrong: list[BadDocument] = []
    left_out: Counter[str] = Counter()
    for one in award_rows(file, programmes):
        if isinstance(one, BadDocument):
            wrong.append(one)
        elif isinstance(one, str):
            left_out[one] += 1
        else:
            good.append(one)
    if not good and not wrong and not left_out:
        raise ShapeChanged(file.name, "holds no award: an outage, and never an answer")
    new = folder.keep_awards(good)
    return {
        "source": "awards", "on": settings.on, "kept": len(good), "new": new,
        "read": len(good) + len(wrong) + left_out.total(),
        "changed": 0, "gone": 0, "back": 0, "bad": len(wrong),
        "left_out": dict(sorted(left_out.items())),
        "under": dict(sorted(Counter(award.programme for award in good).items())),
        "wrong": [str(one) for one in wrong[:100]],
    }  # fmt: skip


def renew(
    into: Path, programme: str, field: str, *, source: str, kind: str, as_of: str, by: str, on: str
) -> str:
    """Keep that somebody looked at a fact again.

    Args:
        into: The folder that keeps it.
        programme: Its id.
        field: Which fact of it; see ``programmes.renewals``.
        source: The slug of a source, or the address of a new one.
        kind: Of a new source.
        as_of: The day for which the source speaks.
        by: Who looked at it.
        on: The day on which it was looked at.

    Returns:
        What was kept, in a sentence.

    Raises:
        UnknownProgramme, UnknownFact: There is no such programme or fact.
        BadDocument: The source is neither known nor an address, or a value is no date.
    """
    catalogue = load_catalogue(into if into.is_dir() and any(into.iterdir()) else None)
    one = catalogue.get(programme)
    slug, new = source, None
    if source not in catalogue.sources:
        if "://" not in source:
            problem = f"no source is called {source!r}: name one, or give the address of a new one"
            raise BadDocument("--source", "", problem)
        slug = slug_of_address(source)
        new = _source(slug, source, kind, as_of, on)
    try:
        renewal = Renewal(programme=one.id, field=field, source=slug, as_of=as_of, on=on, by=by)
    except ValidationError as error:
        raise in_plain_words(error, Renewal, Document("verify", {"as_of": as_of}))[0] from None
    after = renewed(one, [renewal])
    was, now = (facts_of(each).get(field) for each in (one, after))
    fields = {
        f"{field}.{name}": (_of(was, name), _of(now, name))
        for name in ("as_of", "source")
        if _of(was, name) != _of(now, name)
    }
    change = Change(
        on=on, by=by or "verify", id=one.id, title=one.name, what="changed", fields=fields,
        source=slug,
    )  # fmt: skip
    ImportFolder(into).renew(renewal, new, change)
    return f"{one.id} {field}: holds as of {as_of}, by {slug}; kept in {into}"


def _of(found: tuple[Any, Any] | None, name: str) -> Any:
    value = getattr(found[1], name, None) if found else None
    return list(value) if isinstance(value, tuple) else value


def _source(slug: str, address: str, kind: str, as_of: str, on: str) -> Source:
    try:
        return Source(slug=slug, url=address, as_of=as_of, kind=kind, retrieved=on)
    except ValidationError as error:
        raise in_plain_words(error, Source, Document("verify", {"as_of": as_of}))[0] from None
