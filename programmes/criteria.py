"""Which conditions on entry are there?

A closed union: each condition that a programme of the catalogue sets is one of these kinds, as
data. What a kind *means* for a profile is defined once, in ``eligibility.criteria`` of the
matcher. A condition that fits no kind is a ``Statement``: kept in words and asked, never dropped.

Every criterion carries its sources and how sure we are of it. One of low confidence can make an
answer unknown, and no more.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from profiles.errors import UnknownTerm
from profiles.vocabulary import Stage, area, country, group, when

__all__ = [
    "Age",
    "AnyCriterion",
    "Applicant",
    "Area",
    "Certified",
    "Coinvestment",
    "Confidence",
    "Consortium",
    "ContentShare",
    "Control",
    "Criterion",
    "HoldsIdentifier",
    "Level",
    "NoWeapon",
    "NotSanctioned",
    "OpenTo",
    "OwnsTechnology",
    "Readiness",
    "Relaxed",
    "Seat",
    "SingleApplicant",
    "Size",
    "Slug",
    "StageIn",
    "Statement",
    "Use",
    "Where",
]

Confidence: TypeAlias = Literal["high", "medium-high", "medium", "low-medium", "low", "unknown"]
Level: TypeAlias = Literal["programme", "call", "topic"]
SURE: frozenset[str] = frozenset({"high", "medium-high", "medium"})


def _code(value: Any) -> Any:
    return country(value).code if isinstance(value, str) else value


def _group(value: Any) -> Any:
    return group(value).slug if isinstance(value, str) else value


def _top_area(value: Any) -> Any:
    return area(value).area if isinstance(value, str) else value


def _stage(value: Any) -> Any:
    return Stage.parse(value) if isinstance(value, str) else value


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, date | int) and not isinstance(value, bool) else value


def _a_day(text: str) -> str:
    if text not in UNDATED:
        when(text)
    return text


UNDATED = frozenset({"undated", "unknown"})
"""What stands in place of the day for which a source speaks, where it gives none."""

NonEmpty = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
Applicant: TypeAlias = Literal["company", "team", "research", "person", "state", "fund-manager"]
DateText = Annotated[str, BeforeValidator(_as_text)]
AsOf = Annotated[DateText, AfterValidator(_a_day)]


def _is_group(text: str) -> bool:
    try:
        group(text)
    except UnknownTerm:
        return False
    return True


CountryCode = Annotated[str, BeforeValidator(_code)]
GroupSlug = Annotated[str, BeforeValidator(_group)]
AreaSlug = Annotated[str, BeforeValidator(_top_area)]


class Frozen(BaseModel):
    """A value read from a document: frozen, and nothing unknown is let in."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False
    )


class Where(Frozen):
    """A set of countries: named groups (dated), single countries, less some, or anywhere."""

    groups: tuple[GroupSlug, ...] = ()
    countries: tuple[CountryCode, ...] = ()
    except_for: tuple[CountryCode, ...] = ()
    anywhere: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if data == "anywhere":
            return {"anywhere": True}
        if isinstance(data, str):
            return {"countries": [data]} if len(data) == 2 else {"groups": [data]}
        if isinstance(data, list):
            return {"countries": data}
        return data

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.groups or self.countries or self.anywhere):
            msg = "names no country: give groups, countries, or anywhere: true"
            raise ValueError(msg)
        return self


class Criterion(Frozen):
    """What all kinds share.

    Attributes:
        source: Slugs of the sources, the one to show first.
        confidence: How sure we are that the programme says so.
        as_of: The day for which the sources speak; the newest source's own day if absent.
        note: Something a reader of the finding should know.
        level: Whose condition it is. Files do not say it: it is where the condition stands.
    """

    source: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    confidence: Confidence = "high"
    as_of: AsOf | None = None
    note: str | None = None
    level: Annotated[Level, Field(exclude=True, repr=False)] = "programme"

    @property
    def sure(self) -> bool:
        """Whether the criterion may be met or unmet at all."""
        return self.confidence in SURE


class Seat(Criterion):
    """Where the company sits, on one basis; ``perhaps`` are places for which it is not settled.

    ``perhaps_note`` says what is open for those places, and is shown to companies from there.
    """

    kind: Literal["seat"] = "seat"
    basis: Literal["incorporated", "headquartered", "managed"]
    within: Where | None = None
    perhaps: Where | None = None
    perhaps_note: str | None = None

    @model_validator(mode="after")
    def _some_place(self) -> Self:
        if self.within is None and self.perhaps is None:
            msg = "names no place: give within, perhaps, or both"
            raise ValueError(msg)
        return self


class Control(Criterion):
    """From where the company is owned and controlled; every controlling country counts.

    ``relief`` says in words what can lift the bar (a host state's guarantees, say).
    """

    kind: Literal["control"] = "control"
    within: Where | None = None
    perhaps: Where | None = None
    perhaps_note: str | None = None
    relief: str | None = None


class Area(Criterion):
    """The technology lies in one of these dual-use areas, at the level of the fourteen."""

    kind: Literal["area"] = "area"
    areas: Annotated[tuple[AreaSlug, ...], Field(min_length=1)]


class Readiness(Criterion):
    """The technology readiness level lies in a window, both ends included."""

    kind: Literal["trl"] = "trl"
    min: Annotated[int, Field(ge=1, le=9)] | None = None
    max: Annotated[int, Field(ge=1, le=9)] | None = None

    @model_validator(mode="after")
    def _a_window(self) -> Self:
        if self.min is None and self.max is None:
            msg = "has no bound: give min, max, or both"
            raise ValueError(msg)
        if self.min is not None and self.max is not None and self.min > self.max:
            msg = f"min {self.min} lies above max {self.max}"
            raise ValueError(msg)
        return self


