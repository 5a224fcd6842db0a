"""The commands that make a profile of what a person brings: profile read and profile ask."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import CatalogueOption, FetchOption, OnOption, moment, settings_of
from api.cli.sources import at_hand
from api.cli.writing import OutOption, put

if TYPE_CHECKING:
    from matcher.answers.interview import Interview, InterviewStep
    from matcher.results import Question
    from profiles.model import Profile

app = typer.Typer(
    help="Make a profile of a text or a file, and complete it by answers.", no_args_is_help=True
)


class Shape(StrEnum):
    """How a draft is printed."""

    YAML = "yaml"
    JSON = "json"


FileArgument = Annotated[
    str,
    typer.Argument(metavar="FILE", help="A text, a document, a profile, or - for standard input."),
]
IdOption = Annotated[
    str | None, typer.Option("--id", help="Which profile of a file that holds several.")
]
_SUMS = {"raised": "raised_eur", "turnover": "turnover_eur", "balance_sheet": "balance_sheet_eur"}


@app.command("read")
def read(
    file: FileArgument,
    identifier: IdOption = None,
    fetch: FetchOption = False,
    form: Annotated[
        Shape, typer.Option("--format", help="yaml, to be corrected, or json.")
    ] = Shape.YAML,
    out: OutOption = None,
) -> None:
    """Print the profile that a file holds or a text describes, each fact with its ground.

    What was read out of a text is quoted behind it: correct what is wrong and save it.

    \b
    Example:
        $ allymatch profile read pitch.md
    """
    from profiles.facts import facts_of

    profile, text = _draft(file, identifier, fetch=fetch)
    facts = facts_of(profile, text)
    if form is Shape.JSON:
        put(
            json.dumps({"name": profile.name, "facts": facts}, ensure_ascii=False, indent=2) + "\n",
            out,
        )
    else:
        put(_yaml(profile, facts), out)


@app.command("ask")
def ask(
    file: FileArgument,
    identifier: IdOption = None,
    fetch: FetchOption = False,
    on: OnOption = None,
    catalogue: CatalogueOption = None,
    out: OutOption = None,
) -> None:
    """Ask for what is not known, one question at a time, and write the profile.

    What settles most is asked first, and after each answer what it changed is told. An empty
    answer passes a question over, "back" takes the last answer back, and "done" (or the end of
    input) leaves; what was answered is written. A profile in YAML or JSON is written over; of a
    text a .yaml file is made beside it.

    \b
    Example:
        $ allymatch profile ask pitch.md
    """
    from matcher.answers.interview import Interview
    from profiles.read import write_profile
    from programmes.read import load_catalogue

    settings = settings_of(catalogue=catalogue)
    profile, _ = _draft(file, identifier, fetch=fetch)
    target = out or _target(file)
    offers = load_catalogue(settings.catalogue, parsed=settings.parsed)
    interview = Interview(offers.programmes, offers.sources, on=moment(on))
    kept = _asked(profile, interview)
    write_profile(target, kept)
    typer.echo(f"written to {target}")


def _draft(file: str, identifier: str | None, *, fetch: bool) -> tuple[Profile, str | None]:
    """The profile of a file with what its texts say, and the text where the file is one."""
    from profiles.facts import with_fact, with_read
    from profiles.read import read_draft

    with at_hand(file, fetch=fetch) as page:
        if page is not None:
            found, text = read_draft(page, tell=_note)
            return with_read(with_fact(found, {"website": file})), text
    source = file if file == "-" else Path(file)
    found, text = read_draft(source, id=identifier, tell=_note)
    return with_read(found), text


def _note(said: str) -> None:
    typer.echo(said, err=True)


def _target(file: str) -> Path:
    """Where the profile is written: over a file of facts, beside a text."""
    if file == "-" or "://" in file:
        return Path("profile.yaml")
    path = Path(file)
    return path if path.suffix in (".yaml", ".yml", ".json") else path.with_suffix(".yaml")


def _yaml(profile: Profile, facts: dict[str, dict[str, Any]]) -> str:
    """The profile with what was read as fields, and its ground as a comment behind each."""
    lines = [_line("name", profile.name)]
    for field in ("description", "technology", "use_cases"):
        if (value := getattr(profile, field)) is not None:
            lines.append(_line(field, list(value) if isinstance(value, tuple) else value))
    for name, fact in facts.items():
        quote = " ".join((fact["quote"] or "").split())
        ground = fact["basis"] + (f': "{quote}"' if quote else "")
        held, said = _as_field(name, fact)
        if held is None:
            lines.append(f"# {name}: {said}  # {ground}")
        else:
            lines.append(f"{_line(held, said)}  # {ground}")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _as_field(name: str, fact: dict[str, Any]) -> tuple[str | None, Any]:
    """A fact as a profile states it; without a field where none holds it."""
    value = fact["value"]
    if name in _SUMS:
        shown = f"{value['currency']} {value['amount']:,}"
        whole = value.get("of") != "round" or name != "raised"
        if value["currency"] == "EUR" and whole:
            return _SUMS[name], value["amount"]
        return None, f"{shown} ({value['of']})" if value.get("of") else shown
    if name == "seeking":
        return name, {key: one for key, one in value.items() if key != "of"}
    if name == "partners" and value and isinstance(value[0], str):
        return name, [{"country": code} for code in value]
    return name, value


def _line(field: str, value: Any) -> str:
    import yaml

    how: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 100}
    if not isinstance(value, dict | list):
        return str(yaml.safe_dump({field: value}, **how)).rstrip()
    return f"{field}: {str(yaml.safe_dump(value, default_flow_style=True, **how)).rstrip()}"


def _asked(profile: Profile, interview: Interview) -> Profile:
    step = interview.step(profile)
    former: list[tuple[Profile, InterviewStep]] = []
    passed: set[str] = set()
    _counts(step)
    while question := next((one for one in step.questions if one.field not in passed), None):
        typer.echo(f"\n{question.asks}  ({question.settles} programmes wait for it)")
        said = _answer(profile, question.field)
        if said is None or said.casefold() in ("done", "quit", "q", "exit"):
            break
        if said.casefold() == "back" and former:
            profile, step = former.pop()
            passed.clear()
            continue
        if not said:
            passed.add(question.field)
            continue
        answered = _taken(profile, question, said)
        if answered is None:
            continue
        former.append((profile, step))
        if answered.read == profile.read or _known(answered, question.field):
            passed.add(question.field)
        profile, before, step = answered, step, interview.step(answered)
        _changed(before, step)
    else:
        typer.echo("\nNothing more to ask.")
    return profile


def _known(profile: Profile, field: str) -> bool:
    return getattr(profile, field.partition(".")[0]) is not None


def _answer(profile: Profile, field: str) -> str | None:
    read = any(
        name in profile.read for name in (field, f"{field}_range", field.removesuffix("_eur"))
    )
    typer.echo("yes, no, or what is right > " if read else "> ", nl=False)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():  # what a person types is seen; what a pipe gives is not
        typer.echo(line.strip())
    return line.strip() if line else None


def _taken(profile: Profile, question: Question, said: str) -> Profile | None:
    """The profile with an answer; None, and the reason told, where it cannot be read."""
    from profiles.errors import ProfileError
    from profiles.facts import accepted, stated
    from profiles.values import NO, YES

    field = question.field
    word = said.casefold().rstrip(".!")
    names = {field, f"{field}_range", field.removesuffix("_eur")}
    try:
        if names & set(profile.read) and word in YES:
            return accepted(profile, field)
        flag = profile.read[field].value if field in profile.read else None
        if names & set(profile.read) and word in NO and not isinstance(flag, bool):
            left = {name: fact for name, fact in profile.read.items() if name not in names}
            typer.echo("Then it is not known; say what is right, or pass it over.")
            return profile.model_copy(update={"read": left})
        return stated(profile, field, said)
    except ProfileError as error:
        typer.echo(f"  {error}")
        return None


def _counts(step: InterviewStep) -> None:
    typer.echo(", ".join(f"{number} {word}" for word, number in step.counts.items()))


def _changed(before: InterviewStep, after: InterviewStep) -> None:
    from matcher.answers.interview import told

    typer.echo(f"  {told(before, after)}")
