"""What does a page show of an answer, in the order in which a person decides?

Nothing is worked out here: sections, chips and questions are read off the one answer that programs
get too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from matcher.answers.dates import span_in_words, timing
from matcher.answers.page import Ask
from matcher.answers.summary import TITLES, headline, hopeful, supplied
from matcher.answers.sums import offered
from matcher.answers.values import COUNTRIES, value_in_words
from matcher.eligibility.criteria import demand
from profiles.vocabulary import instant
from programmes.model import current_call

if TYPE_CHECKING:
    from datetime import date

    from api.usecases.arrangement import Arranged, ViewChoice
    from api.usecases.matches import WeighedProfile
    from matcher.results import Match, MatchPage
    from profiles.model import Profile
    from programmes.criteria import AnyCriterion
    from programmes.model import Call, Programme

__all__ = [
    "AnswerPart",
    "Chip",
    "QuestionForm",
    "answer_view",
    "ask_of",
    "chips",
    "hopes",
    "label",
    "programme_view",
    "stated_as",
]

_SHOWN = {
    "now": 12,
    "soon": 6,
    "supply": 6,
    "one-change": 6,
    "later": 6,
    "past": 0,
    "not-for-you": 0,
}
_LINES = 12
"""Of a section, lines behind a click; the rest is on its own pages."""
_ON_A_PAGE = 20
_ASKED = 3

_LABELS = {
    "headquarters": "Headquarters", "incorporated_in": "Incorporated in",
    "managed_from": "Managed from", "controlled_from": "Controlled from", "trl": "Readiness, TRL",
    "trl_range": "Readiness, TRL", "founded": "Founded", "headcount": "People",
    "headcount_range": "People", "stage": "Stage", "raised": "Raised", "turnover": "Turnover",
    "balance_sheet": "Balance sheet", "seeking": "Seeks", "civil_use": "Civil use",
    "defence_use": "Defence use", "weapon": "A weapon", "areas": "Areas", "website": "Website",
    "certifications": "Certificates", "export_control": "Export control", "partners": "Partners",
    "identifiers": "Registrations",
}  # fmt: skip
_YES_NO = frozenset({"civil_use", "defence_use", "weapon", "owns_technology", "sanctioned"})
_NUMBERS = frozenset({"trl", "headcount", "turnover_eur", "balance_sheet_eur"})
_SUMS = frozenset({"raised", "turnover", "balance_sheet"})

Kind = Literal["country", "yes-no", "number", "text"]


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A section of an answer: cards, then lines, then how many more there are.

    Attributes:
        name, title, means: Of the section.
        total: How many it holds under what was chosen.
        shown: Explained, as cards.
        lines: Explained, as lines behind a click.
        more: Whether there are others, on the section's own pages.
        page, pages: Which of its own pages this is, and how many there are; 0 beside others.
    """

    name: str
    title: str
    means: str
    total: int
    shown: tuple[Match, ...]
    lines: tuple[Match, ...]
    more: bool
    page: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Chip:
    """A fact that was read: what it is, how it would be stated, and the words that say it.

    Attributes:
        field: Of the profile.
        label: The field, as a person would call it.
        value: As a form sends it back; None where a form cannot state it.
        says: The value, as a person would say it.
        quote: Out of the text.
        kind: The form in which another value can be given; None where a page has none.
    """

    field: str
    label: str
    value: str | None
    says: str
    quote: str | None
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A question with the form in which it is answered."""

    field: str
    asks: str
    settles: int
    kind: Kind


def answer_view(weighed: WeighedProfile, arranged: Arranged, choice: ViewChoice) -> dict[str, Any]:
    """Headline, sections and questions of an answer.

    Args:
        weighed: The profile before all programmes.
        arranged: The same by section, with a choice made.
        choice: What was chosen.
    """
    groups = arranged.groups
    ask = Ask(limit=0, beside=0, without=weighed.without)
    page = weighed.engine.matcher.page(weighed.listing, ask, on=weighed.moment)
    names = [choice.section] if choice.section else [n for n, some in arranged.kept.items() if some]
    said, *more = headline(groups)
    return {
        "headline": said,
        "lead": ". ".join(more) + "." if more else "",
        "parts": [_part(arranged, name, choice) for name in names],
        "questions": list(_questions(page)),
        "notes": page.notes,
        "was": {name: [one.programme for one in some] for name, some in hopes(groups).items()},
        "total": arranged.total,
        "found": arranged.found,
        "refused": len(groups["not-for-you"]),
        "next": _next_deadline(weighed, groups),
    }


def hopes(groups: Mapping[str, Sequence[Match]]) -> dict[str, list[Match]]:
    """Of an answer, what can likely be entered now, and all that may be."""
    now = groups["now"]
    return {
        "likely": [one for one in now if one.outlook == "likely"],
        "now": hopeful(now),
    }


def _next_deadline(weighed: WeighedProfile, groups: Mapping[str, Sequence[Match]]) -> int | None:
    """Days until the next deadline of what may be entered now; None where there is none."""
    snapshot, ends = weighed.listing.snapshot, []
    for one in hopeful(groups["now"]):
        call, _ = snapshot.calls[snapshot.places[one.programme]]
        if call is not None and call.closes_when is not None and not call.rolling:
            ends.append(call.closes_when.latest)
    days = [(end.date() - snapshot.on.date()).days for end in ends if end > snapshot.on]
    return min(days, default=None)


def _part(arranged: Arranged, name: str, choice: ViewChoice) -> AnswerPart:
    title, means = TITLES[name]
    some = arranged.kept[name]
    if choice.section:
        pages = max(1, -(-len(some) // _ON_A_PAGE))
        page = min(choice.page, pages)
        here = some[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
        cards = tuple(arranged.explained(one) for one in here)
        return AnswerPart(
            name, title, means, len(some), cards, (), more=False, page=page, pages=pages
        )
    first = some
    if choice.sort == "best" and name not in {"one-change", "not-for-you"}:
        first = supplied({name: some}) if name == "supply" else hopeful(some)
    first = first[: _SHOWN[name]]
    chosen = {one.programme for one in first}
    rest = [one for one in some if one.programme not in chosen]
    lines = rest[:_LINES]
    return AnswerPart(
        name, title, means, len(some),
        tuple(arranged.explained(one) for one in first),
        tuple(arranged.explained(one) for one in lines),
        len(rest) > len(lines),
    )  # fmt: skip


def _questions(page: MatchPage) -> Iterator[QuestionForm]:
    found = 0
    for one in page.questions:
        kind = ask_of(one.field)
        if kind is not None and found < _ASKED:
            found += 1
            yield QuestionForm(one.field, one.asks, one.settles, kind)


def ask_of(field: str) -> Kind | None:
    """In which form a fact can be answered on a page; None where it takes a file.

    >>> ask_of("headquarters"), ask_of("statements.agile-assets"), ask_of("partners")
    ('country', 'yes-no', None)
    """
    if field in COUNTRIES:
        return "country"
    if field in _YES_NO or field.startswith("statements."):
        return "yes-no"
    if field in _NUMBERS:
        return "number"
    return "text" if field in {"founded", "stage", "private_coinvestment_share"} else None


def chips(profile: Profile) -> list[Chip]:
    """What was read out of a profile's texts, in the order of its fields."""
    order = list(_LABELS)
    names = sorted(profile.read, key=lambda name: (name not in order, _place(order, name), name))
    return [
        Chip(
            name,
            label(name),
            _sent(name, profile.read[name].value),
            value_in_words(name, profile.read[name].value),
            profile.read[name].quote,
            ask_of(stated_as(name)),
        )
        for name in names
    ]


