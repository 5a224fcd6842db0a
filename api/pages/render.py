"""How does a page become HTML, and what did a form send?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.errors import Forbidden, Problem, Unusable
from api.pages.choosing import address
from api.pages.views import label
from api.store.sessions import Session
from matcher.answers.arguments import argument, weightiest
from matcher.answers.dates import day_in_words
from matcher.results import Contribution
from matcher.texts.words import highlighted
from profiles.vocabulary import by_code, countries, instant, link_or_none

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.schemas.screening import Screening
    from programmes.filters import Filters

__all__ = ["Sent", "country_names", "form_of", "redirect", "render", "show_problem", "visitor"]

_TITLES = {
    400: "We could not read that", 403: "This is not yours to see", 404: "There is nothing here",
    405: "That cannot be done here", 409: "That contradicts what is there",
    412: "It was changed meanwhile", 413: "That is too large", 415: "We cannot read such a file",
    421: "This server has another name", 422: "Something in it does not work",
    429: "That was too often", 500: "Something went wrong here", 503: "Not ready yet",
}  # fmt: skip
"""What a person is told, instead of a status."""
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
    found.filters["may"] = _may
    found.filters["menu"] = _menu
    found.filters["country"] = lambda code: by_code(code).name if code else "country not known"
    found.tests["link"] = lambda text: link_or_none(text) is not None
    found.globals["marks"] = _MARKS
    found.globals["highlighted"] = highlighted
    found.globals["rest"] = _rest
    found.globals["address"] = address
    return found


def _arguments(
    parts: Sequence[Contribution | dict[str, Any]],
) -> list[tuple[Contribution, str | None]]:
    """The parts of a fit as they stand in an answer, the weightiest first, each with its words."""
    found = [one if isinstance(one, Contribution) else Contribution(**one) for one in parts]
    return [(one, argument(one)) for one in weightiest(found)]


def _rest(filters: Filters | Screening) -> str:
    """The filters as the rest of an address."""
    names = {
        "country": "countries", "area": "areas", "kind": "kinds", "status": "statuses",
        "verdict": "verdicts", "section": "sections", "outlook": "outlooks",
        "reading": "readings", "flag": "flags", "grade": "grades",
    }  # fmt: skip
    held = {name: getattr(filters, field, ()) for name, field in names.items()}
    pairs = [(name, value) for name, values in held.items() for value in values]
    if (part := getattr(filters, "part", "all")) != "all":
        pairs.append(("list", part))
    return f"&{urlencode(pairs)}" if pairs else ""


def _day(text: str) -> str:
    """An instant as a person would say its day; a year or a word as it stands."""
    try:
        day = instant(text).date()
    except ValueError:
        return text
    return f"{day_in_words(day, day)} {day.year}"


_MENUS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "founder": (("/", "Profiles"), ("/programmes", "Programmes"), ("/pools", "Pools")),
    "officer": (("/", "My programmes"), ("/profiles", "Profiles"), ("/programmes", "Programmes"),
                ("/pools", "Pools"), ("/runs", "Runs")),
    "analyst": (("/", "Profiles"), ("/programmes", "Programmes"), ("/pools", "Pools"),
                ("/catalogue", "Catalogue"), ("/runs", "Runs")),
    "admin": (("/", "Profiles"), ("/programmes", "Programmes"), ("/pools", "Pools"),
              ("/catalogue", "Catalogue"), ("/runs", "Runs"), ("/admin", "Admin")),
}  # fmt: skip
"""The pages that each role finds at the top of every page."""


def _menu(session: Session) -> tuple[tuple[str, str], ...]:
    return _MENUS[session.caller.role]


def _may(one: Any) -> str:
    """What is answered to "may it enter?", of a pair as an object or as its fields."""
    fields = one if isinstance(one, dict) else {"verdict": one.verdict, "outlook": one.outlook}
    words = {"eligible": "yes", "ineligible": "no", "supply_chain": "supplier"}
    outlook = "likely yes" if fields["outlook"] == "likely" else str(fields["outlook"])
    return words.get(str(fields["verdict"]), outlook)


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
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        after = f"?{urlencode({'next': asked})}" if request.method == "GET" else ""
        return redirect(f"/sign-in{after}")
    title = _TITLES.get(problem.status, "That did not work")
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


class Sent(dict[str, str]):
    """The fields of a form: the last value of each.

    Attributes:
        lists: Every value of each field.
        file: The file that came along: its name and its bytes.
    """

    def __init__(self, lists: Mapping[str, list[str]]) -> None:
        # Browsers send a line break of a text area as two characters.
        self.lists = {
            name: [one.replace("\r\n", "\n") for one in values] for name, values in lists.items()
        }
        super().__init__({name: values[-1] for name, values in self.lists.items()})
        self.file: tuple[str, bytes] | None = None


_MOST_FIELDS = 200


async def _with_file(request: Request) -> Sent:
    """A form that may carry a file."""
    from starlette.datastructures import UploadFile

    most = request.app.state.context.settings.max_body
    async with request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=most) as form:
        lists: dict[str, list[str]] = {}
        file = None
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read()
                file = (value.filename or "", content) if content else None
            else:
                lists.setdefault(name, []).append(value)
    found = Sent(lists)
    found.file = file
    return found


async def form_of(request: Request, *, signed_in: bool = True) -> Sent:
    """The fields of a form that a page of ours has sent.

    Raises:
        Forbidden: It does not carry the session's secret.
        Unusable: It cannot be read.
    """
    try:
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            found = await _with_file(request)
        else:
            text = (await request.body()).decode()
            found = Sent(parse_qs(text, max_num_fields=_MOST_FIELDS))
    except HTTPException as error:
        if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise
        raise Unusable("the form cannot be read") from None
    except (ValueError, MultiPartException):
        raise Unusable("the form cannot be read") from None
    session: Session | None = request.state.session
    if signed_in:
        secret = found.pop("form", "")
        if session is None or not secrets.compare_digest(secret.encode(), session.form.encode()):
            raise Forbidden("this form is too old: open the page again")
    return found


@cache
def country_names() -> tuple[tuple[str, str], ...]:
    """Codes and names of countries, by name."""
    return tuple(sorted(((one.code, one.name) for one in countries()), key=lambda each: each[1]))
