"""What does a page show of an answer, in the order in which a person decides?

Nothing is worked out here: sections, chips and questions are read off the one answer that programs
get too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from matcher.answers.dates import span_in_words, timing
from matcher.answers.summary import TITLES, by_section, headline, hopeful, supplied
from matcher.answers.sums import offered
from matcher.answers.values import COUNTRIES, value_in_words
from matcher.eligibility.criteria import demand
from profiles.vocabulary import instant
from programmes.model import current_call

if TYPE_CHECKING:
    from datetime import date

    from matcher.results import Match, MatchPage
    from profiles.model import Profile
    from programmes.criteria import AnyCriterion
    from programmes.model import Call, Programme

__all__ = [
    "Chip",
    "QuestionForm",
    "SectionView",
    "answer_view",
    "ask_of",
    "chips",
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
class SectionView:
    """A section of an answer: what is shown of it at once, and what behind a click."""

    name: str
    title: str
    means: str
    shown: tuple[Match, ...]
    rest: tuple[Match, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.shown) + len(self.rest)


@dataclass(frozen=True, slots=True)
class Chip:
    """A fact that was read: what it is, how it would be stated, and the words that say it.

    Attributes:
        field: Of the profile.
        label: The field, as a person would call it.
        value: As a form sends it back; None where a form cannot state it.
        says: The value, as a person would say it.
        quote: Out of the text.
    """

    field: str
    label: str
    value: str | None
    says: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A question with the form in which it is answered."""

    field: str
    asks: str
    settles: int
    kind: Kind


def answer_view(page: MatchPage) -> dict[str, Any]:
    """Headline, sections and questions of an answer."""
    groups = by_section(page)
    parts = []
    for name, (title, means) in TITLES.items():
        some = groups[name]
        first = supplied(groups) if name == "supply" else hopeful(some)
        if name in {"one-change", "not-for-you"}:
            first = some
        shown = first[: _SHOWN[name]]
        chosen = {one.programme for one in shown}
        rest = [one for one in some if one.programme not in chosen]
        if some:
            parts.append(SectionView(name, title, means, tuple(shown), tuple(rest)))
    said, *more = headline(groups)
    likely = sum(one.outlook == "likely" for one in groups["now"])
    return {
        "headline": said,
        "lead": ". ".join(more) + "." if more else "",
        "parts": parts,
        "questions": list(_questions(page)),
        "count": {"likely": likely, "now": len(hopeful(groups["now"]))},
        "total": page.counts.matches + page.counts.ineligible,
    }


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
