"""Does everything that speaks SQL stand where the tables are kept?"""

import ast
import re

import pytest

from tests.house import PACKAGES, ROOT

STORES = {
    "profiles/migrations.py",
    "profiles/store.py",
    "profiles/usage.py",
    "programmes/store.py",
    # Files of their own kind: the index of kept vectors, and releases that wait on disk.
    "matcher/texts/cache.py",
    "programmes/demands/published/processes.py",
}
STATEMENT = re.compile(
    r"\s*(?:select\s.+\sfrom\s|insert\s+(?:or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s"
    r"|(?:create|drop|alter)\s+(?:table|index|trigger)\s|pragma\s+\w+|begin\s+immediate)",
    re.IGNORECASE | re.DOTALL,
)


def spoken(source):
    """The lines on which SQL is written, or what speaks it is imported."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if STATEMENT.match(node.value):
                yield node.lineno
        elif isinstance(node, ast.Import):
            if any(one.name in {"sqlite3", "sqlite_utils"} for one in node.names):
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module in {"sqlite3", "sqlite_utils"}:
            yield node.lineno


def test_sql_stands_in_the_stores_alone():
    found = [
        f"{name}:{line}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not (name := path.relative_to(ROOT).as_posix()).startswith("api/store/")
        and name not in STORES
        for line in spoken(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize("name", sorted(STORES))
def test_what_is_called_a_store_speaks_sql(name):
    assert list(spoken((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "line",
    [
        'rows("SELECT id FROM profiles")',
        'do(f"delete from {table}")',
        'do("INSERT OR IGNORE INTO owners VALUES (?)")',
        "import sqlite3",
        "from sqlite_utils import Database",
    ],
)
def test_sql_is_seen_however_it_is_written(line):
    assert list(spoken(line)) == [1]
