"""How does a person bring a table of startups, and see how its columns are understood first?

The file is read twice: for a sample with the matching of its columns, which can be changed, and
then as a whole. What is wrong with a row is told, and the others are kept.
"""

from __future__ import annotations

from itertools import islice
from pathlib import PurePath
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api.errors import Problem, Unusable
from api.http.dependencies import At
from api.pages.facts import FIELDS
from api.pages.forms import Fields
from api.pages.render import Sent, render
from api.usecases import stash, uploads
from api.usecases.base import UseCase
from matcher.answers.values import value_in_words
from profiles.errors import ProfileError, ReadError

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SAMPLE = 5
_ENDINGS = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
_MATCH = "column."
_LONGEST = 120


@router.get("/import")
def choose(request: Request, _: At) -> Response:
    """Ask for a file."""
    return render(request, "import.html", said="")


@router.post("/import")
def look(request: Request, desk: At, sent: Fields) -> Response:
    """Show how the columns of a file are understood, and its first rows."""
    if sent.file is None:
        return render(request, "import.html", 422, said="Choose a file first.")
    name, content = sent.file
    ending = PurePath(name).suffix.lower()
    if ending not in _ENDINGS:
        said = f"{ending or 'A file without ending'} is not read here: send {', '.join(_ENDINGS)}"
        return render(request, "import.html", 422, said=said)
    token = stash.lay_aside(desk, content, ending)
    return _sampled(request, desk, token, ending, name, {})


@router.post("/import/sample")
def look_again(request: Request, desk: At, sent: Fields) -> Response:
    """The sample under another matching of columns."""
    token, ending = _waiting(sent)
    return _sampled(request, desk, token, ending, sent.get("name", ""), _mapping(sent))


@router.post("/import/all")
def whole(request: Request, desk: At, sent: Fields) -> Response:
    """Keep every good row, and tell what is wrong with the others."""
    from profiles.model import Profile
    from profiles.read import read_profiles

    token, ending = _waiting(sent)
    path = stash.laid_aside(desk, token, ending)
    mapping, lines, faults = _mapping(sent), [], []
    with desk.context.working(), read_profiles(path, mapping=mapping) as reading:
        for one in reading:
            if isinstance(one, Profile):
                lines.append(orjson.dumps(one.model_dump(mode="json", exclude_none=True)))
            else:
                faults.append({"line": one.line, "field": one.field, "detail": one.message})
        notes = reading.summary.notes
    done = uploads.import_file(desk, b"\n".join(lines), "application/x-ndjson") if lines else {}
    stash.throw_away(desk, token, ending)
    return render(
        request, "imported.html", done=done, faults=[*faults, *done.get("rejected", ())],
        notes=[str(note).replace(str(path), sent.get("name", "the file")) for note in notes],
        file=sent.get("name", "the file"),
    )  # fmt: skip


def _waiting(sent: Sent) -> tuple[str, str]:
    ending = sent.get("ending", "")
    if ending not in _ENDINGS:
        raise Unusable("the file has to be chosen again", parameter="ending")
    return sent.get("token", ""), ending


def _mapping(sent: Sent) -> dict[str, str]:
    """Headings and what each is said to mean; an empty meaning leaves the column out."""
    return {
        name.removeprefix(_MATCH): "" if value == "-" else value
        for name, value in sent.items()
        if name.startswith(_MATCH) and value
    }


def _sampled(
    request: Request, desk: UseCase, token: str, ending: str, name: str, mapping: dict[str, str]
) -> Response:
    path = stash.laid_aside(desk, token, ending)
    try:
        view = sample(path, mapping)
    except (ReadError, ProfileError, Problem) as error:
        said = str(error).replace(str(path), name)
        return render(request, "import.html", 422, said=said)
    return render(
        request, "sample.html", view=view, token=token, ending=ending, file=name,
        fields=[(one.name, one.label) for one in FIELDS.values()],
    )  # fmt: skip


def sample(path: Any, mapping: dict[str, str]) -> dict[str, Any]:
    """How the columns of a file are understood, and its first profiles and problems.

    Args:
        path: The file.
        mapping: Headings with what they mean, where the reader is told.

    Raises:
        ReadError: It cannot be read at all.
    """
    from profiles.model import Profile
    from profiles.read import read_profiles

    found: list[Any] = []
    said = ""
    with read_profiles(path, mapping=mapping) as reading:
        try:
            found = list(islice(reading, 4 * _SAMPLE))
        except ReadError as error:
            if not reading.columns:
                raise
            said = error.message.partition("; say which one does with")[0]
        columns, notes = reading.columns, reading.summary.notes
    good = [one for one in found if isinstance(one, Profile)][:_SAMPLE]
    shown = list(dict.fromkeys(name for one in good for name in one.known() if name != "id"))
    return {
        "said": said,
        "columns": [
            (heading, field or "", mapping.get(heading) == "") for heading, field in columns
        ],
        "fields": shown,
        "rows": [{name: _said(one, name) for name in shown} for one in good],
        "problems": [one for one in found if not isinstance(one, Profile)][:_SAMPLE],
        "notes": [str(note).replace(str(path), "the file") for note in notes],
    }


def _said(profile: Any, name: str) -> str:
    value = profile.model_dump(mode="json", include={name}).get(name)
    said = "" if value is None else value_in_words(name, value)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"
