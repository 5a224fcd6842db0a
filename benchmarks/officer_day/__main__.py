"""How long is a programme officer's day at the desk, from a spreadsheet to the letters?

Run it from the project's root:

    .venv/bin/python -m benchmarks.officer_day [--applicants 800] [--keep FOLDER]

Every step is the command that the officer would type, in a process of its own, with a fresh store
and an empty cache: import, screen, share the reading out to two officers, take their sixty
judgments, give fifteen places under caps, audit, letters, questions and answers. Wall and CPU
seconds of each; what a step prints is kept, so that the day can be read through. The last line is
the record as JSON.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.officer_day.applicants import applicants, grades, write

PROGRAMME = "nato-innovation-fund"
ON = "2026-06-15"
PLACES, JUDGED = 15, 60
OFFICERS = """\
each: {least: 1, most: 1}
officers:
  anna: {areas: [quantum, space, sensing-surveillance], least: 300, most: 450}
  bert: {areas: [autonomy-robotics, cyber-information-security], least: 300, most: 450}
"""
TERMS = f"""\
capacity:
  {PROGRAMME}: {PLACES}
limits:
  - {{country: DE, most: 3}}
  - {{country: FR, most: 3}}
  - {{country: [EE, FI, PL], least: 3}}
  - {{area: quantum, most: 4}}
  - {{area: space, least: 2}}
"""


def steps(folder: Path) -> list[tuple[str, list[str]]]:
    """The commands of the day, in their order; what each prints goes to a file of its name."""
    screen, rows = "screen.json", "applicants.csv"
    known = ["--profiles", rows]
    return [
        ("import", ["import", rows]),
        ("screen", ["screen", PROGRAMME, "--on", ON, "--format", "json"]),
        ("share", ["assign", screen, "--terms", "officers.yaml", *known, "--format", "csv"]),
        (
            "assign",
            [
                "assign",
                screen,
                "judgments.csv",
                "--terms",
                "terms.yaml",
                *known,
                "--format",
                "json",
            ],
        ),
        (
            "places",
            ["assign", screen, "judgments.csv", "--terms", "terms.yaml", *known, "--format", "md"],
        ),
        (
            "audit",
            ["audit", screen, *known, "--assignment", "assign.json", "--html", "audit.html"],
        ),
        (
            "letters",
            ["letters", screen, "--assignment", "assign.json", "--out", str(folder / "letters")],
        ),
        ("questions", ["questions", screen]),
        ("answers", ["answers", "answers.csv"]),
    ]


OUT = {"screen": "screen.json", "assign": "assign.json", "share": "share.csv",
       "places": "places.md", "audit": "audit.md", "questions": "questions.csv"}  # fmt: skip


def before(step: str, folder: Path) -> None:
    """What people do between two commands: judge sixty, answer the first questions."""
    if step == "assign":
        screen = json.loads((folder / "screen.json").read_bytes())
        best = [one["profile"] for one in screen["candidates"][:JUDGED]]
        with (folder / "judgments.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ("profile", "programme", "grade", "by"))
            writer.writeheader()
            writer.writerows(grades(best, PROGRAMME))
    if step == "answers":
        with (folder / "questions.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        answered = [row | {"answer": "no"} for row in rows if row["field"] == "weapon"][:20]
        with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(answered)


def run(step: str, words: list[str], folder: Path) -> dict[str, float]:
    """One command; its seconds.

    Raises:
        SystemExit: It fails; what it said is shown.
    """
    environment = os.environ | {
        "XDG_DATA_HOME": str(folder / "data"),
        "ALLYMATCH_CACHE": str(folder / "cache"),
        "HF_HUB_OFFLINE": "1",
    }
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [str(Path(sys.executable).parent / "allymatch"), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    (folder / f"{step}.err").write_bytes(done.stderr)
    (folder / OUT.get(step, f"{step}.out")).write_bytes(done.stdout)
    if done.returncode:
        raise SystemExit(f"{step} failed: {done.stderr.decode()[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    return {"wall_s": round(wall, 2), "cpu_s": round(cpu, 2)}


def main() -> None:
    """Run the day, print each step's seconds, then the record."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--applicants", type=int, default=800)
    parser.add_argument("--keep", type=Path, help="A folder for all that the day writes.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "applicants.csv", applicants(asked.applicants))
        (folder / "terms.yaml").write_text(TERMS, encoding="utf-8")
        share = OFFICERS.replace("300", str(asked.applicants // 4)).replace(
            "450", str(asked.applicants)
        )
        (folder / "officers.yaml").write_text(share, encoding="utf-8")
        seconds = {}
        for step, words in steps(folder):
            before(step, folder)
            seconds[step] = run(step, words, folder)
            print(f"{step:10} {seconds[step]}", flush=True)
    whole = round(sum(one["wall_s"] for one in seconds.values()), 1)
    print(f"the day: {whole} s")
    print(
        json.dumps(
            {
                "applicants": asked.applicants,
                "machine": platform.machine(),
                "steps": seconds,
                "wall_s": whole,
            }
        )
    )


if __name__ == "__main__":
    main()
