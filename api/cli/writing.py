"""Where does an answer go: to standard output, or whole into a file?"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from matcher.errors import BadInput

__all__ = ["OutOption", "put"]

OutOption: TypeAlias = Annotated[
    Path | None, typer.Option("--out", help="Write to this file instead of standard output.")
]


def put(text: str, out: Path | None) -> None:
    """Write an answer; a file appears whole or not at all.

    Raises:
        BadInput: The file cannot be written.
    """
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        # Beside the file, so that the last step is a rename within one file system.
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
            Path(name).replace(out)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadInput("--out", f"{out} cannot be written: {error.strerror or error}") from None
