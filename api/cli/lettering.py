"""The commands that write to applicants and take their answers: letters, questions and answers."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from api.cli.options import StoreOption, settings_of
from api.cli.writing import OutOption, put
from matcher.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profiles.model import Profile

__all__ = ["answers", "letters", "questions"]

ScreenArgument = Annotated[
    Path, typer.Argument(metavar="SCREEN", help="A screen: `allymatch screen ... --format json`.")
]
_QUESTIONS = ("profile", "name", "field", "question", "why", "answer")


def letters(
    screen: ScreenArgument,
    out: Annotated[Path, typer.Option("--out", help="A folder: one letter an applicant.")],
    assignment: Annotated[
        Path | None, typer.Option("--assignment", help="Who has a place: an assignment in JSON.")
    ] = None,
    shortlist: Annotated[
        int | None, typer.Option("--shortlist", min=1, help="Or: the best so many have one.")
    ] = None,
    reserves: Annotated[
        int, typer.Option("--reserves", min=0, help="How many are told their rank in reserve.")
    ] = 5,
    sender: Annotated[str, typer.Option("--sender", help="Who signs.")] = "the programme office",
    templates: Annotated[
        Path | None,
        typer.Option("--templates", help="A folder of your own: accepted, reserve, not-now .txt"),
    ] = None,
) -> None:
    """Write a letter to every applicant of a screen: accepted, reserve, or not now, and why.

    A letter is made of that applicant's own row and of numbers that speak of all, so nothing of
    another stands in it. A list of the letters is written beside them.

    \b
    Example:
        $ allymatch letters nif.json --assignment places.json --out letters
    """
    from api.cli.letter_writing import Letters
    from matcher.selection.letters import letters_of

    if assignment is not None and shortlist is not None:
        raise typer.BadParameter("give --assignment or --shortlist, not both")
    written = Letters(templates)
    given = None if assignment is None else _object(assignment, "placed", "an assignment")
    facts = letters_of(
        _object(screen, "candidates", "a screen"), given, shortlist=shortlist, reserves=reserves
    )
    made = written.write(facts, out, sender)
    said = ", ".join(f"{number} {kind}" for kind, number in made.items())
    typer.echo(f"{len(facts)} letters in {out}: {said}; letters.csv lists them")


def questions(screen: ScreenArgument, out: OutOption = None) -> None:
    """List what to ask which applicant, so that what is open is settled.

    The table has an empty column for the answers; `allymatch answers` takes it back.

    \b
    Example:
        $ allymatch questions nif.json --out questions.csv
    """
    from api.cli.render import plain_csv
    from matcher.selection.letters import asked_facts

    asked = asked_facts(_object(screen, "candidates", "a screen"))
    rows = [(one.profile, one.name, one.field, one.asks, one.why, "") for one in asked]
    put(plain_csv(rows, _QUESTIONS), out)
    people = len({one.profile for one in asked})
    typer.echo(f"{len(asked)} questions to {people} applicants", err=True)


def answers(
    table: Annotated[
        Path, typer.Argument(metavar="ANSWERS", help="The table of questions, with answers.")
    ],
    profiles: Annotated[
        Path | None,
        typer.Argument(metavar="[PROFILES]", help="The applicants; the store's if absent."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where the completed profiles go.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Take applicants' answers into their profiles, as stated facts.

    Every answer is checked before anything is written: a table with one that cannot be read
    changes nothing. Rows without an answer are passed over.

    \b
    Example:
        $ allymatch answers questions.csv applicants.csv --out completed.jsonl
    """
    given = _answers(table)
    if profiles is None:
        _into_store(given, table.name, store)
        typer.echo(f"{_told(given)} kept")
        return
    if out is None:
        raise typer.BadParameter("say where the completed profiles go: --out FILE.jsonl")
    from api.cli.sources import read_file
    from profiles.read import write_profiles

    held, _ = read_file(str(profiles), mapping=None, strict=False)
    completed = _completed({one.id: one for one in held}, given, table.name)
    write_profiles(out, completed)
    typer.echo(f"{_told(given)}; {len(completed)} profiles in {out}")


def _told(given: Mapping[str, Mapping[str, tuple[str, int]]]) -> str:
    many, people = sum(map(len, given.values())), len(given)
    ending = "" if people == 1 else "s"
    return f"{many} answer{'' if many == 1 else 's'} of {people} applicant{ending}"


def _answers(table: Path) -> dict[str, dict[str, tuple[str, int]]]:
    """By profile and field: the answer, and its line.

    Raises:
        BadInput: The table cannot be read, or answers one question twice.
    """
    try:
        text = table.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(str(table), f"cannot be read: {error}") from None
    reader = csv.DictReader(io.StringIO(text))
    if not {"profile", "field", "answer"} <= set(reader.fieldnames or ()):
        raise BadInput(table.name, "line 1: expected the columns profile, field and answer")
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for row in reader:
        answer = (row["answer"] or "").strip()
        if not answer:
            continue
        mine = found.setdefault((row["profile"] or "").strip(), {})
        field = (row["field"] or "").strip()
        if field in mine:
            raise BadInput(
                table.name,
                f"line {reader.line_num}: answers again what line {mine[field][1]} answers",
            )
        mine[field] = (answer, reader.line_num)
    if not found:
        raise BadInput(table.name, "holds no answer: fill the column answer")
    return found


def _completed(
    held: Mapping[str, Profile], given: Mapping[str, Mapping[str, tuple[str, int]]], table: str
) -> list[Profile]:
    """The profiles with the answers stated.

    Raises:
        BadInput: With every answer that cannot be taken.
    """
    from profiles.errors import ProfileError
    from profiles.facts import with_fact

    faults = []
    completed = dict(held)
    for who, facts in given.items():
        for field, (answer, line) in facts.items():
            if who not in completed:
                faults.append(f"line {line}: nobody is called {who!r}")
                continue
            try:
                completed[who] = with_fact(completed[who], {field: answer})
            except ProfileError as error:
                faults.append(f"line {line}, {field}: {error}")
    if faults:
        raise BadInput(table, "nothing was taken; " + "; ".join(faults[:20]))
    return list(completed.values())


def _into_store(
    given: Mapping[str, Mapping[str, tuple[str, int]]], table: str, store: Path | None
) -> None:
    from profiles.store import ProfileStore

    with ProfileStore(settings_of(store=store).store) as stored:
        held = {who: stored.get(who) for who in given if who in stored}
        stored.save_all(_completed(held, given, table))


def _object(path: Path, field: str, what: str) -> dict[str, Any]:
    try:
        value = orjson.loads(path.read_bytes())
    except OSError as error:
        raise BadInput(str(path), f"cannot be read: {error.strerror or error}") from None
    except orjson.JSONDecodeError as error:
        raise BadInput(str(path), f"line {error.lineno}: is not JSON ({error.msg})") from None
    if not isinstance(value, dict) or not isinstance(value.get(field), list):
        raise BadInput(str(path), f"is not {what} in JSON")
    return value
