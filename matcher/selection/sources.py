"""Which choices does a file or a folder hold: a screen, a run, officers' judgments, or a table?

Several may be read together. A screen and the judgments of its programme join: the grade stands
beside the fit. The same pair twice in one table is a fault, since nobody can say which row is
meant; an empty file is one too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from matcher.errors import BadInput
from matcher.selection.choices import Choice, Choices, Person
from matcher.selection.gathered import Gathered, fit_of, graded
from matcher.selection.tables import read_table

__all__ = ["choices_of", "read_choices"]

_MOST_BYTES = 512_000_000


def read_choices(sources: Sequence[str], people: Mapping[str, Person] | None = None) -> Choices:
    """The choices of files and folders, in the order of their ids.

    Args:
        sources: Each a run's folder, or a file: a screen or judgments in JSON, a table in CSV.
            ``PROGRAMME=FILE`` says whose a screen's CSV is.
        people: What is known of applicants besides, by id.

    Raises:
        BadInput: One cannot be read, is empty, or says two things of one pair.
    """
    found = Gathered()
    for source in sources:
        given, sign, rest = source.partition("=")
        named = sign and not Path(source).exists() and Path(rest).exists()
        host, path = (given, Path(rest)) if named else (None, Path(source))
        if path.is_dir():
            _run(path, found)
        elif path.suffix.lower() == ".csv":
            read_table(_content(path), path.name, host, found)
        else:
            _json(_content(path), path.name, found)
    return _joined(found, people or {})


def choices_of(data: Any, where: str = "body") -> Choices:
    """The choices of a screen, several of them, or judgments, as JSON says them.

    Raises:
        BadInput: It is none of these.
    """
    found = Gathered()
    _value(data, where, found)
    return _joined(found, {})


def _joined(found: Gathered, people: Mapping[str, Person]) -> Choices:
    pairs = dict(found.pairs)
    for key, grades in found.grades.items():
        if key in found.shut:
            continue
        known = pairs.get(key) or Choice(*key)
        pairs[key] = replace(known, grade=sum(grades) / len(grades))
    if not pairs and not found.shut:
        raise BadInput("choices", "hold no pair of applicant and programme")
    known_people = {**found.people, **{who: one for who, one in people.items() if who in
                    {*found.people, *(pair[0] for pair in (*pairs, *found.shut))}}}  # fmt: skip
    return Choices.of(
        pairs.values(), known_people, found.hosts, found.shut, kind=found.kind, notes=found.notes
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadInput(str(path), f"holds more than {_MOST_BYTES:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(str(path), f"cannot be read: {error.strerror or error}") from None
    if not data.strip():
        raise BadInput(str(path), "is empty: nothing can be assigned from it")
    return data


def _json(data: bytes, name: str, found: Gathered) -> None:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadInput(
            name, f"line {error.lineno}: is not JSON ({error.msg}); a table ends in .csv"
        ) from None
    _value(value, name, found)


def _value(value: Any, where: str, found: Gathered) -> None:
    if isinstance(value, dict) and isinstance(value.get("candidates"), list):
        _screen(value, where, found)
    elif isinstance(value, dict) and isinstance(value.get("items"), list):
        _judgments(value["items"], where, found)
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        if "grade" in value[0]:
            _judgments(value, where, found)
        else:
            for at, one in enumerate(value, 1):
                _value(one, f"{where}, item {at}", found)
    else:
        raise BadInput(
            where,
            "is neither a screen (`allymatch screen --format json`) nor judgments:"
            " expected an object with candidates, or with items that have a grade",
        )


def _screen(value: Mapping[str, Any], where: str, found: Gathered) -> None:
    host = value.get("programme")
    if not isinstance(host, str) or not host:
        raise BadInput(where, "names no programme")
    found.hosts.add(host)
    for who, one in (value.get("applicants") or {}).items():
        areas = one.get("areas")
        found.person(
            str(who),
            Person(
                str(one.get("name") or who),
                one.get("country"),
                None if areas is None else tuple(areas),
            ),
        )
    for at, one in enumerate(value["candidates"], 1):
        place = f"{where}, candidate {at}"
        if not isinstance(one, dict) or not isinstance(one.get("profile"), str):
            raise BadInput(place, "names no profile")
        fit = fit_of(one.get("fit"), place)
        choice = Choice(one["profile"], host, fit, one.get("verdict"), one.get("outlook"))
        found.pair(choice, place)
    for one in value.get("ineligible") or ():
        unmet = [f["says"] for f in one.get("findings", ()) if f.get("answer") == "unmet"]
        found.shut[one["profile"], host] = "; ".join(["ineligible", *unmet[:1]])


def _judgments(items: Iterable[Any], where: str, found: Gathered) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for at, one in enumerate(items, 1):
        place = f"{where}, judgment {at}"
        who, host = (str(one.get(name) or "") for name in ("profile", "programme"))
        if not who or not host:
            raise BadInput(place, "names no profile and programme")
        by = str(one.get("by") or one.get("officer") or one.get("organisation") or "")
        graded(one.get("grade"), (who, host), by, place, seen, at, found)


def _run(path: Path, found: Gathered) -> None:
    from matcher.runs.files.reading import CompletedRun

    run = CompletedRun(path)
    side = run.manifest.plan.sides()[0]
    found.hosts.update(run.catalogue)
    for table in run.tables(side, ["profile", "programme", "verdict", "outlook", "fit"]):
        columns = table.to_pydict()
        names = run.names(sorted(set(columns["profile"])))
        for who, host, verdict, outlook, fit in zip(*columns.values(), strict=True):
            found.person(who, Person(names.get(who, who)))
            if verdict == "ineligible":
                found.shut[who, host] = "ineligible"
            else:
                found.pair(Choice(who, host, fit, verdict, outlook), f"{path}, {who}")
    found.notes.append(
        f"the run keeps the best {run.manifest.plan.top} programmes of each startup: further ones"
        " are no choice"
    )
