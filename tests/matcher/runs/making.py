"""Small batches to rank, and the same run in a process that can be killed.

    python -m tests.matcher.runs.making FOLDER [PROFILES [SCHEDULER]]

ranks them with vectors that need no model, so that a process is at work after a second.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

from matcher.runs.files.folder import RunFolder
from matcher.runs.files.plan import RunPlan
from matcher.runs.work.cluster import dask_engine
from matcher.runs.work.driver import rank_all
from matcher.runs.work.ranker import Ranker
from matcher.service import Matcher
from profiles.model import Profile
from programmes.filters import Filters
from programmes.read import Catalogue, load_catalogue
from tests.matcher.fakes import WordEncoder

ON = "2026-06-15"
TOP = 4
ROWS = 20
WORDS = re.findall(
    r"\w+",
    "drone radar quantum sensor satellite laser ship autonomy cyber intelligence battery armour"
    " mesh fuel medical training undersea navigation encryption robot",
)


def said(draw):
    """A sentence of a company, with nine of the words: a list of them would be no evidence."""
    a, b, c, d, e, f, g, h, i = draw.choices(WORDS, k=9)
    return (
        f"We build a {a} with {b} and {c} for the {d}, and our {e} finds a {f} by its {g} and {h}"
        f" in the {i}."
    )


def startups(number, seed=1):
    """Profiles that differ in text, country and readiness; some say almost nothing."""
    draw = random.Random(seed)
    return [
        Profile(
            id=f"startup-{place:04d}",
            name=f"Startup {place}",
            description=said(draw),
            incorporated_in=draw.choice(("DE", "FR", "US", "CN", None)),
            trl=draw.choice((None, 3, 7)),
            civil_use=draw.choice((None, True)),
        )
        for place in range(number)
    ]


def matcher_of(catalogue=None):
    return Matcher(catalogue or load_catalogue(), WordEncoder())


def catalogue_of_five():
    """A matcher over a part of the catalogue."""
    return matcher_of(Catalogue.of(load_catalogue().programmes[:5]))


def ranker_of(
    matcher, *, on=ON, side="both", top=TOP, rows=ROWS, filters=None, former=None, progress=None
):
    plan = RunPlan.of(
        on=on,
        side=side,
        top=top,
        shard_rows=rows,
        filters=filters or Filters(),
        settings=matcher.settings,
    )
    return Ranker(matcher, plan, former, progress)


def tree(path):
    """Every file below a folder with its bytes."""
    return {
        one.relative_to(path).as_posix(): one.read_bytes()
        for one in sorted(Path(path).rglob("*"))
        if one.is_file()
    }


def main(folder, number="60", scheduler=None):
    ranker, place = ranker_of(matcher_of()), RunFolder(Path(folder))
    if scheduler is None:
        rank_all(startups(int(number)), ranker, place)
        return
    with dask_engine(matcher_of, ranker.plan, place, scheduler=scheduler) as engine:
        rank_all(startups(int(number)), ranker, place, engine=engine)


if __name__ == "__main__":
    main(*sys.argv[1:])
