"""Which programmes are there, from the files that state them?

The built-in catalogue and, if given, a folder or file of the reader's own, as one catalogue. All
faults of all files are found before anything is refused, each with its file, line and field; a
catalogue with a fault is not used in part, because a programme that is missing from an answer
looks like one that does not fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from programmes.award_table import read_awards
from programmes.awards import Award
from programmes.collection import Catalogue
from programmes.documents import Document, Place, dotted, read_bytes
from programmes.errors import BadCatalogue, BadDocument, ShapeChanged
from programmes.facts import capped, references
from programmes.model import Programme, Source
from programmes.parsed import ParsedFiles
from programmes.problems import in_plain_words
from programmes.renewals import Renewal, renewed
from programmes.sources.award_tables import AWARD_SOURCES
from programmes.sources.calls import call_items
from programmes.sources.folder import ImportFolder
from programmes.sources.item import Item
from programmes.sources.merging import merged
from programmes.sources.placing import each_once, placed
from programmes.sources.registry import SOURCES, sniffed

__all__ = ["Catalogue", "load_catalogue"]

_ENDINGS = frozenset({".yaml", ".yml"})
_SOURCES = frozenset({"sources.yaml", "sources.yml"})
_AWARDS = "awards.csv"
_IMPORT_HINT = (
    "lists of calls as .jsonl, and give files of public sources as their sources write them"
    f" ({', '.join(SOURCES)}); awards are taken by allymatch catalogue import awards"
)
_NEAR = 60


def load_catalogue(
    extra: Path | None = None, imports: Path | None = None, parsed: Path | None = None
) -> Catalogue:
    """The built-in catalogue, with a reader's own programmes if there are any.

    Args:
        extra: A folder of YAML files, one programme each, with a ``sources.yaml`` beside them if
            they share sources; or one such file; or published calls as JSON Lines (``.jsonl``,
            ``.jsonl.gz``). A programme file may state its sources itself, under ``sources``.
        imports: A folder into which published calls were imported; it need not be there.
        parsed: A file that keeps what YAML files said, so that they are not parsed anew as long
            as they do not change; it need not be there.

    Raises:
        BadCatalogue: Something in the files is wrong; ``problems`` names all of it. An id that is
            used twice is wrong too, also where the built-in catalogue has it.
    """
    files_read = ParsedFiles(parsed)
    shelf = _CatalogueReader(files_read)
    built_in = Path(str(files("programmes.catalogue")))
    shelf.take_sources(built_in / "sources.yaml", "catalogue/sources.yaml")
    for path in sorted((built_in / "data").iterdir()):
        if path.suffix in _ENDINGS:
            shelf.take_programme(path, f"catalogue/data/{path.name}")
    shelf.take_awards(built_in / _AWARDS, f"catalogue/{_AWARDS}")
    if extra is not None:
        shelf.take_extra(extra)
    if imports is not None and imports.is_dir():
        shelf.take_imports(imports)
    files_read.keep()
    return shelf.catalogue()


class _CatalogueReader:
    """Collects what the files hold, and all that is wrong with them."""

    def __init__(self, parsed: ParsedFiles) -> None:
        self._files = parsed
        self._programmes: dict[str, tuple[Programme, Document]] = {}
        self._sources: dict[str, tuple[Source, str]] = {}
        self._awards: list[tuple[Award, str]] = []
        self._items: list[Item] = []
        self._renewals: list[Renewal] = []
        self._left_out: list[BadDocument] = []
        self._problems: list[BadDocument] = []

    def take_extra(self, path: Path) -> None:
        shown = str(path)
        if path.is_dir():
            self._take_folder(path)
        elif path.suffix in _ENDINGS and path.is_file():
            self.take_programme(path, shown)
        elif path.is_file():
            self._take_published(path)
        else:
            problem = "does not exist: name a folder of YAML files, a YAML file, or a .jsonl file"
            self._problems.append(BadDocument(shown, "", problem))

    def _take_published(self, path: Path) -> None:
        """Published calls: of a public source, or a list of ours."""
        source = sniffed(path)
        listed = path.name.endswith((".jsonl", ".jsonl.gz"))
        if source is None and not listed:
            problem = f"has no shape that is known: write programmes as YAML, {_IMPORT_HINT}"
            self._problems.append(BadDocument(str(path), "", problem))
            return
        try:
            self._take_items(SOURCES[source].read(path) if source else call_items(path), path)
        except ShapeChanged as problem:
            self._problems.append(BadDocument(str(path), "", problem.problem))
        except BadDocument as problem:
            self._problems.append(problem)

    def _take_folder(self, folder: Path) -> None:
        found = [path for path in sorted(folder.iterdir()) if path.suffix in _ENDINGS]
        for path in found:
            if path.name in _SOURCES:
                self.take_sources(path, str(path))
            else:
                self.take_programme(path, str(path))
        if (folder / _AWARDS).is_file():
            self.take_awards(folder / _AWARDS, str(folder / _AWARDS))
        kept = self.take_imports(folder)
        if not (kept or self._problems) and all(path.name in _SOURCES for path in found):
            problem = "holds no programme: put one file a programme there, ending in .yaml"
            self._problems.append(BadDocument(str(folder), "", problem))

    def take_imports(self, folder: Path) -> bool:
        """Take what was imported into a folder, and say whether there was anything."""
        imports: list[Item] = []
        awards: list[Award] = []
        try:
            imports = list(ImportFolder(folder).all_items())
            awards = ImportFolder(folder).awards()
            self._renewals += ImportFolder(folder).renewals()
            for source in ImportFolder(folder).sources():
                self._keep_source(source, str(folder))
        except BadDocument as damaged:
            self._problems.append(damaged)
        if imports:
            self._take_items(imports, folder)
        self._awards += [(award, str(folder)) for award in awards]
        for slug in {slug for award in awards for slug in award.source} & AWARD_SOURCES.keys():
            self._keep_source(AWARD_SOURCES[slug], str(folder))
        return bool(awards or self._renewals) or (folder / "imports").is_dir()

    def _take_items(self, items: Iterable[Item | BadDocument], path: Path) -> None:
        read = list(items)
        wrong = [one for one in read if isinstance(one, BadDocument)]
        found = [placed(one, self._programmes) for one in read if isinstance(one, Item)]
        kept, unfit = each_once(found, self._programmes, path.name)
        wrong += unfit
        self._items += kept
        if kept:
            self._left_out += wrong
        else:
            self._problems += wrong

    def take_sources(self, path: Path, shown: str) -> None:
        if document := self._parsed(path, shown):
            self._sources_in(document.value, document, ())

    def take_programme(self, path: Path, shown: str) -> None:
        document = self._parsed(path, shown)
        if document is None:
            return
        stated = document.value.pop("sources", None)
        if stated is not None:
            self._sources_in(stated, document, ("sources",))
        try:
            self._keep(Programme.model_validate(document.value), document)
        except ValidationError as error:
            self._problems += in_plain_words(error, Programme, document)

    def take_awards(self, path: Path, shown: str) -> None:
        try:
            for award in read_awards(read_bytes(path, shown), shown):
                if isinstance(award, BadDocument):
                    self._problems.append(award)
                else:
                    self._awards.append((award, shown))
        except BadDocument as problem:
            self._problems.append(problem)

    def _parsed(self, path: Path, shown: str) -> Document | None:
        try:
            document = self._files.document(read_bytes(path, shown), shown)
        except BadDocument as problem:
            self._problems.append(problem)
            return None
        self._problems += document.problems
        return document

    def _keep(self, programme: Programme, document: Document) -> None:
        if programme.id in self._programmes:
            other = self._programmes[programme.id][1].file
            problem = f"{programme.id!r} is the id of a programme in {other} too: choose another"
            self._problems.append(BadDocument(document.file, "id", problem, document.line(("id",))))
            return
        self._programmes[programme.id] = (programme, document)

    def _sources_in(self, stated: Any, document: Document, at: Place) -> None:
        if not isinstance(stated, dict):
            problem = "expected one source a line: its slug, a colon, and below it url and the rest"
            self._problems.append(
                BadDocument(document.file, dotted(at), problem, document.line(at))
            )
            return
        for slug, entry in stated.items():
            value = {"slug": slug, **entry} if isinstance(entry, dict) else entry
            try:
                source = Source.model_validate(value)
            except ValidationError as error:
                self._problems += in_plain_words(error, Source, document, at=(*at, slug))
                continue
            if not self._keep_source(source, document.file):
                self._clash(source, document.file, document.line((*at, slug)))

    def _keep_source(self, source: Source, file: str) -> bool:
        """Keep a source, unless another one has its slug."""
        kept, _ = self._sources.setdefault(source.slug, (source, file))
        return kept == source

    def _clash(self, source: Source, file: str, line: int | None = None) -> None:
        _, other = self._sources[source.slug]
        problem = f"{source.slug!r} is another source in {other}: choose another slug"
        self._problems.append(BadDocument(file, source.slug, problem, line))

    def catalogue(self) -> Catalogue:
        self._problems += self._unsourced()
        if self._problems:
            raise BadCatalogue(self._problems)
        known = {
            name: renewed(programme, (one for one in self._renewals if one.programme == name))
            for name, (programme, _) in self._programmes.items()
        }
        imported, theirs = merged(known, self._items)
        sources = {slug: source for slug, (source, _) in self._sources.items()} | theirs
        return Catalogue.of(
            (capped(programme, sources) for programme in (known | imported).values()),
            sources.values(),
            (award for award, _ in self._awards),
            self._left_out,
        )

    def _unsourced(self) -> Iterator[BadDocument]:
        for programme, document in self._programmes.values():
            for place, slugs in references(programme):
                for slug in slugs:
                    if slug not in self._sources:
                        line = document.line(place)
                        yield BadDocument(document.file, dotted(place), self._no_source(slug), line)
        for award, file in self._awards:
            for slug in award.source:
                if slug not in self._sources:
                    yield BadDocument(file, f"{award.firm}: source", self._no_source(slug))

    def _no_source(self, slug: str) -> str:
        from rapidfuzz import process

        near = process.extractOne(slug, sorted(self._sources), score_cutoff=_NEAR)
        hint = f"; did you mean {near[0]}?" if near else ": state it under sources"
        return f"no source is called {slug!r}{hint}"
