"""To which groups does an applicant belong, by country, size, age and area?

What is not known makes a group of its own: a rule that asks for what some groups rarely state shows
up there. A range that does not lie within one size is not known either.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from profiles.vocabulary import by_code

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = ["KINDS", "UNKNOWN", "groups_of"]

KINDS = ("country", "size", "age", "area")
UNKNOWN = "not known"
_SIZES = ((9, "1 to 9 people"), (49, "10 to 49 people"), (249, "50 to 249 people"))
_LARGE = "250 people and more"
_AGES = ((3, "under 3 years"), (6, "3 to 5 years"), (11, "6 to 10 years"))
_OLD = "11 years and more"


def groups_of(profile: Profile | None, country: str | None, on: date) -> dict[str, tuple[str, ...]]:
    """The groups of one applicant, by kind; several areas are several groups.

    Args:
        profile: What is known of it; None if nothing is.
        country: As the screen has it.
        on: The day on which its age is counted.
    """
    if profile is None:
        return {
            "country": (_named(country),), "size": (UNKNOWN,), "age": (UNKNOWN,),
            "area": (UNKNOWN,),
        }  # fmt: skip
    said = profile.believed()
    seat = country or said.headquarters or said.incorporated_in or said.managed_from
    areas = tuple(sorted({one.split("/")[0] for one in said.areas or ()}))
    return {
        "country": (_named(seat),),
        "size": (_size(said),),
        "age": (_age(said, on),),
        "area": areas or (UNKNOWN,),
    }


def _named(code: str | None) -> str:
    return UNKNOWN if code is None else by_code(code).name


def _size(profile: Profile) -> str:
    low = high = profile.headcount
    if low is None and profile.headcount_range is not None:
        low, high = profile.headcount_range
    if low is None or high is None:
        return _LARGE if low is not None and low >= 250 else UNKNOWN
    return _within(int(low)) if _within(int(low)) == _within(int(high)) else UNKNOWN


def _within(number: int) -> str:
    return next((name for most, name in _SIZES if number <= most), _LARGE)


def _age(profile: Profile, on: date) -> str:
    if profile.founded_when is None:
        return UNKNOWN
    years = {
        _by_age((on - when.date()).days / 365.25)
        for when in (profile.founded_when.earliest, profile.founded_when.latest)
    }
    # A year alone may lie on both sides of a bound: the middle decides then.
    if len(years) == 1:
        return years.pop()
    span = profile.founded_when
    middle = span.earliest + (span.latest - span.earliest) / 2
    return _by_age((on - middle.date()).days / 365.25)


def _by_age(years: float) -> str:
    return next((name for below, name in _AGES if years < below), _OLD)
