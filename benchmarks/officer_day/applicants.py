"""Eight hundred applicants, drawn by a seed: as a spreadsheet that a portal would export.

Texts are put together of sentences of our own, so that they differ in what they speak of and not
only in their words. As in a real export some rows say little, some leave facts out, some are in
German, one is there twice, and a few firms sit outside every alliance.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

__all__ = ["COLUMNS", "applicants", "grades", "write"]

COLUMNS = (
    "id", "name", "description", "headquarters", "incorporated_in", "areas", "trl", "headcount",
    "founded", "weapon", "civil_use", "defence_use",
)  # fmt: skip
_PRODUCTS = (
    ("quantum", "Magnetometers of trapped atoms", "find ships and cables by their fields"),
    ("quantum", "Optical clocks in a suitcase", "keep time for days when satellites are jammed"),
    ("quantum", "Key exchange over dark fibre", "lets two headquarters share secrets"),
    ("autonomy-robotics", "Tracked carriers", "bring water and wounded over broken ground"),
    ("autonomy-robotics", "Gliders that live under ice", "listen for weeks on one battery"),
    ("autonomy-robotics", "Software for mixed swarms", "shares tasks when the radio link is lost"),
    (
        "cyber-information-security",
        "Firmware checks for turbines",
        "stop altered code before it starts",
    ),
    ("cyber-information-security", "Decoy control rooms", "draw intruders away from water works"),
    (
        "cyber-information-security",
        "Passports for machines",
        "prove to a network which device is speaking",
    ),
    ("space", "Thrusters for small satellites", "change an orbit with water as fuel"),
    ("space", "Cameras that see through smoke", "map a fire from orbit every hour"),
    ("space", "Antennas printed on foil", "follow satellites without moving parts"),
    (
        "energy-propulsion",
        "Cells that charge at forty below",
        "start vehicles after a winter night",
    ),
    ("energy-propulsion", "Microgrids in containers", "run a field hospital from any fuel"),
    ("materials-manufacturing", "Ceramic plates cast in one piece", "protect at half the weight"),
    ("materials-manufacturing", "A printer for spare parts", "makes valves at a forward base"),
    ("human-bio", "Dried plasma", "keeps for a year without a fridge"),
    ("human-bio", "Breath tests for toxins", "warn a crew within a minute"),
    ("ai-data-decision", "Speech models for field radios", "write down reports through noise"),
    ("ai-data-decision", "Search over maintenance records", "finds which part will fail next"),
    ("sensing-surveillance", "Hydrophone strings", "hear divers and leaking pipelines"),
    ("sensing-surveillance", "Radar of many small receivers", "sees low drones behind hills"),
)
_USERS = (
    "coast guards", "hospitals and medical companies", "railway operators", "port authorities",
    "engineers in the field", "operators of power grids", "crews of small ships",
    "border police", "rescue services", "air bases", "fishing fleets", "mines", "airports",
)  # fmt: skip
_PROOFS = (
    "Two customers pay for a pilot.", "A prototype ran for three months at sea.",
    "The first series of forty left the workshop this spring.", "A ministry tested it in the snow.",
    "We hold two patents and have filed a third.", "So far it is proven on the bench.",
    "A university spun us out with its licence.", "Partners in three countries build on it.",
)  # fmt: skip
_SEATS = (
    ("DE", 17), ("FR", 13), ("PL", 9), ("GB", 9), ("IT", 7), ("NL", 6), ("ES", 6), ("SE", 5),
    ("FI", 5), ("EE", 5), ("CZ", 4), ("NO", 4), ("US", 4), ("CA", 3), ("TR", 2), ("UA", 2),
    ("CH", 2), ("RS", 1),
)  # fmt: skip
_FIRST = (
    "North",
    "Alder",
    "Kestrel",
    "Quarz",
    "Lumen",
    "Vega",
    "Tarn",
    "Mistral",
    "Osprey",
    "Fjord",
)
_SECOND = ("wave", "forge", "line", "works", "path", "field", "mark", "light", "stone", "wind")
_LAST = ("Systems", "Labs", "Dynamics", "Technologies", "Instruments", "Robotics", "Marine", "Aero")
_GERMAN = "Wir bauen Messgeräte, die Lecks in Leitungen finden, und verkaufen sie an Stadtwerke."


def applicants(number: int = 800, seed: int = 19) -> list[dict[str, str]]:
    """The rows, by id."""
    draw = random.Random(seed)
    seats, weights = zip(*_SEATS, strict=True)
    rows = []
    for at in range(number):
        area, product, does = draw.choice(_PRODUCTS)
        user, other = draw.sample(_USERS, 2)
        proof = draw.choice(_PROOFS)
        seat = draw.choices(seats, weights)[0]
        name = f"{draw.choice(_FIRST)}{draw.choice(_SECOND)} {draw.choice(_LAST)} {at + 1}"
        text = f"{product}: it {does}, for {user} and {other}. {proof}"
        if draw.random() < 0.04:
            text = draw.choice(("We change the future of defence.", "Innovation for all.", _GERMAN))
        rows.append(
            {
                "id": f"app-{at + 1:04}",
                "name": name,
                "description": text,
                "headquarters": _maybe(draw, seat, 0.95),
                "incorporated_in": _maybe(draw, seat, 0.85),
                "areas": _maybe(draw, area, 0.8),
                "trl": _maybe(draw, str(draw.randint(2, 9)), 0.85),
                "headcount": _maybe(draw, str(int(draw.lognormvariate(2.6, 1.0)) + 1), 0.9),
                "founded": _maybe(
                    draw, f"{draw.randint(2009, 2025)}-{draw.randint(1, 12):02}", 0.9
                ),
                "weapon": _maybe(draw, draw.choices(("no", "yes"), (9, 1))[0], 0.6),
                "civil_use": _maybe(draw, "yes", 0.7),
                "defence_use": _maybe(draw, "yes", 0.7),
            }
        )
    if number > 10:
        # One firm applied twice, under the same name.
        rows[-1] = {**rows[3], "id": rows[-1]["id"]}
    return rows


def _maybe(draw: random.Random, value: str, chance: float) -> str:
    return value if draw.random() < chance else ""


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """The rows as a spreadsheet's CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def grades(ids: list[str], programme: str, seed: int = 19) -> list[dict[str, str]]:
    """What two officers say of the same applicants: one is strict, and they mostly agree."""
    draw = random.Random(seed)
    rows = []
    for who in ids:
        truth = draw.random() * 3.4
        for officer, bias in (("anna", 0.3), ("bert", -0.5)):
            grade = min(3, max(0, round(truth + bias + draw.gauss(0, 0.5))))
            rows.append(
                {"profile": who, "programme": programme, "grade": str(grade), "by": officer}
            )
    return rows
