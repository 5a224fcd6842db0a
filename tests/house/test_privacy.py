"""Do tests ask for what stands outside, so that what stands inside may change?"""

import ast

import pytest

from tests.house import ROOT


def private(name):
    last = name.rpartition(".")[2]
    return last.startswith("_") and not last.startswith("__")


def patched(source):
    """The lines on which a private name of somebody else is replaced."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else None
            named = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
            if called in {"setattr", "delattr", "patch", "object"}:
                yield from (
                    node.lineno for name in named if isinstance(name, str) and private(name)
                )
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and private(target.attr):
                    owner = target.value
                    if not (isinstance(owner, ast.Name) and owner.id == "self"):
                        yield node.lineno


def test_no_test_replaces_a_private_name():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for line in patched(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'monkeypatch.setattr("matcher.runs._ROWS", 8)',
        'monkeypatch.setattr(shard, "_ROWS", 8)',
        "app.context._encoder = words",
    ],
)
def test_a_private_name_is_seen_however_it_is_replaced(line):
    assert list(patched(line)) == [1]


def test_what_is_public_may_be_replaced():
    assert not list(patched('monkeypatch.setattr(shard, "ROWS", 8)\nself._x = 1'))
