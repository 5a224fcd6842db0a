"""What does a run of ``allymatch rank`` say of itself, in sentences?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.cli.lines import wrapped
from matcher.eligibility.phrases import listed

__all__ = ["run_in_sentences"]

_SIDES = {
    "startups": "each startup's best programmes",
    "programmes": "each programme's best startups",
    "both": "each startup's best programmes and each programme's best startups",
}
_FILTERS = {
    "countries": "countries", "areas": "areas", "kinds": "kinds", "statuses": "statuses",
    "min_fit": "a fit of at least",
}  # fmt: skip
_SHORT = 12


def run_in_sentences(told: Mapping[str, Any], folder: str, *, width: int) -> str:
    """A run as a person would tell of it.

    Args:
        told: What the run was set to, what it counted, and what stands first most often.
        folder: Where it lies.
        width: Columns.
    """
    return "".join(
        f"{line}\n" for said in _sentences(told, folder) for line in wrapped("", said, width=width,
                                                                            most=99)
    )  # fmt: skip


def _sentences(told: Mapping[str, Any], folder: str) -> Iterator[str]:
    plan, counts = told["run"], told["counts"]
    if not counts:
        yield f"{folder} is not finished: run the same `allymatch rank` again, and it goes on."
        return
    side = _SIDES[plan["side"]]
    yield (
        f"{folder}: {counts['profiles']:,} startups ranked for {plan['on']}. It keeps {side},"
        f" {plan['top']} at most."
    )
    kept = [f"{name} {_value(plan['filters'][key])}" for key, name in _FILTERS.items()
            if plan["filters"].get(key)]  # fmt: skip
    if kept:
        yield f"Only {listed(kept)} were kept."
    if counts.get("rejected"):
        yield f"{counts['rejected']:,} rows could not be read: see rejected.jsonl in the folder."
    if counts.get("unplaced"):
        yield f"{counts['unplaced']:,} startups have no programme at all."
    verdicts = [f"{number:,} {name.replace('_', ' ')}" for name, number in told["verdicts"].items()]
    if verdicts:
        yield f"Of the rows kept, {listed(verdicts)}."
    first = [f"{name} ({number:,})" for name, number in told["most_often_first"].items()]
    if first:
        yield f"Most often first: {listed(first)}."
    marks = ", ".join(f"{name} {value[:_SHORT]}" for name, value in plan["settings"].items())
    versions = ", ".join(f"{name} {value}" for name, value in plan["versions"].items())
    shards = f"{counts['shards']} shards of {plan['shard_rows']:,} rows"
    yield f"Made with {marks}; {versions}; {shards}."


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
