"""Which pairs of a shard could be kept, and what was counted of them?

Profiles of the same verdicts are taken together, so that a block leaves out whole stretches of
programmes. Blocks go to as many threads as there are cores; each thread has bars of its own, and
what comes out does not depend on how many there were.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING

import numpy as np

from matcher.fit.facts import (
    areas_suit,
    instrument_suits,
    scope_suits,
    ticket_suits,
)
from matcher.fit.features import TEXT_FEATURES, OfProfile
from matcher.fit.ruled import home_suits, readiness_suits
from matcher.runs.files.tables import UNREAD
from matcher.runs.fused.arguments import FOUND, Bars, BlockWords, FeatureWeights, ProfileBlock
from matcher.runs.fused.bands import Bands, order_of
from matcher.runs.fused.choosing import LOWEST, MARGIN
from matcher.runs.fused.layout import kinds_of
from matcher.runs.fused.weighing import kernels
from matcher.runs.fused.workspace import RankLimits, Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.model import FitModel
    from matcher.fit.snapshot import Snapshot
    from matcher.runs.fused.batch import Batch, RaggedRows
    from matcher.runs.fused.layout import ProgrammeLayout
    from matcher.runs.fused.product import Product

    Floats = NDArray[np.float64]
    Found = NDArray[np.void]

__all__ = ["ROWS", "candidates", "cores", "one_thread"]

_PAIRS = 1 << 23
"""Of profile and opening in a block: two numbers of each stand in memory, 64 MB."""
ROWS = 1024
"""Of a block's product: enough for the matrix routine to be at its best."""


