"""How long does it take to import the whole calendar of the EU portal, and in how much memory?

A calendar made to the portal's shape: as many records and bytes as it had in September 2026. Prints
one line of JSON.

    python -m benchmarks.imports
"""

from __future__ import annotations

import json
import resource
import tempfile
import time
from pathlib import Path
from random import Random

from api.usecases.imports import ImportSettings, run_import
from programmes.sources.selection import Keep

RECORDS = 11_162
BYTES = 130_000_000
_FRAMEWORKS = ("HORIZON", "EDF", "DIGITAL", "CEF", "LIFE", "ERASMUS", "EDIP", "CREA")
_WORDS = [
    "radar",
    "network",
    "port",
    "energy",
    "health",
    "digital",
    "training",
    "drone",
    "quantum",
    "cloud",
    "border",
    "food",
]


def calendar(path: Path, seed: int = 7) -> None:
    """Write a calendar of the portal's size; the same seed gives the same bytes."""
    random = Random(seed)
    padding = "x" * (BYTES // RECORDS - 900)
    with path.open("w", encoding="utf-8") as out:
        out.write('{"fundingData":{"GrantTenderObj":[')
        for place in range(RECORDS):
            out.write(("," if place else "") + json.dumps(_record(place, random, padding)))
        out.write("]}}")


def _record(place: int, random: Random, padding: str) -> dict[str, object]:
    name = _FRAMEWORKS[place % len(_FRAMEWORKS)]
    call = f"{name}-{2021 + place % 7}-{('RA', 'DA', 'CL3', 'CL4')[place % 4]}"
    opens = 1_640_995_200_000 + place * 10_000_000
    ends = [str(opens + 9_000_000_000), str(opens + 20_000_000_000)][: 1 + (place % 4 == 0)]
    return {
        "type": 1,
        "ccm2Id": 40_000_000 + place,
        "identifier": f"{call}-{place:05}",
        "callIdentifier": call,
        "callTitle": f"Calls of {call}",
        "title": " ".join(random.choices(_WORDS, k=6)).capitalize(),
        "frameworkProgramme": [{"abbreviation": name, "description": name.title()}],
        "programmeDivision": [{"abbreviation": f"{name}.2.3", "description": "A division"}],
        "status": {"id": 31094503, "abbreviation": "Closed"},
        "tags": ["STEP-Digital"] if place % 9 == 0 else [],
        "keywords": random.choices(_WORDS, k=5),
        "sumbissionProcedure": {"abbreviation": "two-stage" if place % 4 == 0 else "single-stage"},
        "actions": [
            {
                "types": [{"typeOfAction": f"{name} actions"}],
                "plannedOpeningDate": str(opens),
                "deadlineDates": ends,
            }
        ],
        "links": [{"url": f"https://example.org/{padding}"}],
    }


def main() -> None:
    """Measure one import into an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "calendar.json"
        calendar(file)
        before = time.perf_counter(), time.process_time()
        report = run_import(
            ImportSettings("eu-portal", Path(folder) / "calls", file, Keep(), "2026-11-28")
        )
        took = time.perf_counter() - before[0], time.process_time() - before[1]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            json.dumps(
                {
                    "bytes": file.stat().st_size,
                    "records": report["read"],
                    "kept": report["kept"],
                    "seconds": round(took[0], 1),
                    "cpu_seconds": round(took[1], 1),
                    "peak_mib": round(peak),
                }
            )
        )


if __name__ == "__main__":
    main()
