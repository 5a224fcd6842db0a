"""How is a stream of profiles cut into shards?

By the order of the input alone, good and bad rows counted together, so that the same file gives the
same shards on any machine, and no shard grows with the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import orjson

from profiles.facts import with_read
from profiles.model import Profile
from profiles.read import RowProblem

__all__ = ["Rejection", "Shard", "cut", "facts_hash", "text_hash"]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is not ranked, and why.

    ``line`` is None for a profile that could be read and not be ranked.
    """

    file: str | None
    line: int | None
    field: str | None
    reason: str
    id: str | None = None

    @classmethod
    def of(cls, problem: RowProblem) -> Rejection:
        """What the reader said."""
        return cls(problem.file, problem.line, problem.field, problem.message, problem.id)


@dataclass(frozen=True)
class Shard:
    """Neighbouring rows of the input.

    Attributes:
        number: From 0.
        profiles: The good rows.
        rejected: The bad ones.
    """

    number: int
    profiles: tuple[Profile, ...]
    rejected: tuple[Rejection, ...]

    def with_prose(self) -> Shard:
        """The shard with what the texts of its profiles say beside what is stated.

        Who ranks it reads it, so that texts are read by as many as rank; what is read is a function
        of the profile alone. A row without a text of its own costs nothing.
        """
        return replace(self, profiles=tuple(map(with_read, self.profiles)))

    @cached_property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """Of each profile, the hashes of its facts and of its texts."""
        return tuple((facts_hash(profile), text_hash(profile)) for profile in self.profiles)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with whatever the shard is made of."""
        problems = [asdict(one) for one in self.rejected]
        found = orjson.dumps([self.marks, [p.id for p in self.profiles], problems])
        return hashlib.sha256(found).hexdigest()


def _hash(content: Any) -> str:
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def facts_hash(profile: Profile) -> str:
    """Changes with anything that a profile states outside its texts."""
    texts = {"description", "technology", "use_cases"}
    return _hash(profile.model_dump(mode="json", exclude_none=True, exclude=texts))


def text_hash(profile: Profile) -> str:
    """Changes with any text that is compared."""
    return _hash([profile.description, profile.technology, profile.use_cases])


def cut(found: Iterable[Profile | RowProblem], rows: int) -> Iterator[Shard]:
    """Shards of ``rows`` profiles and problems each; the last may be smaller."""
    profiles: list[Profile] = []
    rejected: list[Rejection] = []
    number = 0
    for one in found:
        if isinstance(one, RowProblem):
            if one.kept:  # a cell of a row that is ranked: the reading counts it
                continue
            rejected.append(Rejection.of(one))
        else:
            profiles.append(one)
        if len(profiles) + len(rejected) >= rows:
            yield Shard(number, tuple(profiles), tuple(rejected))
            profiles, rejected, number = [], [], number + 1
    if profiles or rejected:
        yield Shard(number, tuple(profiles), tuple(rejected))
