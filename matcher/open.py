"""How are the parts put together for a run?

The only place where settings become a catalogue, an encoder with its cache, and a matcher.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.service import Matcher
from matcher.texts.cache import VectorCache
from matcher.texts.device import chosen
from matcher.texts.encoder import CachedEncoder, SentenceEncoder
from matcher.texts.precision import resolved
from programmes.read import Catalogue, load_catalogue

if TYPE_CHECKING:
    from matcher.settings import Settings
    from programmes.store import ProgrammeStore

__all__ = ["adapter_file", "joined", "open_catalogue", "open_encoder", "open_matcher"]


def adapter_file() -> Path | None:
    """The packaged domain adapter, if there is one."""
    with as_file(files("matcher").joinpath("data", "adapter.safetensors")) as path:
        return path if path.is_file() else None


def open_encoder(settings: Settings) -> CachedEncoder:
    """The encoder that the settings name, with its cache on disk."""
    adapter = settings.adapter if isinstance(settings.adapter, Path) else None
    if settings.adapter is True:
        adapter = adapter_file()
    device = chosen(settings.device)
    precision = resolved(settings.precision, device)
    encoder = SentenceEncoder(settings.model, adapter, precision, device)
    return CachedEncoder(encoder, VectorCache(settings.cache, encoder.fingerprint))


def joined(base: Catalogue, kept: ProgrammeStore) -> Catalogue:
    """A catalogue with the programmes that a store keeps.

    A kept programme or source does not take the place of one that is there under its id.
    """
    own = [one for one in kept.many() if one.id not in base]
    sources = {one.slug: one for one in kept.sources()} | dict(base.sources)
    if not own:
        return base
    together = (*base.programmes, *own)
    return Catalogue.of(together, sources.values(), base.awards, base.left_out)


def open_catalogue(settings: Settings, *, stored: bool) -> Catalogue:
    """The built-in catalogue, the user's own folder and, if asked for, what the store keeps."""
    base = load_catalogue(settings.catalogue)
    if not stored:
        return base
    from programmes.store import ProgrammeStore

    with ProgrammeStore(settings.store) as kept:
        return joined(base, kept)


def open_matcher(
    settings: Settings, progress: Callable[[int], None] | None = None, *, stored: bool = False
) -> Matcher:
    """A matcher over the catalogue; see ``open_catalogue``."""
    catalogue = open_catalogue(settings, stored=stored)
    return Matcher(catalogue, open_encoder(settings), progress=progress)
