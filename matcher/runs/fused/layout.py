"""In which order do openings stand so that whole stretches of them can be passed over?

Programmes with the same conditions stand together: where none of a block's profiles may enter,
their vectors are not even multiplied. Stretches of such programmes are bundles. Inside a bundle
openings with more passages come first, and the columns of the vectors go passage by passage, so
that the best passage is found by comparing whole stretches of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from matcher.eligibility.sections import Section
from matcher.fit.features import OfOpening
from matcher.fit.ruled import RuleKind, rule_kinds
from matcher.runs.fused.product import Product, rounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.index import Index
    from matcher.fit.snapshot import Snapshot
    from matcher.texts.postings import Postings

    Ints = NDArray[np.int64]
    Codes = NDArray[np.uint32]  # without a sign they are looked up more quickly

__all__ = ["OpeningColumns", "Piece", "ProgrammeLayout", "TermPostings", "kinds_of"]

_FEW = 48
"""Programmes of a bundle at least, where there are as many: short stretches do not pay."""
_MANY = 128
"""At most: the product of a block and a bundle should stand in the processor's cache."""
_COMMON = 8
"""A word that one opening in so many says is kept as a whole row of weights."""


class TermPostings(NamedTuple):
    """Words, and the openings that say them, in the order of a layout.

    Attributes:
        starts: Where a word's openings begin in ``rows``, shape (words + 1,).
        rows: Openings, shape (postings,).
        weights: The word's weight in each; multiples of 1/256, and exact in 32 bits.
        common: Of each word, its row in ``whole``, -1 for a rare one.
        whole: Weights in every opening, shape (common words, openings).
    """

    starts: Ints
    rows: Codes
    weights: NDArray[np.float32]
    common: NDArray[np.int32]
    whole: NDArray[np.float32]


class OpeningColumns(NamedTuple):
    """Openings as the compiled pass sees them; a place is a position in the layout.

    Attributes:
        openings: Of each bundle, the places of its openings: from and to; shape (bundles, 2).
        programmes: The same of its programmes.
        owner: Of each opening, its programme's place in its bundle. The first openings of a
            bundle are one of each programme, in their order.
        own_starts: Where each programme's openings begin in ``own``, shape (programmes + 1,).
        own: Places of openings, each programme's in the order of the index.
        group: Of each programme, its conditions and whether it can be entered, as one number.
        area: Of each programme, which kind of offer it is; so are the next three.
        readiness: By its guidance and seats.
        ticket: By the sums it gives.
        instrument: By the kinds of money.
        scales: What each opening's text brings to all its pairs.
    """

    openings: Ints
    programmes: Ints
    owner: Ints
    own_starts: Ints
    own: Ints
    group: Codes
    area: Codes
    readiness: Codes
    ticket: Codes
    instrument: Codes
    scales: OfOpening


@dataclass(frozen=True)
class ProgrammeLayout:
    """The wanted programmes of a snapshot in an order of their own.

    Attributes:
        programmes: By place, positions in the snapshot; shape (programmes,).
        openings: By place, positions in the index; shape (openings,).
        product: The vectors of all columns.
        columns: Of each bundle, its columns: from and to; shape (bundles, 2).
        pieces: The stretches of openings of a bundle whose columns stand together.
        sets: Of each group, its set of conditions; shape (groups,).
        sections: Of each group, where it stands if no rule refuses the startup.
        sizes: Of each group, how many programmes it has.
        holds: Which groups each bundle holds, shape (bundles, groups).
        samples: By feature, the position in the snapshot of one programme of each kind of offer.
        guidance: The rules of each kind of guidance and seats.
        shelf: The same for the compiled pass.
        terms: What the openings say: words, words of titles, phrases.
    """

    programmes: NDArray[np.intp]
    openings: NDArray[np.intp]
    product: Product
    columns: Ints
    pieces: list[list[Piece]]
    sets: NDArray[np.intp]
    sections: Ints
    sizes: Ints
    holds: NDArray[np.bool_]
    samples: dict[str, NDArray[np.intp]]
    guidance: list[RuleKind]
    shelf: OpeningColumns
    terms: tuple[TermPostings, TermPostings, TermPostings]

    @classmethod
    def of(
        cls, snapshot: Snapshot, wanted: NDArray[np.bool_], *, rounded: bool | None = None
    ) -> ProgrammeLayout:
        """Arrange a snapshot.

        Args:
            snapshot: The programmes.
            wanted: Which of them the filters keep; the others are left out.
            rounded: Whether vectors are rounded for the product; as the machine is if absent.
        """
        index, offers = snapshot.index, snapshot.index.offers
        key = snapshot.rulebook.row * len(Section) + snapshot.sections
        some = np.flatnonzero(wanted)
        some = some[np.argsort(key[some], kind="stable")]
        groups, sizes = np.unique(key[some], return_counts=True)
        bundles = [_Bundle.of(index, part) for part in np.split(some, _cuts(sizes)) if len(part)]
        programmes = _joined([one.programmes for one in bundles])
        openings = _joined([one.openings for one in bundles])
        group = np.searchsorted(groups, key[programmes]).astype(np.int64)
        ranges = _ranges([len(one.programmes) for one in bundles])
        holds = np.zeros((len(bundles), len(groups)), np.bool_)
        for number, (low, high) in enumerate(ranges):
            holds[number, group[low:high]] = True
        kinds: dict[str, tuple[Ints, NDArray[np.intp]]] = {
            "area": kinds_of(
                offers.areas[programmes], offers.breadth[programmes], offers.standing[programmes]
            ),
            "ticket": kinds_of(
                offers.low[programmes], offers.high[programmes], offers.currency[programmes]
            ),
            "instrument": kinds_of(offers.instruments[programmes]),
        }
        readiness, guidance = rule_kinds(snapshot.rulebook, offers.standing)
        place = np.full(len(index.openings), -1, np.int64)
        place[openings] = np.arange(len(openings))
        own = [place[index.span(p)] for p in programmes]
        shelf = OpeningColumns(
            openings=_ranges([len(one.openings) for one in bundles]),
            programmes=ranges,
            owner=_joined([one.owners for one in bundles]).astype(np.int64),
            own_starts=_starts([len(one) for one in own]),
            own=_joined(own).astype(np.int64),
            group=group.astype(np.uint32),
            area=kinds["area"][0].astype(np.uint32),
            readiness=readiness[programmes].astype(np.uint32),
            ticket=kinds["ticket"][0].astype(np.uint32),
            instrument=kinds["instrument"][0].astype(np.uint32),
            scales=OfOpening(*(column[openings] for column in OfOpening.of(index))),
        )
        postings = (index.words, index.title_words, index.phrases)
        words, title_words, phrases = (_terms(one, place, len(openings)) for one in postings)
        vectors = np.ascontiguousarray(index.vectors[_joined([b.passages for b in bundles])])
        return cls(
            programmes=programmes,
            openings=openings,
            product=Product.of(vectors, rounded=rounds() if rounded is None else rounded),
            columns=_ranges([len(one.passages) for one in bundles]),
            pieces=[one.pieces for one in bundles],
            sets=groups // len(Section),
            sections=groups % len(Section),
            sizes=sizes,
            holds=holds,
            samples={name: programmes[sample] for name, (_, sample) in kinds.items()},
            guidance=guidance,
            shelf=shelf,
            terms=(words, title_words, phrases),
        )


