"""The dense part of a run alone: one vector a profile, all rules, the exact best on both sides.

What ``allymatch rank`` does with the whole fit is done here with likeness as the only feature, to
be set beside libraries that know nothing else. Bands decide first (``bands`` of the fused pass),
programmes of the same conditions stand together, and what no profile of a block can keep is neither
multiplied nor looked at. Equal likeness falls by id. Nothing is approximate.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
from numba import njit
from threadpoolctl import threadpool_limits

from matcher.eligibility.answer import Band
from matcher.eligibility.sections import Section
from matcher.runs.fused.bands import Bands, order_of
from matcher.runs.fused.product import Product
from matcher.runs.fused.shard import cores, one_thread

LANES = 64
WIDTH = 32
GRID = 2.0**22
LAST = 2**31 - 1
LOWEST_BAND = len(Section) * len(Band) - 1
ROWS = 1024


@njit(nogil=True, error_model="numpy", cache=True)
def greater(lanes, values):
    """Keep the greater of each two."""
    for place in range(len(values)):
        value = values[place]
        lanes[place] = value if value > lanes[place] else lanes[place]


@njit(nogil=True, error_model="numpy", cache=True)
def key_of(band, value, tie):
    """Band, likeness (on its grid) and id as one number; the greater the better."""
    likeness = (np.int64(value * GRID) + (1 << 24)) << 31
    return ((LOWEST_BAND - band) << 56) + likeness + (LAST - tie)


@njit(nogil=True, error_model="numpy", cache=True)
def put(held, row, size, key):
    """Put a key among the best of a row, the greatest first; returns how many there are."""
    top = held.shape[1]
    at = size
    while at > 0 and held[row, at - 1] < key:
        at -= 1
    if at >= top:
        return size
    for one in range(min(size, top - 1), at, -1):
        held[row, one] = held[row, one - 1]
    held[row, at] = key
    return min(size + 1, top)


@njit(nogil=True, error_model="numpy", cache=True)
def bound_of(values, starts, classes, last, wanted, lanes, heap):
    """What the best ``wanted`` programmes of the last class surely reach."""
    lanes[:] = -np.inf
    for group in range(len(starts) - 1):
        if classes[group] == last:
            for start in range(starts[group], starts[group + 1], LANES):
                greater(lanes, values[start : min(start + LANES, starts[group + 1])])
    size = 0
    for lane in range(LANES):
        value = lanes[lane]
        if size < wanted or value > heap[size - 1]:
            at = min(size, wanted - 1)
            while at > 0 and heap[at - 1] < value:
                heap[at] = heap[at - 1]
                at -= 1
            heap[at] = value
            size = min(size + 1, wanted)
    return heap[wanted - 1]


@njit(nogil=True, error_model="numpy", cache=True, fastmath={"reassoc", "contract", "nsz"})
def dot(one, row, other, column):
    """The exact likeness: vectors are on a grid, so the order of the sum does not matter."""
    total = np.float32(0.0)
    for place in range(one.shape[1]):
        total += one[row, place] * other[column, place]
    return total


@njit(nogil=True, error_model="numpy", cache=True)
def widen(halves, out):
    """The bits of 32-bit floats from those of bfloat16."""
    for place in range(len(halves)):
        out[place] = np.uint32(np.uint16(halves[place])) << np.uint32(16)


@njit(nogil=True, error_model="numpy", cache=True)
def choose(
    likeness, doubt, mine_vectors, their_vectors, rows, kinds, starts, bands, classes, last_class,
    before, last_band, programme_ties, profile_ties, own, own_sizes, best, sizes, bars,
):  # fmt: skip
    """Find the best of each row, and keep those of each column.

    Args:
        likeness: Shape (rows of the block, programmes); the bits of bfloat16 if there is doubt.
        doubt: How far it may be off.
        mine_vectors: Of the block.
        their_vectors: Of the programmes.
        rows: Their places.
        kinds: Their kinds of columns of bands.
        starts: Where each group of programmes begins, and the end.
        bands: Band of each kind and group.
        classes: The same, with whether it can be entered.
        last_class: Of each kind, the last class a startup keeps of.
        before: Of each kind, how many programmes are in better classes.
        last_band: Of each group, the last band a programme keeps of.
        programme_ties: Places by id.
        profile_ties: Places by id.
        own: Keys of each startup's best.
        own_sizes: How many there are.
        best: Keys of each programme's best.
        sizes: How many there are.
        bars: Of each programme, the likeness that the next one in its last band has to reach.
    """
    top = own.shape[1]
    lanes, heap = np.empty(LANES, np.float32), np.empty(top, np.float32)
    doubt = np.float32(doubt)
    bits = np.empty(likeness.shape[1], np.uint32)
    values = bits.view(np.float32)
    for number in range(len(rows)):
        row, kind = rows[number], kinds[number]
        if doubt > 0.0:
            widen(likeness[number], bits)
        else:
            values[:] = likeness[number]
        last, wanted = last_class[kind], top - before[kind]
        bound = np.float32(-np.inf)
        if wanted <= LANES:
            bound = bound_of(values, starts, classes[kind], last, wanted, lanes, heap)
            bound -= np.float32(2.0) * doubt
        size = 0
        for group in range(len(starts) - 1):
            band = bands[kind, group]
            mine, other = classes[kind, group] <= last, band <= last_band[group]
            if band == Band.INELIGIBLE or not (mine or other):
                continue
            floor = bound if classes[kind, group] == last else np.float32(-np.inf)
            every = band < last_band[group]
            for start in range(starts[group], starts[group + 1], WIDTH):
                end = min(start + WIDTH, starts[group + 1])
                some = more = False
                if mine:
                    for place in range(np.uint64(start), np.uint64(end)):
                        some |= values[place] >= floor
                if other:
                    for place in range(np.uint64(start), np.uint64(end)):
                        more |= values[place] >= bars[place]
                if mine and some:
                    for place in range(start, end):
                        if values[place] >= floor:
                            value = values[place]
                            if doubt > 0.0:
                                value = dot(mine_vectors, number, their_vectors, place)
                            key = key_of(classes[kind, group], value, programme_ties[place])
                            size = put(own, row, size, key)
                if other and (every or more):
                    for place in range(start, end):
                        if every or values[place] >= bars[place]:
                            value = values[place]
                            if doubt > 0.0:
                                value = dot(mine_vectors, number, their_vectors, place)
                            key = key_of(band, value, profile_ties[row])
                            sizes[place] = put(best, place, sizes[place], key)
                            if sizes[place] == top:
                                least = best[place, top - 1]
                                if (least >> 56) == LOWEST_BAND - last_band[group]:
                                    kth = ((least >> 31) & ((1 << 25) - 1)) - (1 << 24)
                                    bars[place] = np.float32(kth / GRID) - doubt
        own_sizes[row] = size


class Dense:
    """Programmes as vectors under rules.

    Args:
        snapshot: The programmes.
        vectors: One of each, shape (programmes, dimension).
        top: How many are kept.
        rounded: Whether candidates are looked for with rounded vectors.
    """

    def __init__(self, snapshot, vectors: np.ndarray, top: int, *, rounded: bool) -> None:
        key = snapshot.rulebook.row * len(Section) + snapshot.sections
        self.order = np.argsort(key, kind="stable")
        groups, starts, sizes = np.unique(key[self.order], return_index=True, return_counts=True)
        self.snapshot, self.top = snapshot, top
        self.vectors = np.ascontiguousarray(vectors[self.order])
        self.product = Product.of(self.vectors, rounded=rounded)
        self.starts = np.append(starts, len(key))
        self.layout = SimpleNamespace(
            sets=groups // len(Section), sections=groups % len(Section), sizes=sizes
        )
        ids = np.array([snapshot.ids[place] for place in self.order], object)
        self.ties = np.argsort(np.argsort(ids, kind="stable"), kind="stable")

    def best(self, frame, vectors: np.ndarray, ties: np.ndarray):
        """Judge and compare all: the best programmes of each profile, and the other way round.

        Returns:
            Positions of programmes, shape (profiles, top), and how many each has; places of
            profiles, shape (programmes in ``order``, top), and how many each has.
        """
        layout, top = self.layout, self.top
        found = self.snapshot.rulebook.judge(frame).bands
        # Vectors are drawn and stand for no text: none is in a language that is not read.
        bands = Bands.of(
            found, np.zeros(len(frame), np.bool_), layout,
            top=top, depth=top, sides=("startups", "programmes"), every_fit=True,
        )  # fmt: skip
        band = bands.columns[layout.sets].T.astype(np.int64)
        classes = layout.sections * len(Band) + band
        better = (classes < bands.last_class[:, None]) & (band != Band.INELIGIBLE)
        before = (better * layout.sizes).sum(axis=1)
        # Those that are read and those that are not are counted apart, two places to a band.
        last_band = bands.last_band[layout.sets] // 2
        fair = band != Band.INELIGIBLE
        needed = fair & ((classes <= bands.last_class[:, None]) | (band <= last_band))
        kinds = order_of(needed, np.bincount(bands.kind))
        rank = np.empty_like(kinds)
        rank[kinds] = np.arange(len(kinds))
        order = np.argsort(rank[bands.kind], kind="stable")
        programmes = len(self.order)
        own, own_sizes = np.zeros((len(order), top), np.int64), np.zeros(len(order), np.int64)
        product = self.product

        def some(starts: range) -> tuple[np.ndarray, np.ndarray]:
            """Blocks of one thread; what it keeps of programmes is its own."""
            best, sizes = np.zeros((programmes, top), np.int64), np.zeros(programmes, np.int64)
            bars = np.full(programmes, -np.inf, np.float32)
            room = product.room(ROWS * programmes).reshape(ROWS, programmes)
            spare = product.room(ROWS * programmes)
            for start in starts:
                rows = order[start : start + ROWS]
                kind = bands.kind[rows]
                mine = vectors[rows]
                ready, doubt = product.ready(mine), product.doubt(mine)
                asked = needed[np.unique(kind)].any(axis=0)
                for begin, end in self._stretches(asked):
                    found = product.with_columns(ready, begin, end, spare)
                    room[: len(rows), begin:end] = found[: len(rows)]
                choose(
                    room, doubt, mine, self.vectors, rows, kind, self.starts, band, classes,
                    bands.last_class, before, last_band, self.ties, ties, own, own_sizes, best,
                    sizes, bars,
                )  # fmt: skip
            return best, sizes

        threads = cores()
        parts = [range(one * ROWS, len(order), threads * ROWS) for one in range(threads)]
        with one_thread(product), threadpool_limits(1, "blas"), ThreadPoolExecutor(threads) as pool:
            kept = list(pool.map(some, parts))
        best = -np.sort(-np.concatenate([keys for keys, _ in kept], axis=1), axis=1)[:, :top]
        sizes = np.minimum(np.sum([number for _, number in kept], axis=0), top)
        # Where there are fewer than wanted, the last place stands for nothing.
        programme = np.minimum(LAST - (own & LAST), programmes - 1)
        profile = np.minimum(LAST - (best & LAST), len(order) - 1)
        return (
            (self.order[np.argsort(self.ties)[programme]], own_sizes),
            (np.argsort(ties)[profile], sizes),
        )

    def _stretches(self, asked: np.ndarray):
        """Neighbouring groups that are needed, together."""
        begin = None
        for group, one in enumerate([*asked.tolist(), False]):
            if one and begin is None:
                begin = self.starts[group]
            elif not one and begin is not None:
                yield begin, self.starts[group]
                begin = None
