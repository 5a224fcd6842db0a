"""Which choices change an answer, and where do they come from?

One frozen object, made once at the edge (command line, server, batch) and passed down. What is
not given is read from environment variables named ``ALLYMATCH_*``, then from defaults.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from matcher.errors import BadInput
from matcher.texts.encoder import DEFAULT_MODEL

__all__ = ["Settings"]


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
