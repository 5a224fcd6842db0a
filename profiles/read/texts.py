"""Which profile is a plain text?

A description alone is a profile: everything else is unknown, and will be asked. Its name is the
heading of the text if there is one, else the name of the file. A Markdown file may begin with
fields in YAML between two lines of ``---``.
"""

from __future__ import annotations

from collections.abc import Iterator

from profiles.errors import ReadError
from profiles.model import slug
from profiles.read.extract import document_text
from profiles.read.formats import Format
from profiles.read.headings import plan
from profiles.read.problems import RowProblem
from profiles.read.records import Record
from profiles.read.sources import InputStream, text_of
from profiles.read.yamls import yaml_text

__all__ = ["text_records"]

_RULE = "---"
_LONGEST_NAME = 80
_MOST_WORDS = 10
_MOST_FIELDS = 5_000


def text_records(source: InputStream) -> Iterator[Record | RowProblem]:
    """The one profile that a text, a Markdown file or a document describes.

    Raises:
        ReadError: It is empty, or the fields at its beginning are no YAML.
    """
    if source.format.is_document:
        text = document_text(source.file, source.stream.read(), source.format)
    else:
        text = text_of(source)
    source.text = text
    fields: dict[str, object] = {}
    marked = source.format is Format.MARKDOWN or source.format.is_document
    front, text = _front(text) if source.format is Format.MARKDOWN else (None, text)
    if front is not None:
        for found in yaml_text(source.file, front, first=2):
            if isinstance(found, RowProblem):
                yield found
                return
            fields.update(zip(found.headings, found.cells, strict=True))
    known = plan(tuple(fields), {})
    name, body = (None, text.strip()) if known.fields("name") else _named(text, marked=marked)
    if not body and not fields:
        raise ReadError(source.file, None, None, "an empty file", "a text about a startup")
    pairs = [*fields.items()]
    if not known.fields("name"):
        pairs.append(("name", name or source.stem))
    if not known.fields("id") and source.stem:
        pairs.append(("id", slug(source.stem)))
    if body:  # beside a description above it, the two are joined like two columns of a table
        pairs.append(("description", body))
    yield Record(1, tuple(key for key, _ in pairs), [value for _, value in pairs])


def _front(text: str) -> tuple[str | None, str]:
    """What stands between two lines of ``---`` at the very beginning, and the text below them."""
    if not text.startswith(_RULE):
        return None, text
    first, *lines = text.split("\n", _MOST_FIELDS)
    if first.rstrip() != _RULE:
        return None, text
    for number, line in enumerate(lines):
        # The last of them may be all the rest of the text.
        if line.startswith(_RULE) and not line[len(_RULE) :].split("\n", 1)[0].strip():
            fields = "".join(f"{one}\n" for one in lines[:number])
            return fields, "\n".join((*line.split("\n", 1)[1:], *lines[number + 1 :]))
    return None, text


def _named(text: str, *, marked: bool) -> tuple[str | None, str]:
    """The name that a text begins with, and what follows it.

    Line by line: patterns that look for the end of a line behind spaces take minutes over a line
    that is nothing but spaces.
    """
    whole = text.strip()
    first, _, below = whole.partition("\n")
    heading = _heading(first) if marked else None
    under, _, rest = below.partition("\n")
    sure = heading is not None
    if marked and not sure and _underlines(under):
        sure, below = True, rest
    name, below = (first if heading is None else heading).strip(), below.strip()
    # A sentence is no name, and a name with nothing behind it is the description.
    short = len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS
    if name and below and (sure or (short and not name.endswith((".", "!", "?", ":", ",", ";")))):
        return name[:300], below
    return None, whole


def _heading(line: str) -> str | None:
    """The words of a heading that is marked with signs of number."""
    bare = line.lstrip("#")
    marks = len(line) - len(bare)
    if not 1 <= marks <= 6 or not bare.startswith((" ", "\t")):
        return None
    return bare.rstrip(" \t").rstrip("#")


def _underlines(line: str) -> bool:
    """Whether a line makes the one above it a heading."""
    bare = line.rstrip(" \t")
    return bool(bare) and (not bare.strip("=") or not bare.strip("-"))
