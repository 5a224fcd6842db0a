"""What does a startup say of itself, and what is not known?

Every field but the name and one text may be absent. ``None`` means "not known" and nothing
else: an empty list means "none, and that is known". A profile is one startup as known on one
day; it is frozen, and the same model serves file, wire and schema.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from profiles.vocabulary import (
    Instrument,
    Stage,
    When,
    area,
    country,
    export_code,
    money,
    trl,
    when,
)

__all__ = ["MAX_WORDS", "TEXT_FIELDS", "Partner", "Profile", "Seeking", "slug"]

TEXT_FIELDS = ("description", "technology", "use_cases")
MAX_WORDS = 50_000
"""Words that the texts of one profile may hold together; more is a mistaken file."""

_YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "tak", "si"})
_NO = frozenset({"no", "n", "false", "0", "nein", "non", "nie"})
_UNKNOWN = frozenset({"", "unknown", "n/a", "na", "-", "?", "none", "null", "tbd"})
_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """A name as an id: lower-case ASCII words joined by hyphens.

    >>> slug("Acme Quantum GmbH & Co. KG")
    'acme-quantum-gmbh-co-kg'
    """
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore")
    return _SLUG.sub("-", folded.decode().lower()).strip("-")


def _unknown_is_none(value: Any) -> Any:
    if isinstance(value, str) and value.strip().casefold() in _UNKNOWN:
        return None
    return value


def _country(value: Any) -> Any:
    return country(value).code if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    """One text may stand for a list; a semicolon, bar or line break separates."""
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[;|\n]", value) if part.strip()]
    return value


def _countries(value: Any) -> Any:
    if isinstance(value, str):
        value = [part.strip() for part in re.split(r"[;|,\n]", value) if part.strip()]
    return value


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        word = value.strip().casefold()
        if word in _YES:
            return True
        if word in _NO:
            return False
        msg = f"found {value!r}, expected yes or no, or nothing if it is not known"
        raise ValueError(msg)
    return value


def _share(value: Any) -> Any:
    if isinstance(value, str):
        text = value.strip().replace(",", ".")
        try:
            return float(text[:-1]) / 100 if text.endswith("%") else float(text)
        except ValueError:
            msg = f"found {value!r}, expected a share from 0 to 1, or a percentage such as 30%"
            raise ValueError(msg) from None
    return value


def _euros(value: Any) -> Any:
    if isinstance(value, str):
        parsed = money(value, default_currency="EUR")
        if parsed.currency != "EUR":
            msg = f"found {value!r}, expected euros: give the amount in EUR"
            raise ValueError(msg)
        return float(parsed.amount)
    return value


def _count(value: Any) -> Any:
    if isinstance(value, str):
        bare = re.sub(r"[\s.,'](?=\d{3}\b)", "", value.strip())
        if not re.fullmatch(r"\d+", bare):
            msg = f"found {value!r}, expected a whole number"
            raise ValueError(msg)
        return int(bare)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _founded(value: Any) -> Any:
    if value is None:
        return None
    text = value if isinstance(value, str) else str(value)
    return when(text).text


def _area(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    found = area(value)
    return f"{found.area}/{found.sub}" if found.sub else found.area


def _export(value: Any) -> Any:
    return export_code(value).text if isinstance(value, str) else value


def _term(kind: type[Stage] | type[Instrument]) -> BeforeValidator:
    return BeforeValidator(lambda value: kind.parse(value) if isinstance(value, str) else value)


def _trl(value: Any) -> Any:
    return None if value is None else trl(value)


def _number(value: Any) -> Any:
    return float(money(value, default_currency="EUR").amount) if isinstance(value, str) else value


_MAYBE = BeforeValidator(_unknown_is_none)
CountryCode = Annotated[str, BeforeValidator(_country)]
MaybeCountry = Annotated[CountryCode | None, _MAYBE]
MaybeFlag = Annotated[bool | None, BeforeValidator(_flag), _MAYBE]
MaybeShare = Annotated[float | None, Field(ge=0, le=1), BeforeValidator(_share), _MAYBE]
MaybeEuros = Annotated[float | None, Field(ge=0), BeforeValidator(_euros), _MAYBE]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Partner(_Frozen):
    """Another entity that would apply together with the startup."""

    name: str | None = None
    country: MaybeCountry = None


class Seeking(_Frozen):
    """What the startup looks for: an amount in one currency, and the kinds of money."""

    amount: Annotated[float | None, Field(gt=0), BeforeValidator(_number), _MAYBE] = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    instruments: (
        Annotated[tuple[Annotated[Instrument, _term(Instrument)], ...], BeforeValidator(_listed)]
        | None
    ) = None


class Profile(_Frozen):
    """One startup as known on one day.

    Countries are ISO 3166 alpha-2 codes, each with its own basis; shares lie in [0, 1]; sums are
    euros. ``statements`` holds answers to conditions that no other field can carry: the
    condition's id, and whether it holds.
    """

    id: Annotated[str, Field(min_length=1, max_length=120)]
    name: Annotated[str, Field(min_length=1, max_length=300)]
    description: str | None = None
    technology: str | None = None
    use_cases: Names | None = None
    incorporated_in: MaybeCountry = None
    headquarters: MaybeCountry = None
    managed_from: MaybeCountry = None
    controlled_from: (
        Annotated[tuple[CountryCode, ...], Field(min_length=1), BeforeValidator(_countries)] | None
    ) = None
    areas: (
        Annotated[
            tuple[Annotated[str, BeforeValidator(_area)], ...],
            Field(min_length=1),
            BeforeValidator(_listed),
        ]
        | None
    ) = None
    trl: Annotated[int | None, Field(ge=1, le=9), BeforeValidator(_trl), _MAYBE] = None
    stage: Annotated[Annotated[Stage, _term(Stage)] | None, _MAYBE] = None
    founded: Annotated[str | None, BeforeValidator(_founded), _MAYBE] = None
    headcount: Annotated[int | None, Field(ge=0), BeforeValidator(_count), _MAYBE] = None
    turnover_eur: MaybeEuros = None
    balance_sheet_eur: MaybeEuros = None
    raised_eur: MaybeEuros = None
    seeking: Seeking | None = None
    civil_use: MaybeFlag = None
    defence_use: MaybeFlag = None
    weapon: MaybeFlag = None
    owns_technology: MaybeFlag = None
    sanctioned: MaybeFlag = None
    identifiers: dict[str, str | None] | None = None
    certifications: Names | None = None
    export_control: (
        Annotated[
            tuple[Annotated[str, BeforeValidator(_export)], ...], BeforeValidator(_listed)
        ]
        | None
    ) = None
    partners: tuple[Partner, ...] | None = None
    private_coinvestment_share: MaybeShare = None
    non_eligible_content_share: MaybeShare = None
    website: str | None = None
    statements: dict[str, bool] | None = None

    @model_validator(mode="before")
    @classmethod
    def _name_gives_the_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("id") in (None, "") and data.get("name"):
            return {**data, "id": slug(str(data["name"])) or "unnamed"}
        return data

    @model_validator(mode="after")
    def _something_to_read(self) -> Self:
        texts = self.texts()
        if not texts:
            msg = f"needs a text: give at least one of {', '.join(TEXT_FIELDS)}"
            raise ValueError(msg)
        words = sum(len(text.split()) for text in texts)
        if words > MAX_WORDS:
            msg = f"holds {words:,} words, more than the {MAX_WORDS:,} that are read: shorten it"
            raise ValueError(msg)
        return self

    def texts(self) -> tuple[str, ...]:
        """The free texts in their fixed order, empty ones left out."""
        found = (self.description, self.technology, *(self.use_cases or ()))
        return tuple(text for text in found if text and text.strip())

    @property
    def founded_when(self) -> When | None:
        """The founding date with the precision in which it was given."""
        return when(self.founded) if self.founded else None

    @property
    def is_weapon(self) -> bool | None:
        """Whether the product is a weapon; one without any defence use is none."""
        if self.weapon is None and self.defence_use is False:
            return False
        return self.weapon
