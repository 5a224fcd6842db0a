"""How do a profile and a million profiles look to a rule?

As columns. A profile is a frame of one row, so a rule has one meaning for both. Unknown is a
value of its own in every column: -1 for codes and flags, NaN for numbers, no bit for sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from profiles.vocabulary import Instrument, Stage, areas, countries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from profiles.model import Partner, Profile

__all__ = ["Frame", "area_bits", "certificate", "country_index", "instrument_bits"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def country_index() -> Mapping[str, int]:
    """Alpha-2 code to the country's position in the columns."""
    return {country.code: country.index for country in countries()}


def area_bits(slugs: Iterable[str]) -> int:
    """Areas (or ``area/sub-area`` slugs) as bits, one for each of the fourteen areas."""
    position = {area.slug: area.index for area in areas()}
    bits = 0
    for slug in slugs:
        bits |= 1 << position[slug.partition("/")[0]]
    return bits


def instrument_bits(instruments: Iterable[Instrument]) -> int:
    """Kinds of money as bits, in the order of ``Instrument``."""
    order = list(Instrument)
    bits = 0
    for instrument in instruments:
        bits |= 1 << order.index(instrument)
    return bits


@dataclass(frozen=True, slots=True)
class Frame:
    """Profiles as columns; every array has shape (n,).

    Attributes:
        ids: The profiles' ids.
        incorporated, headquartered, managed: Country positions, -1 if not known.
        controllers: Positions of the countries of control; None if not known.
        areas: Bits of the declared areas, 0 if none is declared.
        trl_low, trl_high: 1 to 9, the same where the level itself is known; -1 if nothing is.
        stage: Position in ``Stage``, -1 if not known.
        heads_low, heads_high: Heads, the same where the number itself is known; NaN.
        turnover, balance: Euros, NaN if not known.
        founded_first, founded_last: Days since 1970 between which the founding lies; NaN.
        flags: ``owns_technology``, ``civil_use``, ``defence_use``, ``weapon``, ``sanctioned``:
            1 yes, 0 no, -1 not known.
        identifiers: Held registrations: the name (None for a registration known not to be held).
        certifications, partners, statements: As in the profile; None if not known.
        coinvestment, content: Shares in [0, 1], NaN if not known.
        seeking_amount: The sum sought, NaN if not known; in ``seeking_currency``.
        seeking_instruments: Bits of the kinds of money sought, 0 if none is named.
        believed: The profiles of which more is believed than stated (``Profile.believed``): their
            rows, and a frame of them. None if there is no such profile.
    """

    ids: tuple[str, ...]
    incorporated: NDArray[np.int16]
    headquartered: NDArray[np.int16]
    managed: NDArray[np.int16]
    controllers: Sequence[tuple[int, ...] | None]
    areas: NDArray[np.uint16]
    trl_low: NDArray[np.int8]
    trl_high: NDArray[np.int8]
    stage: NDArray[np.int8]
    heads_low: NDArray[np.float64]
    heads_high: NDArray[np.float64]
    turnover: NDArray[np.float64]
    balance: NDArray[np.float64]
    founded_first: NDArray[np.float64]
    founded_last: NDArray[np.float64]
    flags: Mapping[str, NDArray[np.int8]]
    identifiers: Sequence[Mapping[str, str | None] | None]
    certifications: Sequence[frozenset[str] | None]
    partners: Sequence[tuple[Partner, ...] | None]
    statements: Sequence[Mapping[str, bool] | None]
    coinvestment: NDArray[np.float64]
    content: NDArray[np.float64]
    seeking_amount: NDArray[np.float64]
    seeking_currency: NDArray[np.str_]
    seeking_instruments: NDArray[np.uint16]
    believed: tuple[NDArray[np.intp], Frame] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> Frame:
        """Columns of these profiles, in their order."""
        return cls._of(profiles, _believed(profiles))

    @classmethod
    def _of(
        cls, profiles: Sequence[Profile], believed: tuple[NDArray[np.intp], Frame] | None
    ) -> Frame:
        place = country_index()
        order = {stage: i for i, stage in enumerate(Stage)}

        def codes(name: str) -> NDArray[np.int16]:
            return np.array(
                [place[code] if (code := getattr(p, name)) else -1 for p in profiles], np.int16
            )

        def numbers(name: str) -> NDArray[np.float64]:
            return np.array(
                [np.nan if (v := getattr(p, name)) is None else v for p in profiles], np.float64
            )

        def flag(values: Iterable[bool | None]) -> NDArray[np.int8]:
            return np.array([-1 if v is None else int(v) for v in values], np.int8)

        first, last = _founding_days(profiles)
        heads = [_ends(p.headcount, p.headcount_range) for p in profiles]
        levels = [_ends(p.trl, p.trl_range) for p in profiles]
        sought = [p.seeking for p in profiles]
        return cls(
            ids=tuple(p.id for p in profiles),
            incorporated=codes("incorporated_in"),
            headquartered=codes("headquarters"),
            managed=codes("managed_from"),
            controllers=[
                None if p.controlled_from is None else tuple(place[c] for c in p.controlled_from)
                for p in profiles
            ],
            areas=np.array([area_bits(p.areas or ()) for p in profiles], np.uint16),
            trl_low=np.array([-1 if ends is None else ends[0] for ends in levels], np.int8),
            trl_high=np.array([-1 if ends is None else ends[1] for ends in levels], np.int8),
            stage=np.array([-1 if p.stage is None else order[p.stage] for p in profiles], np.int8),
            heads_low=np.array([np.nan if ends is None else ends[0] for ends in heads]),
            heads_high=np.array([np.nan if ends is None else ends[1] for ends in heads]),
            turnover=numbers("turnover_eur"),
            balance=numbers("balance_sheet_eur"),
            founded_first=first,
            founded_last=last,
            flags={
                "owns_technology": flag(p.owns_technology for p in profiles),
                "civil_use": flag(p.civil_use for p in profiles),
                "defence_use": flag(p.defence_use for p in profiles),
                "weapon": flag(p.is_weapon for p in profiles),
                "sanctioned": flag(p.sanctioned for p in profiles),
            },
            identifiers=[p.identifiers for p in profiles],
            certifications=[
                None
                if p.certifications is None
                else frozenset(certificate(c) for c in p.certifications)
                for p in profiles
            ],
            partners=[p.partners for p in profiles],
            statements=[p.statements for p in profiles],
            coinvestment=numbers("private_coinvestment_share"),
            content=numbers("non_eligible_content_share"),
            seeking_amount=np.array(
                [np.nan if s is None or s.amount is None else s.amount for s in sought], np.float64
            ),
            seeking_currency=np.array([s.currency if s else "" for s in sought], np.str_),
            seeking_instruments=np.array(
                [instrument_bits((s.instruments or ()) if s else ()) for s in sought], np.uint16
            ),
            believed=believed,
        )


def _ends(number: int | None, ends: tuple[int, int] | None) -> tuple[int, int] | None:
    """Both ends of what is known: the number itself goes before its range."""
    return ends if number is None else (number, number)


def _believed(profiles: Sequence[Profile]) -> tuple[NDArray[np.intp], Frame] | None:
    supposed = {
        row: believed
        for row, profile in enumerate(profiles)
        if (believed := profile.believed()) is not profile
    }
    if not supposed:
        return None
    return np.array(list(supposed), np.intp), Frame._of(list(supposed.values()), None)


def certificate(name: str) -> str:
    """A certification's name as it is compared: "ISO 27001" and "iso-27001" are one.

    >>> certificate("ISO 27001"), certificate("CMMC-2")
    ('iso-27001', 'cmmc-2')
    """
    return "-".join(name.casefold().replace(":", " ").replace("-", " ").split())


def _founding_days(
    profiles: Sequence[Profile],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first = np.full(len(profiles), np.nan)
    last = np.full(len(profiles), np.nan)
    for row, profile in enumerate(profiles):
        if founded := profile.founded_when:
            first[row] = (founded.earliest - _EPOCH).days
            last[row] = (founded.latest - timedelta(microseconds=1) - _EPOCH).days
    return first, last
