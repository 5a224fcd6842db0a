"""What does each command of allymatch say of itself?

The reference in ``docs/cli.md`` is the commands' own help, written there by ``make docs``; ``make
check`` fails where the two differ, so that the page can't fall behind the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from api.cli import app

WIDTH = 92


def walk(command: Any, name: str, parent: Any = None) -> Iterator[Any]:
    """The context of each command that is shown to a user, groups before their members."""
    settings = {**command.context_settings, "terminal_width": WIDTH}
    context = command.context_class(command, info_name=name, parent=parent, **settings)
    yield context
    for member_name, member in sorted(getattr(command, "commands", {}).items()):
        if not member.hidden:
            yield from walk(member, member_name, context)


def commands() -> dict[str, Any]:
    """All commands of the program by the words that call them, each in its context."""
    contexts = walk(typer.main.get_command(app), "allymatch")
    return {context.command_path: context for context in contexts}


def help_text(context: Any) -> str:
    """A command's help as a terminal of fixed width shows it, without colours and boxes."""
    context.command.rich_markup_mode = None
    lines = context.command.get_help(context).strip().splitlines()
    return "\n".join(line.rstrip() for line in lines)


def reference() -> str:
    """The whole reference in Markdown, one heading a command."""
    return "\n".join(
        f"## {path}\n\n```text\n{help_text(context)}\n```\n" for path, context in commands().items()
    )
