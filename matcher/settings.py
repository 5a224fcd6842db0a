"""Which choices change an answer, where do they come from, and how are the parts opened?

One frozen object, made once at the edge (command line, server, batch) and passed down. What is
not given is read from environment variables named ``ALLYMATCH_*``, then from defaults. Here alone
settings become a catalogue and an encoder with its cache.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.errors import BadInput, NotReady
from matcher.texts.cache import VectorCache
from matcher.texts.device import chosen
from matcher.texts.encoder import DEFAULT_MODEL, CachedEncoder, SentenceEncoder
from matcher.texts.precision import resolved
from programmes.read import Catalogue, load_catalogue

if TYPE_CHECKING:
    from programmes.store import ProgrammeStore, Told

__all__ = [
    "Settings",
    "adapter_file",
    "extras",
    "joined",
    "lacks",
    "open_catalogue",
    "open_encoder",
    "require",
]


def _cache_home() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "allymatch"


def _data_home() -> Path:
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "allymatch"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the matcher is set to.

    Attributes:
        model: ``all-MiniLM-L6-v2`` (packaged), or any sentence-transformers name or path.
        adapter: Whether the packaged domain adapter is merged into the packaged model; or the
            tensors of another one.
        precision: ``auto`` for bfloat16 where the machine multiplies it, else 32 bits; ``f32`` for
            fits that agree on all machines; ``bf16`` to insist on it. Each has other vectors.
        device: ``auto`` for a GPU where there is one, else the processor; ``cpu``; ``cuda``.
        cache: Folder of the vector cache and of other things that can be made again.
        store: The SQLite file of imported profiles and programmes.
        catalogue: A folder (or calls file) whose programmes join the built-in ones.
    """

    model: str = DEFAULT_MODEL
    adapter: bool | Path = True
    precision: str = "auto"
    device: str = "auto"
    cache: Path = Path()
    store: Path = Path()
    catalogue: Path | None = None

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, **given: object) -> Settings:
        """Settings from what is given, the environment and the defaults, in this order.

        Args:
            environ: The environment; the process's own if absent.
            **given: Values by field name; None counts as not given.

        Raises:
            BadInput: A variable's value is not one that its field takes.
        """
        env = os.environ if environ is None else environ
        values: dict[str, object] = {"cache": _cache_home(), "store": _data_home() / "store.db"}
        for field in fields(cls):
            text = env.get(f"ALLYMATCH_{field.name.upper()}")
            if text:
                values[field.name] = _parse(field.name, text)
        values |= {name: value for name, value in given.items() if value is not None}
        return cls(**values)  # type: ignore[arg-type]

    @property
    def calls(self) -> Path:
        """The folder of published calls that the server has imported, beside the store."""
        return self.store.with_name(f"{self.store.stem}-calls")

    @property
    def parsed(self) -> Path | None:
        """The file that keeps what the catalogue's files said; None where nothing is cached."""
        return None if self.cache == Path() else self.cache / "catalogue.json"

    def environ(self) -> dict[str, str]:
        """The variables that give another process these settings, whatever else its own say."""
        words = {None: "", True: "yes", False: "no"}
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            f"ALLYMATCH_{name.upper()}": words.get(value, str(value))
            for name, value in values.items()
        }


def _parse(name: str, text: str) -> object:
    if name == "adapter":
        if text.lower() in {"0", "1", "no", "yes", "false", "true"}:
            return text.lower() in {"1", "yes", "true"}
        if not Path(text).is_file():
            problem = f"found {text!r}, expected yes, no, or an adapter.safetensors that exists"
            raise BadInput("ALLYMATCH_ADAPTER", problem)
        return Path(text)
    return text if name in {"model", "precision", "device"} else Path(text)


_EXTRAS = {
    "cluster": ("distributed",),
    "documents": ("docx", "odf", "pptx", "pypdf", "selectolax"),
    "evaluate": ("bm25s", "ir_measures", "matplotlib"),
    "fast": ("numba",),
    "serve": ("fastapi", "icalendar", "jinja2", "mcp", "prometheus_client", "uvicorn"),
}
"""What is installed by whom it serves only, and the modules that show it."""


def extras() -> tuple[str, ...]:
    """The names of the extras, in order."""
    return tuple(sorted(_EXTRAS))


def lacks(extra: str) -> tuple[str, ...]:
    """The modules of an extra that are not installed.

    >>> lacks("no-such-extra")
    Traceback (most recent call last):
    KeyError: 'no-such-extra'
    """
    return tuple(name for name in _EXTRAS[extra] if find_spec(name) is None)


def require(extra: str, what: str) -> None:
    """Say what to install before anything is begun that cannot be ended without it.

    Args:
        extra: Of the distribution.
        what: Which needs it, as the beginning of a sentence.

    Raises:
        NotReady: Some of it is not installed.
    """
    if missing := lacks(extra):
        names = ", ".join(missing)
        raise NotReady(f"{what} needs {names}: install it by pip install 'allymatch[{extra}]'")


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


def joined(base: Catalogue, kept: ProgrammeStore, told: Told | None = None) -> Catalogue:
    """A catalogue with the programmes that a store keeps.

    A kept programme or source does not take the place of one that is there under its id.

    Args:
        base: The catalogue.
        kept: The store.
        told: Hears of each that cannot be read, which is left out; absent, it is an error.
    """
    own = [one for one in kept.many(told) if one.id not in base]
    sources = {one.slug: one for one in kept.sources(told)} | dict(base.sources)
    if not own:
        return base
    together = (*base.programmes, *own)
    return Catalogue.of(together, sources.values(), base.awards, base.left_out)


def open_catalogue(settings: Settings, *, stored: bool) -> Catalogue:
    """The built-in catalogue, the user's own folder and, if asked for, what the store keeps."""
    if not stored:
        return load_catalogue(settings.catalogue, parsed=settings.parsed)
    base = load_catalogue(settings.catalogue, settings.calls, settings.parsed)
    from programmes.store import ProgrammeStore

    with ProgrammeStore(settings.store) as kept:
        return joined(base, kept)