def label(field: str) -> str:
    """A field, as a person would call it.

    >>> label("trl"), label("raised_eur"), label("owns_technology")
    ('Readiness, TRL', 'Raised', 'Owns technology')
    """
    plain = field.removesuffix("_eur")
    return _LABELS.get(
        plain, plain.rpartition(".")[2].replace("_", " ").replace("-", " ").capitalize()
    )


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _sent(field: str, value: Any) -> str | None:
    """A value as a form can send it back as stated; None where a field takes more than a word."""
    match value:
        case bool():
            return "yes" if value else "no"
        case {"amount": amount, "currency": "EUR"} if field in _SUMS:
            return str(amount)
        case {"amount": amount, "currency": currency} if field == "seeking":
            return f"{currency} {amount}"
        case str() | int() | float():
            return str(value)
        case [str(), *_] if field in {"controlled_from", "areas", "certifications"}:
            return ", ".join(value)
        case _:
            return None


def stated_as(field: str) -> str:
    """The field in which a fact that was read is stated.

    >>> stated_as("raised"), stated_as("trl")
    ('raised_eur', 'trl')
    """
    return f"{field}_eur" if field in _SUMS else field


def programme_view(programme: Programme, on: str) -> dict[str, Any]:
    """A programme in plain sentences: when, how much, who may enter."""
    moment = instant(on)
    call, status = current_call(programme, on=moment)
    return {
        "when": timing(programme, call, status, moment),
        "money": offered(programme),
        "rules": list(_rules(programme.criteria)),
        "guidance": list(_rules(programme.guidance)),
        "openings": [_opening(one, moment.date()) for one in programme.calls],
        "topics": programme.challenges,
        "link": (call.apply_url if call else None) or programme.apply_url,
    }


def _opening(call: Call, on: date) -> dict[str, str]:
    """One call's name and dates, in words."""
    opens, closes = call.opens_when, call.closes_when
    last = "any time" if call.rolling else "not known"
    return {
        "name": call.name or call.id,
        "opens": span_in_words(opens, on) if opens else "not known",
        "closes": span_in_words(closes, on) if closes else last,
    }


def _rules(criteria: Iterable[AnyCriterion]) -> Iterator[Mapping[str, Any]]:
    for one in criteria:
        yield {"says": demand(one), "sure": one.sure, "source": one.source[0], "note": one.note}
