"""What does a startup say of itself, and what is not known?

Every field but the name and one text may be absent. ``None`` means "not known" and nothing
else: an empty list means "none, and that is known". A profile is one startup as known on one
day; it is frozen, and the same model serves file, wire and schema.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from profiles.basis import SUMS, ReadFact, Sum
from profiles.errors import BadValue, UnknownTerm
from profiles.values import (
    AreaSlug,
    Count,
    CountryCode,
    Currency,
    Day,
    Euros,
    ExportCodeText,
    Flag,
    InstrumentTerm,
    Levels,
    Listed,
    ListedCountries,
    Maybe,
    Range,
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


def _nothing_is_empty(value: Any) -> Any:
    return {} if value is None else value


def _is_empty(value: Any) -> bool:
    return not value


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


class _StrictModel(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        # A firm may be called 1984, and an identifier be typed without quotes.
        coerce_numbers_to_str=True,
        allow_inf_nan=False,
    )


class Partner(_StrictModel):
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


class Seeking(_StrictModel):
    """What the startup looks for: an amount in one currency, and the kinds of money."""

    amount: Annotated[Annotated[float, Field(gt=0)] | None, Maybe] = None
    currency: Currency = "EUR"
    instruments: Annotated[tuple[InstrumentTerm, ...] | None, Listed] = None

    @model_validator(mode="before")
    @classmethod
    def _the_amount_brings_its_currency(cls, data: Any) -> Any:
        """Read "USD 2m" as an amount and its currency, which must not contradict another."""
        data = {"amount": data} if isinstance(data, str) else data
        if not isinstance(data, dict):
            return data
        stated = data.get("currency")
        if stated is not None and not isinstance(stated, str):
            return data  # the field says what is wrong with it
        stated = stated.strip().upper() if stated else stated
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


SEATS = ("headquarters", "incorporated_in", "managed_from")
"""The countries that a company has, the one that texts speak of most first."""


class Profile(_StrictModel):
    """One startup as known on one day.

    Countries are ISO 3166 alpha-2 codes, each with its own basis; shares lie in [0, 1]; sums are
    euros. ``statements`` holds answers to conditions that no other field can carry: the
    condition's id, and whether it holds. A range says what is known where the number itself is
    not. ``read`` holds, by field, what was read out of the texts and is not stated; nothing in it
    decides a verdict.
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
    trl_range: Annotated[Levels | None, Maybe] = None
    stage: Annotated[StageTerm | None, Maybe] = None
    founded: Annotated[Day | None, Maybe] = None
    headcount: Annotated[Count | None, Maybe] = None
    headcount_range: Annotated[Range | None, Maybe] = None
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
    read: Annotated[
        dict[str, ReadFact], BeforeValidator(_nothing_is_empty), Field(exclude_if=_is_empty)
    ] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _name_gives_the_id(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("id") not in (None, ""):
            return data
        name = data.get("name")
        if isinstance(name, str | int | float) and str(name).strip():
            return {**data, "id": slug(str(name))}
        return data

    @field_validator("read")
    @classmethod
    def _values_fit_their_fields(cls, read: dict[str, ReadFact]) -> dict[str, ReadFact]:
        return {
            name: fact.model_copy(update={"value": _checked(name, fact.value)})
            for name, fact in read.items()
        }

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

    def believed(self) -> Profile:
        """The profile as it would be if all that was read were stated; what is stated goes first.

        A seat that is known stands for those of which nothing is said: most companies are
        incorporated where they are headquartered and managed. Programmes ask for different ones, so
        this gives an outlook and a question, and decides nothing.

        A sum that was read in another currency stays out: rates belong to a day.
        """
        taken: dict[str, Any] = {}
        for name, fact in self.read.items():
            for field, value in _as_stated(name, fact.value):
                if getattr(self, field) is None and not self._rules_out(field):
                    taken[field] = value
        seats = {name: taken.get(name) or getattr(self, name) for name in SEATS}
        known = next((code for code in seats.values() if code is not None), None)
        if known is not None:
            supposed = {name: known for name, code in seats.items() if code is None}
            if not taken:
                return self.model_copy(update=supposed) if supposed else self
            taken |= supposed
        if not taken:
            return self
        return Profile.model_validate({**self.known(), **taken})

    def known(self) -> dict[str, Any]:
        """The fields that are known, without what was read; within them a None stays.

        A registration that is None is one that the startup does not have, which is a fact.
        """
        held = self.model_dump(exclude={"read"})
        return {field: value for field, value in held.items() if value is not None}

    def _rules_out(self, field: str) -> bool:
        """Whether a number that is stated leaves no room for a range, or a range for a number."""
        number = field.removesuffix("_range")
        if number not in ("trl", "headcount"):
            return False
        return getattr(self, number) is not None or getattr(self, f"{number}_range") is not None

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


@cache
def _adapter(field: str) -> TypeAdapter[Any]:
    if field in SUMS or field == "seeking":
        return TypeAdapter(Sum)
    if field == "partners":
        return TypeAdapter(tuple[CountryCode, ...])
    if field in {"headquarters", "incorporated_in", "managed_from"}:
        return TypeAdapter(CountryCode)  # NA is Namibia here: what is not known is not read
    if field not in _READABLE:
        raise UnknownTerm("field that can be read", field)
    # A fact that is not known is no fact: hence the type of the field without its None.
    known = Profile.model_fields[field]
    return TypeAdapter(Annotated[(known.annotation, *known.metadata)])  # type: ignore[arg-type]


def _checked(field: str, value: Any) -> Any:
    """The value of a read fact as its field writes it, ready for JSON.

    Raises:
        UnknownTerm: No fact of this name is read.
        BadValue: The field does not take the value.
    """
    adapter = _adapter(field)
    try:
        found = adapter.validate_python(value)
    except ValidationError:
        raise BadValue(value, f"a value of {field}") from None
    if found is None:
        raise BadValue(value, f"a value of {field}")
    return adapter.dump_python(found, mode="json")


def _as_stated(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A read fact as the field that would state it."""
    if name in SUMS:
        if value["currency"] == "EUR":
            yield SUMS[name], value["amount"]
    elif name == "seeking":
        yield name, {"amount": value["amount"], "currency": value["currency"]}
    elif name == "partners":
        yield name, [{"country": code} for code in value]
    else:
        yield name, value


_READABLE = frozenset(Profile.model_fields) - {"id", "name", "read", *TEXT_FIELDS}
