"""What does the first page of a programme's candidates cost, with the newest applicant on it?

    python -m benchmarks.screening [--profiles 5000 100000] [--asked 20]

Texts are drawn, and vectors are those of an encoder of a few lines: what is measured is the list,
not the model. Before each question a profile is added, so that there is always one whom neither
the run nor the list before has seen; the time that it takes to weigh it is in the figure. CPU time
is that of the whole process, the client's part included. Beside it stands what the rows of the run
alone take to read.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from api.runs.candidates import CandidateTable
from benchmarks.served.store import SCREENED, fill, made_profile, ranked
from profiles.model import Profile
from tests.api.inside import Inside, open_inside

_BAR_MS = 60.0


def main() -> None:
    """Measure, and print a line of JSON for each size."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--profiles", type=int, nargs="+", default=[5_000, 100_000])
    asked.add_argument("--asked", type=int, default=20)
    given = asked.parse_args()
    for number in given.profiles:
        with tempfile.TemporaryDirectory() as folder:
            found = measured(Path(folder), number, given.asked)
        print(json.dumps({"profiles": number, **found, "python": platform.python_version()}))


def measured(folder: Path, number: int, asked: int) -> dict[str, Any]:
    """CPU milliseconds of a first page, with somebody new on it each time."""
    inside = open_inside(folder, live_candidates=10)
    context = inside.context
    fill(context.settings.store, number)
    engine = context.engine
    moment = context.moment(None, engine)
    ranked(context.settings.store, number, engine.mark, moment)
    first = _page(inside)  # reads the run once, as the server does when a run has ended
    draw, costs, found = random.Random(5), [], 0
    for place in range(asked):
        newest = _newest(draw, place)
        context.stores.profiles.save(newest)
        began = time.process_time()
        shown = _page(inside, "&country=DE")
        costs.append(1_000 * (time.process_time() - began))
        found += newest.id in {one["profile"] for one in _page(inside, "&limit=100")["items"]} or (
            shown["newer"]["joined"] == place + 1 and not shown["newer"]["waiting"]
        )
    table = CandidateTable.open(context.settings.runs / "run-made")
    if table is None:
        raise SystemExit("the run was not written")
    began = time.process_time()
    for _ in range(asked):
        table.rows(SCREENED)
    bare = 1_000 * (time.process_time() - began) / asked
    inside.context.close()
    return {
        "page_ms": {
            "median": round(statistics.median(costs), 1), "most": round(max(costs), 1),
            "bar": _BAR_MS,
        },
        "rows_of_the_run_alone_ms": round(bare, 2),
        "newest_included": f"{found}/{asked}",
        "on_the_first_list": first["total"],
    }  # fmt: skip


def _newest(draw: random.Random, place: int) -> Profile:
    one = made_profile(draw, place)
    return one.model_copy(update={"id": f"newest-{place}", "incorporated_in": "DE"})


def _page(inside: Inside, query: str = "") -> dict[str, Any]:
    address = f"/v1/programmes/{SCREENED}/candidates?{query.lstrip('&')}"
    found = inside.client("officer").get(address)
    if found.status_code != 200:
        raise SystemExit(found.text)
    return dict(found.json())


if __name__ == "__main__":
    main()
