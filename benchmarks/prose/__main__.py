"""Measure the reading of facts on labelled texts.

    python -m benchmarks.prose FOLDER [--show FIELD]

FOLDER holds ``prose.jsonl``: texts, the facts that each states, and traps: wrong values that
the words suggest. A fact counts as right where its value equals the label; a range where it holds
the label or lies in it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from profiles.facts import FoundFact, read_facts

FIELDS = (
    "headquarters", "incorporated_in", "controlled_from", "founded", "headcount", "stage", "raised",
    "seeking", "turnover", "trl", "civil_use", "defence_use", "weapon", "owns_technology",
    "certifications", "partners",
)  # fmt: skip
_RANGES = {"trl_range": "trl", "headcount_range": "headcount"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", default="", help="print what went wrong in these fields, or all")
    asked = parser.parse_args()
    path = asked.folder / "prose.jsonl" if asked.folder.is_dir() else asked.folder
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    read_facts("Acme is based in Delft, the Netherlands.")
    right: Counter[tuple[str, str]] = Counter()
    read: Counter[tuple[str, str]] = Counter()
    said: Counter[tuple[str, str]] = Counter()
    fallen, traps, spent = [], 0, []
    for row in rows:
        begun = time.process_time()
        found = by_number(read_facts(row["text"]))
        spent.append(time.process_time() - begun)
        labels = {_RANGES.get(field, field): label for field, label in row["facts"].items()}
        tongue = "en" if row["lang"] == "en" else "other"
        for field in FIELDS:
            has, label = field in found, labels.get(field)
            good = has and label is not None and agrees(field, found[field].value, label["value"])
            for kind in (tongue, "all"):
                read[field, kind] += has
                said[field, kind] += label is not None
                right[field, kind] += good
            if asked.show in (field, "all") and (has or label) and not good:
                fact = found.get(field)
                words = row["text"][fact.start : fact.end] if fact else None
                print(f"{row['id']} {field}: read {fact and fact.value!r} {words!r}; label {label}")
        for trap in row["traps"]:
            traps += 1
            field = _RANGES.get(trap["field"], trap["field"])
            if field in found and fell(found[field].value, trap["wrong"]):
                fallen.append((row["id"], trap["field"], trap["wrong"]))
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
    print(f"traps fallen into: {len(fallen)} of {traps}", *fallen, sep="\n  ")
    size = sum(len(row["text"]) for row in rows)
    print(f"{1000 * sum(spent) / size * 3000:.1f} ms a page of 3,000 characters")


def by_number(found: Mapping[str, FoundFact]) -> dict[str, FoundFact]:
    """Facts with a range under the name of its number."""
    return {_RANGES.get(field, field): fact for field, fact in found.items()}


def agrees(field: str, value: Any, label: Any) -> bool:
    """Whether a value is the label's."""
    if field == "founded":
        return str(value)[:4] == str(label)[:4]
    if isinstance(label, dict):
        return value["amount"] == label["amount"] and value["currency"] == label["currency"]
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
