"""Small assignments, drawn; and the same terms once more, written out as plain Python."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from matcher.selection.choices import Choice, Choices, Person
from matcher.selection.terms import AssignmentTerms, Limit, Room

HOSTS = ("alpha", "beta", "gamma")
COUNTRIES = ("DE", "FR", None)
SPACE = ("space",)
"""Somebody's areas are known, or a term on areas is refused."""
FITS = (0.0, 0.25, 0.5, 0.5, 0.75)


@st.composite
def assignments(draw, pairs=9):
    """Choices and terms, which may or may not be kept together."""
    people = {
        f"firm-{at}": Person(
            f"Firm {at}", draw(st.sampled_from(COUNTRIES)), draw(areas) if at else SPACE
        )
        for at in range(draw(st.integers(1, 5)))
    }
    hosts = HOSTS[: draw(st.integers(1, 3))]
    every = [(who, host) for who in people for host in hosts]
    chosen = draw(st.lists(st.sampled_from(every), min_size=1, max_size=pairs, unique=True))
    choices = Choices.of(
        [Choice(who, host, draw(st.sampled_from(FITS))) for who, host in chosen], people, hosts
    )
    some = st.lists(st.sampled_from(chosen), max_size=2, unique=True)
    terms = AssignmentTerms(
        capacity={host: draw(rooms(3)) for host in hosts},
        each=draw(rooms(2)),
        limits=tuple(draw(st.lists(limits(hosts), max_size=2))),
        pins=tuple((*pair, None) for pair in draw(some)),
        conflicts=tuple((*pair, None) for pair in draw(some)),
    )
    return choices, terms


areas = st.sampled_from([None, ("quantum/quantum-computing",), ("space", "quantum")])


def rooms(most):
    bounds = st.one_of(st.none(), st.integers(0, most))
    return st.tuples(bounds, bounds).map(
        lambda two: Room(*two) if None in two else Room(min(two), max(two))
    )


def limits(hosts):
    whom = st.sampled_from([(("DE",), None), (("DE", "FR"), None), ((), "quantum")])
    return st.builds(
        lambda one, at, room: Limit(one[0], one[1], at, room),
        whom,
        st.sampled_from([None, *hosts]),
        rooms(2),
    )


def demands(choices, terms):
    """Each demand as a function of a set of pairs, in no particular order."""
    firms = list(choices.people)

    def number(pairs, *, who=None, host=None):
        return sum((who is None or a in who) and (host is None or b == host) for a, b in pairs)

    def bounds(room, count):
        if room.least:
            yield lambda pairs: count(pairs) >= room.least
        if room.most is not None:
            yield lambda pairs: count(pairs) <= room.most

    found = []
    for host, room in terms.capacity.items():
        found += bounds(room, lambda pairs, host=host: number(pairs, host=host))
    for one in terms.limits:
        inside = [
            who
            for who, person in choices.people.items()
            if (person.country in one.countries)
            or (one.area and any(a.split("/")[0] == one.area for a in person.areas or ()))
        ]
        found += bounds(one.room, lambda pairs, i=inside, at=one.at: number(pairs, who=i, host=at))
    found += [lambda pairs, p=(a, b): p in pairs for a, b, _ in set(terms.pins)]
    found += [lambda pairs, p=(a, b): p not in pairs for a, b, _ in set(terms.conflicts)]
    if terms.each.least:
        low = terms.each.least
        found.append(lambda pairs: all(number(pairs, who=[one]) >= low for one in firms))
    if terms.each.most is not None:
        high = terms.each.most
        found.append(lambda pairs: all(number(pairs, who=[one]) <= high for one in firms))
    return found


def every_choice(choices):
    """All sets of pairs that could be."""
    pairs = [(one.applicant, one.host) for one in choices.pairs]
    for size in range(len(pairs) + 1):
        yield from (frozenset(some) for some in combinations(pairs, size))


def kept(choices, terms):
    """For each demand, which of all sets of pairs keep it; shape (demands, sets)."""
    sets = list(every_choice(choices))
    asked = demands(choices, terms)
    table = np.array([[one(some) for some in sets] for one in asked], bool)
    return sets, table.reshape(len(asked), len(sets))
