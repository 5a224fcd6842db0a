"""What the tests of published demands are made of: small releases of our own."""

from __future__ import annotations

import json
from datetime import date

from programmes.demands import read_demands

ON = date(2026, 6, 15)


def release(country="PL", number=1, **more):
    """A release of a tender by a buyer in a country."""
    return {
        "ocid": f"ocds-x-{number}",
        "id": f"r{number}",
        "date": "2026-03-01T00:00:00Z",
        "tag": ["tender"],
        "buyer": {"id": "b"},
        "parties": [{"id": "b", "roles": ["buyer"], "address": {"countryName": country}}],
        **more,
    }


def item(text="120 mm mortar rounds", quantity=100, **more):
    """An item of a tender, counted in pieces."""
    return {"id": "1", "description": text, "quantity": quantity, "unit": {"name": "piece"}, **more}


def tender(country="PL", number=1, status="active", **more):
    """A release of a tender for mortar rounds."""
    held = {"title": "Mortar rounds", "status": status, "items": [item()], **more}
    return release(country, number, tender=held)


def read(tmp_path, value, name="package.json", **how):
    """The demands of a value, written to a file as JSON, or as it is."""
    path = tmp_path / name
    text = value if isinstance(value, str | bytes) else json.dumps(value, ensure_ascii=False)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_demands(path, on=ON, **how)
