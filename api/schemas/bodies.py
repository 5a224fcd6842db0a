"""How much may a body hold, before anything looks at what it says?

A megabyte of JSON can hold three hundred thousand values, and a fault in each of them would take
gigabytes to tell. No profile and no programme comes near the bound.
"""

from __future__ import annotations

from typing import Any

from api.errors import Unusable

__all__ = ["MOST_VALUES", "few_enough"]

MOST_VALUES = 20_000
"""Values in one body: texts, numbers, lists and objects, however deep."""


def few_enough(found: Any) -> None:
    """Refuse a body that holds more values than it may.

    Raises:
        Unusable: It does.

    >>> few_enough({"name": "A", "partners": [{"name": "B"}]})
    """
    seen, waiting = 0, [found]
    while waiting:
        value = waiting.pop()
        held = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            seen += len(value)
            if seen > MOST_VALUES:
                raise Unusable(f"the body holds more than {MOST_VALUES:,} values: send less")
            waiting.extend(one for one in held if isinstance(one, dict | list))
