"""What can somebody do who has no account: paste a text or drop a file, and read an answer?

The text travels with every form and is kept nowhere. A click on what was read states it, drops it
or answers a question; the whole answer is made again, and says what the click has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.errors import Problem, Unusable
from api.feeds.documents import calendar
from api.http.dependencies import Shared
from api.pages.changes import what_changed
from api.pages.choosing import choice_sent, chosen_words
from api.pages.exports import FORMS, answer_rows, download
from api.pages.render import Sent, country_names, form_of, redirect, render
from api.pages.toolbar import toolbar
from api.pages.views import answer_view, chips, stated_as
from api.pages.why import why_view
from api.usecases import guests
from api.usecases.arrangement import ViewChoice, arrange
from api.usecases.context import AppContext
from api.usecases.documents import read_dropped
from api.usecases.programmes import deadlines_of
from profiles.facts import with_read
from profiles.model import Profile
from profiles.vocabulary import instant
from programmes.entries import topic_of
from programmes.errors import UnknownProgramme

__all__ = ["EXAMPLES", "facts_sent", "front", "router"]

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
_FACT, _DROP = "fact.", "drop."
_WAS = "was."


@dataclass(frozen=True, slots=True)
class GuestForm:
    """What travels with a guest's form.

    Attributes:
        text: What was pasted, or the text of a file.
        given: The profile that a row or a file of fields gave, as JSON; empty for a text.
        facts: What was stated by clicks, by field.
        dropped: What was read wrongly.
        choice: What is to be shown.
    """

    text: str
    given: str
    facts: dict[str, str]
    dropped: list[str]
    choice: ViewChoice

    def profile(self) -> Profile:
        """The startup of which it speaks.

        Raises:
            Unusable: There is no text, or a fact is none.
        """
        if not self.given:
            return guests.described(self.text, self.facts, self.dropped)
        try:
            given = with_read(Profile.model_validate_json(self.given))
        except ValidationError:
            raise Unusable("the file has to be chosen again", parameter="text") from None
        return guests.completed(given, self.facts, self.dropped)

    def hidden(self, *, choice: bool = False) -> list[tuple[str, str]]:
        """Names and values of the fields that carry it on.

        Args:
            choice: Whether what is chosen travels too: it does not where the form shows it.
        """
        found = [("text", self.text), ("given", self.given)]
        found += [(f"{_FACT}{name}", value) for name, value in self.facts.items()]
        found += [(f"{_DROP}{name}", "yes") for name in self.dropped]
        if choice:
            found += chosen_words(self.choice)
            found += [("section", self.choice.section), ("sort", self.choice.sort)]
        return [(name, value) for name, value in found if value]


def front(
    request: Request,
    context: AppContext,
    said: str = "",
    text: str = "",
    others: Sequence[str] = (),
) -> Response:
    """The field for a text, and what this installation holds."""
    if not context.settings.open:
        return redirect("/sign-in")
    values = {
        "said": said, "text": text, "examples": EXAMPLES, "holds": _holds(context),
    }  # fmt: skip
    return render(request, "front.html", 422 if said else 200, **values)


def _holds(context: AppContext) -> dict[str, Any] | None:
    """What the catalogue holds today; None while it is being read."""
    engine = context.current
    if engine is None:
        return None
    moment = engine.now(context.clock())
    catalogue = engine.matcher.catalogue
    sections = engine.matcher.snapshot(instant(moment)).sections.tolist()
    days = [one.as_of for one in catalogue.sources.values() if one.as_of[:2] == "20"]
    return {
        "programmes": len(catalogue),
        "now": sections.count(0),
        "pools": sections.count(2),
        "sources": len(catalogue.sources),
        "newest": max(days, default=None),
    }


@router.get("/try")
@router.get("/try/{rest:path}")
def again(request: Request, rest: str = "") -> Response:
    """Lead back to the field: an answer has no address, because its text is kept nowhere."""
    return redirect("/")


@router.post("/try")
async def attempt(request: Request, context: Shared) -> Response:
    """Answer a text or a file that nobody keeps."""
    guests.must_be_open(context)
    sent = await form_of(request, signed_in=False)
    return await run_in_threadpool(_answered, request, context, sent)


@router.post("/try/why")
async def why(request: Request, context: Shared) -> Response:
    """Explain one programme for a text that nobody keeps."""
    guests.must_be_open(context)
    sent = await form_of(request, signed_in=False)
    return await run_in_threadpool(_explained, request, context, sent)


@router.post("/try/answer.{form}")
async def export(context: Shared, request: Request, form: str) -> Response:
    """The answer as a file to keep."""
    guests.must_be_open(context)
    sent = await form_of(request, signed_in=False)
    return await run_in_threadpool(_exported, context, sent, form)


def guest_form(sent: Sent) -> GuestForm:
    """What a guest's form carries, its buttons obeyed."""
    facts, dropped = facts_sent(sent)
    return GuestForm(
        sent.get("text", ""), sent.get("given", ""), facts, dropped, choice_sent(sent.lists)
    )


