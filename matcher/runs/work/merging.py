"""How does what a former run told become one with what was worked out anew?

Lists are merged in the order in which all lists are ranked. A list of a programme that may go on
ends where what is known of it ends: beyond that a startup that was not looked at could come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.runs.files.tables import Pairs
from matcher.runs.work.ranker import Ranked
from matcher.runs.work.selection import OUT, best_of_lists, programme_keys, startup_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.fit.index import Index
    from matcher.runs.work.ranker import Ranker
    from matcher.runs.work.reuse import Known

    Ints = NDArray[np.int64]

__all__ = ["among_all", "merged"]


def among_all(found: Ranked, some: NDArray[np.bool_], index: Index) -> Ranked:
    """What was found of some programmes alone, told by places among all.

    Args:
        found: Of the programmes of a catalogue that holds no others.
        some: Which of all programmes they are, shape (programmes,).
        index: All programmes.
    """
    programmes, openings = np.flatnonzero(some), np.flatnonzero(some[index.owners])
    one, other = (
        replace(pairs, programme=programmes[pairs.programme], opening=openings[pairs.opening])
        for pairs in found[:2]
    )
    more = np.zeros(len(some), np.bool_)
    more[programmes] = found.more
    return Ranked(one, other, more)


def merged(known: Known, parts: Sequence[Ranked], ranker: Ranker, ties: Ints) -> Ranked:
    """The best of what is known and of what was worked out.

    Args:
        known: Of a former run.
        parts: What was worked out; startups by their place in the shard.
        ranker: Of all programmes.
        ties: Of each startup of the shard, its place by id.
    """
    snapshot, plan = ranker.snapshot, ranker.plan
    found = Pairs.join([known.rows, *(part.startups for part in parts)])
    keys = startup_keys(
        found.band, snapshot.sections[found.programme], found.fit, ranker.ties[found.programme],
        np.ones(len(found), np.bool_), number=len(snapshot.ids),
    )  # fmt: skip
    some, ranks = best_of_lists(found.profile, keys, plan.top)
    startups = replace(found.take(some), rank=ranks)

    theirs = Pairs.join([known.theirs, *(part.programmes for part in parts)])
    # A startup that was ranked anew may stand in a former list too, and says the same there.
    pair = theirs.programme * len(ties) + theirs.profile
    theirs = theirs.take(np.sort(np.unique(pair, return_index=True)[1]))
    keys = _keys(theirs, ties)
    end = np.full(len(snapshot.ids), -1, np.int64)
    np.maximum.at(end, known.theirs.programme, _keys(known.theirs, ties))
    inside = keys <= np.where(known.more, end, OUT)[theirs.programme]
    theirs, keys = theirs.take(np.flatnonzero(inside)), keys[inside]
    counts = np.bincount(theirs.programme, minlength=len(end))
    some, ranks = best_of_lists(theirs.programme, keys, plan.depth)
    return Ranked(
        startups, replace(theirs.take(some), rank=ranks), known.more | (counts >= plan.depth)
    )


def _keys(pairs: Pairs, ties: Ints) -> Ints:
    whole = np.ones(len(pairs), np.bool_)
    return programme_keys(pairs.band, pairs.fit, ties[pairs.profile], whole, pairs.unread)
