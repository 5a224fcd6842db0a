"""Whom does an officer want to see in a list of candidates?

Everything that a list shows can be filtered by. A word that is none of its kind is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from fastapi import Depends, Query

from api.schemas.query import (
    OUTLOOKS,
    SECTIONS,
    VERDICTS,
    Outlooks,
    Sections,
    Verdicts,
    Words,
    area_words,
    country_words,
    one_of,
    words_among,
)
from api.store.values import FLAGS, GRADES
from matcher.results import MARKS
from profiles.likeness import KINDS

__all__ = ["NO_GRADE", "CandidateList", "Screening", "ScreeningAsked", "screening_of"]

CandidateList = Literal["all", "candidates", "ineligible", "rejected"]
NO_GRADE = "none"
_FLAGS = (*FLAGS, *KINDS, "conflict")
_GRADES = (*map(str, GRADES), NO_GRADE)


@dataclass(frozen=True, slots=True)
class Screening:
    """Whom an officer wants to see; an empty field keeps everybody.

    Attributes:
        part: All, those that no rule refuses, those that one does, or those graded 0.
        countries, areas: Of seats on any basis, and as declared.
        verdicts, sections, outlooks, readings: As in the results.
        flags: Flags and kinds of likeness.
        grades: The caller's own, as texts; ``none`` for those without one.
        min_fit: The lowest fit shown.
    """

    part: CandidateList = "all"
    countries: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    outlooks: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    min_fit: float = 0.0


if TYPE_CHECKING:
    _Readings: TypeAlias = list[str]
    _Flags: TypeAlias = list[str]
    _Grades: TypeAlias = list[str]
else:
    _Readings, _Flags, _Grades = one_of(MARKS), one_of(_FLAGS), one_of(_GRADES)


def screening_of(
    part: str = "all",
    country: list[str] | None = None,
    area: list[str] | None = None,
    verdict: list[str] | None = None,
    section: list[str] | None = None,
    outlook: list[str] | None = None,
    reading: list[str] | None = None,
    flag: list[str] | None = None,
    grade: list[str] | None = None,
    min_fit: float = 0.0,
) -> Screening:
    """The filters that these words ask for.

    Raises:
        Unusable: One of them is none.
    """
    [which] = words_among([part], "list", get_args(CandidateList)) or ("all",)
    return Screening(
        part=which,  # type: ignore[arg-type]  # one of them
        countries=country_words(country or ()),
        areas=area_words(area or ()),
        verdicts=words_among(verdict or (), "verdict", VERDICTS),
        sections=words_among(section or (), "section", SECTIONS),
        outlooks=words_among(outlook or (), "outlook", OUTLOOKS),
        readings=words_among(reading or (), "reading", MARKS),
        flags=words_among(flag or (), "flag", _FLAGS),
        grades=words_among(grade or (), "grade", _GRADES),
        min_fit=min_fit,
    )


async def _asked(
    part: Annotated[
        CandidateList,
        Query(alias="list", description="`ineligible` by a rule, `rejected` by grade 0."),
    ] = "all",
    country: Words = [],  # noqa: B006 - FastAPI copies it
    area: Words = [],  # noqa: B006
    verdict: Verdicts = [],  # noqa: B006
    section: Sections = [],  # noqa: B006
    outlook: Outlooks = [],  # noqa: B006
    reading: _Readings = [],  # noqa: B006
    flag: _Flags = [],  # noqa: B006
    grade: _Grades = [],  # noqa: B006
    min_fit: Annotated[float, Query(ge=0, le=1)] = 0.0,
) -> Screening:
    return screening_of(
        part, country, area, verdict, section, outlook, reading, flag, grade, min_fit
    )


ScreeningAsked = Annotated[Screening, Depends(_asked)]
