"""What do the words that both say, the texts and the facts add to a pair's log-odds? Compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from matcher.fit import features
from matcher.fit.features import OfOpening

__all__ = ["differs", "meet", "odds_of", "of_facts", "of_texts", "spread", "stand"]

_worth = njit(nogil=True, error_model="numpy")(features.worth)


@njit(nogil=True, error_model="numpy")
def meet(terms, said, profile, out):  # type: ignore[no-untyped-def]  # compiled
    """Sums over what a profile and each opening both say."""
    out[:] = 0.0
    waiting, first, weight = 0, 0, 0.0
    for number in range(said.ends[profile], said.ends[profile + 1]):
        common = terms.common[said.words[number]]
        if common < 0:
            _few(terms, said.words[number], said.weights[number], out)
        elif not waiting:
            waiting, first, weight = 1, common, said.weights[number]
        else:
            _often(terms.whole[first], weight, terms.whole[common], said.weights[number], out)
            waiting = 0
    if waiting:
        _often(terms.whole[first], weight, terms.whole[first], 0.0, out)


@njit(nogil=True, error_model="numpy")
def _few(terms, word, weight, out):  # type: ignore[no-untyped-def]  # compiled
    """Add what a word brings to the openings that say it."""
    first, last = terms.starts[word], terms.starts[word + 1]
    rows, weights = terms.rows[first:last], terms.weights[first:last]
    for place in range(len(rows)):
        out[rows[place]] += weight * weights[place]


@njit(nogil=True, error_model="numpy")
def _often(one, of_one, other, of_other, out):  # type: ignore[no-untyped-def]  # compiled
    """Add what two words bring that many openings say."""
    for place in range(len(out)):
        out[place] += of_one * one[place] + of_other * other[place]


@njit(nogil=True, error_model="numpy")
def of_texts(  # type: ignore[no-untyped-def]  # compiled
    meaning, title, words, title_words, phrases, one, other, first, zeros, factors, out
):
    """What the texts add to the log-odds of some openings, the first of which is ``first``."""
    for place in range(len(out)):
        values = _worth(
            np.float64(meaning[place]), np.float64(title[place]), words[place],
            title_words[place], phrases[place], one,
            OfOpening(
                other.length[first + place], other.title[first + place],
                other.brevity[first + place], other.trust[first + place],
                other.titled[first + place], other.standing[first + place],
            ),
        )  # fmt: skip
        total = 0.0
        for number in range(len(values)):
            total += (values[number] - zeros[number]) * factors[number]
        out[place] = total


@njit(nogil=True, error_model="numpy")
def spread(codes, table, out):  # type: ignore[no-untyped-def]  # compiled
    """What a table says of each code."""
    for place in range(len(codes)):
        out[place] = table[codes[place]]


@njit(nogil=True, error_model="numpy")
def differs(asked, profile):  # type: ignore[no-untyped-def]  # compiled
    """Whether a profile states other facts than the one before, its areas aside."""
    return (
        asked.readiness[profile] != asked.readiness[profile - 1]
        or asked.ticket[profile] != asked.ticket[profile - 1]
        or asked.instrument[profile] != asked.instrument[profile - 1]
    )


@njit(nogil=True, error_model="numpy")
def of_facts(shelf, asked, weights, profile, out):  # type: ignore[no-untyped-def]  # compiled
    """What all facts but areas add to the log-odds of each programme."""
    base, levels, tickets, kinds = weights.base, shelf.readiness, shelf.ticket, shelf.instrument
    readiness = weights.readiness[asked.readiness[profile]]
    ticket = weights.ticket[asked.ticket[profile]]
    instrument = weights.instrument[asked.instrument[profile]]
    for place in range(len(out)):
        out[place] = (
            base[place]
            + readiness[levels[place]]
            + ticket[tickets[place]]
            + instrument[kinds[place]]
        )


@njit(nogil=True, error_model="numpy")
def odds_of(openings, owners, facts, areas, area, out):  # type: ignore[no-untyped-def]  # compiled
    """Log-odds of some programmes: of the best opening, and what the facts add.

    Args:
        openings: The first of each programme in the order of programmes, then what more there are.
        owners: Of each opening, its programme.
        facts: Of each programme, what all facts but areas add.
        areas: Its kind of areas.
        area: What each kind adds.
        out: Filled, shape (programmes,).
    """
    number = len(out)
    for place in range(number):
        out[place] = openings[place]
    for place in range(number, len(openings)):
        owner = owners[place]
        out[owner] = max(out[owner], openings[place])
    for place in range(number):
        out[place] += facts[place] + area[areas[place]]


@njit(nogil=True, error_model="numpy")
def stand(odds, added, out):  # type: ignore[no-untyped-def]  # compiled
    """Standings on one side."""
    for place in range(len(odds)):
        out[place] = odds[place] + added[place]
