"""A small collection with known answers, in own words, written to disk as BEIR lays it out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

CORPUS = (
    ("arctic", "Power for cold camps", "Store and make electricity at forty degrees below zero."),
    (
        "drones",
        "Sensors against small drones",
        "Find quadcopters near an airfield at night.",
    ),
    ("care", "Care of the wounded", "Keep casualties alive until they reach a hospital."),
    ("links", "Radio links under jamming", "Keep data flowing when the spectrum is attacked."),
)
QUERIES = (
    ("cells", "Battery cells that keep their charge far below zero.", {"kind": "energy"}),
    ("ears", "Arrays of microphones that hear quadcopters at night.", {"kind": "sensing"}),
    ("pump", "A pump that keeps casualties alive with warm blood.", {"kind": "medical"}),
    ("blank", "Nobody judged this one.", {"kind": "sensing"}),
)
QRELS = (("cells", "arctic", 1), ("ears", "drones", 1), ("pump", "care", 1), ("pump", "links", 0))


def lay_out(folder: Path, *, packed: bool = False) -> Path:
    """Write the collection; with ``packed`` each file is a gzip file."""
    corpus = [{"_id": i, "title": title, "text": text} for i, title, text in CORPUS]
    queries = [{"_id": i, "text": text, "metadata": known} for i, text, known in QUERIES]
    head = "query-id\tcorpus-id\tscore\n"
    files = {
        "corpus.jsonl": "".join(f"{json.dumps(row)}\n" for row in corpus),
        "queries.jsonl": "".join(f"{json.dumps(row)}\n" for row in queries),
        "qrels/test.tsv": head + "".join(f"{q}\t{d}\t{g}\n" for q, d, g in QRELS),
    }
    for name, text in files.items():
        path = folder / (f"{name}.gz" if packed else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode()
        path.write_bytes(gzip.compress(data) if packed else data)
    return folder
