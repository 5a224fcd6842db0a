"""What does a startup say of itself, and what is not known?

Every field but the name and one text may be absent. ``None`` means "not known" and nothing
else: an empty list means "none, and that is known". A profile is one startup as known on one
day; it is frozen, and the same model serves file, wire and schema.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from profiles.errors import BadValue
from profiles.values import (
    AreaSlug,
    Count,
    CountryCode,
    Day,
    Euros,
    ExportCodeText,
    Flag,
    InstrumentTerm,
    Listed,
    ListedCountries,
    Maybe,
    Share,
    StageTerm,
    Text,
    Trl,
    amount,
    unknown_is_none,
)
from profiles.vocabulary import When, day, money

__all__ = ["MAX_WORDS", "TEXT_FIELDS", "Partner", "Profile", "Seeking", "slug"]

TEXT_FIELDS = ("description", "technology", "use_cases")
MAX_WORDS = 50_000
"""Words that the texts of one profile may hold together; more is a mistaken file."""

_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 100
_WITH_COUNTRY = re.compile(r"(?P<name>.*\S)\s*\((?P<country>[^()]+)\)", re.DOTALL)


def slug(text: str) -> str:
    """A name as an id: lower-case ASCII words joined by hyphens.

    What ASCII cannot write, or is too long, is told apart by a hash: two names in Cyrillic must
    not become one startup.

    >>> slug("Acme Quantum GmbH & Co. KG")
    'acme-quantum-gmbh-co-kg'
    >>> slug("Квант")
    'startup-e4e6e3c7'
    """
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore")
    found = _SLUG.sub("-", folded.decode().lower()).strip("-")
    if found and len(found) <= _LONGEST_SLUG:
        return found
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{found[:_LONGEST_SLUG].strip('-') or 'startup'}-{mark}"


def _lower_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.lower() if isinstance(key, str) else key: held for key, held in value.items()}
    return value


MaybeText = Annotated[Text | None, Maybe]
MaybeCountry = Annotated[CountryCode | None, Maybe]
MaybeFlag = Annotated[Flag | None, Maybe]
MaybeEuros = Annotated[Euros | None, Maybe]
MaybeShare = Annotated[Share | None, Maybe]
MaybeTexts = Annotated[tuple[Annotated[Text, Field(min_length=1)], ...] | None, Listed]


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        # A firm may be called 1984, and an identifier be typed without quotes.
        coerce_numbers_to_str=True,
        allow_inf_nan=False,
    )


class Partner(_Frozen):
    """Another entity that would apply together with the startup."""

    name: MaybeText = None
    country: MaybeCountry = None

    @model_validator(mode="before")
    @classmethod
    def _a_text_is_a_name(cls, data: Any) -> Any:
        """Read "Institut X (FR)" as a name with its country."""
        if not isinstance(data, str):
            return data
        found = _WITH_COUNTRY.fullmatch(data.strip())
        return found.groupdict() if found else {"name": data}


class Seeking(_Frozen):
    """What the startup looks for: an amount in one currency, and the kinds of money."""

    amount: Annotated[Annotated[float, Field(gt=0)] | None, Maybe] = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    instruments: Annotated[tuple[InstrumentTerm, ...] | None, Listed] = None

    @model_validator(mode="before")
    @classmethod
    def _the_amount_brings_its_currency(cls, data: Any) -> Any:
        """Read "USD 2m" as an amount and its currency, which must not contradict another."""
        data = {"amount": data} if isinstance(data, str) else data
        if not isinstance(data, dict):
            return data
        stated = data.get("currency")
        stated = stated.strip().upper() if isinstance(stated, str) else stated
        asked = data.get("amount")
        if isinstance(asked, str) and unknown_is_none(asked) is not None:
            found = money(asked, default_currency=stated or "EUR")
            if stated and found.currency != stated:
                raise BadValue(asked, f"an amount in {stated}, the currency given beside it")
            return {**data, "amount": float(found.amount), "currency": found.currency}
        if isinstance(asked, int | float) and not isinstance(asked, bool):
            data = {**data, "amount": amount(asked, stated or "EUR")}
        return {**data, "currency": stated} if stated else _without(data, "currency")


def _without(data: dict[Any, Any], key: str) -> dict[Any, Any]:
    return {name: value for name, value in data.items() if name != key}


class Profile(_Frozen):
    """One startup as known on one day.

    Countries are ISO 3166 alpha-2 codes, each with its own basis; shares lie in [0, 1]; sums are
    euros. ``statements`` holds answers to conditions that no other field can carry: the
    condition's id, and whether it holds.
    """

    id: Annotated[Text, Field(min_length=1, max_length=120)]
    name: Annotated[Text, Field(min_length=1, max_length=300)]
    description: MaybeText = None
    technology: MaybeText = None
    use_cases: MaybeTexts = None
    incorporated_in: MaybeCountry = None
    headquarters: MaybeCountry = None
    managed_from: MaybeCountry = None
    controlled_from: Annotated[
        Annotated[tuple[CountryCode, ...], Field(min_length=1)] | None, ListedCountries, Maybe
    ] = None
    areas: Annotated[Annotated[tuple[AreaSlug, ...], Field(min_length=1)] | None, Listed, Maybe] = (
        None
    )
    trl: Annotated[Trl | None, Maybe] = None
    stage: Annotated[StageTerm | None, Maybe] = None
    founded: Annotated[Day | None, Maybe] = None
    headcount: Annotated[Count | None, Maybe] = None
    turnover_eur: MaybeEuros = None
    balance_sheet_eur: MaybeEuros = None
    raised_eur: MaybeEuros = None
    seeking: Annotated[Seeking | None, Maybe] = None
    civil_use: MaybeFlag = None
    defence_use: MaybeFlag = None
    weapon: MaybeFlag = None
    owns_technology: MaybeFlag = None
    sanctioned: MaybeFlag = None
    identifiers: Annotated[dict[Text, MaybeText] | None, BeforeValidator(_lower_keys), Maybe] = None
    certifications: MaybeTexts = None
    export_control: Annotated[tuple[ExportCodeText, ...] | None, Listed] = None
    partners: Annotated[tuple[Partner, ...] | None, Listed] = None
    private_coinvestment_share: MaybeShare = None
    non_eligible_content_share: MaybeShare = None
    website: MaybeText = None
    statements: Annotated[dict[Text, Flag] | None, Maybe] = None

    @model_validator(mode="before")
    @classmethod
    def _name_gives_the_id(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("id") not in (None, ""):
            return data
        name = data.get("name")
        if isinstance(name, str | int | float) and str(name).strip():
            return {**data, "id": slug(str(name))}
        return data

    @model_validator(mode="after")
    def _something_to_read(self) -> Self:
        texts = self.texts()
        if not texts:
            raise BadValue(None, f"a text in at least one of {', '.join(TEXT_FIELDS)}")
        # Counting words costs more than counting characters, of which a word takes two.
        if sum(len(text) for text in texts) <= MAX_WORDS:
            return self
        words = sum(len(text.split()) for text in texts)
        if words > MAX_WORDS:
            raise BadValue(f"{words:,} words", f"at most {MAX_WORDS:,} in the texts of a profile")
        return self

    def texts(self) -> tuple[str, ...]:
        """The free texts in their fixed order, empty ones left out."""
        found = (self.description, self.technology, *(self.use_cases or ()))
        return tuple(text for text in found if text and text.strip())

    @property
    def founded_when(self) -> When | None:
        """The founding date with the precision in which it was given."""
        return day(self.founded) if self.founded else None

    @property
    def is_weapon(self) -> bool | None:
        """Whether the product is a weapon; one without any defence use is none."""
        if self.weapon is None and self.defence_use is False:
            return False
        return self.weapon
