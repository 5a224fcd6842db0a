"""How is allymatch used from a terminal?

One command for each use case. Nothing is decided here: arguments are read, ``matcher.service`` is
asked, and its answer is written as a table, JSON, CSV or Markdown. Exit status: 0 done, 1 the data
is wrong, 2 the command line is wrong.
"""

from api.cli import server
from api.cli.commands import app, main

__all__ = ["app", "main", "server"]