def _answered(request: Request, context: AppContext, sent: Sent) -> Response:
    notes: Sequence[str] = ()
    others: Sequence[str] = ()
    try:
        form = guest_form(sent)
        if sent.file is not None:
            dropped = read_dropped(context, *sent.file, row=sent.get("row", ""))
            notes, others = dropped.notes, dropped.others
            known = {"name": dropped.profile.name}
            if dropped.text:
                form = GuestForm(dropped.text, "", known, [], form.choice)
            else:
                given = dropped.profile.model_dump_json(exclude_none=True, exclude={"read"})
                form = GuestForm("", given, {}, [], form.choice)
        profile = form.profile()
    except Problem as problem:
        if not problem.errors:
            raise
        return front(request, context, _said(problem), sent.get("text", ""))
    weighed = guests.weighed_guest(context, profile)
    arranged = arrange(weighed.engine, weighed.listing, form.choice)
    view = answer_view(weighed, arranged, form.choice)
    return render(
        request, "answer.html", weighed=weighed, profile=profile, view=view,
        chips=chips(profile), hidden=form.hidden(), action="/try", form=None,
        countries=country_names(), stated=_stated(form), choice=form.choice,
        changed=what_changed(_before(sent), arranged.groups, weighed.listing.snapshot),
        bar=toolbar(arranged, form.choice), base=None, saved={}, told=notes, others=others,
    )  # fmt: skip


def _stated(form: GuestForm) -> dict[str, str]:
    """What was said by clicks, and not by the file."""
    return {name: value for name, value in form.facts.items() if name != "name"}


def _said(problem: Problem) -> str:
    where = str(problem.errors[0].get("parameter", "text"))
    if where in ("text", "file"):
        return problem.detail
    return f"{where.replace('_', ' ')}: {problem.detail}"


def _explained(request: Request, context: AppContext, sent: Sent) -> Response:
    form = guest_form(sent)
    weighed = guests.weighed_guest(context, form.profile())
    programme = sent.get("programme", "")
    if topic_of(programme)[0] in context.records.seen().drafts:
        raise UnknownProgramme(programme)
    view = why_view(weighed, programme)
    return render(
        request, "why.html", view=view, profile=weighed.profile, back="/try",
        hidden=form.hidden(choice=True), base=None,
    )  # fmt: skip


def _exported(context: AppContext, sent: Sent, form: str) -> Response:
    if form not in FORMS:
        raise Unusable(f"found {form!r}, expected one of {', '.join(FORMS)}")
    asked = guest_form(sent)
    weighed = guests.weighed_guest(context, asked.profile())
    if form == "ics":
        found = deadlines_of(weighed, context.clock(), limit=200)
        content = calendar("guest", weighed.moment, found)
        return Response(content, media_type=FORMS[form], headers=_KEPT)
    arranged = arrange(weighed.engine, weighed.listing, asked.choice)
    return download(form, "allymatch-answer", answer_rows(arranged))


_KEPT = {"content-disposition": 'attachment; filename="deadlines.ics"'}


def _before(sent: Mapping[str, str]) -> dict[str, list[str]] | None:
    """What the answer before this one held; None for a first answer."""
    if f"{_WAS}now" not in sent:
        return None
    return {name: sent.get(f"{_WAS}{name}", "").split() for name in ("likely", "now")}


def facts_sent(sent: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What a form of chips and questions states, and what it drops.

    ``set`` is the button of one chip, ``field=value``; ``drop`` that which leaves one out;
    ``answer.FIELD`` is an input beside a question, ``right.FIELD`` one that corrects a chip.
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
        if name.startswith(("answer.", "right.")) and value.strip():
            facts[stated_as(name.partition(".")[2])] = value.strip()
    return facts, sorted(set(dropped))
