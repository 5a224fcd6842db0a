"""How many rooms has the house, on how many floors, and how far is the walk of one command?

    python -m tools.house         # counts rooms, floors, arrows and circles
    python -m tools.house --walk  # and the modules that `allymatch match` passes
    python -m tools.house --draw > docs/architecture.svg

A room is what stands directly in a package: a folder, or a module by itself. Its floor is one above
the highest room that it imports from, imports for types included. The walk counts modules of
``matcher`` and ``api`` in which a function runs while ``allymatch match`` answers, the kinds of
condition as one. Everything is read from the code as it is.
"""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

__all__ = ["PACKAGES", "House", "circles", "drawing", "walk"]

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "matcher", "programmes", "profiles")
DRAWN = ("api", "matcher")
"""Packages of which each room is drawn; of the others the names alone."""
WALK = """
import contextlib, io, sys
root, seen = {root!r}, set()
def passed(frame, event, arg):
    code = frame.f_code
    if event == "call" and code.co_name != "<module>" and code.co_filename.startswith(root):
        seen.add(code.co_filename[len(root) + 1 :])
from api.cli import main
sys.argv = ["allymatch", "match", "examples/quantum-sensor-munich.json", "--on", "2026-06-15"]
sys.setprofile(passed)
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
sys.setprofile(None)
print(*sorted(seen), sep="\\n")
"""


def _imports(path: Path) -> set[str]:
    """The dotted names that a module imports, of our own packages."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return {name for name in found if name.partition(".")[0] in PACKAGES}


def _question(path: Path) -> str:
    """The first line of a module's docstring."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0].rstrip(".")


@dataclass(frozen=True)
class House:
    """The rooms of one package.

    Attributes:
        package: Its name.
        rooms: Each room with the question that it answers.
        arrows: Of each room, those that it imports from.
    """

    package: str
    rooms: dict[str, str]
    arrows: dict[str, frozenset[str]]

    @classmethod
    def of(cls, package: str, root: Path = ROOT) -> House:
        """Read a package."""
        base = root / package
        paths = [path for path in sorted(base.glob("*")) if not path.name.startswith("_")]
        folders = {path.name: path / "__init__.py" for path in paths if path.is_dir()}
        homes = {name: home for name, home in folders.items() if home.is_file()}
        homes |= {path.stem: path for path in paths if path.suffix == ".py"}
        arrows = {}
        for name, home in homes.items():
            files = home.parent.rglob("*.py") if home.name == "__init__.py" else [home]
            found = {each.split(".")[1] for path in files for each in _imports(path)
                     if each.startswith(f"{package}.")}  # fmt: skip
            arrows[name] = frozenset(found & set(homes) - {name})
        return cls(package, {name: _question(home) for name, home in homes.items()}, arrows)

    @cached_property
    def floors(self) -> dict[str, int]:
        """The floor of each room, from 1.

        Raises:
            ValueError: Rooms lead round in a circle.
        """
        found: dict[str, int] = {}

        def climb(name: str, way: tuple[str, ...]) -> int:
            if name in way:
                msg = f"a circle in {self.package}: {' -> '.join((*way, name))}"
                raise ValueError(msg)
            if name not in found:
                below = (climb(one, (*way, name)) for one in sorted(self.arrows[name]))
                found[name] = 1 + max(below, default=0)
            return found[name]

        for name in self.rooms:
            climb(name, ())
        return found


def circles(root: Path = ROOT) -> list[list[str]]:
    """Modules that import each other, over all packages; imports for types count."""
    modules = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    arrows = {
        name: (_imports(path) & set(modules)) - {name, name.rpartition(".")[0]}
        for name, path in modules.items()
    }
    reach: dict[str, set[str]] = {}
    for name in modules:
        seen: set[str] = set()
        waiting = list(arrows[name])
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += arrows[one]
        reach[name] = seen
    found = {
        tuple(sorted({name, *(one for one in reach[name] if name in reach[one])}))
        for name in modules
        if name in reach[name]
    }
    return [list(each) for each in sorted(found)]


def walk() -> list[str]:
    """Modules of the matcher and the api that `allymatch match` passes, kinds as one.

    Counted once everything is cached: a text that is new passes through the model, too.
    """
    command = [sys.executable, "-c", WALK.format(root=str(ROOT))]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(2):
        done = subprocess.run(
            command, env=env, cwd=ROOT, check=True, capture_output=True, text=True
        )
    passed = {line for line in done.stdout.split() if line.startswith(("api/", "matcher/"))}
    kinds = {line for line in passed if line.startswith("matcher/eligibility/criteria/")}
    return sorted(passed - kinds | {"matcher/eligibility/criteria/"})


_WIDTH, _ROW, _GAP = 1080, 58, 10


def drawing(root: Path = ROOT) -> str:
    """The four packages with their rooms, the highest floor on top, as SVG."""
    parts: list[str] = []
    y = 10
    for package in PACKAGES:
        house = House.of(package, root)
        parts.append(_text(14, y + 18, package, "h"))
        y += 28
        if package not in DRAWN:
            names = _wrapped(", ".join(sorted(house.rooms)), 150)
            parts.append(_box(14, y, _WIDTH - 28, 16 * len(names) + 14))
            parts += [_text(24, y + 20 + 16 * at, line, "q") for at, line in enumerate(names)]
            y += 16 * len(names) + 14 + 2 * _GAP
            continue
        for floor in range(max(house.floors.values()), 0, -1):
            here = sorted(name for name in house.rooms if house.floors[name] == floor)
            width = (_WIDTH - 28 - _GAP * (len(here) - 1)) // len(here)
            for at, name in enumerate(here):
                x = 14 + at * (width + _GAP)
                parts.append(_box(x, y, width, _ROW - _GAP + 6))
                parts.append(_text(x + 10, y + 17, name, "r"))
                lines = _wrapped(house.rooms[name], (width - 16) // 6)
                parts += [_text(x + 10, y + 32 + 13 * n, one, "q") for n, one in
                          enumerate(lines[:2])]  # fmt: skip
            y += _ROW + 6
        y += _GAP
    style = (
        "text{font-family:system-ui,sans-serif;fill:#1b2733}.h{font-size:16px;font-weight:700}"
        ".r{font-size:13px;font-weight:600}.q{font-size:11px;fill:#4a5a68}"
        "rect{fill:#eef3f7;stroke:#9db2c4}"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" role="img">'
        "<title>The rooms of allymatch, each floor importing only from those below</title>"
        f'<style>{style}</style><rect x="0" y="0" width="{_WIDTH}" height="{y}"'
        ' style="fill:#fff;stroke:none"/>'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def _box(x: int, y: int, width: int, height: int) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5"/>'


def _text(x: int, y: int, said: str, kind: str) -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(said)}</text>'


def _wrapped(said: str, columns: int) -> list[str]:
    lines = [""]
    for word in said.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > columns:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def main() -> None:
    """Print what was asked for."""
    given = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    given.add_argument("--draw", action="store_true", help="print the drawing")
    given.add_argument("--walk", action="store_true", help="count the walk, too")
    asked = given.parse_args()
    if asked.draw:
        print(drawing(), end="")
        return
    for package in PACKAGES:
        house = House.of(package)
        arrows = sum(map(len, house.arrows.values()))
        floors = max(house.floors.values())
        print(f"{package}: {len(house.rooms)} rooms, {floors} floors, {arrows} arrows")
    for circle in circles():
        print("circle:", ", ".join(circle))
    if asked.walk:
        passed = walk()
        print(f"allymatch match passes {len(passed)} modules:", *passed, sep="\n  ")


if __name__ == "__main__":
    main()
