"""How does allymatch itself rank a collection?

Documents become programmes and queries become profiles, and ``Matcher.fits`` does the rest: the
same reading, the same features and the same weights as ``match``. Nothing is known of them but
their texts, so the parts of the fit that compare facts stay neutral.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from matcher.service import Matcher
from profiles.model import Profile
from programmes.model import Programme, Provenance
from programmes.read import Catalogue

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.evaluation.beir import BeirText, Collection
    from matcher.texts.encoder import Encoder

__all__ = ["as_profile", "as_programme", "fit_scores"]

_AT_ONCE = 64
_WORDS = 40_000
"""Words of a query that are read: a profile holds no more."""


def as_programme(place: int, text: BeirText) -> Programme:
    """A document as a programme; its place is its id, for ids of collections are any text."""
    title = text.title.strip() or " ".join(text.text.split()[:12]) or text.id
    return Programme.model_construct(
        id=f"{place:09d}",
        name=title,
        owner="",
        kind="grant",
        summary=title,
        description=text.text.strip() or title,
        provenance={"*": Provenance.model_construct(source=("collection",))},
    )


def as_profile(text: BeirText) -> Profile:
    """A query as a profile that says nothing but its text."""
    words = f"{text.title}\n{text.text}".split(" ")
    return Profile(
        id="query", name="query", description=" ".join(words[:_WORDS]).strip() or text.id
    )


def fit_scores(
    collection: Collection, encoder: Encoder, progress: Callable[[int], None] | None = None
) -> Iterator[NDArray[np.float64]]:
    """The fits of each query with every document, in their order; shape (documents,) each."""
    programmes = [as_programme(place, text) for place, text in enumerate(collection.corpus)]
    matcher = Matcher(Catalogue.of(programmes), encoder, progress=progress)
    queries: Sequence[BeirText] = collection.queries
    for start in range(0, len(queries), _AT_ONCE):
        yield from matcher.fits([as_profile(text) for text in queries[start : start + _AT_ONCE]])
