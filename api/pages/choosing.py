"""How does an address say what somebody has chosen to see, and how is it written again?

Everything that narrows or orders an answer stands in the address, so that it can be shared, kept
and gone back to. A guest's text stands in no address: the same words then come with the form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.errors import Unusable
from api.schemas.query import Words, filters_of
from api.usecases.arrangement import MAY, ORDERS, ViewChoice
from matcher.answers.summary import TITLES
from profiles.vocabulary import areas, by_code, instrument

if TYPE_CHECKING:
    from api.usecases.arrangement import Arranged

__all__ = [
    "ChoiceAsked", "address", "choice_sent", "chosen_words", "facets_shown",
    "sorts", "word_shown",
]  # fmt: skip

_MAY = {
    "yes": "yes", "likely": "likely yes", "open": "questions are open", "unlikely": "unlikely",
    "supplier": "as a supplier", "no": "no, by a rule",
}  # fmt: skip
_TITLES = {"may": "May I enter?", "money": "Money", "kind": "Kind of offer", "area": "Area"}
_SORTS = {
    "best": "best first", "deadline": "next deadline first", "fit": "highest fit first",
    "name": "by name",
}  # fmt: skip
_LISTED = 14
_LONGEST = 200
_NAMES = ("country", "area", "kind", "status", "may", "money")

Text = Annotated[str, Query(max_length=_LONGEST)]
Number = Annotated[int, Query(ge=1, le=1_000)]


async def _choice(
    country: Words = [],  # noqa: B006 - FastAPI copies it
    area: Words = [],  # noqa: B006
    kind: Words = [],  # noqa: B006
    status: Words = [],  # noqa: B006
    may: Words = [],  # noqa: B006
    money: Words = [],  # noqa: B006
    min_fit: Annotated[float, Query(ge=0, le=1)] = 0.0,
    q: Text = "",
    section: Text = "",
    sort: Text = "best",
    page: Number = 1,
) -> ViewChoice:
    lists = {
        "country": country, "area": area, "kind": kind, "status": status, "may": may,
        "money": money,
    }  # fmt: skip
    return _made(lists, min_fit, q, section, sort, page)


ChoiceAsked = Annotated[ViewChoice, Depends(_choice)]


def choice_sent(lists: Mapping[str, Sequence[str]]) -> ViewChoice:
    """The choice that comes with a guest's form.

    Args:
        lists: Every value of each field of the form.

    Raises:
        Unusable: One of them is none.
    """
    one = {name: values[-1] for name, values in lists.items() if values}
    number = one.get("page", "")
    return _made(
        {name: lists.get(name, ()) for name in _NAMES},
        0.0,
        one.get("q", "")[:_LONGEST],
        one.get("section", ""),
        one.get("sort", "best"),
        int(number) if number.isdecimal() and len(number) < 4 else 1,
    )


def _made(
    lists: Mapping[str, Sequence[str]],
    min_fit: float,
    text: str,
    section: str,
    sort: str,
    page: int,
) -> ViewChoice:
    filters = filters_of(lists["country"], lists["area"], lists["kind"], lists["status"], min_fit)
    may = tuple(filter(None, lists["may"]))
    _check(may, MAY, "may")
    _check([section] if section else [], tuple(TITLES), "section")
    _check([sort], ORDERS, "sort")
    try:
        money = tuple(str(instrument(one)) for one in lists["money"] if one)
    except ValueError as error:
        raise Unusable(str(error), parameter="money") from None
    order = next(one for one in ORDERS if one == sort)
    return ViewChoice(filters, may, money, text.strip(), section, order, max(page, 1))


def _check(values: Sequence[str], known: Sequence[str], name: str) -> None:
    for one in values:
        if one not in known:
            raise Unusable(f"found {one!r}, expected one of {', '.join(known)}", parameter=name)


def chosen_words(choice: ViewChoice) -> list[tuple[str, str]]:
    """Each single thing that narrows an answer, as a parameter and its value."""
    filters = choice.filters
    found = [
        *(("country", one) for one in filters.countries),
        *(("area", one) for one in filters.areas),
        *(("kind", one) for one in filters.kinds),
        *(("status", one) for one in filters.statuses),
        *(("may", one) for one in choice.may),
        *(("money", one) for one in choice.instruments),
    ]
    if filters.min_fit:
        found.append(("min_fit", f"{filters.min_fit:g}"))
    if choice.text:
        found.append(("q", choice.text))
    return found


def address(choice: ViewChoice, without: tuple[str, str] | None = None, **changed: Any) -> str:
    """The choice as the query of an address, with a question mark; empty for none.

    Args:
        choice: What is chosen.
        without: One word to leave out.
        **changed: ``section``, ``sort`` or ``page``, where they are to be others.

    >>> address(ViewChoice(may=("yes", "likely"), section="now"), section="")
    '?may=yes&may=likely'
    """
    pairs = [one for one in chosen_words(choice) if one != without]
    section = changed.get("section", choice.section)
    sort, page = changed.get("sort", choice.sort), changed.get("page", 1)
    if section:
        pairs.append(("section", section))
    if sort != "best":
        pairs.append(("sort", sort))
    if page > 1:
        pairs.append(("page", str(page)))
    return f"?{urlencode(pairs)}" if pairs else ""


def word_shown(name: str, word: str) -> str:
    """A word of a facet as a person would say it.

    >>> word_shown("may", "no"), word_shown("country", "DE"), word_shown("kind", "fund")
    ('no, by a rule', 'Germany', 'fund')
    """
    match name:
        case "may":
            return _MAY.get(word, word)
        case "country":
            return by_code(word).name
        case "area":
            return next((one.name for one in areas() if one.slug == word), word)
        case "q":
            return f'with "{word}"'
        case "min_fit":
            return f"fit {word} or more"
        case "status" if word == "unknown":
            return "dates not known"
        case _:
            return word.replace("_", " ").replace("-", " ")


def facets_shown(arranged: Arranged, choice: ViewChoice) -> list[dict[str, Any]]:
    """The facets as a form shows them: a title, and each word with its number and whether it is on.

    One of a single word that is not chosen narrows nothing, and is left out.
    """
    on = set(chosen_words(choice))
    found = []
    for name, title in _TITLES.items():
        words = [
            {"value": word, "says": word_shown(name, word), "number": number,
             "on": (name, word) in on}
            for word, number in arranged.facets[name]
        ]  # fmt: skip
        shown = [one for at, one in enumerate(words) if at < _LISTED or one["on"]]
        if len(shown) > 1 or any(one["on"] for one in shown):
            found.append({"name": name, "title": title, "words": shown})
    return found


def sorts() -> list[tuple[str, str]]:
    """The orders that a form offers."""
    return list(_SORTS.items())
