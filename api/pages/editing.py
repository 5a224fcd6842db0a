"""How does a founder make, edit, restore, take along and erase a profile?

A form of all facts, each with how it is known. Who changes what somebody else has changed meanwhile
is told, and nothing is overwritten. A former version that is restored becomes the newest one.
"""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from api.errors import Conflict, Missing, Problem, Unusable
from api.http.dependencies import At
from api.pages.answers import base_of, owned_profile
from api.pages.facts import (
    area_choices,
    country_choices,
    form_groups,
    instrument_choices,
    profile_fields,
)
from api.pages.forms import Fields
from api.pages.render import Sent, redirect, render
from api.pages.versions import told_versions
from api.store.sights import ALL
from api.usecases import erasure, marks, notifications, sights
from api.usecases import profiles as profile_cases
from api.usecases.access import hidden_from, named
from api.usecases.base import UseCase
from api.usecases.matches import weighed_profile
from matcher.answers.page import Ask
from profiles.errors import UnknownProfile
from profiles.model import Profile

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_CHANGED = "Somebody has changed this profile meanwhile. Open it again before you keep this."


@router.get("/new")
def new(request: Request, _: At) -> Response:
    """Ask for the facts of a startup."""
    return _form(request, None, {}, "")


@router.post("/new")
def create(request: Request, desk: At, sent: Fields) -> Response:
    """Keep the profile of the form; where there is one of that name, ask."""
    try:
        profile = Profile.model_validate(profile_fields(sent.lists, None))
        found = profile_cases.create(desk, profile)
    except ValidationError as error:
        return _form(request, None, sent, _fault(error), 422)
    except Conflict:
        said = "There is a profile of this name already, and it was left as it is."
        return _form(request, None, sent, said, 409, other=named(desk.caller, profile.id))
    return redirect(base_of(found["id"]))


@router.get("/profiles/{id}/edit")
def edit(request: Request, desk: At, id: str) -> Response:
    """All facts of a profile, each with how it is known."""
    owned_profile(desk, id)
    found = profile_cases.read(desk, id)
    return _form(request, (desk, id), {}, "", tag=found["tag"])


@router.post("/profiles/{id}/edit")
def change(request: Request, desk: At, id: str, sent: Fields) -> Response:
    """Keep what the form says, unless somebody else has changed it meanwhile."""
    kept = owned_profile(desk, id)
    before = profile_cases.read(desk, id)["version"]
    fields = profile_fields(sent.lists, kept)
    read = {name: fact.model_dump() for name, fact in kept.read.items()}
    try:
        profile = Profile.model_validate({**fields, "id": id, "read": read})
        profile_cases.update(desk, id, profile, expected=sent.get("tag", ""))
    except ValidationError as error:
        return _form(request, (desk, id), sent, _fault(error), 422, tag=sent.get("tag", ""))
    except Problem as problem:
        if problem.status not in (412, 422):
            raise
        said = problem.detail
        if problem.status == 412:
            said = (
                "Somebody has changed this profile meanwhile. Open it again before you keep this."
            )
        return _form(request, (desk, id), sent, said, problem.status, tag=sent.get("tag", ""))
    return redirect(f"{base_of(id)}?since={before}")


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    said = str(first["msg"]).removeprefix("Value error, ")
    return f"{place.replace('_', ' ')}: {said}" if place else said


def _form(
    request: Request,
    at: tuple[UseCase, str] | None,
    sent: dict[str, str] | Sent,
    said: str,
    status: int = 200,
    *,
    tag: str = "",
    other: str = "",
) -> Response:
    profile, asks = None, {}
    if at is not None:
        desk, id = at
        profile = owned_profile(desk, id)
        weighed = weighed_profile(desk, id)
        page = weighed.engine.matcher.page(
            weighed.listing, Ask(limit=0, beside=0), on=weighed.moment
        )
        asks = {
            one.field.removeprefix("statements."): one.asks
            for one in page.questions
            if one.field.startswith("statements.")
        }
    base = base_of(profile.id) if profile else None
    return render(
        request, "edit.html", status, profile=profile, base=base, said=said, other=other, tag=tag,
        groups=form_groups(profile, sent, asks), countries=country_choices(),
        areas=area_choices(), instruments=instrument_choices(), sent=sent,
        chosen_kinds=getattr(sent, "lists", {}).get("instruments"),
    )  # fmt: skip