def cores() -> int:
    """How many threads may work: those of the environment, else the processor's."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    return int(given) if given.isdigit() and int(given) else len(os.sched_getaffinity(0))


def candidates(
    batch: Batch, snapshot: Snapshot, layout: ProgrammeLayout, model: FitModel, wanted: RankLimits
) -> Found:
    """The pairs that could be kept, with all that could tie with them.

    Returns:
        Of dtype ``FOUND``, one for each opening of a pair, together and in the order of the index;
        profiles by their place in the batch.
    """
    from threadpoolctl import threadpool_limits

    bands = Bands.of(
        batch.judgement.bands, batch.readings == UNREAD, layout,
        top=wanted.top, depth=wanted.depth, sides=wanted.sides, every_fit=wanted.min_fit <= 0.0,
    )  # fmt: skip
    every = np.arange(bands.columns.shape[1])
    # What each kind of profile needs; in slices, since there may be as many kinds as profiles.
    needed = np.concatenate(
        [
            _needed(*bands.added(some, layout), layout)
            for some in np.array_split(every, max(len(every) // ROWS, 1))
        ]
    )
    kinds = order_of(needed, np.bincount(bands.kind))
    by_need = np.empty_like(kinds)
    by_need[kinds] = np.arange(len(kinds))
    facts = batch.facts
    # Those who state the same stand together too: what it adds is then worked out once.
    order = np.lexsort((facts.instruments, facts.currency, facts.amount, by_need[bands.kind]))
    blocks = list(_blocks(batch, order, len(layout.openings)))
    place = {name: number for number, name in enumerate(model.names)}
    ruled = sum(
        (values - model.zeros[place[name]]) * model.weights[place[name]]
        for name, values in (
            ("readiness", readiness_suits(layout.guidance, batch.judgement)),
            ("home", home_suits(layout.guidance, batch.judgement)),
        )
    )
    workers = max(min(cores(), len(blocks)), 1)
    desks: SimpleQueue[Workspace] = SimpleQueue()
    made = [Workspace.of(layout, wanted) for _ in range(workers)]
    for desk in made:
        desks.put(desk)

    def work(rows: NDArray[np.intp]) -> Found:
        desk = desks.get()
        try:
            return _block(batch, rows, snapshot, layout, model, wanted, bands, ruled, desk)
        finally:
            desks.put(desk)

    kernel = kernels()

    def look(part: Found) -> None:
        index = snapshot.index
        starts = np.append(index.starts, len(index.vectors))
        kernel.measure(
            part, batch.passages.starts, batch.vectors, layout.openings, starts, index.vectors
        )

    with (
        one_thread(layout.product),
        threadpool_limits(1, "blas"),
        ThreadPoolExecutor(workers) as pool,
    ):
        parts = list(pool.map(work, blocks))
        found = np.concatenate(parts) if parts else np.zeros(0, FOUND)
        bars = np.max([desk.bars for desk in made], axis=0)
        found = found[: kernel.above(found, len(found), bars)]
        if layout.product.half is not None:
            list(pool.map(look, np.array_split(found, workers)))
    return found


@contextmanager
def one_thread(product: Product) -> Iterator[None]:
    """One thread for each product of torch: blocks have threads of their own."""
    if product.half is None:
        yield
        return
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _needed(one: Floats, other: Floats, layout: ProgrammeLayout) -> NDArray[np.bool_]:
    """Which bundles something can be kept of, shape (kinds, bundles)."""
    wanted = (one > LOWEST) | (other > LOWEST)
    return (wanted.astype(np.float32) @ layout.holds.T.astype(np.float32)) > 0


def _blocks(batch: Batch, order: NDArray[np.intp], openings: int) -> Iterator[NDArray[np.intp]]:
    """Profiles in an order, cut so that their likeness stands in memory."""
    room = min(max(_PAIRS // max(openings, 1), 64), ROWS)
    counts = np.diff(batch.passages.starts)[order]
    ends = np.cumsum(counts)
    begin = 0
    while begin < len(order):
        before = ends[begin - 1] if begin else 0
        end = int(np.searchsorted(ends, before + room, side="right"))
        end = min(max(end, begin + 1), begin + ROWS)
        yield order[begin:end]
        begin = end


def _block(
    batch: Batch, rows: NDArray[np.intp], snapshot: Snapshot, layout: ProgrammeLayout,
    model: FitModel, wanted: RankLimits, bands: Bands, ruled: Floats, desk: Workspace,
) -> Found:  # fmt: skip
    kinds, kind = np.unique(bands.kind[rows], return_inverse=True)
    one, other = bands.added(kinds, layout)
    needed = _needed(one, other, layout)
    passages = batch.passages.take(rows)
    mine = batch.vectors[passages.places]
    _multiply(mine, passages, layout, np.flatnonzero(needed.any(axis=0)), desk)
    # Likeness enters by itself and by the title's, neither more steeply than by its weight.
    doubt = float(np.abs(model.weights[:2]).sum()) * layout.product.doubt(mine)
    asked, weights = _asked(batch, rows, kind, ruled, snapshot, layout, model)
    said = tuple(
        BlockWords(part.starts, part.places, part.weights)
        for part in (batch.words.take(rows), batch.title_words.take(rows), batch.phrases.take(rows))
    )
    bars = Bars(
        wanted.top, doubt, one, other, needed, *_around(wanted.min_fit, doubt),
        desk.heaps, desk.sizes, desk.bars,
    )  # fmt: skip
    parts = []
    first = 0
    while first < len(rows):
        first, number = kernels().weigh(
            desk.meaning, desk.title, layout.shelf, layout.terms, said, asked, weights, bars,
            desk.scratch, first, desk.out,
        )  # fmt: skip
        parts.append(desk.out[: kernels().above(desk.out, number, desk.bars)].copy())
    return np.concatenate(parts)


def _around(min_fit: float, doubt: float) -> tuple[float, float]:
    """Log-odds at which a fit is perhaps high enough, and at which it surely is."""
    if min_fit <= 0.0:
        return -math.inf, -math.inf
    return _odds(min_fit - MARGIN) - doubt, _odds(min_fit + MARGIN) + doubt


def _odds(fit: float) -> float:
    if fit <= 0.0:
        return LOWEST
    return math.log(fit / (1.0 - fit)) if fit < 1.0 else math.inf


def _multiply(
    mine: NDArray[np.float32],
    passages: RaggedRows,
    layout: ProgrammeLayout,
    bundles: NDArray[np.intp],
    desk: Workspace,
) -> None:
    """Likeness of a block and the openings of some bundles, bundle by bundle."""
    n = len(passages.starts) - 1
    if len(desk.meaning) < n:
        desk.meaning = np.zeros((n, desk.meaning.shape[1]), np.float32)
        desk.title = np.zeros_like(desk.meaning)
    product = layout.product
    widest = int(np.diff(layout.columns, axis=1).max(initial=0))
    ready = product.ready(mine)
    if len(desk.likeness) < len(ready) * widest:
        desk.likeness = product.room(len(ready) * widest)
    # Rounded likeness comes as bits, and is handed on so.
    best, titles = desk.meaning[:n], desk.title[:n]
    find = kernels().gather
    if product.half is not None:
        best, titles = best.view(np.uint32), titles.view(np.uint32)
        find = kernels().gather_rounded
    for bundle in bundles:
        begin, end = layout.columns[bundle]
        first = layout.shelf.openings[bundle, 0]
        likeness = product.with_columns(ready, begin, end, desk.likeness)
        for piece in layout.pieces[bundle]:
            low, high = piece.openings
            find(
                likeness[:, piece.columns[0] : piece.columns[1]], passages.starts, piece.slots,
                best[:, first + low : first + high], titles[:, first + low : first + high],
            )  # fmt: skip


def _asked(
    batch: Batch, rows: NDArray[np.intp], kind: NDArray[np.intp], ruled: Floats,
    snapshot: Snapshot, layout: ProgrammeLayout, model: FitModel,
) -> tuple[ProfileBlock, FeatureWeights]:  # fmt: skip
    """The facts of a block by kinds: what each kind of profile thinks of each kind of offer."""
    facts, offers, samples = batch.facts, snapshot.index.offers, layout.samples
    areas, amounts, currencies = facts.areas[rows], facts.amount[rows], facts.currency[rows]
    instruments = facts.instruments[rows]
    area, of_area = kinds_of(areas)
    ticket, of_ticket = kinds_of(amounts, currencies)
    instrument, of_instrument = kinds_of(instruments)
    ready, of_ready = kinds_of(*ruled[:, rows])
    place = {name: number for number, name in enumerate(model.names)}

    def weighed(name: str, values: Floats) -> Floats:
        added: Floats = (values - model.zeros[place[name]]) * model.weights[place[name]]
        return added

    text = len(TEXT_FEATURES)
    asked = ProfileBlock(
        rows=rows,
        scales=OfProfile(*(column[rows] for column in batch.scales)),
        kind=kind.reshape(-1).astype(np.int64),
        area=np.arange(len(rows)),
        readiness=ready,
        ticket=ticket,
        instrument=instrument,
    )
    by_area, by_ticket, by_instrument = (samples[n] for n in ("area", "ticket", "instrument"))
    declared = weighed(
        "area", areas_suit(areas[of_area, None], offers.areas[by_area], offers.breadth[by_area])
    )
    scopes = batch.scopes[rows]
    weights = FeatureWeights(
        weights=model.weights[:text],
        zeros=model.zeros[:text],
        base=model.intercept + weighed("size", offers.size[layout.programmes]),
        area=declared[area]
        + weighed(
            "scope",
            scope_suits(
                scopes[:, :-1] @ offers.takes[by_area].T, scopes[:, -1:], areas[:, None],
                offers.areas[by_area], offers.standing[by_area],
            ),
        ),
        readiness=ruled[:, rows[of_ready]].T,
        ticket=weighed(
            "ticket",
            ticket_suits(
                amounts[of_ticket, None], currencies[of_ticket, None],
                offers.low[by_ticket], offers.high[by_ticket], offers.currency[by_ticket],
            ),
        ),
        instrument=weighed(
            "instrument",
            instrument_suits(instruments[of_instrument, None], offers.instruments[by_instrument]),
        ),
    )  # fmt: skip
    return asked, weights
