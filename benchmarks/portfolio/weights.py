"""Where do the weights of standing offers come from?

    python -m benchmarks.portfolio.weights FILE.jsonl [--on 2026-06-15]

Of each firm that a programme took, that programme is asked for among all (a conditional logit over
programmes, editions as one). Four numbers are learned: how much likeness counts, and the weights of
scope, home and size. They are held near where they start, for there are few firms, and programmes
count by the root of how many they took. What is printed is the recall of firms that gave none of
the weights, in five parts, then the weights from all: ``matcher/data/fit.json`` has them rounded.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.portfolio.judging import Firm, Found, read_firms, series
from matcher.answers.listing import Listing
from matcher.fit.features import TEXT_FEATURES
from matcher.fit.model import FitModel
from matcher.service import Matcher
from matcher.settings import Settings

Floats = NDArray[np.float64]
LEARNED = ("likeness", "scope", "home", "size")
START = np.array([1.0, 6.0, 1.5, 1.0])
"""What was set by hand before."""
PENALTIES = (0.01, 0.03, 0.1)
FOLDS = 5


@dataclass(frozen=True, slots=True)
class TakenFirms:
    """Firms that were taken.

    Attributes:
        values: What is weighed of each pair, shape (firms, programmes, 4).
        fixed: What is not, shape (firms, programmes).
        groups: Of each series, the places of its editions.
        names: Of each series.
        took: Of each firm, the place of the series that took it.
        folds: Of each firm, by a hash of its text: firms of one text stand together.
    """

    values: Floats
    fixed: Floats
    groups: tuple[NDArray[np.intp], ...]
    names: tuple[str, ...]
    took: NDArray[np.intp]
    folds: NDArray[np.intp]

    @classmethod
    def of(
        cls, firms: Sequence[Firm], listings: Sequence[Listing], programmes: Sequence[str]
    ) -> TakenFirms:
        """Of the firms that a programme of the catalogue took."""
        every = [series(one) for one in programmes]
        names = tuple(sorted(set(every)))
        kept = [place for place, firm in enumerate(firms) if firm.took in names]
        model = listings[0].model
        values = np.stack([listings[place].values for place in kept])
        terms = (values - model.zeros) * model.weights
        columns = [model.names.index(name) for name in LEARNED[1:]]
        own = [model.names.index("standing"), model.names.index("brevity")]
        text = [place for place in range(len(TEXT_FEATURES)) if place not in own]
        weighed = [terms[..., text].sum(axis=-1), *(values[..., place] for place in columns)]
        texts = [(firms[place].profile.description or "").encode() for place in kept]
        return cls(
            np.stack(weighed, axis=-1),
            terms[..., own].sum(axis=-1),
            tuple(np.flatnonzero([one == name for one in every]) for name in names),
            names,
            np.array([names.index(firms[place].took or "") for place in kept], np.intp),
            np.array([hashlib.sha256(text).digest()[0] % FOLDS for text in texts], np.intp),
        )

    def scores(self, weights: Floats) -> Floats:
        """Log-odds but for what all share; shape (firms, series)."""
        each = self.values @ weights + self.fixed
        return np.stack([each[:, group].max(axis=1) for group in self.groups], axis=1)


def learned(asked: TakenFirms, some: NDArray[np.bool_], penalty: float) -> Floats:
    """The four weights, from some of the firms; none below zero."""
    from scipy.optimize import minimize

    counts = Counter(asked.took[some].tolist())
    shares = np.array([counts[took] ** -0.5 for took in asked.took[some].tolist()])
    rows = np.arange(int(some.sum()))

    def loss(weights: Floats) -> float:
        scores = asked.scores(np.maximum(weights, 0.0))[some]
        top = scores.max(axis=1)
        mass = np.log(np.exp(scores - top[:, None]).sum(axis=1)) + top
        lost = float(shares @ (mass - scores[rows, asked.took[some]]) / shares.sum())
        return lost + penalty * float((((weights - START) / START) ** 2).sum())

    found = minimize(loss, START, method="Nelder-Mead", options={"maxfev": 400})
    return np.maximum(found.x, 0.0)


def ranks(asked: TakenFirms, weights: Floats, some: NDArray[np.bool_]) -> dict[str, list[int]]:
    """Of each series, where it stands for the firms that it took; a tie is no success."""
    found: dict[str, list[int]] = {}
    for row in np.flatnonzero(some).tolist():
        scores, took = asked.scores(weights)[row], int(asked.took[row])
        rank = int((scores >= scores[took]).sum())
        found.setdefault(asked.names[took], []).append(rank)
    return found


def unseen(asked: TakenFirms, penalty: float) -> Found:
    """The ranks of each fifth by the weights that the others give."""
    found: dict[str, list[int]] = {}
    for fold in range(FOLDS):
        held = asked.folds == fold
        for name, some in ranks(asked, learned(asked, ~held, penalty), held).items():
            found.setdefault(name, []).extend(some)
    return Found({name: tuple(some) for name, some in found.items()}, (), ())


def _line(what: str, found: Found) -> str:
    every = [rank for some in found.ranks.values() for rank in some]
    share = float(np.mean([rank <= 5 for rank in every]))
    return f"{what}: R@3 {found.recall(3):.3f}, R@5 {found.recall(5):.3f}; of all firms {share:.3f}"


def shipped(model: FitModel) -> Floats:
    """The weights as they ship."""
    places = [model.names.index(name) for name in LEARNED[1:]]
    return np.array([1.0, *model.weights[places]])


def main() -> None:
    """Read the command line, learn, judge, print."""
    parser = argparse.ArgumentParser(description="Learn the weights of standing offers.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--on", default="2026-06-15")
    given = parser.parse_args()
    firms = [firm for firm in read_firms(given.file) if firm.sure and firm.took]
    matcher = Matcher.open(Settings.load())
    listings = list(matcher.listings([firm.profile for firm in firms], on=given.on))
    asked = TakenFirms.of(firms, listings, [one.id for one in matcher.catalogue.entries])
    everybody = np.ones(len(asked.took), np.bool_)
    for penalty in PENALTIES:
        print(_line(f"penalty {penalty}, firms unseen", unseen(asked, penalty)))
        weights = learned(asked, everybody, penalty)
        print("   ", dict(zip(LEARNED, weights.round(2).tolist(), strict=True)))
    own = shipped(listings[0].model)
    some = {name: tuple(each) for name, each in ranks(asked, own, everybody).items()}
    print(_line("as shipped, firms seen", Found(some, (), ())))


if __name__ == "__main__":
    main()