@router.get("/profiles/{id}/versions")
def versions(request: Request, desk: At, id: str) -> Response:
    """Every version: when, by whom, and what was changed."""
    profile = owned_profile(desk, id)
    return render(
        request, "versions.html", profile=profile, base=base_of(id),
        versions=told_versions(desk, id),
    )  # fmt: skip


@router.post("/profiles/{id}/versions")
def restore(desk: At, id: str, sent: Fields) -> Response:
    """Keep a former version again, as a new one."""
    owned_profile(desk, id)
    number = sent.get("version", "")
    if not number.isdecimal():
        raise Unusable("choose a version", parameter="version")
    before = profile_cases.read(desk, id)["version"]
    try:
        former = desk.context.stores.profiles.get(id, int(number))
    except UnknownProfile:
        raise Missing("version") from None
    profile_cases.update(desk, id, former)
    return redirect(f"{base_of(id)}?since={before}")


@router.get("/profiles/{id}/download")
def download(desk: At, id: str) -> Response:
    """All that is kept of a profile, to take along."""
    owned_profile(desk, id)
    history = profile_cases.history(desk, id)["items"]
    held = {
        "profile": profile_cases.read(desk, id)["profile"],
        "versions": [
            {**one, "profile": profile_cases.read(desk, id, one["number"])["profile"]}
            for one in history
        ],
        "marks": [
            {"programme": programme, "kind": kind, "text": one.text, "day": one.day}
            for programme, some in marks.mine(desk, id).items()
            for kind, one in some.items()
        ],
        "dismissed": notifications.dismissed(desk, id)["items"],
        "searches": notifications.searches(desk, id)["items"],
    }  # fmt: skip
    content = orjson.dumps(held, option=orjson.OPT_INDENT_2)
    name = {"content-disposition": 'attachment; filename="profile.json"'}
    return Response(content, media_type="application/json", headers=name)


@router.post("/profiles/{id}/erase")
def erase(request: Request, desk: At, id: str, sent: Fields) -> Response:
    """Forget a profile, once its name was typed."""
    profile = owned_profile(desk, id)
    if sent.get("name", "").strip() != profile.name:
        said = f"Nothing was forgotten: type the name, {profile.name}, to be sure."
        return _seen(request, desk, id, said, 422)
    done = erasure.erase(desk, id)
    return render(request, "erased.html", done=done, name_of=profile.name)


@router.get("/profiles/{id}/seen")
def seen(request: Request, desk: At, id: str) -> Response:
    """Who can see a profile; take it along, or have it forgotten."""
    return _seen(request, desk, id, "")


@router.post("/profiles/{id}/seen")
def choose(desk: At, id: str, sent: Fields) -> Response:
    """Show a profile to the officers of a programme, or to them no longer."""
    owned_profile(desk, id)
    if hidden := sent.get("hide", ""):
        sights.hide(desk, id, hidden)
    elif programme := sent.get("programme", ""):
        sights.show(desk, id, programme, applied=sent.get("applied") == "yes")
    return redirect(f"{base_of(id)}/seen")


def _seen(request: Request, desk: UseCase, id: str, said: str, status: int = 200) -> Response:
    profile = owned_profile(desk, id)
    catalogue = desk.context.engine.matcher.catalogue
    unseen = hidden_from(desk.caller, desk.records)
    choices = sorted(((one.id, one.name) for one in catalogue if one.id not in unseen),
                     key=lambda each: each[1])  # fmt: skip
    names = dict(choices)
    shown = [
        {**one, "name": "all programmes here" if one["programme"] == ALL
         else names.get(one["programme"], one["programme"])}
        for one in sights.listed(desk, id)["items"]
    ]  # fmt: skip
    return render(
        request, "seen.html", status, profile=profile, base=base_of(id), said=said, shown=shown,
        choices=[(ALL, "all programmes here"), *choices], shared=marks.shared(desk, id),
        feeds=notifications.feeds(desk, id)["items"],
    )  # fmt: skip
