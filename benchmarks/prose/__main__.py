"""Measure the reading of facts on labelled texts.

    python -m benchmarks.prose [FOLDER] [--show FIELD] [--only PATTERN]

FOLDER holds ``prose.jsonl``: texts, the facts that each states, and traps: wrong values that
the words suggest. Without it our own texts are read (``texts/``, a file a language): those whose
names begin with ``a`` were looked at while rules were mended, of those with ``b`` only what
changed was, and those with ``c`` were written last (``--only=-c``). A fact counts as right where
its value equals the label; a range where it holds the label or lies in it.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from profiles.facts import FoundFact, read_facts

TEXTS = Path(__file__).parent / "texts"
FIELDS = (
    "headquarters", "incorporated_in", "controlled_from", "founded", "headcount", "stage", "raised",
    "seeking", "turnover", "trl", "civil_use", "defence_use", "weapon", "owns_technology",
    "certifications", "partners",
)  # fmt: skip
_RANGES = {"trl_range": "trl", "headcount_range": "headcount"}


@dataclass
class Counts:
    """What was right, read and labelled, by field and language; traps, and those fallen into."""

    right: Counter[tuple[str, str]]
    read: Counter[tuple[str, str]]
    said: Counter[tuple[str, str]]
    fallen: list[tuple[str, str, Any]]
    traps: int = 0

    def of(self, kind: str, counts: Counter[tuple[str, str]]) -> int:
        """A count over all fields, of one language, of "other" than English, or of "all"."""
        return sum(counts[field, kind] for field in FIELDS)


def counted(rows: list[dict[str, Any]], show: str = "") -> Counts:
    """Read labelled texts and count."""
    counts = Counts(Counter(), Counter(), Counter(), [])
    for row in rows:
        found = by_number(read_facts(row["text"]))
        labels = {_RANGES.get(field, field): label for field, label in row["facts"].items()}
        kinds = dict.fromkeys((row["lang"], "en" if row["lang"] == "en" else "other", "all"))
        for field in FIELDS:
            has, label = field in found, labels.get(field)
            good = has and label is not None and agrees(field, found[field].value, label["value"])
            for kind in kinds:
                counts.read[field, kind] += has
                counts.said[field, kind] += label is not None
                counts.right[field, kind] += good
            if show in (field, "all") and (has or label) and not good:
                fact = found.get(field)
                words = row["text"][fact.start : fact.end] if fact else None
                print(f"{row['id']} {field}: read {fact and fact.value!r} {words!r}; label {label}")
        for trap in row["traps"]:
            counts.traps += 1
            field = _RANGES.get(trap["field"], trap["field"])
            if field in found and fell(found[field].value, trap["wrong"]):
                counts.fallen.append((row["id"], trap["field"], trap["wrong"]))
    return counts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=TEXTS)
    parser.add_argument("--only", default="", help="texts whose id this pattern finds")
    parser.add_argument("--show", default="", help="print what went wrong in these fields, or all")
    asked = parser.parse_args()
    rows = [row for row in labelled(asked.folder) if re.search(asked.only, row["id"])]
    for row in rows:  # patterns are made at their first use
        read_facts(row["text"])
    begun = time.process_time()
    for row in rows:
        read_facts(row["text"])
    spent = time.process_time() - begun
    counts = counted(rows, asked.show)
    right, read, said = counts.right, counts.read, counts.said
    print("| field | said | read | precision | recall | recall, English | recall, others |")
    print("|---|---|---|---|---|---|---|")
    for field in FIELDS:
        shares = (
            share(right[field, "all"], read[field, "all"]),
            *(share(right[field, kind], said[field, kind]) for kind in ("all", "en", "other")),
        )
        print(f"| {field} | {said[field, 'all']} | {read[field, 'all']} | {' | '.join(shares)} |")
    total = [sum(count[field, "all"] for field in FIELDS) for count in (right, read, said)]
    others = [
        [sum(count[field, kind] for field in FIELDS) for count in (right, said)]
        for kind in ("en", "other")
    ]
    print(
        f"| all | {total[2]} | {total[1]} | {share(total[0], total[1])} "
        f"| {share(total[0], total[2])} | {share(*others[0])} | {share(*others[1])} |"
    )
    for kind in sorted({row["lang"] for row in rows}):
        good, found, labels = (counts.of(kind, one) for one in (right, read, said))
        shares = f"{share(good, found)} | {share(good, labels)}"
        print(f"| in {kind} | {labels} | {found} | {shares} | | |")
    print(f"traps fallen into: {len(counts.fallen)} of {counts.traps}", *counts.fallen, sep="\n  ")
    size = sum(len(row["text"]) for row in rows)
    print(f"{1000 * spent / size * 3000:.1f} ms a page of 3,000 characters")


def labelled(folder: Path) -> list[dict[str, Any]]:
    """The texts of a folder or a file, in one form: values with their quotes, traps one by one."""
    if folder.is_dir() and not (folder / "prose.jsonl").exists():
        rows: list[dict[str, Any]] = []
        for path in sorted(folder.glob("*.yaml")):
            for row in yaml.safe_load(path.read_text(encoding="utf-8")):
                facts = {field: {"value": value} for field, value in row["facts"].items()}
                traps = [
                    {"field": field, "wrong": wrong}
                    for field, values in row.get("traps", {}).items()
                    for wrong in values
                ]
                rows.append({**row, "lang": path.stem, "facts": facts, "traps": traps})
        return rows
    path = folder / "prose.jsonl" if folder.is_dir() else folder
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def by_number(found: Mapping[str, FoundFact]) -> dict[str, FoundFact]:
    """Facts with a range under the name of its number."""
    return {_RANGES.get(field, field): fact for field, fact in found.items()}


def agrees(field: str, value: Any, label: Any) -> bool:
    """Whether a value is the label's."""
    if field == "founded":
        return str(value)[:4] == str(label)[:4]
    if isinstance(label, dict):
        return (
            float(value["amount"]) == float(label["amount"])
            and value["currency"] == label["currency"]
        )
    if field in ("trl", "headcount"):
        low, high = ends(value)
        first, last = ends(label)
        return (low <= first and last <= high) or (first <= low and high <= last)
    if isinstance(label, list):
        return bool(value == label)
    return bool(value == label)


def ends(value: Any) -> tuple[int, int]:
    """Both ends of a number or a range."""
    return (value[0], value[1]) if isinstance(value, list | tuple) else (value, value)


def fell(value: Any, wrong: Any) -> bool:
    """Whether a value is what a trap suggests."""
    if isinstance(wrong, dict) and "amount" in wrong:
        return isinstance(value, dict) and (
            value.get("amount"), value.get("currency")
        ) == (wrong["amount"], wrong["currency"])  # fmt: skip
    if isinstance(wrong, list) and isinstance(value, list):
        return bool(set(map(str, wrong)) & set(map(str, value)))
    if isinstance(value, str) and value[:4].isdigit():
        return value[:4] == str(wrong)[:4]
    return bool(value == wrong)


def share(part: int, whole: int) -> str:
    """A share as two decimals, or a dash."""
    return f"{part / whole:.2f}" if whole else "-"


if __name__ == "__main__":
    main()
