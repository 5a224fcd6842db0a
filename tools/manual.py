"""What does each command of allymatch say of itself?

The reference in ``docs/cli.md`` is the commands' own help, written there by ``make docs``; ``make
check`` fails where the two differ, so that the page can't fall behind the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from matcher.cli import app

WIDTH = 92


def walk(command: Any, path: tuple[str, ...] = ("allymatch",)) -> Iterator[tuple[str, Any]]:
    """Each command with the words that call it, groups before their members."""
    yield " ".join(path), command
    for name, member in sorted(getattr(command, "commands", {}).items()):
        if not member.hidden:
            yield from walk(member, (*path, name))


def commands() -> list[tuple[str, Any]]:
    """All commands of the program that are shown to a user."""
    return list(walk(typer.main.get_command(app)))


def help_text(path: str, command: Any) -> str:
    """A command's help as a terminal of fixed width shows it, without colours and boxes."""
    command.rich_markup_mode = None
    context = command.context_class(command, info_name=path, terminal_width=WIDTH)
    lines = command.get_help(context).strip().splitlines()
    return "\n".join(line.rstrip() for line in lines)


def reference() -> str:
    """The whole reference in Markdown, one heading a command."""
    return "\n".join(
        f"## {path}\n\n```text\n{help_text(path, command)}\n```\n" for path, command in commands()
    )
