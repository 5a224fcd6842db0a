"""What does the store hold that the benchmark serves?

Programmes beyond the catalogue are made: calls with the rules of real ones and texts of their own.
Profiles are made too. Those that are matched say the same but for one fact each, so that their
vectors are known and matching is measured, not the model.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from api.runs.candidates import PAIR, column_file, join_columns
from api.runs.entrants import entrant_of
from api.store.judgments import MatchStore, Run
from profiles.model import Profile
from profiles.store import ProfileStore
from profiles.vocabulary import instant
from programmes.read import load_catalogue
from programmes.store import ProgrammeStore

__all__ = ["SCREENED", "alike", "fill", "made_profile", "programmes", "ranked", "text"]

SCREENED = "nato-diana-2027"
"""The programme whose candidates are listed."""
WORDS = (
    *("autonomous", "drone", "radar", "quantum", "sensor", "satellite", "laser", "vessel"),
    *("navigation", "encryption", "battery", "armour", "mesh", "training", "undersea", "robot"),
    *("thermal", "camera", "antenna", "propulsion", "composite", "biosensor"),
)


def text(draw: random.Random, words: int) -> str:
    """Some words of the field."""
    return f"{' '.join(draw.choices(WORDS, k=words))}."


def programmes(store: Path, number: int) -> None:
    """Programmes beside the catalogue's, each with rules of a real one and a text of its own."""
    draw, known = random.Random(1), load_catalogue()
    real = [one for one in known if one.calls]
    with ProgrammeStore(store) as kept:
        kept.save_all(
            draw.choice(real).model_copy(
                update={
                    "id": f"made-{place}",
                    "name": text(draw, 5),
                    "summary": text(draw, 8),
                    "description": text(draw, 12),
                    "challenges": (),
                    "seeks": (),
                    "technologies": (),
                    "use_cases": (),
                }
            )
            for place in range(max(0, number - len(known)))
        )


def made_profile(draw: random.Random, number: int) -> Profile:
    """A startup with a text of its own."""
    return Profile(
        id=f"startup-{number}",
        name=f"Startup {number}",
        description=text(draw, 30),
        incorporated_in=draw.choice(("DE", "FR", "PL", "US")),
        trl=draw.choice((None, 3, 5, 7)),
    )


def alike(holder: str, name: str, number: int) -> Iterator[Profile]:
    """Profiles of a holder that say the same but for one fact."""
    one = made_profile(random.Random(3), 0)
    for place in range(number):
        yield one.model_copy(update={"id": f"{holder}~{name}-{place}", "headcount": place})


def fill(store: Path, number: int) -> None:
    """Profiles that were imported by command, each with a text of its own."""
    draw = random.Random(4)
    with ProfileStore(store) as profiles:
        profiles.save_all(made_profile(draw, place) for place in range(number))


def ranked(store: Path, number: int, mark: str, on: str) -> None:
    """What a run leaves of one programme's candidates, joined by the writer of runs."""
    draw = np.random.default_rng(2)
    folder = store.with_name(f"{store.stem}-runs") / "run-made"
    column = np.zeros((1, number), PAIR)
    column["fit"] = draw.integers(0, 1_000_000, number)
    column["band"] = draw.integers(0, 4, number)
    path = column_file(folder, 0)
    path.parent.mkdir(parents=True)
    np.save(path, column)
    join_columns(folder, [SCREENED], 1)
    with MatchStore(store) as kept, ProfileStore(store) as profiles:
        made = Run("run-made", "done", "benchmark", {}, on, mark, number, number, created="9999")
        kept.queue(made, most=1)
        kept.enrol("run-made", sorted(f"startup-{place}" for place in range(number)))
        names = sorted(f"startup-{place}" for place in range(number))
        day = instant(on).date()
        kept.describe(
            "run-made",
            (entrant_of(place, one, day) for place, one in enumerate(profiles.many(names))),
        )
