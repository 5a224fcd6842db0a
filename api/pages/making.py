"""How does an officer make a programme of the organisation in a form?

The form holds what most programmes say; what else a programme can say is kept as it was when one is
edited that a file has brought. It is checked as a file is, and what was typed is never lost.
"""

from __future__ import annotations

import re
from typing import Any, get_args
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from api.errors import Problem
from api.http.dependencies import At
from api.pages.facts import area_choices, country_choices, instrument_choices
from api.pages.forms import Fields
from api.pages.render import Sent, redirect, render
from api.usecases import programmes as programme_cases
from api.usecases.base import UseCase
from matcher.eligibility.criteria import demand
from profiles.model import slug
from profiles.vocabulary import groups
from programmes.model import Kind, Programme, Source

__all__ = ["programme_sent", "router"]

router = APIRouter(include_in_schema=False)

_TOPIC = re.compile(r"(?P<title>[^:]+):\s*(?P<statement>.+)")
_BASES = (("incorporated", "incorporated in"), ("headquartered", "headquartered in"))
_KINDS = tuple(one for one in get_args(Kind) if one != "pool")


@router.get("/programmes/new")
def new(request: Request, desk: At) -> Response:
    """Ask what a programme offers, to whom, until when."""
    return _form(request, desk, {}, "")


@router.post("/programmes/new")
def create(request: Request, desk: At, sent: Fields) -> Response:
    """Keep the programme of the form, or say what is wrong with it."""
    try:
        made, source = programme_sent(sent, desk)
        if sent.get("do") == "check":
            return _form(request, desk, sent, "", rules=[demand(one) for one in made.criteria])
        programme_cases.add(desk, made, (source,))
    except ValidationError as error:
        first = error.errors()[0]
        place = " ".join(str(part) for part in first["loc"][:1])
        said = str(first["msg"]).removeprefix("Value error, ")
        return _form(request, desk, sent, f"{place}: {said}" if place else said, 422)
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        return _form(request, desk, sent, problem.detail, problem.status)
    return redirect(f"/programmes/{quote(made.id, safe='')}")


def _form(
    request: Request,
    desk: UseCase,
    sent: dict[str, str],
    said: str,
    status: int = 200,
    rules: list[str] | None = None,
) -> Response:
    names = [(one.slug, one.name) for one in groups()]
    return render(
        request, "make.html", status, sent=sent, said=said, rules=rules, kinds=_KINDS,
        where=[*names, *country_choices()], areas=area_choices(), bases=_BASES,
        instruments=instrument_choices(), lists=getattr(sent, "lists", {}),
        holder=desk.caller.holder,
    )  # fmt: skip


def programme_sent(sent: Sent, desk: UseCase) -> tuple[Programme, Source]:
    """The programme that a form describes, and the source that it rests on.

    Raises:
        ValidationError: It is none.
    """
    name = sent.get("name", "").strip()
    id = slug(f"{desk.caller.holder} {name}") if name else ""
    today = desk.context.clock().date().isoformat()
    page = sent.get("apply_url", "").strip()
    source = Source.model_validate(
        {"slug": f"{id}-page"[:120] or "page", "url": page or f"said by {desk.caller.holder}",
         "as_of": today, "kind": "call", "retrieved": today}
    )  # fmt: skip
    said: dict[str, Any] = {
        "id": id, "name": name, "owner": sent.get("owner", "").strip() or desk.caller.holder,
        "kind": sent.get("kind") or "challenge", "summary": sent.get("summary", "").strip(),
        "description": sent.get("description", "").strip() or sent.get("summary", "").strip(),
        "areas": [one for one in sent.lists.get("areas", ()) if one],
        "offer": _offer(sent), "calls": _calls(sent), "challenges": _topics(sent, source.slug),
        "criteria": _criteria(sent, id, source.slug), "apply_url": page or None,
        "provenance": {"*": {"source": [source.slug], "confidence": "high"}},
    }  # fmt: skip
    return Programme.model_validate(said), source


def _offer(sent: Sent) -> dict[str, Any]:
    kinds = [one for one in sent.lists.get("instruments", ()) if one]
    most = sent.get("most", "").replace(",", "").strip()
    least = sent.get("least", "").replace(",", "").strip()
    amount = {"label": kinds[0] if kinds else "grant", "currency": sent.get("currency") or "EUR"}
    amount |= {name: text for name, text in (("min", least), ("max", most)) if text}
    return {"instruments": kinds, "amounts": [amount] if most or least else []}


def _calls(sent: Sent) -> list[dict[str, Any]]:
    opens, closes = sent.get("opens", "").strip(), sent.get("closes", "").strip()
    rolling = sent.get("rolling") == "yes"
    if not (opens or closes or rolling):
        return []
    made: dict[str, Any] = {"id": "first"}
    made |= {name: text for name, text in (("opens", opens), ("closes", closes)) if text}
    return [made | ({"rolling": True} if rolling else {})]


def _topics(sent: Sent, source: str) -> list[dict[str, Any]]:
    found = []
    for line in sent.get("topics", "").splitlines():
        if not line.strip():
            continue
        match = _TOPIC.fullmatch(line.strip())
        title = match["title"].strip() if match else line.strip()
        statement = match["statement"].strip() if match else title
        found.append({"id": slug(title), "title": title, "statement": statement,
                      "basis": "stated", "source": [source]})  # fmt: skip
    return found


def _criteria(sent: Sent, id: str, source: str) -> list[dict[str, Any]]:
    held = {"source": [source], "confidence": "high"}
    found: list[dict[str, Any]] = []
    within = [one for one in sent.lists.get("within", ()) if one]
    if within:
        countries = [one for one in within if one.isupper()]
        where: dict[str, Any] = {"countries": countries} if countries else {}
        where |= {"groups": some} if (some := [one for one in within if not one.isupper()]) else {}
        found.append({"kind": "seat", "basis": sent.get("basis") or "incorporated",
                      "within": where, **held})  # fmt: skip
    low, high = sent.get("trl_min", "").strip(), sent.get("trl_max", "").strip()
    if low or high:
        levels = {name: text for name, text in (("min", low), ("max", high)) if text}
        found.append({"kind": "trl", **levels, **held})
    if most := sent.get("headcount", "").strip():
        found.append(
            {"kind": "size", "label": f"at most {most} people", "max_headcount": most, **held}
        )
    found.extend(
        {"kind": "statement", "id": f"{id}-{slug(line)}"[:120], "asks": line.strip(), **held}
        for line in sent.get("statements", "").splitlines()
        if line.strip()
    )
    return found
