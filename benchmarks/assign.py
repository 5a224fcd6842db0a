"""How long does an assignment take, beside others on the same pairs, and who is better off?

Run it from the project's root:

    .venv/bin/python -m benchmarks.assign [--applicants 5000] [--hosts 100]

Applicants and hosts are drawn by a seed: a pair's fit is the applicant's strength and some luck.
Peers: SciPy's linear_sum_assignment, each place one column, which knows capacities alone; and the
greedy pass that a person with a spreadsheet makes, best pair first. Ours runs with capacities
alone, where the total has to be SciPy's, then with floors, caps by country, pins and conflicts,
for the best total and for the fairest, and once with terms that clash. Wall and CPU seconds; the
last line is the record as JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import scipy

from matcher.errors import NoAssignment
from matcher.selection.assigning import assign
from matcher.selection.choices import Choice, Choices, Person
from matcher.selection.terms import AssignmentTerms, Limit, Room

COUNTRIES = ("DE", "FR", "PL", "EE", "FI", "IT", "ES", "NL", "GB", "CZ")
FULL = 0.8
"""Places by applicants."""


def drawn(applicants: int, hosts: int, seed: int = 7) -> tuple[Choices, dict[str, int]]:
    """Choices and the capacity of each host."""
    rng = np.random.default_rng(seed)
    strength = rng.random((applicants, 1))
    fits = np.round(0.6 * strength + 0.4 * rng.random((applicants, hosts)), 5)
    seats = rng.choice(len(COUNTRIES), applicants)
    people = {f"a{at:05}": Person(f"A {at}", COUNTRIES[seats[at]]) for at in range(applicants)}
    names = [f"h{at:03}" for at in range(hosts)]
    pairs = [
        Choice(who, host, fit)
        for who, row in zip(people, fits.tolist(), strict=True)
        for host, fit in zip(names, row, strict=True)
    ]
    return Choices.of(pairs, people, names), dict.fromkeys(
        names, max(1, round(FULL * applicants / hosts))
    )


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """A result with the seconds that it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, {
        "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
    }


def grid(choices: Choices) -> np.ndarray:
    """The fits as a table, applicants by hosts, in whole numbers."""
    return choices.values().reshape(len(choices.people), len(choices.hosts))


def by_scipy(choices: Choices, capacity: dict[str, int]) -> np.ndarray:
    """The best total under capacities alone: one column a place."""
    columns = np.repeat(np.arange(len(choices.hosts)), [capacity[one] for one in choices.hosts])
    values = grid(choices)
    rows, places = scipy.optimize.linear_sum_assignment(values[:, columns], maximize=True)
    return values[rows, columns[places]]


def greedy(choices: Choices, capacity: dict[str, int]) -> np.ndarray:
    """Best pair first, as long as there is a place."""
    values = grid(choices)
    left = np.array([capacity[one] for one in choices.hosts])
    free = np.ones(len(values), bool)
    got = []
    for at in np.argsort(-values, axis=None, kind="stable").tolist():
        who, host = divmod(at, values.shape[1])
        if free[who] and left[host]:
            free[who] = False
            left[host] -= 1
            got.append(values[who, host])
    return np.array(got)


def told(values: np.ndarray) -> dict[str, float]:
    """How many places, their sum, and the worst of them."""
    worths = np.asarray(values) / 100_000
    return {
        "places": len(worths),
        "total": round(float(worths.sum()), 2),
        "worst": round(float(worths.min()), 3),
    }


def terms_of(choices: Choices, capacity: dict[str, int]) -> AssignmentTerms:
    """Floors, caps by country at all and at single hosts, pins and conflicts."""
    people, hosts = list(choices.people), list(choices.hosts)
    half = {name: Room(max(1, most // 2), most) for name, most in capacity.items()}
    many = len(people)
    caps = [Limit((one,), None, None, Room(many // 40, many // 12)) for one in COUNTRIES]
    caps += [Limit(("DE",), None, one, Room(None, max(2, capacity[one] // 6))) for one in hosts]
    return AssignmentTerms(
        capacity=half,
        limits=tuple(caps),
        pins=tuple((people[7 * at], hosts[at], None) for at in range(len(hosts) // 2)),
        conflicts=tuple((people[7 * at + 3], hosts[at], None) for at in range(len(hosts) // 2)),
    )


def clashing(terms: AssignmentTerms) -> AssignmentTerms:
    """The same with two terms that cannot be kept together with a cap of the rest."""
    first = next(iter(terms.capacity))
    inside = Limit(("DE", "EE"), None, first, Room(terms.capacity[first].most, None))
    few = Limit(("EE",), None, first, Room(None, 3))
    return replace(terms, limits=(*terms.limits, inside, few))


def clash_of(choices: Choices, terms: AssignmentTerms) -> tuple[str, ...]:
    """The terms that clash."""
    try:
        assign(choices, terms)
    except NoAssignment as error:
        return error.clash
    return ()


def main() -> None:
    """Print the table and the record."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--applicants", type=int, default=5000)
    parser.add_argument("--hosts", type=int, default=100)
    asked = parser.parse_args()
    choices, capacity = drawn(asked.applicants, asked.hosts)
    plain = AssignmentTerms(capacity={name: Room(None, most) for name, most in capacity.items()})
    full = terms_of(choices, capacity)
    rows: dict[str, dict[str, Any]] = {}

    def row(name: str, work: Callable[[], Any], values: Callable[[Any], Any]) -> None:
        found, seconds = timed(work)
        rows[name] = {**seconds, **told(values(found))}
        print(f"{name:44}", *(f"{key} {one}" for key, one in rows[name].items()), flush=True)

    def ours(found: Any) -> np.ndarray:
        return np.array([round(one.fit * 100_000) for one in found.placed])

    row("greedy, capacities alone", lambda: greedy(choices, capacity), np.asarray)
    row("scipy linear_sum_assignment, the same", lambda: by_scipy(choices, capacity), np.asarray)
    row("allymatch, the same, with reasons", lambda: assign(choices, plain), ours)
    row("allymatch, floors, caps, pins, conflicts", lambda: assign(choices, full), ours)
    row(
        "allymatch, the same, fairest",
        lambda: assign(choices, replace(full, aim="fairest")),
        ours,
    )
    named, seconds = timed(lambda: clash_of(choices, clashing(full)))
    rows["allymatch, a clash named"] = {**seconds, "terms": len(named)}
    print("allymatch, a clash named", seconds, *named, sep="\n  ")
    equal = rows["scipy linear_sum_assignment, the same"]["total"]
    if rows["allymatch, the same, with reasons"]["total"] != equal:
        raise SystemExit("the totals of two solvers differ")
    record = {
        "applicants": asked.applicants,
        "hosts": asked.hosts,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "scipy": scipy.__version__,
        "rows": rows,
    }
    print(json.dumps(record))


if __name__ == "__main__":
    main()
