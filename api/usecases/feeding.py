"""Who may import published calls into the server, and when does it bring them itself?

Officers and administrators send a file; the sources of ``ALLYMATCH_FEEDS`` are brought once a day.
An import that fails changes nothing and leaves a report that says why.
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.errors import Missing
from api.usecases.access import allow
from api.usecases.imports import ImportSettings, run_import
from programmes.errors import BadDocument, ProgrammeError
from programmes.sources.folder import ImportFolder
from programmes.sources.registry import SOURCES
from programmes.sources.selection import Keep

if TYPE_CHECKING:
    from api.usecases.base import UseCase
    from api.usecases.context import AppContext

__all__ = ["NAMES", "import_file", "look", "reports"]

NAMES = (*SOURCES, "awards")
"""The sources that can be imported."""

log = logging.getLogger("allymatch")


def import_file(desk: UseCase, source: str, content: bytes, keep: Keep) -> dict[str, Any]:
    """Import a file of a public source.

    Args:
        desk: Who asks.
        source: The source's name.
        content: The file, as the source publishes it.
        keep: What of it is kept.

    Raises:
        Forbidden: The caller is a founder or an analyst.
        Missing: There is no such source.
        ShapeChanged: The file is cut short, empty, or has another shape.
    """
    allow(desk.caller, "officer")
    if source not in NAMES:
        raise Missing("source")
    with tempfile.TemporaryDirectory() as place, desk.context.working():
        file = Path(place) / f"{source}.file"
        file.write_bytes(content)
        report = _run(desk.context, source, file, keep)
    desk.note("calls.import", f"{source}: {report['kept']} kept, {report['bad']} bad")
    return report


def reports(desk: UseCase) -> dict[str, Any]:
    """The reports of all imports, the newest first.

    Raises:
        Forbidden: The caller is a founder.
    """
    allow(desk.caller, "officer", "analyst")
    found = ImportFolder(desk.context.settings.matcher.calls).reports()
    return {"items": list(reversed(found))}


def look(context: AppContext) -> None:
    """Bring what is due: every source of the settings that has no report of today."""
    folder = ImportFolder(context.settings.matcher.calls)
    today = context.clock().date().isoformat()
    done = {entry["source"] for entry in folder.reports() if entry["on"] == today}
    for source in context.settings.feeds:
        if source in done:
            continue
        try:
            _run(context, source, None, Keep())
        except (ProgrammeError, BadDocument) as error:
            log.warning("the calls of %s were not brought: %s", source, error)
            folder.path.mkdir(parents=True, exist_ok=True)
            folder.report({"source": source, "on": today, "failed": str(error)})


def _run(context: AppContext, source: str, file: Path | None, keep: Keep) -> dict[str, Any]:
    settings = context.settings.matcher
    day = context.clock().date().isoformat()
    report = run_import(ImportSettings(source, settings.calls, file, keep, day))
    if report.get("nothing_new"):
        ImportFolder(settings.calls).report(report)
    else:
        context.records.raise_revision("programmes")
    return report
