"""What do the parameters of a request mean?

Words of the vocabulary are read as they are in files: "Germany" and "DE" are one country. What is
not understood is refused with the parameter's name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

from fastapi import Depends, Query
from pydantic import Field

from api.errors import Unusable
from matcher.answers.listing import PairFilters
from matcher.answers.page import Ask, Part
from matcher.eligibility.answer import Band, Verdict
from matcher.eligibility.sections import Section
from profiles.vocabulary import area, country, instrument
from programmes.filters import Filters
from programmes.model import Kind, Status
from programmes.search import SIZES, Sort
from programmes.search import Query as Search

__all__ = ["Asked", "Cursor", "Fields", "Limit", "On", "Searched", "ViewAsked", "filters_of"]

_MANY = 20

Words = Annotated[list[Annotated[str, Query(max_length=100)]], Query(max_length=_MANY)]


def one_of(names: Sequence[str]) -> Any:
    """Words of a closed list; an empty one is what a form sends where nothing was chosen."""
    described = {"enum": ["", *names]}
    word = Annotated[str, Field(max_length=100, json_schema_extra=described)]
    return Annotated[list[word], Query(max_length=_MANY)]


On = Annotated[
    str | None,
    Query(
        max_length=40,
        description="The day or instant asked about; now if absent.",
        examples=["2026-06-15"],
    ),
]
Limit = Annotated[int, Query(ge=1, le=100, description="Items on a page.")]
Cursor = Annotated[str | None, Query(max_length=200, description="The `next` of the page before.")]
Fields = Annotated[
    str, Query(max_length=500, description="Fields of each item to keep, with commas.")
]
ViewAsked = Annotated[
    Literal["full", "compact"], Query(description="`compact` leaves the reasons out.")
]


if TYPE_CHECKING:
    _Kinds: TypeAlias = list[str]
    _Statuses: TypeAlias = list[str]
    _Sizes: TypeAlias = list[str]
else:
    _Kinds, _Statuses = one_of(get_args(Kind)), one_of(tuple(str(one) for one in Status))
    _Sizes = one_of(tuple(SIZES))


def _read(values: Sequence[str], name: str, parse: Callable[[str], str]) -> tuple[str, ...]:
    found = []
    for value in filter(None, values):  # a form sends what was not chosen as an empty text
        try:
            found.append(parse(value))
        except ValueError as error:
            raise Unusable(str(error), parameter=name) from None
    return tuple(found)


def _among(names: Sequence[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in names:
            raise ValueError(f"found {text!r}, expected one of {', '.join(names)}")
        return text.lower()

    return parse


def filters_of(
    country: Sequence[str] = (),
    area: Sequence[str] = (),
    kind: Sequence[str] = (),
    status: Sequence[str] = (),
    min_fit: float = 0.0,
) -> Filters:
    """The filters that these words ask for.

    Raises:
        Unusable: One of them is none.
    """
    if not (country or area or kind or status or min_fit):
        return _NONE
    return Filters(
        countries=_read(country, "country", _country),
        areas=_read(area, "area", _area),
        kinds=_read(kind, "kind", _among(get_args(Kind))),
        statuses=_read(status, "status", _among(tuple(Status))),
        min_fit=min_fit,
    )


_NONE = Filters()


def words_among(values: Sequence[str], name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Words of a closed list; empty ones, which forms send, are left out.

    Raises:
        Unusable: One is none of them.
    """
    return _read(values, name, _among(known))


def country_words(values: Sequence[str]) -> tuple[str, ...]:
    """Codes of countries, however they are called.

    Raises:
        Unusable: One is no country.
    """
    return _read(values, "country", _country)


def area_words(values: Sequence[str]) -> tuple[str, ...]:
    """Slugs of areas, however they are called.

    Raises:
        Unusable: One is no area.
    """
    return _read(values, "area", _area)


def _country(text: str) -> str:
    return country(text).code


def _area(text: str) -> str:
    return area(text).area


async def _filters(
    country: Words = [],  # noqa: B006 - FastAPI copies it
    area: Words = [],  # noqa: B006
    kind: _Kinds = [],  # noqa: B006
    status: _Statuses = [],  # noqa: B006
    min_fit: Annotated[float, Query(ge=0, le=1)] = 0.0,
) -> Filters:
    return filters_of(country, area, kind, status, min_fit)


FiltersAsked = Annotated[Filters, Depends(_filters)]


VERDICTS = tuple(one.word for one in Verdict)
SECTIONS = tuple(one.word for one in Section)
OUTLOOKS = tuple(dict.fromkeys(one.outlook for one in Band))
if TYPE_CHECKING:
    Verdicts: TypeAlias = list[str]
    Sections: TypeAlias = list[str]
    Outlooks: TypeAlias = list[str]
else:
    Verdicts, Sections, Outlooks = one_of(VERDICTS), one_of(SECTIONS), one_of(OUTLOOKS)


def pair_filters(
    verdict: Sequence[str] = (), section: Sequence[str] = (), outlook: Sequence[str] = ()
) -> PairFilters | None:
    """Filters on what was found; None where nothing is asked for.

    Raises:
        Unusable: A word is none of its kind.
    """
    found = PairFilters(
        words_among(verdict, "verdict", VERDICTS),
        words_among(section, "section", SECTIONS),
        words_among(outlook, "outlook", OUTLOOKS),
    )
    return None if found == PairFilters() else found


async def _ask(
    filters: FiltersAsked,
    verdict: Verdicts = [],  # noqa: B006
    section: Sections = [],  # noqa: B006
    outlook: Outlooks = [],  # noqa: B006
    limit: Limit = 20,
    view: ViewAsked = "full",
    part: Annotated[
        Part, Query(alias="list", description="Which of the two lists is paged and filtered.")
    ] = "matches",
) -> Ask:
    return Ask(
        filters=filters,
        part=part,
        limit=limit,
        beside=limit,
        view=view,
        pairs=pair_filters(verdict, section, outlook),
    )


Asked = Annotated[Ask, Depends(_ask)]


async def _search(
    filters: FiltersAsked,
    q: Annotated[str, Query(max_length=200, description="Words that all have to occur.")] = "",
    instrument: Words = [],  # noqa: B006
    size: _Sizes = [],  # noqa: B006
    sort: Annotated[Sort, Query(description="What comes first; `fit` needs `profile`.")] = (
        "deadline"
    ),
) -> Search:
    return Search(
        filters=filters,
        text=q,
        instruments=_read(instrument, "instrument", _instrument),
        sizes=_read(size, "size", _among(tuple(SIZES))),
        sort=sort,
    )


def _instrument(text: str) -> str:
    return str(instrument(text))


Searched = Annotated[Search, Depends(_search)]
