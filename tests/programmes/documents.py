"""Small documents for the tests of the package: valid ones, to be changed in one place."""

from pathlib import Path

import yaml

from programmes.model import Programme, Source

SOURCE = {"url": "https://example.org/", "as_of": "2026-06-01", "kind": "official"}
SOURCES = {"page": {**SOURCE, "retrieved": "2026-06-02"}}


def document(**changes):
    """A programme that is complete and small, with fields replaced or added."""
    return {
        "id": "own-prize",
        "name": "Own prize",
        "owner": "A port authority",
        "kind": "challenge",
        "summary": "A prize for sensors.",
        "description": "The port looks for sensors that see small boats at night.",
        "provenance": {"*": {"source": ["page"]}},
        **changes,
    }


def programme(**changes):
    return Programme.model_validate(document(**changes))


def source(slug="page", **changes):
    return Source.model_validate({"slug": slug, **SOURCES["page"], **changes})


def write(folder: Path, file="own.yaml", /, *, sources=SOURCES, **changes):
    """Write a programme with its sources into a folder of a user's own."""
    content = document(**changes)
    if sources:
        content["sources"] = sources
    path = folder / file
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path
