"""Whom does an audit look at, and what does it know of each?

One row an applicant, of a screen or of a run: verdict, fit, the points that the fit is made of, and
the findings with their grounds. A run keeps marks in place of findings, so of a run less can be
said, and the audit says what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from matcher.errors import BadInput, NotFound

__all__ = ["Applied", "Audited", "Ground", "read_audited", "read_chosen"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One finding, as far as an audit asks: answer, basis, confidence, the source's day, words."""

    answer: str
    basis: str | None
    confidence: str
    as_of: str
    says: str


@dataclass(frozen=True, slots=True)
class Applied:
    """One applicant of the programme.

    Attributes:
        profile, name, country: Who.
        verdict, outlook, fit: As the screen says.
        points: What each part adds to the fit; empty where that is not kept.
        grounds: The findings; empty where they are not kept.
    """

    profile: str
    name: str
    country: str | None
    verdict: str
    outlook: str
    fit: float
    points: Mapping[str, float]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Audited:
    """All applicants of one programme, in the order of the screen, the refused last."""

    programme: str
    on: str
    rows: tuple[Applied, ...]
    notes: tuple[str, ...] = ()


def read_audited(source: Path, programme: str | None = None) -> Audited:
    """A screen's file, or one programme of a run's folder.

    Raises:
        BadInput: It is neither, or of a run no programme was named.
        NotFound: The run does not hold it.
    """
    if source.is_dir():
        if programme is None:
            raise BadInput("--programme", "say which programme of the run is looked at")
        return _of_run(source, programme)
    try:
        value = orjson.loads(source.read_bytes())
    except OSError as error:
        raise BadInput(str(source), f"cannot be read: {error.strerror or error}") from None
    except orjson.JSONDecodeError as error:
        raise BadInput(str(source), f"line {error.lineno}: is not JSON ({error.msg})") from None
    if not isinstance(value, dict) or not isinstance(value.get("candidates"), list):
        raise BadInput(
            str(source),
            "is no screen: `allymatch screen PROGRAMME PROFILES --format json` makes one",
        )
    people = value.get("applicants") or {}
    matches = [*value["candidates"], *(value.get("ineligible") or ())]
    if not matches:
        raise BadInput(str(source), "holds no applicant")
    return Audited(
        str(value["programme"]), str(value["on"]), tuple(_of_match(one, people) for one in matches)
    )


def _of_match(one: Mapping[str, Any], people: Mapping[str, Any]) -> Applied:
    person = people.get(one["profile"]) or {}
    return Applied(
        profile=one["profile"],
        name=person.get("name") or one["profile"],
        country=person.get("country"),
        verdict=one["verdict"],
        outlook=one.get("outlook") or "open",
        fit=float(one["fit"]),
        points={part["feature"]: part["points"] for part in one.get("contributions") or ()},
        grounds=tuple(
            Ground(f["answer"], f.get("basis"), f["confidence"], f["as_of"], f["says"])
            for f in one.get("findings") or ()
        ),
    )


def _of_run(path: Path, programme: str) -> Audited:
    from matcher.runs.files.reading import CompletedRun

    run = CompletedRun(path)
    if programme not in run.catalogue:
        raise NotFound("programme", programme, f"it is not in {path}")
    rows = []
    for table in run.tables(run.manifest.plan.sides()[0]):
        for row in table.to_pylist():
            if row["programme"] == programme:
                rows.append(row)
    names = run.names([row["profile"] for row in rows])
    bands = {"eligible": 0, "undetermined": 1, "supply_chain": 2, "ineligible": 3}
    outlooks = {"likely": 0, "open": 1, "unlikely": 2}
    rows.sort(
        key=lambda row: (
            bands[row["verdict"]], outlooks[row["outlook"]], -row["fit"], row["profile"],
        )
    )  # fmt: skip
    found = tuple(
        Applied(
            row["profile"], names.get(row["profile"], row["profile"]), None, row["verdict"],
            row["outlook"], row["fit"], row["contributions"], (),
        )
        for row in rows
    )  # fmt: skip
    if not found:
        raise BadInput(str(path), f"keeps no row of {programme}")
    notes = (
        "a run keeps the best programmes of each startup: who had better ones is not among these",
        "a run keeps no findings: what turned on stale, weak or read facts is not told",
    )
    return Audited(programme, run.manifest.plan.on, found, notes)


def read_chosen(path: Path, programme: str) -> tuple[str, ...]:
    """Who has a place at a programme, by an assignment in JSON.

    Raises:
        BadInput: It is none.
    """
    try:
        value = orjson.loads(path.read_bytes())
    except OSError as error:
        raise BadInput(str(path), f"cannot be read: {error.strerror or error}") from None
    except orjson.JSONDecodeError as error:
        raise BadInput(str(path), f"line {error.lineno}: is not JSON ({error.msg})") from None
    if not isinstance(value, dict) or not isinstance(value.get("placed"), list):
        raise BadInput(
            str(path), "is no assignment: `allymatch assign ... --format json` makes one"
        )
    return tuple(one["applicant"] for one in value["placed"] if one["host"] == programme)
