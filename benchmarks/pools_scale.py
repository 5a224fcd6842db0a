"""Are two hundred thousand lines of 32 nations pooled in five minutes and four gigabytes?

Lines are drawn: the things of the labelled lines in all their wordings, each with endings as lists
have them, quantities, values in euros, and windows by the day over four years. All that ``allymatch
pools build`` does after reading is in the time: loading the model, embedding, pooling, reasons.

    python -m benchmarks.pools_scale [--lines 200000] [--texts 6000] [--out FILE]
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import random
import resource
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from matcher.pooling.build import build_pools
from matcher.settings import Settings, open_encoder
from programmes.demands import Demand, Demands

HERE = Path(__file__).parent
LABELLED = HERE / "pools" / "lines.csv"
ON = date(2026, 6, 15)
SEED = 17
NATIONS = tuple(
    """AL AT BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV NL NO PL PT RO SE SI SK
    UA""".split()  # noqa: SIM905 - codes are read more easily than a list of them
)
ENDINGS = (
    "",
    ", lot {n}",
    " ({n})",
    ", framework of {y} years",
    " - option {n}",
    ", {y}. batch",
    " for the land forces",
    ", delivery to depot {n}",
)


def wordings(count: int) -> list[dict[str, str]]:
    """Different texts with the code and the unit of the need that they word."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    drawn = random.Random(SEED)
    found: dict[str, dict[str, str]] = {}
    while len(found) < count:
        row = drawn.choice(rows)
        ending = drawn.choice(ENDINGS).format(n=drawn.randint(1, 60), y=drawn.randint(2, 7))
        found.setdefault(row["item"] + ending, {**row, "item": row["item"] + ending})
    return list(found.values())


def draw(lines: int, texts: int) -> Demands:
    """The lines of all nations."""
    drawn = random.Random(SEED + 1)
    every = wordings(texts)
    made = []
    for number in range(lines):
        row = drawn.choice(every)
        last = ON + timedelta(days=drawn.randint(30, 1490))
        said: dict[str, object] = {
            "id": f"l{number:06}",
            "country": drawn.choice(NATIONS),
            "item": row["item"],
            "needed_by": last.isoformat(),
        }
        if row["cpv"]:
            said["cpv"] = row["cpv"]
        if row["quantity"] and drawn.random() < 0.8:
            said |= {"quantity": str(drawn.randint(1, 5000)), "unit": row["unit"]}
        if drawn.random() < 0.7:
            said["value"] = (str(drawn.randint(10_000, 90_000_000)), "EUR")
        if drawn.random() < 0.4:
            said["needed_from"] = max(ON, last - timedelta(days=drawn.randint(1, 500))).isoformat()
        if drawn.random() < 0.5:
            said["firmness"] = drawn.choice(("interest", "planned", "budgeted", "contracted"))
        if drawn.random() < 0.05:
            said["supply_from"] = drawn.choice(("EU", "NATO", "EU; UA", "DE; FR"))
        made.append(Demand.model_validate(said))
    return Demands(tuple(made))


def main() -> None:
    """Draw, pool, and say how long it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=200_000)
    asked.add_argument("--texts", type=int, default=6_000)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    demands = draw(given.lines, given.texts)
    start, spent = time.perf_counter(), time.process_time()
    encoder = open_encoder(Settings.load())
    result = build_pools(demands, encoder, on=ON)
    figures = {
        "measured": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "lines": given.lines,
        "texts": given.texts,
        "nations": len(NATIONS),
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_seconds": round(time.process_time() - spent, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "pools": len(result.pools),
        "alone": len(result.alone),
    }
    print(json.dumps(figures))
    if given.out:
        given.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
