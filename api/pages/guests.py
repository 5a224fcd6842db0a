"""What can somebody do who has no account: paste a text, and read an answer?

The text travels with every form and is kept nowhere. A click on what was read states it, drops it
or answers a question; the whole answer is made again, and says what the click has changed.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.errors import Problem
from api.http.dependencies import Shared
from api.pages.render import country_names, form_of, redirect, render
from api.pages.views import answer_view, chips, stated_as
from api.usecases import guests, profiles
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from profiles.vocabulary import instant

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

EXAMPLES = (
    (
        "A quantum sensor maker in Munich",
        "Lotwerk builds navigation units from cold atoms. A cloud of rubidium in a vacuum cell"
        " measures acceleration and rotation without drift, so that ships and aircraft keep their"
        " course when satellite signals are jammed. We are 14 people, a GmbH based in Munich,"
        " Germany, founded in 2022. The unit flew in a research aircraft and has been tested in a"
        " relevant environment (TRL 5). We look for EUR 2.5 million to build a first series.",
    ),
    (
        "A Canadian autonomy firm",
        "Northlead makes software that lets uncrewed ground vehicles drive through snow, dust and"
        " forest without a map or a satellite signal. An Ottawa-based company, 100% Canadian-owned,"
        " founded in 2021, 23 employees. The Canadian Army drove four of our vehicles last winter;"
        " mining companies use the same software underground.",
    ),
    (
        "155 mm shell filling",
        "We fill and assemble 155 mm artillery shells and make their base bleed units. The company"
        " sits in Kielce, Poland, has 180 employees and is in series production: 40,000 rounds a"
        " year for the Polish armed forces.",
    ),
)
"""Texts of ours, of firms that do not exist."""
_LISTED = 100
_FACT, _DROP = "fact.", "drop."


@router.get("/")
def home(request: Request, context: Shared) -> Response:
    """Show the caller's profiles; to a stranger, a field for a text."""
    caller = request.state.caller
    if caller is None:
        return _front(request, context)
    desk = UseCase(context, caller, request.state.request_id)
    found = profiles.ids(desk)
    names = profiles.names(desk, found[:_LISTED])
    shown = [{"id": one, "name": names.get(one, one)} for one in found[:_LISTED]]
    return render(request, "home.html", profiles=shown, total=len(found))


def _front(request: Request, context: AppContext, said: str = "", text: str = "") -> Response:
    if not context.settings.open:
        return redirect("/sign-in")
    status = 422 if said else 200
    values = {"said": said, "text": text, "examples": EXAMPLES, "holds": _holds(context)}
    return render(request, "front.html", status, **values)


def _holds(context: AppContext) -> dict[str, Any] | None:
    """What the catalogue holds today; None while it is being read."""
    engine = context.current
    if engine is None:
        return None
    moment = engine.now(context.clock())
    catalogue = engine.matcher.catalogue
    sections = engine.matcher.snapshot(instant(moment)).sections.tolist()
    return {
        "programmes": len(catalogue),
        "now": sections.count(0),
        "pools": sections.count(2),
        "sources": len(catalogue.sources),
    }


@router.get("/try")
def again(request: Request) -> Response:
    """Lead back to the field: an answer has no address, because its text is kept nowhere."""
    return redirect("/")


@router.post("/try")
async def attempt(request: Request, context: Shared) -> Response:
    """Answer a text that nobody keeps."""
    guests.must_be_open(context)
    sent = await form_of(request, signed_in=False)
    return await run_in_threadpool(_answered, request, context, sent)


def _answered(request: Request, context: AppContext, sent: dict[str, str]) -> Response:
    text = sent.get("text", "")
    facts, dropped = facts_sent(sent)
    try:
        profile = guests.described(text, facts, dropped)
    except Problem as problem:
        first = problem.errors[0] if problem.errors else {}
        where = str(first.get("parameter", "text"))
        said = problem.detail if where == "text" else f"{where.replace('_', ' ')}: {problem.detail}"
        return _front(request, context, said, text)
    page = guests.answer(context, profile)
    view = answer_view(page)
    return render(
        request, "answer.html", page=page, profile=profile, view=view, chips=chips(profile),
        hidden={"text": text, **{f"{_FACT}{name}": value for name, value in facts.items()},
                **{f"{_DROP}{name}": "yes" for name in dropped}},
        action="/try", form=None, countries=country_names(), stated=facts,
        changed=changed(view["count"], sent), base=None,
    )  # fmt: skip


def facts_sent(sent: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """What a form of chips and questions states, and what it drops.

    ``set`` is the button of one chip, ``field=value``; ``drop`` that which leaves one out;
    ``answer.FIELD`` is an input beside a question.
    """
    facts = {
        name.removeprefix(_FACT): value for name, value in sent.items() if name.startswith(_FACT)
    }
    dropped = [name.removeprefix(_DROP) for name in sent if name.startswith(_DROP)]
    field, _, value = sent.get("set", "").partition("=")
    if value:
        facts[stated_as(field)] = value
    if gone := sent.get("drop"):
        dropped.append(gone)
    if gone := sent.get("unset"):
        facts.pop(gone, None)
    for name, value in sent.items():
        if name.startswith("answer.") and value.strip():
            facts[name.removeprefix("answer.")] = value.strip()
    return facts, sorted(set(dropped))


def changed(count: dict[str, int], sent: dict[str, str]) -> str:
    """What the last click has changed, in a sentence; empty for a first answer."""
    try:
        before = {name: int(sent[f"was.{name}"]) for name in count}
    except (KeyError, ValueError):
        return ""
    likely, now = (count[name] - before[name] for name in ("likely", "now"))
    parts = [
        f"{abs(number)} {'more' if number > 0 else 'fewer'} {what}"
        for number, what in ((likely, "that you can likely enter"), (now, "open to you now"))
        if number
    ]
    return f"That changed the answer: {', '.join(parts)}." if parts else "The list is as before."
