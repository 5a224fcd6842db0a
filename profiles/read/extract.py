"""How is a document read whose author we do not know?

In a process of its own, with bounds on its memory and its time, that can be ended: libraries for
PDF and Office formats read whatever they are given, and some of it was made to hurt. It has
no more than the bytes, and gives back no more than text.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from profiles.errors import ReadError
from profiles.read import limits
from profiles.read.formats import Format

__all__ = ["document_text", "folder_text"]

_NEEDS = {
    Format.PDF: "pypdf", Format.DOCX: "docx", Format.PPTX: "pptx", Format.ODT: "odf",
    Format.HTML: "selectolax",
}  # fmt: skip
_SECONDS = 40
_MOST_FILES = 40
_TEXTS = (".txt", ".md", ".markdown", ".text")


def document_text(file: str, content: bytes, form: Format) -> str:
    """The text of a document.

    Args:
        file: The file as the user named it.
        content: Its bytes.
        form: Its format.

    Raises:
        ReadError: It cannot be read, takes too long, or the extra for documents is not installed.
    """
    if importlib.util.find_spec(_NEEDS[form]) is None:
        found = f"a {form.upper()} document, for which nothing is installed"
        raise ReadError(file, None, None, found, "`pip install allymatch[documents]`, or its text")
    command = [sys.executable, "-m", "profiles.read.unpacking", str(form)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        found = f"a document that takes more than {_SECONDS} seconds"
        raise ReadError(file, None, None, found, "the few pages that describe it") from error
    try:
        said = json.loads(done.stdout)
    except ValueError as error:
        found = "a document that takes more memory than is given"
        raise ReadError(file, None, None, found, "the few pages that describe it") from error
    text = str(said["text"]).encode("utf-8", "ignore").decode()
    if not text.strip():
        why = f" ({said['problem']})" if said["problem"] else ": perhaps it holds pictures of pages"
        raise ReadError(file, None, None, f"no text{why}", "a document with text in it")
    return text


def folder_text(folder: Path) -> tuple[str, list[str]]:
    """The texts of all documents of a folder as one, in the order of their names.

    Returns:
        The text, and what was left out.

    Raises:
        ReadError: There is none that can be read.
    """
    parts: list[str] = []
    notes: list[str] = []
    for path in _documents(folder, notes):
        try:
            parts.append(_text_of(path))
        except ReadError as error:
            notes.append(f"left out: {error}")
    if not parts:
        expected = "documents (PDF, DOCX, PPTX, ODT, HTML) or texts about one startup"
        raise ReadError(str(folder), None, None, "a folder without any document", expected)
    return "\n\n".join(parts), notes


def _documents(folder: Path, notes: list[str]) -> Iterator[Path]:
    found = sorted(
        one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")
    )
    known = [
        one
        for one in found
        if one.suffix.lower() in (*_TEXTS, *(f".{form}" for form in _NEEDS), ".htm")
    ]
    if others := [one.name for one in found if one not in known]:
        notes.append(f"left out, because they are no documents: {', '.join(others[:10])}")
    if len(known) > _MOST_FILES:
        notes.append(f"left out: all but the first {_MOST_FILES} documents")
    yield from known[:_MOST_FILES]


def _text_of(path: Path) -> str:
    limits.check(str(path), path.stat().st_size, limits.MAX_DOCUMENT, "give the pages that matter")
    content = path.read_bytes()
    ending = path.suffix.lower().removeprefix(".")
    if f".{ending}" in _TEXTS:
        return content.decode("utf-8", "replace").replace("\r\n", "\n")
    return document_text(str(path), content, Format("html" if ending == "htm" else ending))
