"""How does somebody take an answer away: as a table, a workbook, or a calendar?

Exactly what is chosen is taken, in its order, all sections and all pages of it. No cell is run as a
formula by whatever opens it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.http.negotiation import as_csv

if TYPE_CHECKING:
    from starlette.responses import Response

    from api.usecases.arrangement import Arranged

__all__ = ["FORMS", "answer_rows", "download", "workbook"]

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
}
_MOST = 1_000
"""Programmes that one file holds: each is explained."""
_WIDE = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What no workbook can hold."""


def answer_rows(arranged: Arranged) -> list[dict[str, Any]]:
    """What the choice keeps, a row a programme, in the order of the page."""
    chosen = [one for group in arranged.kept.values() for one in group][:_MOST]
    return [_row(arranged, one) for one in chosen]


def _row(arranged: Arranged, outline: Any) -> dict[str, Any]:
    one = arranged.explained(outline)
    card = one.card
    return {
        "section": one.section,
        "rank": one.rank,
        "programme": one.programme,
        "name": one.name,
        "may_enter": card.may if card else one.verdict,
        "fit": one.fit,
        "money": card.money if card else None,
        "when": card.when if card else None,
        "opens": one.opens,
        "closes": one.closes,
        "why": card.why if card else None,
        "missing": " ".join(card.missing) if card else None,
        "next": card.next if card else None,
        "link": card.link if card else None,
        "topic": one.topic,
        "status": one.status,
        "sources": ", ".join(dict.fromkeys(each.source for each in one.findings)),
    }


def workbook(rows: Sequence[Mapping[str, Any]], title: str) -> bytes:
    """A workbook of one sheet, its headings frozen, every text a text.

    Args:
        rows: With the same keys.
        title: Of the sheet.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    names = list(rows[0]) if rows else []
    for at, name in enumerate(names, 1):
        longest = max([len(name), *(len(str(row[name] or "")) for row in rows)])
        sheet.column_dimensions[get_column_letter(at)].width = min(longest + 2, _WIDE)
    bold = Font(bold=True)
    heads = [WriteOnlyCell(sheet, value=name) for name in names]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row.values()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value="")
    cell.value = _CONTROL.sub(" ", value)
    cell.data_type = "s"  # a text, whatever it begins with
    return cell


def download(form: str, name: str, rows: Iterable[Mapping[str, Any]]) -> Response:
    """Rows as a file to keep.

    Args:
        form: ``csv`` or ``xlsx``.
        name: Of the file, without its ending.
        rows: With the same keys.
    """
    from starlette.responses import Response

    held = list(rows)
    content = as_csv(held) if form == "csv" else workbook(held, name)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name)[:80]
    kept = f'attachment; filename="{plain or "answer"}.{form}"'
    return Response(content, media_type=FORMS[form], headers={"content-disposition": kept})
