"""What did the programmes of a run say, so that a later run can tell what changed?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import orjson

from matcher.eligibility.sections import Section
from matcher.errors import RunError
from matcher.runs.files.folder import RunFolder, replaced

if TYPE_CHECKING:
    from matcher.fit.snapshot import Snapshot

__all__ = ["SeenProgramme", "entries", "read_catalogue", "write_catalogue"]


@dataclass(frozen=True, slots=True)
class SeenProgramme:
    """One programme at a run's instant.

    Attributes:
        programme, name, kind, owner: As in the catalogue.
        status: At the run's instant.
        section: Where in an answer it stood then for a startup that no rule refuses.
        opens, closes: Of the current call.
        criteria: The kinds of its conditions, in the order of the marks in ``findings``.
        rules, texts, calls, offer: Hashes of what decides and guides, of what is compared, of the
            openings in time, and of the stated facts of the offer and of its pool.
    """

    programme: str
    name: str
    kind: str
    owner: str
    status: str
    section: str
    opens: str | None
    closes: str | None
    criteria: tuple[str, ...]
    rules: str
    texts: str
    calls: str
    offer: str


def _hash(content: Any) -> str:
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def entries(snapshot: Snapshot) -> Iterator[SeenProgramme]:
    """What the programmes of a snapshot say, in their order."""
    index = snapshot.index
    for place, programme in enumerate(index.programmes):
        call, status = snapshot.calls[place]
        told = programme.model_dump(mode="json", exclude_none=True)
        yield SeenProgramme(
            programme=programme.id,
            name=programme.name,
            kind=programme.kind,
            owner=programme.owner,
            status=str(status),
            section=Section(int(snapshot.sections[place])).word,
            opens=call.opens if call else None,
            closes=(call.until if call.rolling else call.closes) if call else None,
            criteria=tuple(criterion.kind for criterion in programme.criteria),
            rules=_hash([told.get("criteria"), told.get("guidance"), programme.buyers]),
            texts=_hash([[one.challenge, one.texts] for one in index.openings[index.span(place)]]),
            calls=_hash([told.get("calls"), programme.standing]),
            offer=_hash([told.get("offer"), programme.areas, told.get("pool")]),
        )


def write_catalogue(folder: RunFolder, snapshot: Snapshot) -> None:
    """Keep what the programmes of a snapshot say; one line each."""
    options = orjson.OPT_APPEND_NEWLINE
    content = b"".join(orjson.dumps(entry, option=options) for entry in entries(snapshot))
    if not folder.catalogue.is_file() or folder.catalogue.read_bytes() != content:
        with replaced(folder.catalogue) as passing:
            passing.write_bytes(content)


def read_catalogue(folder: RunFolder) -> dict[str, SeenProgramme]:
    """The programmes of a run, by id.

    Raises:
        RunError: The file is not there or damaged.
    """
    try:
        found = {}
        for line in folder.catalogue.read_bytes().splitlines():
            value = orjson.loads(line)
            plain = {one.name: value[one.name] for one in fields(SeenProgramme)}
            found[value["programme"]] = SeenProgramme(
                **{**plain, "criteria": tuple(plain["criteria"])}
            )
    except (OSError, KeyError, ValueError) as error:
        msg = f"{folder.catalogue} cannot be read ({error}): run `allymatch rank` again"
        raise RunError(msg) from error
    return found
