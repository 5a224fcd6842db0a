"""What does somebody see who looks after an installation: keys, holders, audit, health, runs?"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request, Response

from api.errors import Problem, ServeError, Unusable
from api.http.dependencies import At
from api.pages.forms import Fields
from api.pages.render import redirect, render
from api.store import keys
from api.store.keys import Role
from api.usecases import programmes as programme_cases
from api.usecases import runs as running
from api.usecases.access import allow
from api.usecases.base import UseCase

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_LINES = 50
_DAY = 86_400.0


@router.get("/admin")
def admin(
    request: Request,
    desk: At,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
) -> Response:
    """Keys, holders, what waits for a yes, the audit log, health and storage."""
    return _admin(request, desk, before=before)


def _admin(
    request: Request, desk: UseCase, *, made: str = "", said: str = "", before: int | None = None
) -> Response:
    allow(desk.caller)
    listed = keys.listed(desk.records)
    lines = desk.records.audit(_LINES, before)
    return render(
        request, "admin.html", 422 if said else 200, keys=listed, made=made, said=said,
        roles=get_args(Role), holders=_holders(desk, listed), lines=[_line(one) for one in lines],
        older=lines[-1]["id"] if len(lines) == _LINES else None,
        asked=[one for one in programme_cases.made(desk)["items"] if one["asked"]],
        health=_health(request, desk), storage=_storage(desk),
    )  # fmt: skip


def _line(one: dict[str, Any]) -> dict[str, Any]:
    at = datetime.fromtimestamp(one["at"], UTC)
    return {**one, "when": f"{at:%-d %B %Y, %H:%M} UTC"}


def _holders(desk: UseCase, listed: list[keys.Key]) -> list[dict[str, Any]]:
    store = desk.context.stores.profiles
    found = []
    for holder in sorted({one.holder for one in listed}):
        kept = store.usage(holder)
        found.append(
            {
                "holder": holder, "profiles": kept.profiles, "bytes": _size(kept.bytes),
                "programmes": len(desk.records.owned(holder)),
                "keys": sum(one.holder == holder and one.state == "valid" for one in listed),
            }
        )  # fmt: skip
    return found


def _health(request: Request, desk: UseCase) -> list[tuple[str, str]]:
    context = desk.context
    hours, rest = divmod(int(time.time() - context.started), 3600)
    engine = context.current
    return [
        ("Version", request.app.version),
        ("Up for", f"{hours} h {rest // 60} min"),
        ("Catalogue", f"{len(engine.matcher.catalogue)} programmes" if engine else "being read"),
        ("Model", engine.matcher.encoder.fingerprint[:12] if engine else "being read"),
        *((f"Runs {state}", str(number))
          for state, number in context.stores.matches.states().items() if number),
    ]  # fmt: skip


def _storage(desk: UseCase) -> list[tuple[str, str]]:
    settings = desk.context.settings
    return [
        ("Store", _size(_weight(settings.store))),
        ("Files of runs", _size(_weight(settings.runs))),
        ("Vectors", _size(_weight(settings.matcher.cache))),
    ]


def _weight(path: Path) -> int:
    if path.is_dir():
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    return path.stat().st_size if path.exists() else 0


def _size(number: int) -> str:
    """Bytes as a person reads them.

    >>> _size(900), _size(12_400_000)
    ('900 bytes', '12.4 MB')
    """
    for size, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if number >= size:
            return f"{number / size:.1f} {name}"
    return f"{number} bytes"


@router.post("/admin/keys")
def make_key(request: Request, desk: At, sent: Fields) -> Response:
    """Make a key; it is shown once."""
    allow(desk.caller)
    role = next((one for one in get_args(Role) if one == sent.get("role")), None)
    grants = tuple(one.strip() for one in sent.get("grants", "").split(",") if one.strip())
    try:
        if role is None:
            raise Unusable("choose a role")
        made = keys.create(
            desk.records, role, sent.get("holder", "").strip(), note=sent.get("note", ""),
            grants=grants,
        )  # fmt: skip
    except (ServeError, Problem) as error:
        return _admin(request, desk, said=str(error))
    desk.note("key.create", f"{role} {sent.get('holder', '')}")
    return _admin(request, desk, made=made)


@router.post("/admin/keys/revoke")
def revoke_key(request: Request, desk: At, sent: Fields) -> Response:
    """Make a key open nothing from now on."""
    allow(desk.caller)
    try:
        keys.revoke(desk.records, sent.get("prefix", ""))
    except ServeError as error:
        return _admin(request, desk, said=str(error))
    desk.note("key.revoke", sent.get("prefix", ""))
    return redirect("/admin#keys")


@router.post("/admin/publish")
def publish(desk: At, sent: Fields) -> Response:
    """Show an organisation's programme to everybody, or say no."""
    allow(desk.caller)
    programme_cases.publish(desk, sent.get("programme", ""), yes=sent.get("yes") == "yes")
    return redirect("/admin#waiting")


@router.get("/runs")
def runs(request: Request, desk: At) -> Response:
    """Runs of all profiles against all programmes: how far, since when, by whom."""
    found = running.listed(desk)["items"]
    return render(request, "runs.html", runs=found, analyst=desk.caller.role != "officer")


@router.post("/runs")
def start(desk: At, sent: Fields) -> Response:
    """Start a run, or stop one."""
    if stopped := sent.get("cancel"):
        running.cancel(desk, stopped)
    else:
        running.start(desk, None)
    return redirect("/runs")
