"""How does the map of the pages come to be?

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m tools.atlas package/countries-50m.json

Natural Earth's countries (public domain), as the npm package world-atlas has them, in two panels
(Lambert's azimuthal equal-area projection, Europe at twice the scale of North America) and
simplified to what an eye tells apart at the size of a page. Writes ``api/pages/data/atlas.json``.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

_OUT = Path(__file__).parent.parent / "api" / "pages" / "data" / "atlas.json"
_WIDTH, _HEIGHT = 960.0, 560.0
_TOLERANCE, _SMALLEST = 0.9, 4.0
_LONELY = {"Kosovo": "XK", "N. Cyprus": "", "Somaliland": ""}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the picture with a view of its own.

    Attributes:
        longitude, latitude: Of its centre, in degrees.
        x, y: Where that stands in the picture.
        scale: Units of the picture for the radius of the earth.
        left, right: Its edges.
        codes: The countries that it shows; all others if empty.
    """

    longitude: float
    latitude: float
    x: float
    y: float
    scale: float
    left: float
    right: float
    codes: frozenset[str] = frozenset()

    def place(self, longitude: float, latitude: float) -> Point | None:
        """A place on the picture; None where it lies far from the centre."""
        lon, lat = math.radians(longitude), math.radians(latitude)
        lon0, lat0 = math.radians(self.longitude), math.radians(self.latitude)
        cosine = math.sin(lat0) * math.sin(lat)
        cosine += math.cos(lat0) * math.cos(lat) * math.cos(lon - lon0)
        if cosine < 0.3:
            return None
        k = math.sqrt(2 / (1 + cosine))
        x = k * math.cos(lat) * math.sin(lon - lon0)
        y = k * math.cos(lat0) * math.sin(lat)
        y -= k * math.sin(lat0) * math.cos(lat) * math.cos(lon - lon0)
        return self.x + self.scale * x, self.y - self.scale * y


_AMERICA = Panel(-97, 55, 165, 290, 330, 0, 330, frozenset({"US", "CA", "MX", "GL"}))
_EUROPE = Panel(12, 54, 650, 285, 840, 345, _WIDTH)


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """A line without the points that lie within a tolerance of it (Douglas and Peucker)."""
    if len(line) < 3:
        return list(line)
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = math.hypot(x2 - x1, y2 - y1)
    farthest, most = 0, 0.0
    for at, (x, y) in enumerate(line[1:-1], 1):
        away = (
            abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
            if length
            else math.hypot(x - x1, y - y1)
        )
        if away > most:
            farthest, most = at, away
    if most <= tolerance:
        return [line[0], line[-1]]
    head = simplified(line[: farthest + 1], tolerance)
    return [*head[:-1], *simplified(line[farthest:], tolerance)]


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def _rings(geometry: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc if not points else arc[1:]
            yield points


def _is_crimea(ring: list[Point]) -> bool:
    """Whether a ring is the peninsula, which Natural Earth draws by who holds it.

    The United Nations and the allies hold it to be Ukraine's, and so does this map.
    """
    return all(32 < x < 37 and 44 < y < 46.5 for x, y in ring)


def _drawn(ring: list[Point], panel: Panel) -> str:
    places = [panel.place(*point) for point in ring]
    # What lies far away is left out, and what reaches beyond the panel ends at its edge.
    line = [
        (min(max(x, panel.left), panel.right), min(max(y, 0.0), _HEIGHT))
        for x, y in (place for place in places if place is not None)
    ]
    if len(line) < 4:
        return ""
    half = len(line) // 2  # a ring has no ends: it is simplified in two halves
    line = [*simplified(line[: half + 1], _TOLERANCE)[:-1], *simplified(line[half:], _TOLERANCE)]
    pairs = pairwise(line)
    if abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2 < _SMALLEST:
        return ""
    whole = [(round(x), round(y)) for x, y in line[:-1]]
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(whole) if (a, b) != (x, y)]
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def drawn(topology: dict[str, Any]) -> dict[str, str]:
    """Each country of the picture as the path of an SVG, by its code."""
    import pycountry

    arcs = _arcs(topology)
    found: dict[str, str] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        if not geometry.get("arcs"):
            continue
        known = pycountry.countries.get(numeric=str(geometry.get("id", "")).zfill(3))
        name = geometry["properties"]["name"]
        code = known.alpha_2 if known else _LONELY.get(name, "")
        panel = _AMERICA if code in _AMERICA.codes else _EUROPE
        for ring in _rings(geometry, arcs):
            owner = "UA" if code == "RU" and _is_crimea(ring) else code
            if owner and (path := _drawn(ring, panel)):
                found[owner] = found.get(owner, "") + path
    return dict(sorted(found.items()))


def main() -> None:
    """Write the map of a file of world-atlas."""
    paths = drawn(json.loads(Path(sys.argv[1]).read_text()))
    made = {
        "source": "Natural Earth (public domain), by the npm package world-atlas 2.0.2",
        "width": _WIDTH, "height": _HEIGHT, "paths": paths,
    }  # fmt: skip
    _OUT.parent.mkdir(exist_ok=True)
    _OUT.write_text(json.dumps(made, indent=0) + "\n")
    print(f"{len(paths)} countries, {_OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
