"""A small catalogue of one's own, written as a user writes one."""

from __future__ import annotations

from pathlib import Path

ALPINE = """\
id: alpine-prize
name: Alpine Rescue Prize
owner: A mountain rescue service
kind: challenge
summary: A prize for sensors that find people under snow.
description: Sensors and radios that find a person under an avalanche within minutes.
areas: [sensing-surveillance]
calls:
  - {id: "2026", opens: "2026-05-01", closes: "2026-06-15T12:00", zone: Europe/Vienna}
challenges:
  - id: under-snow
    title: Find people under snow
    statement: Radar or radio that finds a buried person through three metres of snow.
    basis: stated
    source: [alpine-page]
criteria:
  - {kind: seat, basis: headquartered, within: {countries: [AT, CH]}, source: [alpine-page]}
  - {kind: trl, min: 5, source: [alpine-page]}
provenance:
  "*": {source: [alpine-page]}
sources:
  alpine-page:
    url: https://alpine.example
    as_of: 2026-05-02
    kind: official
    retrieved: 2026-05-03
"""
HARBOUR = """\
id: harbour-fund
name: Harbour Fund
owner: A port
kind: fund
summary: Money for robots that watch harbours.
description: Equity for makers of sonar, boats without crew and underwater robots.
areas: [maritime-undersea]
calls:
  - {id: always, rolling: true}
criteria:
  - {kind: open-to, applicants: [company], source: [harbour-page]}
provenance:
  "*": {source: [harbour-page], confidence: medium}
sources:
  harbour-page:
    url: https://harbour.example
    as_of: 2026-01-01
    kind: official
    retrieved: 2026-01-02
"""


def own_catalogue(folder: Path, *, first: str = "a.yaml", second: str = "b.yaml") -> Path:
    """Two programmes in files of these names."""
    folder.mkdir(exist_ok=True)
    (folder / first).write_text(ALPINE, encoding="utf-8")
    (folder / second).write_text(HARBOUR, encoding="utf-8")
    return folder
