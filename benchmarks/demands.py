"""Does everything that real releases say of a lot arrive on a line?

An independent reader, a few lines of plain Python over the raw JSON, says what each lot states:
title, CPV codes, value, period. Each must stand on the line of that lot, pooled or aside. Then the
speed and the memory of reading many copies of the file are measured, which is a national file in
small.

    python -m benchmarks.demands FOLDER [--copies 200]

FOLDER holds OCDS releases, one a line, in files that end in .jsonl or .jsonl.gz.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from programmes.demands import Demand, read_demands

ON = date(2000, 1, 1)
"""Before all of them, so that no period has passed."""


def raw(path: Path) -> Iterator[dict[str, Any]]:
    """The releases of a file, as they stand there."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line, parse_float=Decimal)


def stated(release: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each lot states, by the end of the id that its line must have."""
    tender = release["tender"]
    lots = tender.get("lots") or [{**tender, "id": "tender"}]
    for lot in lots:
        items = [
            item
            for item in tender.get("items", [])
            if item.get("relatedLot") == lot["id"] or lot["id"] == "tender"
        ]
        codes = [
            code["id"]
            for item in items
            for code in (item.get("classification", {}), *item.get("additionalClassifications", []))
            if code.get("scheme") == "CPV"
        ]
        period = lot.get("contractPeriod", {})
        value = lot.get("value") or (tender.get("value") if len(lots) == 1 else None)
        yield (
            lot["id"],
            {
                "title": " ".join((lot.get("title") or "").split()),
                "codes": {str(code)[:8] for code in codes},
                "value": (Decimal(value["amount"]), value["currency"]) if value else None,
                "period": tuple((period.get(k) or "")[:10] for k in ("startDate", "endDate")),
                "days": period.get("durationInDays"),
            },
        )


def told(line: Demand) -> dict[str, Any]:
    """The same of a line."""
    return {
        "codes": {code for code in (line.cpv, *line.more_cpv) if code},
        "value": (line.value.amount, line.value.currency) if line.value else None,
        "period": (line.needed_from or "", line.needed_by or ""),
        "days": line.duration_days,
    }


def check(path: Path) -> tuple[int, int, list[str]]:
    """How many releases and lots there are, and what did not arrive."""
    found = read_demands(path, on=ON)
    lines = {line.id: line for line in found.lines}
    lines |= {one.line.id: one.line for one in found.aside if one.line}
    lacking, lots, releases = [], 0, 0
    for release in raw(path):
        releases += 1
        for key, said in stated(release):
            lots += 1
            line = lines.get(f"{release['ocid']}/{key}")
            if line is None:
                lacking.append(f"{release['ocid']} {key}: no line")
                continue
            title = said.pop("title")
            if title and title not in {*line.titles.values()} | {line.item}:
                lacking.append(f"{release['ocid']} {key}: title {title!r}")
            told_ = told(line)
            lacking += [
                f"{release['ocid']} {key}: {name} {value!r}, told {told_[name]!r}"
                for name, value in said.items()
                if value != told_[name]
            ]
    return releases, lots, lacking


def many(path: Path, copies: int) -> dict[str, float]:
    """Seconds and memory of reading many copies under other ids."""
    releases = list(raw(path))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "many.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for copy in range(copies):
                for one in releases:
                    row = {**one, "ocid": f"{one['ocid']}-{copy}"}
                    out.write(json.dumps(row, default=float) + "\n")
        size = file.stat().st_size / 1e6
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        found = read_demands(file, on=ON)
        took = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "megabytes": round(size, 1),
        "lines": len(found.lines) + len(found.aside),
        "cpu_seconds": round(took, 1),
        "megabytes_a_second": round(size / took, 2),
        "more_memory_mb": round((after - before) / 1024, 1),
    }


def main() -> None:
    """Check all files of the folder, and measure."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--copies", type=int, default=200)
    given = asked.parse_args()
    files = sorted(given.folder.glob("*.jsonl*"))
    if not files:
        sys.exit(f"{given.folder} holds no .jsonl or .jsonl.gz")
    for path in files:
        releases, lots, lacking = check(path)
        whole = releases - len({one.split()[0] for one in lacking})
        print(f"{path.name}: of {releases} releases with {lots} lots, {whole} arrive whole")
        print("".join(f"  {one}\n" for one in lacking[:20]), end="")
        print(json.dumps(many(path, given.copies)))


if __name__ == "__main__":
    main()
