"""Where do a command's profiles come from: a file, standard input, or the store?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

import typer

from api.cli.hints import no_profile
from matcher.errors import NotFound

if TYPE_CHECKING:
    from matcher.settings import Settings
    from profiles.model import Profile
    from profiles.read import ReadSummary

__all__ = [
    "at_hand",
    "counted",
    "every_profile",
    "in_order",
    "one_profile",
    "read_file",
    "several_profiles",
]


def in_order(programme: str, profile: str) -> tuple[str, str]:
    """A programme and profiles, also where they were given the other way round.

    A file is never the name of a programme, so there is no doubt what was meant; it is said on
    standard error.
    """
    if Path(programme).is_file() and not Path(profile).is_file():
        typer.echo(
            f"note: {programme} is taken as the profile, {profile} as the programme", err=True
        )
        return profile, programme
    return programme, profile


def one_profile(
    text: str,
    settings: Settings,
    *,
    identifier: str | None,
    said: Mapping[str, str] | None = None,
    fetch: bool = False,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Profile:
    """The one profile of a file, the one of it with an id, or a stored one.

    Args:
        text: What the command line names.
        settings: Where the store is.
        identifier: Which profile of a file.
        said: Facts that the command line states, before the texts are read.
        fetch: Whether the page of a web address is brought.
        sheet: Which sheet of a workbook.
        header_row: The row of its headings, from 1.

    Raises:
        ProfileError: It cannot be read, or the file holds several.
        NotFound: No such file, and nothing of that id is stored.
    """
    from profiles.facts import with_fact, with_read
    from profiles.read import read_profile

    with at_hand(text, fetch=fetch) as path:
        if path is not None:
            found = with_fact(read_profile(path, tell=_tell), {"website": text})
            return with_read(with_fact(found, said or {}))
    _is_there(text, settings)
    if _is_stored(text):
        found = _stored(text, settings)
    else:
        source = text if text == "-" else Path(text)
        found = read_profile(source, id=identifier, tell=_tell, sheet=sheet, header_row=header_row)
    return with_read(with_fact(found, said or {}))


@contextmanager
def at_hand(text: str, *, fetch: bool) -> Iterator[Path | None]:
    """The page of a web address as a file, while it is needed; None where a text is no address.

    Raises:
        ReadError: It was not asked to be fetched, or cannot be.
    """
    if not text.lower().startswith(("http://", "https://")):
        yield None
        return
    from profiles.errors import ReadError

    if not fetch:
        wanted = "a file: save the page and give that, or add --fetch to have it brought"
        raise ReadError(text, None, None, "the address of a web page", wanted)
    from api.feeds.webpages import fetch_page

    page = fetch_page(text)
    with TemporaryDirectory() as folder:
        name = re.sub(r"[^\w-]+", "-", urlsplit(page.url).hostname or "page").strip("-")
        path = Path(folder) / f"{name}.{page.ending}"
        path.write_bytes(page.content)
        yield path


def _tell(said: str) -> None:
    typer.echo(said, err=True)


def several_profiles(
    text: str,
    settings: Settings,
    *,
    mapping: str | None,
    strict: bool,
    sheet: str | None = None,
    header_row: int | None = None,
) -> tuple[list[Profile], list[str]]:
    """Profiles of a file, or stored ones; and what was wrong with the rows that were left out.

    What their texts say stands beside what they state.
    """
    from profiles.facts import with_read

    _is_there(text, settings)
    if _is_stored(text):
        return [with_read(_stored(one.strip(), settings)) for one in text.split(",")], []
    good, problems = read_file(
        text, mapping=mapping, strict=strict, sheet=sheet, header_row=header_row
    )
    return [with_read(one) for one in good], problems


def every_profile(settings: Settings) -> list[Profile]:
    """All stored profiles with what their texts say, by id.

    Raises:
        NotFound: Nothing has been imported.
    """
    from profiles.facts import with_read
    from profiles.migrations import gone
    from profiles.store import ProfileStore

    if not settings.store.is_file() and gone(settings.store) is None:
        raise NotFound("store", str(settings.store), "name a file of profiles, or import one")
    with ProfileStore(settings.store) as store:
        found = [with_read(one) for one in store.many()]
    if not found:
        raise NotFound("profile", "*", "the store holds none: name a file, or import one")
    return found


def read_file(
    text: str,
    *,
    mapping: str | None,
    strict: bool,
    sheet: str | None = None,
    header_row: int | None = None,
    every: TextIO | None = None,
) -> tuple[list[Profile], list[str]]:
    """The good rows of a file; problems, notes and counts go to standard error.

    Args:
        text: The file.
        mapping: What its headings mean, as the command line says it.
        strict: Stop at the first problem.
        sheet: Which sheet of a workbook.
        header_row: The row of its headings, from 1.
        every: Where to write every problem; else the first of each kind are told.
    """
    from profiles.read import RowProblem, Tally, parse_mapping, read_profiles

    good: list[Profile] = []
    problems: list[str] = []
    tally = Tally()
    columns = parse_mapping(mapping) if mapping else None
    source = text if text == "-" else Path(text)
    with read_profiles(
        source, mapping=columns, strict=strict, sheet=sheet, header_row=header_row
    ) as reading:
        for found in reading:
            if isinstance(found, RowProblem):
                if tally.add(found):
                    problems.append(str(found))
                    typer.echo(problems[-1], err=True)
                if every is not None:
                    every.write(f"{found}\n")
            else:
                good.append(found)
        summary = reading.summary
    for more in tally.told():
        problems.append(more)
        typer.echo(more, err=True)
    for note in summary.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(counted(summary), err=True)
    return good, problems


def counted(summary: ReadSummary) -> str:
    """What became of the rows of a file, in one line."""
    cells = f", {summary.unknown} facts left unknown" if summary.unknown else ""
    return f"{summary.read} profiles read, {summary.rejected} rows rejected{cells}"


def _is_there(text: str, settings: Settings) -> None:
    """Refuse what is neither a file nor a stored profile, with what was probably meant.

    Raises:
        NotFound: There is no such file, and nothing of that id is stored.
    """
    if text == "-" or Path(text).exists():
        return
    from profiles.migrations import gone

    begun = settings.store.is_file() or gone(settings.store) is not None
    if _is_stored(text) and (begun or "," in text):
        return
    raise NotFound("profile", text, no_profile(text, _programme(text, settings)))


def _programme(text: str, settings: Settings) -> str | None:
    """The programme that is called so, where somebody gave one in place of a profile."""
    from programmes.errors import UnknownProgramme
    from programmes.read import load_catalogue

    try:
        return load_catalogue(settings.catalogue, parsed=settings.parsed).find(text).id
    except UnknownProgramme:
        return None


def _is_stored(text: str) -> bool:
    """Whether a text names stored profiles: no such file, and it does not look like one."""
    return text != "-" and not Path(text).exists() and "/" not in text and not Path(text).suffix


def _stored(identifier: str, settings: Settings) -> Profile:
    from profiles.errors import UnknownProfile
    from profiles.migrations import gone
    from profiles.store import ProfileStore

    if not settings.store.is_file() and gone(settings.store) is None:
        hint = "there is no such file, and nothing has been imported: see `allymatch import`"
        raise NotFound("profile", identifier, hint)
    with ProfileStore(settings.store) as store:
        try:
            return store.get(identifier)
        except UnknownProfile:
            if programme := _programme(identifier, settings):
                hint = no_profile(identifier, programme)
                raise NotFound("profile", identifier, hint) from None
            raise
