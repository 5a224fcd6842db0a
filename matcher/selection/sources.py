"""Which choices does a file or a folder hold: a screen, a run, officers' judgments, or a table?

Several may be read together. A screen and the judgments of its programme join: the grade stands
beside the fit. The same pair twice in one table is a fault, since nobody can say which row is
meant; an empty file is one too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from matcher.errors import BadInput
from matcher.selection.choices import Choice, Choices, Person
from profiles.errors import UnknownTerm
from profiles.vocabulary import country

__all__ = ["choices_of", "read_choices"]

_MOST_BYTES = 512_000_000
_WHO = ("profile", "applicant", "startup", "application")
_SCORE = ("fit", "score", "affinity")
_GRADES = range(4)


@dataclass
class _Gathered:
    """What the files have said so far."""

    pairs: dict[tuple[str, str], Choice] = field(default_factory=dict)
    grades: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    shut: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    kind: str = "programme"

    def pair(self, one: Choice, where: str) -> None:
        key = (one.applicant, one.host)
        if key in self.pairs or key in self.shut:
            raise BadInput(
                where, f"{one.applicant} with {one.host} stands there twice: keep one of the two"
            )
        self.pairs[key] = one

    def person(self, who: str, person: Person) -> None:
        former = self.people.get(who)
        if former is None or (former.country is None and person.country is not None):
            self.people[who] = person


def read_choices(sources: Sequence[str], people: Mapping[str, Person] | None = None) -> Choices:
    """The choices of files and folders, in the order of their ids.

    Args:
        sources: Each a run's folder, or a file: a screen or judgments in JSON, a table in CSV.
            ``PROGRAMME=FILE`` says whose a screen's CSV is.
        people: What is known of applicants besides, by id.

    Raises:
        BadInput: One cannot be read, is empty, or says two things of one pair.
    """
    found = _Gathered()
    for source in sources:
        given, sign, rest = source.partition("=")
        named = sign and not Path(source).exists() and Path(rest).exists()
        host, path = (given, Path(rest)) if named else (None, Path(source))
        if path.is_dir():
            _run(path, found)
        elif path.suffix.lower() == ".csv":
            _table(_content(path), path.name, host, found)
        else:
            _json(_content(path), path.name, found)
    return _joined(found, people or {})


def choices_of(data: Any, where: str = "body") -> Choices:
    """The choices of a screen, several of them, or judgments, as JSON says them.

    Raises:
        BadInput: It is none of these.
    """
    found = _Gathered()
    _value(data, where, found)
    return _joined(found, {})


def _joined(found: _Gathered, people: Mapping[str, Person]) -> Choices:
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


def _json(data: bytes, name: str, found: _Gathered) -> None:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadInput(
            name, f"line {error.lineno}: is not JSON ({error.msg}); a table ends in .csv"
        ) from None
    _value(value, name, found)


def _value(value: Any, where: str, found: _Gathered) -> None:
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


def _screen(value: Mapping[str, Any], where: str, found: _Gathered) -> None:
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
        fit = _fit(one.get("fit"), place)
        choice = Choice(one["profile"], host, fit, one.get("verdict"), one.get("outlook"))
        found.pair(choice, place)
    for one in value.get("ineligible") or ():
        unmet = [f["says"] for f in one.get("findings", ()) if f.get("answer") == "unmet"]
        found.shut[one["profile"], host] = "; ".join(["ineligible", *unmet[:1]])


def _judgments(items: Iterable[Any], where: str, found: _Gathered) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for at, one in enumerate(items, 1):
        place = f"{where}, judgment {at}"
        who, host = (str(one.get(name) or "") for name in ("profile", "programme"))
        if not who or not host:
            raise BadInput(place, "names no profile and programme")
        by = str(one.get("by") or one.get("officer") or one.get("organisation") or "")
        _grade(one.get("grade"), (who, host), by, place, seen, at, found)


def _grade(
    stated: Any,
    pair: tuple[str, str],
    by: str,
    place: str,
    seen: dict[tuple[str, ...], int],
    at: int,
    found: _Gathered,
) -> None:
    text = str(stated).strip()
    if text not in {str(one) for one in _GRADES}:
        raise BadInput(place, f"found grade {stated!r}, expected a whole number from 0 to 3")
    former = seen.setdefault((*pair, by), at)
    if former != at:
        raise BadInput(place, f"repeats {former}: one officer has one grade of a pair")
    found.hosts.add(pair[1])
    found.grades.setdefault(pair, []).append(float(text))


def _table(data: bytes, name: str, host: str | None, found: _Gathered) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(name, f"line {line}: is not UTF-8 text: save it as UTF-8") from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=mark)
    headings = {str(one).strip().lower(): one for one in reader.fieldnames or ()}
    who = next((headings[one] for one in _WHO if one in headings), None)
    side = next(
        (one for one in ("programme", "officer") if one in headings and one != _by(headings)), None
    )
    if who is None or (side is None and host is None):
        raise BadInput(
            name,
            "line 1: expected the columns profile and programme (or officer);"
            " of a screen's table say whose it is: PROGRAMME=FILE",
        )
    score = next((headings[one] for one in _SCORE if one in headings), None)
    if score is None and "grade" not in headings:
        raise BadInput(name, f"line 1: expected a column {', '.join(_SCORE)} or grade")
    found.kind = "officer" if side == "officer" else found.kind
    seen: dict[tuple[str, ...], int] = {}
    rows = 0
    for row in reader:
        line = reader.line_num
        rows += 1
        _row(row, headings, (who, headings.get(side or ""), score), host, name, line, seen, found)
    if not rows:
        raise BadInput(name, "holds no row below its headings")


def _by(headings: Mapping[str, str]) -> str | None:
    """The column of who judged: an officer beside a programme is the judge, not a host."""
    if "grade" not in headings:
        return None
    return next((one for one in ("by", "officer", "organisation") if one in headings and
                 (one != "officer" or "programme" in headings)), None)  # fmt: skip


def _row(
    row: Mapping[str, Any],
    headings: Mapping[str, str],
    columns: tuple[str, str | None, str | None],
    host: str | None,
    name: str,
    line: int,
    seen: dict[tuple[str, ...], int],
    found: _Gathered,
) -> None:
    place = f"{name}, line {line}"

    def cell(heading: str) -> str | None:
        value = row.get(headings[heading]) if heading in headings else None
        return str(value).strip() or None if value is not None else None

    who_in, host_in, score_in = columns
    who = (row.get(who_in) or "").strip()
    where = (row.get(host_in) or "").strip() if host_in else host or ""
    if not who or not where:
        raise BadInput(place, "names no applicant" if not who else "names no programme")
    found.hosts.add(where)
    areas = cell("areas")
    person = Person(
        cell("name") or who,
        _country(cell("country"), place),
        None if areas is None else tuple(one.strip() for one in areas.split(";") if one.strip()),
    )
    found.person(who, person)
    fit = _fit(row.get(score_in), place) if score_in else None
    grade = cell("grade")
    verdict = cell("verdict")
    if fit is not None or verdict is not None:
        if verdict == "ineligible":
            found.shut[who, where] = "; ".join(filter(None, ("ineligible", cell("why"))))
        elif grade is None or (who, where) not in found.pairs:
            found.pair(Choice(who, where, fit, verdict, cell("outlook")), place)
    if grade is not None:
        _grade(grade, (who, where), cell(_by(headings) or "") or "", place, seen, line, found)
    elif fit is None and verdict is None:
        raise BadInput(place, "has neither a fit nor a grade")


def _country(text: str | None, place: str) -> str | None:
    if text is None:
        return None
    try:
        return country(text).code
    except UnknownTerm as error:
        raise BadInput(place, str(error)) from None


def _fit(stated: Any, place: str) -> float | None:
    if stated is None or str(stated).strip() == "":
        return None
    # A screen's table marks a text that is too little to judge by, and one that is not read.
    text = str(stated).strip().removesuffix("*")
    if text == "not read":
        return 0.0
    try:
        fit = float(text.replace(",", "."))
    except ValueError:
        fit = -1.0
    if not 0 <= fit <= 1:
        raise BadInput(place, f"found fit {stated!r}, expected a number from 0 to 1")
    return fit


def _run(path: Path, found: _Gathered) -> None:
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
