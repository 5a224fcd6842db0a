"""How surely do two demands ask for the same thing?

A weighted sum of what the two have in common: meaning (vectors), letters, the names that the
glossary knows, CPV path, calibre. It depends on the two lines and on nothing else, to the last
bit: everything that enters is a whole number or an exact fraction of two, so neither the order of
the lines nor what else stands in the file can move a sum.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.pooling.glossary import Meaning, meaning, words
from profiles.vocabulary.words import fold
from programmes.demands.cpv import LEVELS
from programmes.pools.signals import calibres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.texts.encoder import Encoder
    from programmes.demands.model import Demand

    Matrix = NDArray[np.float64]

__all__ = ["FEATURES", "Likeness", "LikenessWeights", "default_weights", "said_in", "text_of"]

FEATURES = (
    "meaning",
    "letters",
    "same things",
    "other things",
    "things on one side",
    "other roles",
    "other natures",
    "other manners",
    "cpv path",
    "other cpv division",
    "same category",
    "calibre on one side",
)
_GRAIN = 2**12
"""Vectors are rounded to whole multiples of 1/4096: dot products of these are exact in float64."""


@dataclass(frozen=True, slots=True)
class LikenessWeights:
    """How much each feature says, learned from labelled pairs; see ``data/likeness.json``.

    Attributes:
        weights: In the order of ``FEATURES``; the sum is read on a logistic scale.
        bias: Added to the sum.
        joins: The mean likeness from which two groups are joined, on the same scale.
        version: Changes with any of these.
    """

    weights: tuple[float, ...]
    bias: float
    joins: float
    version: str


@cache
def default_weights() -> LikenessWeights:
    """The weights that come with the package."""
    from importlib.resources import files

    import orjson

    data = orjson.loads(files(__package__).joinpath("data", "likeness.json").read_bytes())
    named = data["weights"]
    return LikenessWeights(
        tuple(float(named[name]) for name in FEATURES),
        float(data["bias"]),
        float(data["joins"]),
        str(data["version"]),
    )


def text_of(item: str, reads: Callable[[str], Meaning] = meaning) -> str:
    """The text of a demand for the model: what the glossary says in English, then the item."""
    english = reads(item).english
    return f"{english}: {item}" if english else item


def said_in(line: Demand) -> str:
    """The words of a line that are read: in English where it is published in English too."""
    return line.titles.get("en") or line.titles.get("eng") or line.item


class Likeness:
    """Lines, ready to be compared.

    Args:
        lines: n demands.
        encoder: Turns texts into unit vectors.
        weights: How much each feature says.
        progress: Called with the number of texts embedded since the last call.
        reads: What a text names; the glossary, unless one wants to see what that adds.
    """

    weights: LikenessWeights
    n: int
    vectors: Any
    letters: Any
    things: Any
    roles: Any
    natures: Any
    manners: Any
    calibres: Any
    paths: NDArray[np.int64]
    categories: NDArray[np.int64]

    def __init__(
        self,
        lines: Sequence[Demand],
        encoder: Encoder,
        weights: LikenessWeights | None = None,
        progress: Callable[[int], None] | None = None,
        reads: Callable[[str], Meaning] = meaning,
    ) -> None:
        self.weights = weights or default_weights()
        self.n = len(lines)
        texts = [said_in(line) for line in lines]
        vectors = encoder.encode([text_of(text, reads) for text in texts], progress)
        self.vectors = np.rint(np.asarray(vectors, np.float64) * _GRAIN)
        said = [reads(text) for text in texts]
        self.letters = _sets([_trigrams(text) for text in texts])
        self.things = _sets([one.things for one in said])
        self.roles = _sets([one.roles for one in said])
        self.natures = _sets([one.natures for one in said])
        self.manners = _sets([one.manners for one in said])
        self.calibres = _sets([{one.bore for one in calibres(line.item)} for line in lines])
        self.paths = np.array([_path(line.cpv) for line in lines], np.int64).reshape(-1, LEVELS)
        self.categories = _codes([fold(line.category or "") for line in lines])

    def features(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> list[Matrix]:
        """Each feature of each pair of a row and a column, in the order of ``FEATURES``.

        Returns:
            Matrices of shape (len(rows), len(columns)), values in [-1, 1].
        """
        letters = _Pairs(self.letters, rows, columns)
        things = _Pairs(self.things, rows, columns)
        roles = _Pairs(self.roles, rows, columns)
        natures = _Pairs(self.natures, rows, columns)
        manners = _Pairs(self.manners, rows, columns)
        bores = _Pairs(self.calibres, rows, columns)
        paths, other = self.paths[rows][:, None, :], self.paths[columns][None, :, :]
        coded = (paths[..., 0] >= 0) & (other[..., 0] >= 0)
        shared = np.where(coded, ((paths == other) & (paths >= 0)).sum(axis=2), 0)
        one, two = self.categories[rows][:, None], self.categories[columns][None, :]
        stated = (one >= 0) & (two >= 0)
        dots = self.vectors[rows] @ self.vectors[columns].T
        return [
            dots / (_GRAIN * _GRAIN),
            2 * letters.shared / np.maximum(letters.sizes, 1),
            things.overlap,
            _number(things.disjoint),
            _number(things.one_sided),
            _number(roles.shared * 2 != roles.sizes),
            1 - natures.overlap - _number(natures.sizes == 0),
            _number(manners.disjoint),
            shared / LEVELS,
            _number(coded & (shared == 0)),
            _number(stated & (one == two)),
            _number(bores.one_sided),
        ]

    def like_themselves(self) -> bool:
        """Whether two lines that say the same are alike under these weights."""
        every = np.arange(self.n)
        return all(
            bool((np.diag(self.scores(rows, rows)) >= self.weights.joins).all())
            for rows in np.array_split(every, max(1, self.n // 64))
        )

    def scores(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Matrix:
        """The weighted sums of all pairs, shape (len(rows), len(columns)); 0 is "as likely as not".

        The sum of a pair has the same bits whatever other pairs are asked for beside it.
        """
        total = np.full((len(rows), len(columns)), self.weights.bias)
        for weight, feature in zip(self.weights.weights, self.features(rows, columns), strict=True):
            total += weight * feature
        return total


def _number(flags: NDArray[np.bool_]) -> Matrix:
    return flags.astype(np.float64)


def _trigrams(text: str) -> set[str]:
    return {f" {word} "[at : at + 3] for word in words(text) for at in range(len(word))}


def _path(code: str | None) -> list[int]:
    """The levels of a CPV code, each as the number of its prefix; -1 below the last one."""
    if code is None:
        return [-1] * LEVELS
    known = 2 + len(code[2:].rstrip("0"))
    ends = [2, *range(3, LEVELS + 1), 8]
    return [int(code[:end]) if end <= known else -1 for end in ends[:LEVELS]]


def _codes(texts: Iterable[str]) -> NDArray[np.int64]:
    held = list(texts)
    known = {text: code for code, text in enumerate(sorted(set(held) - {""}))}
    return np.array([known.get(text, -1) for text in held], np.int64)


def _sets(members: Sequence[Iterable[Hashable]]) -> Any:
    """Sets as rows of zeros and ones, a sparse matrix."""
    # Imported here: it takes a second, and whoever builds no pools need not wait for it.
    from sklearn.preprocessing import MultiLabelBinarizer

    # The empty name keeps a column where all sets are empty; no set holds it.
    every = sorted({str(one) for held in members for one in held} | {""})
    binary = MultiLabelBinarizer(classes=every, sparse_output=True)
    return binary.fit_transform([[str(one) for one in held] for held in members]).astype(np.float64)


class _Pairs:
    """What the sets of rows and columns have in common, pair by pair."""

    def __init__(self, sets: Any, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> None:
        left, right = sets[rows], sets[columns]
        self.shared: Matrix = (left @ right.T).toarray()
        counts = np.asarray(sets.sum(axis=1)).ravel()
        self.left, self.right = counts[rows][:, None], counts[columns][None, :]
        self.sizes: Matrix = self.left + self.right

    @property
    def overlap(self) -> Matrix:
        """Shared members over all members; 0 where both sets are empty."""
        return np.asarray(self.shared / np.maximum(self.sizes - self.shared, 1))

    @property
    def disjoint(self) -> NDArray[np.bool_]:
        """Both sets have members, and none in common."""
        return np.asarray((self.left > 0) & (self.right > 0) & (self.shared == 0))

    @property
    def one_sided(self) -> NDArray[np.bool_]:
        """One of the two sets is empty."""
        return np.asarray((self.left > 0) != (self.right > 0))
