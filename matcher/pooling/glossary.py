"""Which defence goods does a text name, in whatever language it is written?

The model reads little but English, so a small glossary of our own translates the names of things.
It answers with English names, which are compared as such and are also read by the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from profiles.vocabulary.words import fold

__all__ = ["Meaning", "meaning", "words"]

_WORD = re.compile(r"[^\W_]+")
_WHOLE = 3
"""A stem of up to this many letters has to be the whole word."""
_WITH = frozenset(
    """with mit avec con com z ze s se cu met med ja sa kartu ar koos inkl incl including inclus
    einschliesslich sis із зі з""".split()  # noqa: SIM905 - words are read more easily than a list of them
)
_FOR = frozenset(
    "for fur pour para per do dla pro voor till til pre za pentru zur zum для".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """One name of the glossary with its terms, each a row of stems."""

    name: str
    kind: str
    family: str
    part: str
    terms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text asks for, as far as the glossary knows.

    Attributes:
        things: English names of goods and services.
        families: The families of these.
        roles: What is done with them; nothing where they are simply bought.
        natures: How they differ from others of their name.
        manners: How they are carried or placed.
    """

    things: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    natures: frozenset[str] = frozenset()
    manners: frozenset[str] = frozenset()

    @property
    def english(self) -> str:
        """The names, as a text for the model; empty where nothing is known."""
        named = (self.manners, self.natures, self.things, self.roles)
        return " ".join(", ".join(sorted(names)) for names in named if names)


def words(text: str) -> tuple[str, ...]:
    """The words of a text in plain letters.

    >>> words("Drohnenabwehr für 155-mm-Geschütze")
    ('drohnenabwehr', 'fur', '155', 'mm', 'geschutze')
    """
    return tuple(found for word in _WORD.findall(text) if (found := fold(word)))


@cache
def _entries() -> tuple[GlossaryEntry, ...]:
    # Imported here because both take longer to import than the table takes to read.
    from importlib.resources import files

    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files(__package__).joinpath("data", "glossary.yaml").read_text(encoding="utf-8")
    stated = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe
    return tuple(
        GlossaryEntry(
            name=name,
            kind=one.get("kind", "thing"),
            family=one.get("family", ""),
            part=str(one.get("part") or ""),
            terms=tuple(sorted({_stems(term) for term in one["terms"].split(";")} - {()})),
        )
        for name, one in sorted(stated.items())
    )


def _stems(term: str) -> tuple[str, ...]:
    """The stems of a term with their marks: ``~`` anywhere, ``!`` the whole word."""
    found = []
    for raw in re.split(r"[\s-]+", term.strip()):
        bare = fold(raw)
        if bare:
            found.append(f"{'~' if raw.startswith('~') else ''}{bare}{'!' if '!' in raw else ''}")
    return tuple(found)


@cache
def _by_start() -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Terms by the first two letters of their first stem; those to be found anywhere under ''."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for at, entry in enumerate(_entries()):
        for stems in entry.terms:
            start = "" if stems[0].startswith("~") else stems[0].rstrip("!")[:2]
            found.setdefault(start, []).append((stems, at))
    return found


def _fits(stem: str, word: str) -> bool:
    bare = stem.strip("~!")
    if stem.startswith("~"):
        return word.endswith(bare) if stem.endswith("!") else bare in word
    if stem.endswith("!") or len(bare) <= _WHOLE:
        return word == bare
    return word.startswith(bare)


def _follows(stems: Sequence[str], tokens: Sequence[str], at: int) -> bool:
    """Whether the further stems come in order, with at most one other word between two."""
    for stem in stems:
        step = next((s for s in (1, 2) if at + s < len(tokens) and _fits(stem, tokens[at + s])), 0)
        if not step:
            return False
        at += step
    return True


@lru_cache(maxsize=65_536)
def _begun_by(word: str) -> tuple[tuple[tuple[str, ...], GlossaryEntry], ...]:
    """The terms that a word begins: their further stems, and what they name."""
    entries, terms = _entries(), _by_start()
    return tuple(
        (stems[1:], entries[place])
        for stems, place in (*terms.get(word[:2], ()), *terms.get("", ()))
        if _fits(stems[0], word)
    )


def _found(tokens: Sequence[str]) -> Iterator[tuple[int, GlossaryEntry]]:
    for at, word in enumerate(tokens):
        for stems, entry in _begun_by(word):
            if _follows(stems, tokens, at):
                yield at, entry


@lru_cache(maxsize=65_536)
def meaning(text: str) -> Meaning:
    """What a text asks for.

    >>> sorted(meaning("Artilleriezünder für 155-mm-Granaten").things)
    ['fuze']
    >>> meaning("Fusils brouilleurs portatifs de lutte anti-drone").english
    'handheld counter-drone, electronic warfare'
    """
    tokens = words(text)
    first: dict[str, int] = {}
    by_name: dict[str, GlossaryEntry] = {}
    for at, entry in _found(tokens):
        first.setdefault(entry.name, at)
        by_name[entry.name] = entry
    things = {name for name, entry in by_name.items() if entry.kind == "thing"}
    purpose = _purpose(tokens, (first[name] for name in things))
    things = {name for name in things if first[name] < purpose}
    things -= set(_set_aside(things, by_name, first, tokens))
    roles = {name for name, entry in by_name.items() if entry.kind == "role"}
    return Meaning(
        things=frozenset(things),
        families=frozenset(by_name[name].family for name in things),
        roles=frozenset(name for name in roles if first[name] < purpose),
        natures=frozenset(name for name, entry in by_name.items() if entry.kind == "nature"),
        manners=frozenset(name for name, entry in by_name.items() if entry.kind == "manner"),
    )


def _purpose(tokens: Sequence[str], places: Iterable[int]) -> int:
    """Where the words begin that only say what the thing is for: "batteries for radios"."""
    start = min(places, default=len(tokens))
    ends = (at for at, word in enumerate(tokens) if at > start and word in _FOR)
    return next(ends, len(tokens))


def _set_aside(
    things: set[str],
    by_name: dict[str, GlossaryEntry],
    first: dict[str, int],
    tokens: Sequence[str],
) -> Iterator[str]:
    """Things that only say what the thing asked for belongs to, or comes with."""
    for part in things:
        if not by_name[part].part:
            continue
        for whole in things:
            entry = by_name[whole]
            anywhere = by_name[part].part == "any"
            if entry.part or (entry.family != by_name[part].family and not anywhere):
                continue
            between = tokens[first[whole] : first[part]]
            yield part if _WITH.intersection(between) else whole
