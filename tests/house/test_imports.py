import json
import os
import subprocess
import sys
import textwrap

import pytest

from tests.house import PACKAGES, ROOT

# Each of these takes a tenth of a second to several seconds: they are imported where they are used.
HEAVY = (
    "bm25s",
    "distributed",
    "fastapi",
    "ir_measures",
    "matplotlib",
    "pint",
    "polars",
    "pyarrow",
    "scipy",
    "sentence_transformers",
    "sklearn",
    "torch",
    "transformers",
)

# Imports every module of ours and reports what their lines did to the world meanwhile. From each
# event it walks up the stack: a line of ours before the import machinery means that we did it; the
# machinery first means that a library did, or that a module was only being loaded.
WATCH = """
import importlib, json, pkgutil, sys, threading

seen = []

def watch(event, args):
    if event not in {events!r}:
        return
    frame = sys._getframe(1)
    while frame and not frame.f_code.co_filename.startswith("<frozen "):
        if frame.f_code.co_filename.startswith({ours!r}):
            seen.append([event, str(args[0]), frame.f_code.co_filename, frame.f_lineno])
            return
        frame = frame.f_back

sys.addaudithook(watch)
for package in {packages!r}:
    module = importlib.import_module(package)
    for each in pkgutil.walk_packages(module.__path__, package + "."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
print(json.dumps({{"seen": seen, "threads": [each.name for each in threading.enumerate()]}}))
"""
EVENTS = {
    "open",
    "os.mkdir",
    "os.putenv",
    "os.remove",
    "os.rename",
    "socket.connect",
    "sqlite3.connect",
    "subprocess.Popen",
}


def python(code: str, *flags: str) -> str:
    done = subprocess.run(
        [sys.executable, *flags, "-c", textwrap.dedent(code)],
        # pydantic looks for plugins of its own when the first model is defined.
        env={**os.environ, "PYDANTIC_DISABLE_PLUGINS": "__all__"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("module", ["api.cli", "matcher.service", "profiles.read"])
def test_starting_up_loads_nothing_heavy(module):
    loaded = python(f"import sys, {module}; print(*sys.modules)").split()

    assert sorted(set(HEAVY) & set(loaded)) == []


def test_the_help_of_every_command_loads_nothing_heavy():
    code = """
        import contextlib, io, sys
        from api.cli import main
        sys.argv = ["allymatch", "--help"]
        with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
            main()
        print(*sys.modules)
    """
    assert sorted(set(HEAVY) & set(python(code).split())) == []


def watched(packages, folder) -> dict:
    """What importing the packages that stand in a folder did."""
    ours = tuple(f"{folder / name}/" for name in packages)
    code = WATCH.format(ours=ours, events=EVENTS, packages=packages)
    return json.loads(python(f"import sys; sys.path.insert(0, {str(folder)!r})\n{code}", "-B"))


def test_nothing_happens_at_import():
    report = watched(PACKAGES, ROOT)

    assert report == {"seen": [], "threads": ["MainThread"]}


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("import pathlib; pathlib.Path(__file__).read_text()", "open"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("import sqlite3; sqlite3.connect(':memory:')", "sqlite3.connect"),
    ],
)
def test_something_that_happens_at_import_is_noticed(line, event, tmp_path):
    (tmp_path / "noisy").mkdir()
    (tmp_path / "noisy/__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "noisy/module.py").write_text(f"\n{line}\n", encoding="utf-8")

    report = watched(("noisy",), tmp_path)

    assert event in {each[0] for each in report["seen"]}
    assert {tuple(each[2:]) for each in report["seen"]} == {(str(tmp_path / "noisy/module.py"), 2)}
