"""Which records does a JSON file hold?

A list of demands, or an object with ``demands``. Numbers are read as they are written, not as
floats.
"""

from __future__ import annotations

import json
from decimal import Decimal

from programmes.demands.records import DemandRecord, field_names
from programmes.errors import BadDemands, BadDocument

__all__ = ["json_records"]


def json_records(data: bytes, file: str) -> list[DemandRecord]:
    """The records of a JSON file.

    Raises:
        BadDemands: It is not JSON, or holds no demands.
    """
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise _wrong(file, "is not UTF-8 text") from None
    except RecursionError:
        raise _wrong(file, "is nested too deep") from None
    except json.JSONDecodeError as error:
        raise _wrong(file, f"is not JSON: {error.msg}", error.lineno) from None
    except ValueError as error:
        raise _wrong(file, f"is not JSON: {error}") from None
    at = ""
    if isinstance(value, dict):
        if set(value) != {"demands"}:
            named = ", ".join(map(str, list(value)[:5])) or "nothing"
            problem = f"holds {named}; expected a list of demands, 'demands', or OCDS"
            raise _wrong(file, problem)
        value, at = value["demands"], "demands."
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _wrong(file, "expected a list of objects, one a demand")
    lines = _lines(text, len(value))
    problems: list[BadDocument] = []
    found = []
    for place, (line, one) in enumerate(zip(lines, value, strict=True), 1):
        names, wrong = field_names(one, file, line)
        problems += wrong
        pairs = [(name, key) for name, key in zip(names, one, strict=True) if name is not None]
        values = {name: one[key] for name, key in pairs if one[key] not in (None, "")}
        called = {name: f"{at}{place}.{key}" for name, key in pairs}
        found.append(DemandRecord(line, values, called))
    if problems:
        raise BadDemands(problems)
    return found


def _refuse(name: str) -> None:
    msg = f"{name} is no number"
    raise ValueError(msg)


def _wrong(file: str, problem: str, line: int | None = None) -> BadDemands:
    return BadDemands([BadDocument(file, "", problem, line)])


def _lines(text: str, n: int) -> list[int | None]:
    """The line on which each of the n objects of the list begins."""
    decoder = json.JSONDecoder(parse_float=Decimal)
    at = text.find("[") + 1
    found: list[int | None] = []
    line, counted = 1, 0
    for _ in range(n):
        while text[at] in " \t\r\n,":
            at += 1
        line += text.count("\n", counted, at)
        counted = at
        found.append(line)
        _, at = decoder.raw_decode(text, at)
    return found
