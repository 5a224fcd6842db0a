"""Does a Markdown document tell the truth about what its commands print?

Three kinds of fenced block are run, in the order of the page and in one empty folder:

* ``console``: each line that begins with ``$`` is run by a shell and must succeed. What stands
  below it must be what it prints; ``...`` stands for anything. Nothing below: not compared.
* ``python``: is run, as a doctest where it has prompts.
* any block with ``title="NAME"`` is written to that file, so that a later command can read it; one
  in the language ``diff`` is applied to it.

Where a page writes into one of our packages, its commands run in a copy of the tree. A ``sh`` block
is for a reader to type and is not run.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.markdown.lexers import FencedCodeBlockLexer

from tests.house import PACKAGES, ROOT

FENCED = FencedCodeBlockLexer(language=r"[^\n`]+")
NOT_COPIED = shutil.ignore_patterns("__pycache__")
TITLE = re.compile(r'title="([^"]+)"')


class Page:
    """One document and the folder in which its examples are run."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder
        bin_folder = Path(sys.executable).parent
        (folder / ".venv").symlink_to(bin_folder.parent)
        (folder / "examples").symlink_to(ROOT / "examples")
        self.environment = os.environ | {
            "COLUMNS": "100",
            "HOME": str(folder),
            "NO_COLOR": "1",
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "TERM": "dumb",
            "XDG_DATA_HOME": str(folder / "data"),
        }

    def run(self) -> int:
        """Run the examples in order; the first that is not true raises and says where it stands."""
        if re.search(rf'title="({"|".join(PACKAGES)})/', self.path.read_text(encoding="utf-8")):
            for name in PACKAGES:
                shutil.copytree(ROOT / name, self.folder / name, ignore=NOT_COPIED)
            self.environment["PYTHONPATH"] = str(self.folder)
        parsers = [self.blocks, PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)]
        examples = list(Sybil(parsers).parse(self.path).examples())
        for example in examples:
            example.evaluate()
        return len(examples)

    def blocks(self, document: Document) -> Iterable[Region]:
        for found in FENCED(document):
            language, _, rest = found.lexemes["language"].partition(" ")
            source = str(found.lexemes["source"])
            if title := TITLE.search(rest):
                use = self.apply if language == "diff" else self.write
                yield Region(found.start, found.end, (title[1], source), use)
            elif language == "console":
                yield Region(found.start, found.end, list(commands(source)), self.call)

    def write(self, example: Example) -> None:
        name, text = example.parsed
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def apply(self, example: Example) -> str | None:
        """Change a file; each hunk has to stand in it once, wherever that is."""
        name, text = example.parsed
        path = self.folder / name
        found = path.read_text(encoding="utf-8")
        for hunk in re.split(r"^@@.*\n", text, flags=re.MULTILINE):
            lines = hunk.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            after = "".join(line[1:] for line in lines if line[0] in " +")
            if lines and found.count(before) != 1:
                return f"{name} does not hold once:\n{before}"
            found = found.replace(before, after)
        path.write_text(found, encoding="utf-8")
        return None

    def call(self, example: Example) -> str | None:
        for command, expected in example.parsed:
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode:
                return f"$ {command}\nended with status {done.returncode}:\n{done.stdout}"
            if expected and not matches(expected, done.stdout):
                return f"$ {command}\nshould print\n{expected}\nand printed\n{done.stdout}"
        return None


def commands(source: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output that the page shows below it."""
    for part in re.split(r"^\$ ", source, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        length = next(at for at, line in enumerate(lines, 1) if not line.endswith("\\"))
        yield "\n".join(lines[:length]), "\n".join(lines[length:]).strip("\n")


def matches(expected: str, got: str) -> bool:
    """Whether a command printed what the page shows, blanks at the ends of lines aside."""
    shown, printed = (
        "".join(f"{line.rstrip()}\n" for line in text.strip("\n").splitlines())
        for text in (expected, got)
    )
    return doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)
