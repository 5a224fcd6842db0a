"""Where does each cell of a file stand, whatever the file is?

Every reader gives records: the fields of one line as they were written, with the line of the file
and the name by which the file calls each field, so that an error can say where to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from profiles.vocabulary.words import fold, nearest
from programmes.errors import BadDocument

__all__ = ["FIELDS", "DemandRecord", "field_names", "with_money"]

FIELDS = (
    "id",
    "country",
    "item",
    "cpv",
    "category",
    "quantity",
    "unit",
    "value",
    "currency",
    "needed_from",
    "needed_by",
    "firmness",
    "max_outside_share",
    "supply_from",
    "supplier",
    "variant",
    "source",
    "as_of",
    "note",
)
_OTHER_NAMES = {
    "line": "id",
    "line id": "id",
    "lot": "id",
    "nation": "country",
    "description": "item",
    "item text": "item",
    "title": "item",
    "cpv code": "cpv",
    "own category": "category",
    "qty": "quantity",
    "amount": "value",
    "estimated value": "value",
    "required by": "needed_by",
    "deliver by": "needed_by",
    "delivery": "needed_by",
    "not before": "needed_from",
    "commitment": "firmness",
    "status": "firmness",
    "content rule": "max_outside_share",
    "seat rule": "supply_from",
    "sole supplier": "supplier",
    "version": "variant",
    "source date": "as_of",
    "remarks": "note",
    "notes": "note",
}
_BY_FOLD = {
    **{fold(name): name for name in FIELDS},
    **{fold(name): known for name, known in _OTHER_NAMES.items()},
}


@dataclass(frozen=True, slots=True)
class DemandRecord:
    """One line as it was written.

    Attributes:
        line: The line or row of the file, from 1; None where it has none.
        values: By field of a demand; empty cells are left out.
        names: What the file calls a field, where that is another name.
    """

    line: int | None
    values: Mapping[str, Any]
    names: Mapping[str, str] = field(default_factory=dict)


def field_names(
    headings: Iterable[Any], file: str, line: int | None
) -> tuple[list[str | None], list[BadDocument]]:
    """The field that each heading names, and what is wrong with the headings.

    A heading that is none of ours is a fault: ignoring ``needed_bye`` would lose every date.
    """
    found: list[str | None] = []
    problems = []
    for heading in headings:
        text = str(heading or "").strip()
        name = _BY_FOLD.get(fold(text))
        if text and name is None:
            near = nearest(text, _BY_FOLD)
            hint = f"did you mean {near[0]}?" if near else f"expected {', '.join(FIELDS)}"
            problem = f"no field of a demand is called {text[:60]!r}: {hint}; or take it out"
            problems.append(BadDocument(file, text[:60], problem, line))
        elif name is not None and name in found:
            problem = f"a second column for {name}: keep one of the two"
            problems.append(BadDocument(file, text[:60], problem, line))
        found.append(name)
    lacking = [name for name in ("country", "item") if name not in found]
    if lacking and not problems:
        problem = f"has no column {' and no column '.join(lacking)}: each line needs both"
        problems.append(BadDocument(file, "", problem, line))
    return found, problems


def with_money(values: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Value and currency as one field, and the file as source where none is given."""
    held = {"source": file, **values}
    currency = held.pop("currency", None)
    value = held.get("value")
    if currency is not None and value is not None:
        held["value"] = (value, str(currency).strip().upper())
    return held