class StageIn(Criterion):
    """The company is at one of these stages."""

    kind: Literal["stage"] = "stage"
    stages: Annotated[tuple[Annotated[Stage, BeforeValidator(_stage)], ...], Field(min_length=1)]


class Size(Criterion):
    """How large the company may be: heads, and turnover or balance sheet, in euros.

    Bounds are inclusive. Where both sums are bounded, keeping one of the two is enough (the EU's
    definition of an SME). ``label`` completes "must be ...".
    """

    kind: Literal["size"] = "size"
    label: str
    max_headcount: Annotated[int, Field(ge=1)] | None = None
    min_headcount: Annotated[int, Field(ge=1)] | None = None
    max_turnover_eur: Annotated[int, Field(ge=0)] | None = None
    max_balance_sheet_eur: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        bounds = (self.max_headcount, self.min_headcount, self.max_turnover_eur)
        if all(bound is None for bound in (*bounds, self.max_balance_sheet_eur)):
            msg = "has no bound: give max_headcount, or another limit"
            raise ValueError(msg)
        return self


class Age(Criterion):
    """Full years since founding, counted to the day on which the call closes."""

    kind: Literal["age"] = "age"
    max_years: Annotated[int, Field(ge=1)]


class OwnsTechnology(Criterion):
    """The applicant owns or controls the technology."""

    kind: Literal["technology-ownership"] = "technology-ownership"


class HoldsIdentifier(Criterion):
    """A registration must be held: ``duns``, ``pic``, ``sam`` and the like."""

    kind: Literal["identifier"] = "identifier"
    identifier: str
    name: str


class Relaxed(Frozen):
    """Smaller numbers that hold for some topics only; they can make a consortium unknown."""

    entities: Annotated[int, Field(ge=1)]
    countries: Annotated[int, Field(ge=1)]
    only: str


class Consortium(Criterion):
    """Several entities of several countries apply together; the startup counts as one.

    ``each_of``: the consortium has a different member from each of these places.
    """

    kind: Literal["consortium"] = "consortium"
    entities: Annotated[int, Field(ge=2)]
    countries: Annotated[int, Field(ge=1)] = 1
    within: Where | None = None
    each_of: tuple[Where, ...] = ()
    relaxed: Relaxed | None = None


class SingleApplicant(Criterion):
    """One company applies alone."""

    kind: Literal["single-applicant"] = "single-applicant"


class Coinvestment(Criterion):
    """Private investors carry at least this share of the round."""

    kind: Literal["coinvestment"] = "coinvestment"
    min_share: Annotated[float, Field(gt=0, le=1)]


class ContentShare(Criterion):
    """At most this share of component cost may come from outside the countries that count."""

    kind: Literal["content-share"] = "content-share"
    max_share: Annotated[float, Field(ge=0, lt=1)]
    inside: Where


class Use(Criterion):
    """Which uses the technology must have; both is dual use."""

    kind: Literal["use"] = "use"
    civil: bool = False
    defence: bool = False

    @model_validator(mode="after")
    def _some_use(self) -> Self:
        if not (self.civil or self.defence):
            msg = "asks for no use: set civil, defence, or both"
            raise ValueError(msg)
        return self


class NoWeapon(Criterion):
    """Weapons are kept out; where that is ``certain: false``, a weapon maker gets "unknown"."""

    kind: Literal["weapon"] = "weapon"
    certain: bool = True


class NotSanctioned(Criterion):
    """Nobody behind the company is on a sanctions list, nor tied to a high-risk state."""

    kind: Literal["sanctions"] = "sanctions"
    high_risk: tuple[CountryCode, ...] = ()


class Certified(Criterion):
    """One of these certifications is held."""

    kind: Literal["certification"] = "certification"
    any_of: Annotated[tuple[str, ...], Field(min_length=1)]


class OpenTo(Criterion):
    """Who may apply at all: companies, teams, research bodies, states, fund managers, nobody."""

    kind: Literal["open-to"] = "open-to"
    applicants: tuple[Applicant, ...]
    instead: str | None = None


class Statement(Criterion):
    """A condition in words that no field of a profile carries; the startup can state it.

    Attributes:
        id: Unique in the catalogue; the key under ``statements`` of a profile.
        asks: A question to which yes means that the condition holds.
        who: ``startup`` if the startup knows the answer, ``programme`` if only its office does.
        changeable: Whether the startup could make it hold.
        unless: Companies incorporated here need not state it.
    """

    kind: Literal["statement"] = "statement"
    id: Slug
    asks: str
    who: Literal["startup", "programme"] = "startup"
    changeable: bool = False
    unless: Where | None = None


AnyCriterion: TypeAlias = Annotated[
    Seat
    | Control
    | Area
    | Readiness
    | StageIn
    | Size
    | Age
    | OwnsTechnology
    | HoldsIdentifier
    | Consortium
    | SingleApplicant
    | Coinvestment
    | ContentShare
    | Use
    | NoWeapon
    | NotSanctioned
    | Certified
    | OpenTo
    | Statement,
    Field(discriminator="kind"),
]

KINDS: tuple[type[Criterion], ...] = get_args(get_args(AnyCriterion)[0])
