"""Which profile is a plain text?

A description alone is a profile: everything else is unknown, and will be asked. Its name is the
heading of the text if there is one, else the name of the file. A Markdown file may begin with
fields in YAML between two lines of ``---``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.errors import ReadError
from profiles.model import slug
from profiles.read.formats import Format
from profiles.read.headings import plan
from profiles.read.problems import RowProblem
from profiles.read.records import Record
from profiles.read.sources import Source, text_of
from profiles.read.yamls import yaml_text

__all__ = ["text_records"]

_FRONT = re.compile(r"---[ \t]*\n(?P<fields>.*?\n)?---[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r"\s*#{1,6}[ \t]+(?P<name>[^\n]*?)[ \t]*#*[ \t]*(?:\n|$)")
_UNDERLINED = re.compile(r"\s*(?P<name>[^\n]+)\n(?:=+|-+)[ \t]*(?:\n|$)")
_FIRST_LINE = re.compile(r"\s*(?P<name>[^\n]+)\n")
_LONGEST_NAME = 80
_MOST_WORDS = 10


def text_records(source: Source) -> Iterator[Record | RowProblem]:
    """The one profile that a text or a Markdown file describes.

    Raises:
        ReadError: It is empty, or the fields at its beginning are no YAML.
    """
    text = text_of(source)
    fields: dict[str, object] = {}
    front = _FRONT.match(text) if source.format is Format.MARKDOWN else None
    if front is not None:
        for found in yaml_text(source.file, front["fields"] or "", first=2):
            if isinstance(found, RowProblem):
                yield found
                return
            fields.update(zip(found.headings, found.cells, strict=True))
    known = plan(tuple(fields), {})
    text = text[front.end() :] if front else text
    name, body = (None, text.strip()) if known.fields("name") else _named(text, source.format)
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


def _named(text: str, format: Format) -> tuple[str | None, str]:
    """The name that a text begins with, and what follows it."""
    marks = [_HEADING, _UNDERLINED] if format is Format.MARKDOWN else []
    for mark in (*marks, _FIRST_LINE):
        found = mark.match(text)
        if found is None:
            continue
        name, rest = found["name"].strip(), text[found.end() :].strip()
        # A sentence is no name, and a name with nothing behind it is the description.
        sure = mark is not _FIRST_LINE
        short = len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS
        if (
            rest
            and name
            and (sure or (short and not name.endswith((".", "!", "?", ":", ",", ";"))))
        ):
            return name[:300], rest
        break
    return None, text.strip()
