"""How is the server set up, and where does each setting come from?

One frozen object beside the matcher's own: command line, then ``ALLYMATCH_*`` in the environment,
then defaults. The defaults are for one person on a laptop: loopback, no CORS, private addresses
closed to webhooks.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from matcher.errors import BadInput
from matcher.settings import Settings

__all__ = ["ServeSettings"]

_FLAGS = {"0": False, "1": True, "no": False, "yes": True, "false": False, "true": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """What the server is set to.

    Attributes:
        matcher: Model, catalogue, cache and store.
        host, port: Where it listens.
        public_url: How clients call it, for links in feeds; worked out from the request if empty.
        requests_per_minute: For each key, or each address without one; what takes a second of the
            processor counts as a second's requests.
        requests_at_once: Of each holder that are worked on at a time.
        requests_waiting: Of each holder that may wait beside them; more are refused.
        wrong_keys_per_minute: For each address, and for each key that is guessed at.
        max_body: Bytes of a request's body.
        max_import: Bytes of an uploaded file of profiles.
        founder_profiles: How many profiles a founder may keep.
        holder_profiles: How many any other holder may.
        holder_bytes: Bytes of profiles and their versions that a holder may keep.
        holder_programmes: Programmes that an organisation may add.
        timeout_s: After how many seconds an answer is given up.
        cpu_threads: How many answers are worked out at once.
        live_candidates: Up to how many stored profiles a screening is worked out when asked for.
        ready_answers: How many profiles have their answer made before it is asked for.
        keep_runs: How many runs that have ended are kept; the oldest go.
        workers: How many processes share the store and count requests together.
        proxies: Addresses or networks of the proxies before it, whose word on who calls is taken.
        hosts: Names under which it is called; worked out from ``host`` and ``public_url`` if empty.
        private_webhooks: Whether webhooks may call loopback and private addresses.
        feeds: Public sources whose calls are brought once a day, such as ``eu-portal``; none by
            default.
        open: Whether somebody without an account may try it, with nothing kept.
        cors_origins: Sites whose pages may read answers in a browser; none by default.
    """

    matcher: Settings = field(default_factory=Settings.load)
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    requests_per_minute: int = 600
    requests_at_once: int = 6
    requests_waiting: int = 32
    wrong_keys_per_minute: int = 30
    max_body: int = 1_000_000
    max_import: int = 50_000_000
    founder_profiles: int = 1_000
    holder_profiles: int = 100_000
    holder_bytes: int = 1_000_000_000
    holder_programmes: int = 1_000
    timeout_s: float = 60.0
    cpu_threads: int = 2
    live_candidates: int = 5_000
    ready_answers: int = 2_000
    keep_runs: int = 30
    workers: int = 1
    proxies: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    private_webhooks: bool = False
    feeds: tuple[str, ...] = ()
    open: bool = True
    cors_origins: tuple[str, ...] = ()

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, **given: object) -> ServeSettings:
        """Settings from what is given, the environment and the defaults, in this order.

        Raises:
            BadInput: A variable's value is not one that its field takes.
        """
        env = os.environ if environ is None else environ
        names = {each.name for each in fields(Settings)}
        inner = {name: value for name, value in given.items() if name in names}
        values: dict[str, object] = {"matcher": Settings.load(environ, **inner)}
        for each in fields(cls):
            text = env.get(f"ALLYMATCH_{each.name.upper()}")
            if text and each.name != "matcher":
                values[each.name] = _parse(each.name, str(each.type), text)
        outer = {name: value for name, value in given.items() if name not in names}
        values |= {name: value for name, value in outer.items() if value is not None}
        return cls(**values)  # type: ignore[arg-type]

    @property
    def store(self) -> Path:
        """The SQLite file."""
        return self.matcher.store

    @property
    def runs(self) -> Path:
        """The folder of the files of runs, beside the store."""
        return self.matcher.store.with_name(f"{self.matcher.store.stem}-runs")

    @property
    def limits(self) -> Path:
        """The file in which several workers count requests."""
        return self.matcher.store.with_name(f"{self.matcher.store.stem}-limits")

    @property
    def known_hosts(self) -> frozenset[str]:
        """The names under which it may be called; none where any will do.

        A site may give its own name our address, and a browser then takes both for one.
        """
        found = {one.lower() for one in self.hosts}
        if not found and self.loopback:
            found = {"localhost", "127.0.0.1", "::1", self.host.lower()}
        if self.public_url and (found or not self.loopback):
            found.add((urlsplit(self.public_url).hostname or "").lower())
        return frozenset(found)

    @property
    def secure(self) -> bool:
        """Whether clients call it by https."""
        return self.public_url.lower().startswith("https://")

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def _parse(name: str, kind: str, text: str) -> object:
    variable = f"ALLYMATCH_{name.upper()}"
    try:
        match kind:
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "bool":
                return _FLAGS[text.lower()]
            case "str":
                return text
            case _:
                return tuple(part.strip() for part in text.split(",") if part.strip())
    except (KeyError, ValueError):
        expected = "yes or no" if kind == "bool" else "a number"
        raise BadInput(variable, f"found {text!r}, expected {expected}") from None
