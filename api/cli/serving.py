"""How does the server start, for a person and behind a proxy?

On loopback it starts at once and, the first time, makes a key. Anywhere else it wants a key to
exist: an open door is never the default.
"""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import quote

from api.errors import ServeError
from api.settings import ServeSettings
from api.store import keys, sessions
from api.store.records import RecordError, Records
from profiles.migrations import make_folder

__all__ = ["prepare", "serve", "shown"]

_CONNECTIONS = 1_000
"""Open at a time for a worker; more are answered 503."""
_IDLE_S = 20
_HEADERS = 32_768
"""Bytes of a request's line and headers."""


def prepare(settings: ServeSettings) -> list[str]:
    """Make sure that there is a key; what to tell the person who starts the server.

    Raises:
        ServeError: Others could reach the server and no key exists.
    """
    make_folder(settings.store, RecordError)
    with Records(settings.store) as records:
        usable = [key for key in keys.listed(records) if key.state == "valid"]
        if not usable and not settings.loopback:
            raise ServeError(
                f"refusing to listen on {settings.host} without keys:"
                " allymatch keys create --role admin --holder NAME makes one"
            )
        told = []
        if not usable:
            made = keys.create(records, "admin", "house", note="made at the first start")
            told.append(f"administrator's key, shown once: {made}")
            usable = keys.listed(records)
        admins = [key for key in usable if key.role == "admin"]
        if settings.loopback and admins:
            token = sessions.link_token(records, admins[0].prefix)
            base = settings.public_url or f"http://{_shown(settings.host)}:{settings.port}"
            told.append(f"sign in once, within 15 minutes: {base}/sign-in?token={quote(token)}")
    # What a store holds is confidential: nobody else on this machine may read it.
    settings.store.chmod(0o600)
    return told


def shown(told: list[str], store: Path, *, person: bool) -> list[str]:
    """What of this may be printed: secrets to a person, and to a log where to find them.

    Args:
        told: What ``prepare`` has said.
        store: The file beside which secrets are written.
        person: Whether a person reads along.
    """
    if person or not told:
        return told
    path = store.with_name(f"{store.stem}-sign-in.txt")
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in told)
    return [f"how to sign in stands in {path}, which nobody else may read"]


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def serve(settings: ServeSettings, *, workers: int = 1) -> None:
    """Serve until stopped.

    Args:
        settings: The server's.
        workers: Processes; each has a matcher of its own.

    Raises:
        ServeError: The server must not or cannot start.
    """
    import uvicorn

    from api.http.metrics import log_to_stderr, shared

    for line in shown(prepare(settings), settings.store, person=sys.stderr.isatty()):
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - for the person who starts it
    matcher = settings.matcher
    # The factory of each worker reads its settings from the environment.
    os.environ |= {
        "ALLYMATCH_STORE": str(matcher.store),
        "ALLYMATCH_MODEL": matcher.model,
        "ALLYMATCH_HOST": settings.host,
        "ALLYMATCH_PORT": str(settings.port),
        "ALLYMATCH_WORKERS": str(workers),
    }
    if matcher.catalogue is not None:
        os.environ["ALLYMATCH_CATALOGUE"] = str(matcher.catalogue)
    settings.limits.unlink(missing_ok=True)  # what a former server counted
    log_to_stderr()
    # A long piece of Python in one thread lets the event loop in after a millisecond.
    sys.setswitchinterval(0.001)
    with shared(settings.store) if workers > 1 else nullcontext():
        uvicorn.run(
            "api.app:create_app",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=workers if workers > 1 else None,
            access_log=False,
            log_config=None,
            # Nobody's word on who calls is taken but that of the proxies that are named.
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=list(settings.proxies),
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=_IDLE_S,
            h11_max_incomplete_event_size=_HEADERS,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
