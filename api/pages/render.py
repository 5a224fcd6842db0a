"""How does a page become HTML, and what did a form send?"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.errors import Forbidden, Problem, Unusable
from api.pages.views import label
from api.store.sessions import Session
from matcher.answers.arguments import argument, weightiest
from matcher.answers.dates import day_in_words
from matcher.results import Contribution
from matcher.texts.words import highlighted
from profiles.vocabulary import countries, instant, link_or_none

if TYPE_CHECKING:
    from starlette.requests import Request

    from programmes.filters import Filters

__all__ = ["country_names", "form_of", "redirect", "render", "show_problem", "visitor"]

_MARKS = {"met": "met", "unmet": "not met", "unknown": "unknown", "not-applicable": "n/a"}


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["path"] = lambda text: quote(str(text), safe="")
    found.filters["zip_same"] = lambda words: [(str(word), str(word)) for word in words]
    found.filters["arguments"] = _arguments
    found.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    found.filters["day"] = _day
    found.filters["label"] = label
    found.filters["tone"] = tone
    found.tests["link"] = lambda text: link_or_none(text) is not None
    found.globals["marks"] = _MARKS
    found.globals["highlighted"] = highlighted
    found.globals["rest"] = _rest
    return found


def _arguments(
    parts: Sequence[Contribution | dict[str, Any]],
) -> list[tuple[Contribution, str | None]]:
    """The parts of a fit as they stand in an answer, the weightiest first, each with its words."""
    found = [one if isinstance(one, Contribution) else Contribution(**one) for one in parts]
    return [(one, argument(one)) for one in weightiest(found)]


def _rest(filters: Filters) -> str:
    """The filters as the rest of an address."""
    names = {"country": filters.countries, "area": filters.areas, "kind": filters.kinds,
             "status": filters.statuses}  # fmt: skip
    pairs = [(name, value) for name, values in names.items() for value in values]
    return f"&{urlencode(pairs)}" if pairs else ""


def _day(text: str) -> str:
    """An instant as a person would say its day."""
    day = instant(text).date()
    return f"{day_in_words(day, day)} {day.year}"


def tone(verdict: str, outlook: str) -> str:
    """The colour of a verdict; the words beside it say the same.

    >>> tone("eligible", "likely"), tone("undetermined", "open"), tone("ineligible", "unlikely")
    ('yes', 'ask', 'no')
    """
    if verdict == "ineligible" or outlook == "unlikely":
        return "no"
    return "yes" if outlook == "likely" else "ask"


def render(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template, with who is signed in."""
    session = visitor(request)
    made = _templates().get_template(name)
    text = made.render(session=session, here=request.url.path, **values)
    return HTMLResponse(text, status)


def visitor(request: Request) -> Session | None:
    """Who looks at a page; somebody who came with a key may look, and has no form to send."""
    session: Session | None = request.state.session
    if session is None and request.state.caller is not None:
        return Session(request.state.caller, "")
    return session


def show_problem(request: Request, problem: Problem) -> Response:
    """A problem as a page; somebody who has not signed in is asked to."""
    if problem.status == 401:
        return redirect("/sign-in")
    title = HTTPStatus(problem.status).phrase
    told = {"title": title, "detail": problem.detail, "number": request.state.request_id}
    # Who turns the pages of a list that has changed wants its first page, and to know why.
    changed = any(fault.get("parameter") == "cursor" for fault in problem.errors)
    told["again"] = str(request.url.remove_query_params("cursor")) if changed else ""
    made = render(request, "problem.html", problem.status, **told)
    made.headers.update(problem.headers)
    return made


def redirect(path: str) -> RedirectResponse:
    """Send the browser on, by GET."""
    return RedirectResponse(path, 303)


async def form_of(request: Request, *, signed_in: bool = True) -> dict[str, str]:
    """The fields of a form that a page of ours has sent.

    Raises:
        Forbidden: It does not carry the session's secret.
        Unusable: It cannot be read.
    """
    try:
        text = (await request.body()).decode()
        # Browsers send a line break of a text area as two characters.
        found = {
            name: values[-1].replace("\r\n", "\n")
            for name, values in parse_qs(text, max_num_fields=100).items()
        }
    except ValueError:
        raise Unusable("the form cannot be read") from None
    session: Session | None = request.state.session
    if signed_in:
        sent = found.pop("form", "")
        if session is None or not secrets.compare_digest(sent.encode(), session.form.encode()):
            raise Forbidden("this form is too old: open the page again")
    return found


@cache
def country_names() -> tuple[tuple[str, str], ...]:
    """Codes and names of countries, by name."""
    return tuple(sorted(((one.code, one.name) for one in countries()), key=lambda each: each[1]))
