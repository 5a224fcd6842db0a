"""Startups and programmes drawn at random, as heavy to compare as real ones.

Words come from the table of rarities that ships with the package, each as often as it says; a
quarter of a text is on one of a few hundred topics, so that some pairs share rare words and most do
not. A profile of 80 to 150 words then shares about as many stems with an opening as real ones do
(benchmarks/rank.md gives both figures). Rules, calls and offers are the catalogue's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from matcher.service import Matcher
from matcher.texts.words import _table, stem
from profiles.model import Profile, Seeking
from profiles.vocabulary import Instrument, Stage, areas
from programmes.model import Programme
from programmes.read import Catalogue, load_catalogue

DIMENSION = 384
TOPICS = 300
STOP = [
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "for",
    "is",
    "on",
    "that",
    "with",
    "as",
    "by",
    "are",
    "from",
    "this",
    "be",
    "or",
    "an",
    "at",
    "which",
]
COUNTRIES = {
    "DE": 14, "FR": 13, "US": 18, "GB": 12, "PL": 6, "SE": 4, "IT": 7, "NL": 5, "EE": 2, "FI": 3,
    "ES": 5, "TR": 2, "CA": 3, "UA": 3, "CH": 2, "CN": 1,
}  # fmt: skip


class Speech:
    """A language: words, how often each is said, and which belong to a topic."""

    def __init__(self) -> None:
        stems, _ = _table()
        known = [word for word in sorted(stems) if word.isalpha() and stem(word) == word]
        self.words = np.array(known, object)
        rarity = np.array([stems[word] for word in known])
        often = np.exp(-rarity)
        self.share = np.cumsum(often / often.sum())
        draw = np.random.default_rng(7)
        rare = np.flatnonzero((rarity > 3.0) & (rarity < 7.0))
        self.topics = np.stack([draw.choice(rare, 60, replace=False) for _ in range(TOPICS)])

    def text(self, draw: np.random.Generator, number: int, topic: int) -> str:
        """Sentences of eight to twenty words."""
        places = np.searchsorted(self.share, draw.random(number))
        own = draw.random(number)
        said = draw.integers(0, 60, number)
        # Some words of a topic follow each other, as they do in a term of art.
        said[1::2] = np.where(
            own[1::2] < 0.08, (said[0::2][: len(said[1::2])] + 1) % 60, said[1::2]
        )
        places = np.where(own < 0.15, self.topics[topic, said], places)
        spoken = self.words[np.minimum(places, len(self.words) - 1)].tolist()
        small = draw.integers(0, len(STOP), number).tolist()
        words = [STOP[small[i]] if own[i] > 0.6 else spoken[i] for i in range(number)]
        found, begin = [], 0
        while begin < number:
            end = min(begin + int(draw.integers(8, 21)), number)
            found.append(" ".join(words[begin:end]).capitalize() + ".")
            begin = end
        return " ".join(found)


class Drawn:
    """An encoder without a model: a text's vector is the mean of its words' own.

    Attributes:
        fingerprint: Stands for it in a plan.
        dimension: Of its vectors.
    """

    fingerprint, dimension = "drawn", DIMENSION

    @cached_property
    def _vectors(self) -> dict[str, np.ndarray]:
        speech = Speech()
        draw = np.random.default_rng(5)
        every = [*speech.words, *STOP]
        table = draw.standard_normal((len(every), DIMENSION), np.float32)
        return dict(zip(every, table, strict=True))

    def encode(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        """Unit vectors, the same for the same text."""
        held = self._vectors
        out = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in enumerate(texts):
            words = (word.strip(".").lower() for word in text.split()[:40])
            some = [held[word] for word in words if word in held]
            if some:
                out[row] = np.sum(some, axis=0)
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)


def programmes(number: int) -> Catalogue:
    """The built-in programmes over and over, with texts of their own; one in ten has challenges."""
    speech, draw = Speech(), np.random.default_rng(1)
    base = load_catalogue()
    found: list[Programme] = []
    with_some = [one for one in base.programmes if one.challenges]
    for place in range(number):
        one = base.programmes[place % len(base.programmes)]
        topic = int(draw.integers(0, TOPICS))

        def said(low: int, high: int, topic: int = topic) -> str:
            return speech.text(draw, int(draw.integers(low, high)), topic)

        challenges = ()
        if place % 10 == 0:
            source = with_some[place % len(with_some)].challenges[0]
            challenges = tuple(
                source.model_copy(
                    update={"id": f"c-{n}", "title": said(3, 8), "statement": said(30, 70)}
                )
                for n in range(2)
            )
        more = {
            "id": f"p-{place:05d}",
            "name": said(4, 9).rstrip("."),
            "summary": said(20, 35),
            "description": said(60, 120),
            "seeks": tuple(said(8, 16) for _ in range(3)) if one.seeks else (),
            "technologies": tuple(said(4, 10) for _ in range(4)) if one.technologies else (),
            "use_cases": tuple(said(6, 12) for _ in range(2)) if one.use_cases else (),
            "challenges": challenges,
        }
        found.append(one.model_copy(update=more))
    return Catalogue.of(found, base.sources.values())


@lru_cache(maxsize=1)
def drawn_matcher(number: int, *_given: object, **_more: object) -> Matcher:
    """A matcher over drawn programmes and vectors; workers of a cluster make it by its name."""
    return Matcher(programmes(number), Drawn())


def profiles(number: int, first: int = 0) -> Iterator[Profile]:
    """Startups as forms bring them: most facts are given, some are not."""
    speech = Speech()
    names, odds = list(COUNTRIES), np.array(list(COUNTRIES.values()), float)
    slugs = [area.slug for area in areas()]
    stages, instruments = list(Stage), list(Instrument)
    for place in range(first, first + number):
        draw = np.random.default_rng((2, place))
        country = str(draw.choice(names, p=odds / odds.sum()))

        def maybe(share: float, value: object, draw: np.random.Generator = draw) -> object:
            return value if draw.random() < share else None

        yes = True

        topic = int(draw.integers(0, TOPICS))
        amount = float(draw.choice([1e5, 2.5e5, 5e5, 1e6, 2e6, 5e6, 1e7]))
        seeking = Seeking(
            amount=maybe(0.7, amount),
            currency="USD" if country == "US" else "EUR",
            instruments=tuple(draw.choice(instruments[:5], 2, replace=False).tolist()),
        )
        yield Profile(
            id=f"s-{place:08d}",
            name=f"Startup {place}",
            description=speech.text(draw, int(draw.integers(80, 151)), topic),
            incorporated_in=maybe(0.97, country),
            headquarters=maybe(0.6, country),
            controlled_from=maybe(0.5, (country,)),
            areas=maybe(0.7, tuple(draw.choice(slugs, int(draw.integers(1, 4)), replace=False))),
            trl=maybe(0.8, int(draw.integers(1, 10))),
            stage=maybe(0.6, stages[int(draw.integers(0, len(stages)))]),
            founded=maybe(0.7, str(int(draw.integers(2010, 2026)))),
            headcount=maybe(0.7, int(draw.integers(1, 300))),
            civil_use=maybe(0.5, yes),
            defence_use=maybe(0.4, yes),
            owns_technology=maybe(0.4, yes),
            weapon=maybe(0.3, bool(draw.random() < 0.1)),
            seeking=maybe(0.4, seeking),
        )
