"""Published files as they arrive when something went wrong on the way: seeded mutations."""

from __future__ import annotations

import copy
import gzip
import json
import random
from typing import Any

from tests.programmes.demands.published.packages import item, tender

ODD: tuple[Any, ...] = (
    None,
    "",
    " ",
    "ten",
    "1.000",
    "5,50",
    "\ud800",
    "\u0000",
    "x" * 30_000,
    -1,
    0,
    10**400,
    1e308,
    0.1,
    True,
    [],
    [None],
    [[]],
    {},
    {"x": 1},
    {"id": {"id": []}},
    "2026-13-45T99:00:00Z",
    "0000-00-00",
    "9999-12-31",
    "Miles",
    "XXX",
    "cancelled",
    "ocds-x-1",
)
_PERIOD = {"startDate": "2027-01-01T00:00:00Z", "endDate": "2027-12-31T00:00:00Z"}
_CODE = {"scheme": "CPV", "id": "35330000-6", "description": "Ammunition"}
_UNIT = {"name": "piece", "code": "H87", "value": {"amount": 12.5, "currency": "EUR"}}
_LOT = {
    "id": "L",
    "title": "Mortar rounds",
    "title_fr": "Obus",
    "value": {"amount": 5, "currency": "EUR"},
    "contractPeriod": {**_PERIOD, "durationInDays": 364},
}


def _package() -> dict[str, Any]:
    whole = item(
        classification=_CODE, unit=_UNIT, relatedLot="L", additionalClassifications=[_CODE]
    )
    first = tender("PL", 1, items=[whole, item("Fuzes", id="2")], lots=[_LOT])
    first |= {"awards": [{"id": "a", "status": "pending", "relatedLots": ["M"]}], "language": "en"}
    later = {**tender("PL", 1), "date": "2026-05-01T00:00:00Z"}
    plan = {
        **tender("FR", 3),
        "tender": None,
        "planning": {
            "budget": {"description": "Tents", "amount": {"amount": 5, "currency": "EUR"}}
        },
    }
    notice = {
        "publication-number": "1-2026",
        "buyer-country": ["NOR"],
        "title-lot": {"nor": ["Briller", "Hjelmer"]},
        "estimated-value-lot": [5, 6],
        "estimated-value-cur-lot": ["NOK", "NOK"],
        "classification-cpv": ["38620000"],
    }
    records = [
        {"ocid": "ocds-x-9", "compiledRelease": tender("SE", 9)},
        {"ocid": "z", "releases": [later]},
    ]
    return {
        "releases": [first, later, tender("DE", 2), plan],
        "records": records,
        "notices": [notice],
    }


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path] + [place for key, one in inner for place in _places(one, (*path, key))]


def mutated(seed: int) -> tuple[str, bytes]:
    """A file name and the bytes of a package with one to four things wrong with it."""
    chance = random.Random(seed)
    value: Any = _package()
    for _ in range(chance.randint(1, 4)):
        *around, last = chance.choice([place for place in _places(value) if place])
        held = value
        for key in around:
            held = held[key]
        match chance.randrange(5):
            case 0:
                del held[last]
            case 1 if isinstance(held, dict):
                held[chance.choice(["id", "title", "quantity", "tender", "lots", str(last)])] = (
                    held.pop(last)
                )
            case 2 if isinstance(held, list):
                held.append(copy.deepcopy(held[last]))
            case _:
                held[last] = copy.deepcopy(chance.choice(ODD))
    text = json.dumps(value)
    data = text.encode()
    match chance.randrange(12):
        case 0:
            data = data[: chance.randrange(len(data))]
        case 1:
            at = chance.randrange(len(data))
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 2:
            data += data[: chance.randrange(len(data))]
        case 3:
            packed = bytearray(gzip.compress(data, mtime=0))
            packed[chance.randrange(len(packed))] ^= 1 << chance.randrange(8)
            return "package.json.gz", bytes(packed)
        case 4:
            rows = [json.dumps(one) for one in value.get("releases") or () if chance.random() < 0.9]
            return "package.jsonl", "\n".join(rows).encode()
    return "package.json", data