class Piece(NamedTuple):
    """Openings with more passages before those with fewer; positions are those in the bundle.

    Attributes:
        openings: From and to.
        columns: From and to.
        slots: How many openings have a title, a first passage, a second and so on: so many columns
            follow each other for each.
    """

    openings: tuple[int, int]
    columns: tuple[int, int]
    slots: Ints


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Some neighbouring programmes; all but ``pieces`` are positions in the index."""

    programmes: NDArray[np.intp]
    openings: NDArray[np.intp]
    owners: NDArray[np.intp]
    passages: NDArray[np.intp]
    pieces: list[Piece]

    @classmethod
    def of(cls, index: Index, programmes: NDArray[np.intp]) -> _Bundle:
        counts = np.diff(np.append(index.starts, len(index.vectors)))
        first = index.firsts[programmes]
        order = np.argsort(-counts[first], kind="stable")
        programmes, first = programmes[order], first[order]
        spans = [index.span(p) for p in programmes]
        more = _joined([np.arange(one.start + 1, one.stop) for one in spans])
        more = more[np.argsort(-counts[more], kind="stable")]
        place = {programme: number for number, programme in enumerate(programmes.tolist())}
        pieces, passages = [], []
        opening = column = 0
        for part in (first, more):
            if not len(part):
                continue
            held = counts[part]
            slots = [int((held > slot).sum()) for slot in range(int(held.max()))]
            passages += [index.starts[part[:size]] + slot for slot, size in enumerate(slots)]
            end = column + sum(slots)
            pieces.append(
                Piece((opening, opening + len(part)), (column, end), np.array(slots, np.int64))
            )
            opening, column = opening + len(part), end
        openings = np.concatenate([first, more])
        owners = np.array([place[p] for p in index.owners[openings].tolist()], np.intp)
        return cls(programmes, openings, owners, _joined(passages), pieces)


def kinds_of(*columns: NDArray[Any]) -> tuple[Ints, NDArray[np.intp]]:
    """Numbers for the distinct rows of some columns, and one place of each number."""
    found = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        values, code = np.unique(column, return_inverse=True)
        found = found * max(len(values), 1) + code.reshape(-1)
    _, sample, kind = np.unique(found, return_index=True, return_inverse=True)
    return kind.reshape(-1).astype(np.int64), sample


def _cuts(sizes: Ints) -> list[int]:
    """Where bundles end: after whole groups if that gives enough programmes and not too many."""
    cuts, begun = [], 0
    for end in np.cumsum(sizes).tolist():
        while end - begun > _MANY:
            begun += _MANY
            cuts.append(begun)
        if end - begun >= _FEW:
            cuts.append(end)
            begun = end
    return cuts


def _joined(parts: list[NDArray[np.intp]]) -> NDArray[np.intp]:
    return np.concatenate(parts) if parts else np.zeros(0, np.intp)


def _starts(sizes: list[int]) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


def _ranges(sizes: list[int]) -> Ints:
    starts = _starts(sizes)
    return np.stack([starts[:-1], starts[1:]], axis=1)


def _terms(postings: Postings, place: Ints, openings: int) -> TermPostings:
    """Postings in the order of a layout, without the openings that it leaves out."""
    rows = place[postings.rows]
    inside = rows >= 0
    words = np.repeat(np.arange(len(postings.column)), np.diff(postings.starts))[inside]
    rows, weights = rows[inside], postings.weights[inside]
    counts = np.bincount(words, minlength=len(postings.column))
    common = np.flatnonzero(counts * _COMMON > openings)
    row = np.full(len(counts), -1, np.int32)
    row[common] = np.arange(len(common))
    whole = np.zeros((len(common), openings), np.float32)
    often = row[words] >= 0
    whole[row[words[often]], rows[often]] = weights[often]
    order = np.lexsort((rows, words))
    return TermPostings(
        starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)]),
        rows=rows[order].astype(np.uint32),
        weights=weights[order].astype(np.float32),
        common=row,
        whole=whole,
    )
