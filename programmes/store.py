"""Which programmes of its own has an organisation kept beside the built-in catalogue?

A programme is kept as the JSON that a reader of files understands, under its id, with the columns
that a list asks for beside it; so are the sources that it rests on. How a call stands is derived
when it is read, and kept nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

import orjson
from pydantic import ValidationError
from sqlite_utils import Database, Migrations

from profiles.migrations import StoreFile, writing
from profiles.vocabulary import link_or_none
from programmes.errors import ProgrammeStoreError, UnknownProgramme
from programmes.model import Programme, Source

__all__ = ["ProgrammeStore"]

_Kept = TypeVar("_Kept", Programme, Source)
Told: TypeAlias = Callable[[ProgrammeStoreError], object]

migrations = Migrations("programmes")


@migrations()
def m0001_programmes(db: Database) -> None:
    """Create the tables of programmes and of their sources."""
    columns = ("id", "name", "kind", "owner", "standing", "buyers", "document")
    table = db.table("programmes").create(dict.fromkeys(columns, str), pk="id", not_null=columns)
    table.create_index(["kind"])
    db.table("programme_sources").create(
        {"slug": str, "document": str}, pk="slug", not_null={"document"}
    )


@migrations()
def m0002_links(db: Database) -> None:
    """Take out addresses that no page may show: what is kept was once accepted as any text."""
    for table, key in (("programmes", "id"), ("programme_sources", "slug")):
        for row in list(db.table(table).rows):
            document = orjson.loads(row["document"])
            cleaned = orjson.dumps(_with_links(document), option=orjson.OPT_SORT_KEYS).decode()
            if cleaned != row["document"]:
                db.table(table).update(row[key], {"document": cleaned})


@migrations()
def m0003_hashes(db: Database) -> None:
    """Keep a hash of each document, so that one that is damaged is told of."""
    for table, key in (("programmes", "id"), ("programme_sources", "slug")):
        db.table(table).add_column("hash", str)
        for row in list(db.table(table).rows):
            db.table(table).update(row[key], {"hash": _hash(row["document"])})


def _with_links(value: Any) -> Any:
    """A document with links alone under the names of links, or a source's words."""
    if isinstance(value, list):
        return [_with_links(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _with_links(held) for name, held in value.items()}
    for name in ("apply_url", "url"):
        said = kept.get(name)
        # A source may say in words where its facts come from.
        if isinstance(said, str) and ("slug" not in kept or ":" in said):
            kept[name] = link_or_none(said) or ("" if "slug" in kept else None)
    return {name: held for name, held in kept.items() if held is not None}


class ProgrammeStore(StoreFile):
    """The programmes in one SQLite file.

    Raises:
        ProgrammeStoreError: The file is no database, belongs to a newer version, or cannot be
            written.
    """

    migrations = migrations
    fail = ProgrammeStoreError

    def __len__(self) -> int:
        with self._told():
            return int(self._db.table("programmes").count)

    def save(self, programme: Programme, sources: Iterable[Source] = ()) -> None:
        """Keep one programme, in place of a former one of the same id, and its sources."""
        self.save_all([programme], sources)

    def save_all(self, found: Iterable[Programme], sources: Iterable[Source] = ()) -> None:
        """Keep programmes and sources in one transaction: all of them, or on any error none."""
        with self._told(), writing(self._db):
            self._db.table("programmes").upsert_all((_row(one) for one in found), pk="id")
            self._db.table("programme_sources").upsert_all(
                ({"slug": one.slug, **_kept(one)} for one in sources), pk="slug"
            )

    def get(self, identifier: str) -> Programme:
        """The programme with this id.

        Raises:
            UnknownProgramme: There is none.
            ProgrammeStoreError: What is kept can no longer be read as a programme.
        """
        with self._told():
            rows = list(self._db.table("programmes").rows_where("id = ?", [identifier]))
        if not rows:
            raise UnknownProgramme(identifier)
        return self._read(Programme, rows[0]["id"], rows[0])

    def ids(self, *, kind: str | None = None) -> tuple[str, ...]:
        """The ids of all programmes, or of one kind, sorted."""
        where, values = ("kind = ?", [kind]) if kind else (None, [])
        with self._told():
            rows = self._db.table("programmes").rows_where(
                where, values, select="id", order_by="id"
            )
            return tuple(row["id"] for row in rows)

    def many(self, told: Told | None = None) -> Iterator[Programme]:
        """All programmes, sorted by id.

        Args:
            told: Hears of each that cannot be read, which is left out; absent, it is an error.
        """
        with self._told():
            rows = list(self._db.table("programmes").rows_where(order_by="id"))
        return self._readable(Programme, [(row["id"], row) for row in rows], told)

    def sources(self, told: Told | None = None) -> Iterator[Source]:
        """All sources, sorted by slug; see ``many``."""
        with self._told():
            rows = list(self._db.table("programme_sources").rows_where(order_by="slug"))
        return self._readable(Source, [(row["slug"], row) for row in rows], told)

    def _readable(
        self,
        model: type[_Kept],
        rows: Iterable[tuple[str, Mapping[str, Any]]],
        told: Told | None,
    ) -> Iterator[_Kept]:
        for identifier, row in rows:
            try:
                found = self._read(model, identifier, row)
            except ProgrammeStoreError as error:
                if told is None:
                    raise
                told(error)
            else:
                yield found

    def delete(self, identifier: str) -> None:
        """Forget a programme; its sources stay, because others may rest on them.

        Raises:
            UnknownProgramme: There is none.
        """
        with self._told(), writing(self._db):
            gone = self._db.conn.execute("DELETE FROM programmes WHERE id = ?", [identifier])
        if not gone.rowcount:
            raise UnknownProgramme(identifier)

    def _read(self, model: type[_Kept], identifier: str, row: Mapping[str, Any]) -> _Kept:
        if _hash(row["document"]) != row["hash"]:
            problem = f"holds {identifier!r} damaged: restore a copy, or save it again"
            raise ProgrammeStoreError(f"{self._path} {problem}")
        try:
            return model.model_validate_json(row["document"])
        except ValidationError as error:
            problem = f"holds {identifier!r} as this version cannot read it: save it again"
            raise ProgrammeStoreError(f"{self._path} {problem}") from error


def _document(one: Programme | Source) -> str:
    content = one.model_dump(mode="json", exclude_none=True)
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def _kept(one: Programme | Source) -> dict[str, str]:
    document = _document(one)
    return {"document": document, "hash": _hash(document)}


def _hash(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def _row(one: Programme) -> dict[str, str]:
    columns = ("id", "name", "kind", "owner", "standing", "buyers")
    return {**{name: getattr(one, name) for name in columns}, **_kept(one)}
