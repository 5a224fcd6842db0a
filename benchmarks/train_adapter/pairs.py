"""Which two texts belong together, and in which of their shapes are they met?

The same project is drawn whole, by its first sentence or by a few of its sentences, and the same
topic by its title, its beginning or a part: what is learned has to hold for a line as for a page.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.train_adapter.data import Data, Labelled
from matcher.evaluation.beir import BeirText
from profiles.markup import clean
from profiles.prose import sentences

__all__ = ["Pair", "document_view", "pairs", "query_view"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together.

    Attributes:
        asked: The shorter or the seeking one.
        answer: What it should find.
        key: What it is about: pairs of one key never stand in one step.
        document: Position of the topic in its collection; None without one.
        query: Position of the project in its collection; None without one.
        whole: What the two were cut from, for a teacher that reads it all.
    """

    asked: str
    answer: str
    key: str
    document: int | None = None
    query: int | None = None
    whole: tuple[str, str] = ("", "")


def _cut(text: str) -> list[str]:
    return list(sentences(clean(text))) or [text]


def _crop(parts: Sequence[str], draw: random.Random, least: int, most: int) -> str:
    count = draw.randint(least, most)
    start = draw.randrange(max(1, len(parts) - count + 1))
    return " ".join(parts[start : start + count])


def document_view(text: BeirText, draw: random.Random) -> str:
    """A topic as it may be met: its title, its beginning, or some of its sentences."""
    chance, parts = draw.random(), _cut(text.text)
    if chance < 0.25:
        return text.title
    if chance < 0.6:
        return f"{text.title}. {' '.join(parts)}"
    if chance < 0.75 and len(parts) > 2:
        return _crop(parts, draw, 2, 6)
    return f"{text.title}. {_crop(parts, draw, 1, 5)}"


def query_view(text: BeirText, draw: random.Random) -> str:
    """A project as it may be met: whole, its first sentence, or some of its sentences."""
    chance, parts = draw.random(), _cut(text.text.removeprefix("Abstract "))
    if chance < 0.5:
        return " ".join(parts)
    if chance < 0.65:
        return parts[0]
    if chance < 0.8:
        return f"{parts[0]} {_crop(parts, draw, 1, 4)}"
    return _crop(parts, draw, 1, 4)


def _of_labels(source: Labelled, draw: random.Random) -> Iterator[Pair]:
    for query, document in draw.sample(source.labels, len(source.labels)):
        corpus, queries = source.collection.corpus, source.collection.queries
        yield Pair(
            query_view(queries[query], draw),
            document_view(corpus[document], draw),
            source.groups[document],
            document,
            query,
            (queries[query].text, f"{corpus[document].title}. {corpus[document].text}"),
        )


def _of_titles(source: Labelled, draw: random.Random) -> Iterator[Pair]:
    for i in draw.sample(source.allowed, len(source.allowed)):
        text = source.collection.corpus[i]
        parts = _cut(text.text)
        if len(parts) > 1:
            part, whole = _crop(parts, draw, 2, 8), (text.title, text.text)
            yield Pair(text.title, part, source.groups[i], i, whole=whole)


def _of_halves(source: Labelled, draw: random.Random) -> Iterator[Pair]:
    for i in draw.sample(source.allowed, len(source.allowed)):
        parts = _cut(source.collection.corpus[i].text)
        if len(parts) >= 4:
            middle = draw.randint(1, len(parts) - 1)
            one, two = parts[:middle], parts[middle:]
            whole = (" ".join(one), " ".join(two))
            parts = _crop(one, draw, 1, 4), _crop(two, draw, 1, 4)
            yield Pair(*parts, source.groups[i], i, whole=whole)


def _of_others(rows: Sequence[tuple[str, str]], draw: random.Random) -> Iterator[Pair]:
    for title, text in draw.sample(rows, len(rows)):
        yield Pair(title, _crop(_cut(text), draw, 2, 8), title, whole=(title, text))


def pairs(data: Data, source: str, draw: random.Random) -> Iterator[Pair]:
    """Pairs without end, in a new order and with new cuts each time round; none if there are none.

    Args:
        data: Everything that is learned from.
        source: A labelled collection's name, ``sbir-titles``, ``sbir-halves`` or a titled name.
        draw: Where chance comes from.
    """
    name, _, kind = source.partition("-")
    makers: dict[str, Callable[[Labelled, random.Random], Iterator[Pair]]] = {
        "": _of_labels,
        "titles": _of_titles,
        "halves": _of_halves,
    }
    found = True
    while found:
        found = False
        labelled = data.labelled.get(name)
        once = makers[kind](labelled, draw) if labelled else _of_others(data.titled[name], draw)
        for pair in once:
            found = True
            yield pair
