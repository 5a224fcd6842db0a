"""Which pairs could be among the best, judged by numbers that may be off in the last bit?

A pair's standing is one number: log-odds, less a step for each band of verdicts below the best one.
Fits are shown with six decimals, and pairs with equal ones fall by id; so whatever lies within one
unit of the last place of the k-th best could still be among the best, and is let through. Compiled.
"""

from __future__ import annotations

import math

from numba import njit

__all__ = ["LOWEST", "MARGIN", "STEP", "WIDTH", "bar_of_row", "lowered", "push", "reach", "reaches"]

STEP = 1024.0
"""Between one band of verdicts and the next; log-odds are far smaller."""
WIDTH = 32
"""Pairs that are looked at together: mostly none of them is of interest."""
MARGIN = 1.2e-6
"""Of a fit: one unit of its last decimal, and room for how exponentials are rounded."""
LOWEST = -1e300
"""The standing that nothing is below, but what is out."""
_SLACK = 1e-7
"""Of log-odds: sums in another order, and logarithms."""


@njit(nogil=True, error_model="numpy")
def lowered(standing, doubt):  # type: ignore[no-untyped-def]  # compiled
    """The least standing that a pair can have that fits as well as this one, as fits are shown.

    Args:
        standing: Of the one to reach.
        doubt: How far log-odds may be off, of either.
    """
    band = math.floor((STEP / 2 - standing) / STEP)
    odds = standing + STEP * band - doubt
    fit = 1.0 / (1.0 + math.exp(-odds)) - MARGIN
    if fit <= 0.0:
        return -STEP * band - STEP / 2
    return min(math.log(fit / (1.0 - fit)), odds) - _SLACK - doubt - STEP * band


@njit(nogil=True, error_model="numpy")
def push(heap, size, value):  # type: ignore[no-untyped-def]  # compiled
    """Keep a value if it is among the greatest; returns how many are kept.

    Args:
        heap: Shape (k,), the least first.
        size: How many stand in it.
        value: One more.
    """
    if size < len(heap):
        place = size
        while place > 0 and heap[(place - 1) // 2] > value:
            heap[place] = heap[(place - 1) // 2]
            place = (place - 1) // 2
        heap[place] = value
        return size + 1
    if value <= heap[0]:
        return size
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = value
    return size


@njit(nogil=True, error_model="numpy")
def bar_of_row(standings, top, doubt, lanes, heap):  # type: ignore[no-untyped-def]  # compiled
    """What a pair of a row has to reach to be let through; ``LOWEST`` if fewer than k are in.

    The greatest of each lane are k different pairs or more, so the k-th of them is no higher than
    the k-th of all: what is below it need not be looked at one by one.

    Args:
        standings: Shape (programmes,), minus infinity for what is out.
        top: k.
        doubt: How far log-odds may be off.
        lanes: Scratch, shape (lanes,), k or more.
        heap: Scratch, shape (k,).
    """
    number = len(standings)
    width = len(lanes)
    whole = number // width * width
    size = 0
    bound = LOWEST
    if whole > width:
        lanes[:] = standings[:width]
        for start in range(width, whole, width):
            part = standings[start : start + width]
            for lane in range(width):
                value = part[lane]
                lanes[lane] = value if value > lanes[lane] else lanes[lane]
        for lane in range(width):
            if lanes[lane] > LOWEST:
                size = push(heap, size, lanes[lane])
        if size == top:
            bound = heap[0]
        size = 0
    for start in range(0, number, WIDTH):
        part = standings[start : start + WIDTH]
        if reaches(part, bound):
            for place in range(len(part)):
                if part[place] >= bound:
                    size = push(heap, size, part[place])
                    if size == top:
                        bound = max(bound, heap[0])
    return lowered(heap[0], doubt) if size == top else LOWEST


@njit(nogil=True, error_model="numpy")
def reaches(values, bar):  # type: ignore[no-untyped-def]  # compiled
    """Whether any of these reaches a bar."""
    some = 0
    for place in range(len(values)):
        some |= values[place] >= bar
    return some != 0


@njit(nogil=True, error_model="numpy")
def reach(values, bars):  # type: ignore[no-untyped-def]  # compiled
    """Whether any of these reaches its own bar."""
    some = 0
    for place in range(len(values)):
        some |= values[place] >= bars[place]
    return some != 0
