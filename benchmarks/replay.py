"""Are decisions shown byte for byte after profiles, catalogue and model have changed?

    python -m benchmarks.replay [--decisions 1000]

Judges drawn applicants through the server's routes, keeps what each answer showed, then changes
every profile, adds a programme and takes another model, restarts, and asks for every decision.
Beside it stands what working the answer out anew would show: how many of these are the same.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.served.store import SCREENED, made_profile
from tests.api.inside import open_inside

_CANDIDATES = f"/v1/programmes/{SCREENED}/candidates"


def main() -> None:
    """Judge, change, replay; print a line of JSON."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--decisions", type=int, default=1_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(Path(folder), given.decisions)))


def measured(folder: Path, number: int) -> dict[str, Any]:
    """How many decisions were shown as they were made."""
    inside, draw = open_inside(folder), random.Random(7)
    client, stores = inside.client("officer"), inside.context.stores
    seen = {}
    for place in range(number):
        stores.profiles.save(made_profile(draw, place))
        content = client.get(f"{_CANDIDATES}/startup-{place}").content
        judged = client.put(
            f"/v1/programmes/{SCREENED}/judgments/startup-{place}", json={"grade": place % 4}
        )
        seen[judged.json()["id"]] = place, content
    size = inside.context.settings.store.stat().st_size
    for place in range(number):
        stores.profiles.save(
            made_profile(draw, place).model_copy(update={"description": f"Tents, size {place}."})
        )
    inside.context.close()
    keys = inside.keys
    inside = open_inside(folder, live_candidates=number + 1)
    inside.keys = keys
    client = inside.client("officer")
    began = time.process_time()
    same = sum(
        client.get(f"/v1/decisions/{decision}/shown").content == content
        for decision, (_, content) in seen.items()
    )
    spent = time.process_time() - began
    anew = sum(
        client.get(f"{_CANDIDATES}/startup-{place}").content == content
        for place, content in list(seen.values())[:50]
    )
    inside.context.close()
    return {
        "decisions": number,
        "same_bytes": same,
        "worked_out_anew_the_same": f"{anew}/{min(number, 50)}",
        "ms_each": round(1_000 * spent / number, 2),
        "store_bytes_a_decision": round(size / number),
    }


if __name__ == "__main__":
    main()
