"""How are the parts put together for a run?

The only place where settings become a catalogue, an encoder with its cache, and a matcher.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.embedding import CachedEncoder, SentenceEncoder
from matcher.precision import resolved
from matcher.service import Matcher
from matcher.vectors import VectorCache
from programmes.read import load_catalogue

if TYPE_CHECKING:
    from matcher.settings import Settings

__all__ = ["adapter_file", "open_encoder", "open_matcher"]


def adapter_file() -> Path | None:
    """The packaged domain adapter, if there is one."""
    with as_file(files("matcher").joinpath("data", "adapter.safetensors")) as path:
        return path if path.is_file() else None


def open_encoder(settings: Settings) -> CachedEncoder:
    """The encoder that the settings name, with its cache on disk."""
    adapter = settings.adapter if isinstance(settings.adapter, Path) else None
    if settings.adapter is True:
        adapter = adapter_file()
    encoder = SentenceEncoder(settings.model, adapter, resolved(settings.precision))
    return CachedEncoder(encoder, VectorCache(settings.cache, encoder.fingerprint))


def open_matcher(settings: Settings, progress: Callable[[int], None] | None = None) -> Matcher:
    """A matcher over the built-in catalogue and the user's own programmes."""
    catalogue = load_catalogue(settings.catalogue)
    return Matcher(catalogue, open_encoder(settings), progress=progress)
