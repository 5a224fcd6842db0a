"""Which options do several commands share, and how is what they say made ready?

Each option is declared once, with its help. The helpers turn what was typed into values of the
packages, and say which option was wrong when that fails.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

    from matcher.service import Matcher
    from matcher.settings import Settings
    from programmes.filters import Filters

__all__ = [
    "AreaOption",
    "CatalogueOption",
    "CountryOption",
    "FormatOption",
    "KindOption",
    "MinFitOption",
    "ModelOption",
    "OnOption",
    "OutputFormat",
    "PlainOption",
    "StatusOption",
    "StoreOption",
    "TopOption",
    "WideOption",
    "chosen_format",
    "filters_of",
    "moment",
    "opened",
    "progress",
    "settings_of",
    "settled",
]


class OutputFormat(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


def _share(text: str | float) -> float:
    """A fit in [0, 1], also as a percentage.

    >>> _share("50%"), _share("0.5"), _share("0,5")
    (0.5, 0.5, 0.5)
    """
    said = str(text).strip().replace(",", ".")
    try:
        found = float(said.removesuffix("%")) / (100 if said.endswith("%") else 1)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        msg = f"found {text!r}, expected a number from 0 to 1 such as 0.5, or a percentage"
        raise typer.BadParameter(msg)
    return found


OnOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="The day or instant asked about; now if absent."),
]
CountryOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--country", help="Keep this country; may be given again.")
]
AreaOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--area", help="Keep this dual-use area; may be given again.")
]
KindOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--kind", help="Keep this kind (grant, fund, pool ...); may be given again."),
]
StatusOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--status", help="Keep this status (open, rolling, forecast, unknown, closed)."),
]
SectionOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--section",
        help="Show this section (now, soon, supply, later, one-change, past, not-for-you).",
    ),
]
MinFitOption: TypeAlias = Annotated[
    float,
    typer.Option("--min-fit", parser=_share, metavar="FIT", help="Keep fits of at least this."),
]
TopOption: TypeAlias = Annotated[
    int | None, typer.Option("--top", min=1, help="Show at most this many; all if absent.")
]
FormatOption: TypeAlias = Annotated[
    OutputFormat | None,
    typer.Option(
        "--format",
        case_sensitive=False,
        help="Default: a table in a terminal, JSON when piped.",
    ),
]
CatalogueOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--catalogue", help="A folder of your own programmes, or a file of calls."),
]
ModelOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--model", help="Another sentence-transformers model: a name or a path."),
]
StoreOption: TypeAlias = Annotated[
    Path | None, typer.Option("--store", help="The SQLite file of imported profiles.")
]


def settings_of(
    *, model: str | None = None, catalogue: Path | None = None, store: Path | None = None
) -> Settings:
    """Settings from options, environment and defaults."""
    from matcher.settings import Settings

    return Settings.load(model=model, catalogue=catalogue, store=store)


_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def moment(on: str | None) -> str:
    """What was asked about, checked; the present minute if nothing was said."""
    from profiles.vocabulary import instant

    now = datetime.now(UTC)
    if on is None or on.strip().lower() == "now":
        return now.strftime("%Y-%m-%dT%H:%M:00Z")
    if (days := _DAYS.get(on.strip().lower())) is not None:
        return (now + timedelta(days=days)).date().isoformat()
    try:
        said = instant(on)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--on") from error
    # A day is one day in every notation; an instant keeps the words in which it was given.
    return said.date().isoformat() if said.time() == time() and ":" not in on else on


_Term = TypeVar("_Term")


def _terms(
    values: list[str] | None, option: str, parse: Callable[[str], _Term]
) -> tuple[_Term, ...]:
    found = []
    for value in _each(values or [], parse):
        try:
            found.append(parse(value))
        except ValueError as error:
            problem = f"{error}{_of_group(value) if option == '--country' else ''}"
            raise typer.BadParameter(problem, param_hint=option) from error
    return tuple(found)


_ALLIANCES = frozenset({"NATO", "EU", "EEA", "EFTA", "ESA", "AUKUS", "EUROPE", "NORDIC"})


def _of_group(text: str) -> str:
    """What to do with the name of an alliance where one country is wanted."""
    if text.strip().upper() not in _ALLIANCES:
        return ""
    return "; that is a group: give countries one by one, such as --country DE --country FR"


def _each(values: list[str], parse: Callable[[str], _Term]) -> Iterator[str]:
    """The values of an option that may be given again, or once with commas."""
    for value in values:
        try:
            parse(value)
        except ValueError:
            yield from (part.strip() for part in value.split(",") if part.strip())
        else:
            yield value


def _one_of(names: tuple[str, ...]) -> Callable[[str], str]:
    """A parser of one word; its plural and other common forms are taken too."""

    def parse(text: str) -> str:
        word = "-".join(text.lower().split())
        for form in (word, word.removesuffix("s"), word.removesuffix("ed"), word.removesuffix("d")):
            if form in names:
                return form
        msg = f"found {text!r}, expected one of {', '.join(names)}"
        raise ValueError(msg)

    return parse


def filters_of(
    *,
    country: list[str] | None,
    area: list[str] | None,
    kind: list[str] | None,
    status: list[str] | None,
    min_fit: float,
) -> Filters:
    """The filters that options ask for.

    Raises:
        typer.BadParameter: A value is none that its option takes.
    """
    from typing import get_args

    from profiles.vocabulary import area as area_ref
    from profiles.vocabulary import country as country_of
    from programmes.filters import Filters
    from programmes.model import Kind, Status

    return Filters(
        countries=_terms(country, "--country", lambda text: country_of(text).code),
        areas=_terms(area, "--area", lambda text: area_ref(text).area),
        kinds=_terms(kind, "--kind", _one_of(get_args(Kind))),
        statuses=_terms(status, "--status", _one_of(tuple(Status))),
        min_fit=min_fit,
    )


def sections_of(given: list[str] | None) -> tuple[str, ...] | None:
    """The sections that options ask for; None for all.

    Raises:
        typer.BadParameter: There is no such section.
    """
    from matcher.eligibility.sections import Section

    names = tuple(one.word for one in Section)
    return _terms(given, "--section", _one_of(names)) or None


WideOption: TypeAlias = Annotated[
    bool, typer.Option("--wide", help="Lines as long as they are, for a wide screen or a pager.")
]
PlainOption: TypeAlias = Annotated[
    bool, typer.Option("--plain", help="No colours and no frames; NO_COLOR asks for it, too.")
]
SheetOption: TypeAlias = Annotated[
    str | None, typer.Option("--sheet", help="Which sheet of a workbook, by name or place.")
]
HeaderRowOption: TypeAlias = Annotated[
    int | None, typer.Option("--header-row", min=1, help="Which row holds the headings, from 1.")
]
FetchOption: TypeAlias = Annotated[
    bool, typer.Option("--fetch", help="Bring a web page whose address is given: one page, once.")
]
SetOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="State a fact: --set trl=6; repeat it."),
]


_BASES = {
    "country": "headquarters={0}, incorporated_in={0}, managed_from={0} or controlled_from={0}",
    "seat": "headquarters={0}, incorporated_in={0} or managed_from={0}",
    "owner": "controlled_from=DE takes countries",
    "revenue": "turnover_eur={0}",
    "employees": "headcount={0}",
    "amount": "seeking={0}",
}


def assigned(values: list[str] | None) -> dict[str, str]:
    """What --set states: fields with their values.

    Raises:
        BadParameter: One is not of the form FIELD=VALUE.
    """
    found: dict[str, str] = {}
    for one in values or ():
        field, sign, value = one.partition("=")
        if not sign or not field.strip():
            problem = f"{one!r} is not FIELD=VALUE, such as headquarters=NL"
            raise typer.BadParameter(problem, param_hint="--set")
        name = field.strip()
        if instead := _BASES.get(name.lower()):
            problem = f"no field is called {name!r}: say which, {instead.format(value.strip())}"
            raise typer.BadParameter(problem, param_hint="--set")
        found[name] = value.strip()
    return found


def chosen_format(given: OutputFormat | None) -> OutputFormat:
    """A table for a person, JSON for a pipe, unless one was asked for."""
    if given is not None:
        return given
    return OutputFormat.TABLE if sys.stdout.isatty() else OutputFormat.JSON


def progress(what: str = "texts") -> Callable[[int], None] | None:
    """Tell of long work on standard error if a person watches, and not before two seconds.

    Args:
        what: What is counted.
    """
    if not sys.stderr.isatty():
        return None
    import time

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn(f"Reading {what}: {{task.completed:.0f}}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    # A terminal shows one at a time: what was told before is done.
    while _bars:
        _bars.pop().stop()
    _bars.append(bar)
    task = bar.add_task("embed", total=None)
    began = time.monotonic()
    patience = 2.0

    def step(done: int) -> None:
        bar.advance(task, done)
        if not bar.live.is_started and time.monotonic() - began > patience:
            bar.start()

    return step


_bars: list[Progress] = []
_waiting: list[Timer] = []


def opened(settings: Settings) -> Matcher:
    """The matcher that these settings describe.

    A person who watches is told within two seconds that something happens: a first run reads the
    model before there is anything to count. ``settled`` says that the answer is there.
    """
    _patience()
    from matcher.service import Matcher

    return Matcher.open(settings, progress())


def settled() -> None:
    """Say no more that work goes on: the answer is there."""
    while _waiting:
        _waiting.pop().cancel()


PATIENCE = 1.5


def _patience() -> None:
    """Tell a person that work goes on, unless it is over by then."""
    if not sys.stderr.isatty():
        return
    text = "Reading the catalogue and the model; a first run takes some ten seconds."
    timer = Timer(PATIENCE, partial(typer.echo, text, err=True))
    timer.daemon = True
    timer.start()
    _waiting.append(timer)
