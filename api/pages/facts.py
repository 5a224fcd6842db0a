"""Which facts of a profile can be edited, in which form, and how is each known?

One list of all fields that a profile has, in groups: the form of the pages is made of it, and a
test holds it against the model. Whatever is typed goes to the model as it was typed, which says
what it does not take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from matcher.answers.values import value_in_words
from profiles.vocabulary import areas, countries
from profiles.vocabulary.scales import Instrument, Stage

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = [
    "FIELDS", "GROUPS", "FactField", "area_choices", "country_choices", "form_groups",
    "instrument_choices", "profile_fields", "said_of",
]  # fmt: skip

Form = Literal[
    "line", "text", "lines", "country", "countries", "areas", "choice", "number", "yes-no", "pairs",
    "range", "seeking", "answers",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactField:
    """One field of a profile as a form shows it.

    Attributes:
        name: Of the profile's field.
        label: As a person calls it.
        form: How it is typed.
        hint: What to know before typing.
        choices: Values and names, for ``choice``.
    """

    name: str
    label: str
    form: Form
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


_NONE = "none"
_STAGES = tuple((str(one), str(one).replace("-", " ")) for one in Stage)

GROUPS: tuple[tuple[str, tuple[FactField, ...]], ...] = (
    ("What it does", (
        FactField("name", "Name", "line"),
        FactField("description", "What the company does", "text",
                  "What it makes, for whom, and how far it is: this is what is compared."),
        FactField("technology", "Its technology", "text"),
        FactField("use_cases", "Uses", "lines", "One on each line."),
        FactField("areas", "Areas", "areas"),
        FactField("website", "Website", "line"),
    )),
    ("Where it belongs", (
        FactField("incorporated_in", "Incorporated in", "country"),
        FactField("headquarters", "Headquarters in", "country"),
        FactField("managed_from", "Managed from", "country",
                  "Where the people sit who decide."),
        FactField("controlled_from", "Controlled from", "countries",
                  "Where its owners of more than half sit: names or codes, with commas."),
        FactField("sanctioned", "On a sanctions list", "yes-no"),
    )),
    ("How far it is", (
        FactField("trl", "Technology readiness, 1 to 9", "number"),
        FactField("trl_range", "Readiness, where only a range is known", "range", "Such as 4-5."),
        FactField("stage", "Stage", "choice", choices=_STAGES),
        FactField("founded", "Founded", "line", "A day, a month or a year: 2022-03."),
    )),
    ("How large it is", (
        FactField("headcount", "People", "number", "With linked and partner firms."),
        FactField("headcount_range", "People, where only a range is known", "range",
                  "Such as 11-50."),
        FactField("turnover_eur", "Turnover in euros", "number"),
        FactField("balance_sheet_eur", "Balance sheet in euros", "number"),
        FactField("raised_eur", "Raised so far in euros", "number"),
        FactField("seeking", "Seeks", "seeking", "Such as EUR 2 million."),
        FactField("private_coinvestment_share", "Share of a round that private investors carry",
                  "number", "From 0 to 1."),
    )),
    ("What it may be used for", (
        FactField("civil_use", "Has a civil use", "yes-no"),
        FactField("defence_use", "Has a defence use", "yes-no"),
        FactField("weapon", "Is a weapon", "yes-no"),
        FactField("owns_technology", "Owns its technology", "yes-no"),
        FactField("non_eligible_content_share", "Share of content from outside Europe", "number",
                  "From 0 to 1, by value."),
        FactField("export_control", "Export control codes", "lines", "Such as 6A003."),
    )),
    ("Papers and partners", (
        FactField("certifications", "Certificates", "lines", "Such as cmmc-2."),
        FactField("identifiers", "Registrations", "pairs", "One on each line: duns: 123456789."),
        FactField("partners", "Partners", "lines", "One on each line: Institute X (FR)."),
        FactField("statements", "Answers to single conditions", "answers"),
    )),
)  # fmt: skip
"""All that a profile holds, as a person would look for it."""
FIELDS = {one.name: one for _, group in GROUPS for one in group}


def form_groups(
    profile: Profile | None, sent: Mapping[str, str], asks: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The groups of fields with what stands in each, and how it is known.

    Args:
        profile: What is kept; None for one that is to be made.
        sent: What was typed and could not be taken, by field; goes before what is kept.
        asks: Questions of single conditions, by the condition's id.
    """
    return [
        {
            "title": title,
            "open": not at or any(one.name in sent for one in group),
            "fields": [_shown(one, profile, sent, asks) for one in group],
            "known": sum(_known(profile, one.name) for one in group),
        }
        for at, (title, group) in enumerate(GROUPS)
    ]  # fmt: skip


def _known(profile: Profile | None, name: str) -> bool:
    return profile is not None and getattr(profile, name) is not None


def _shown(
    field: FactField, profile: Profile | None, sent: Mapping[str, str], asks: Mapping[str, str]
) -> dict[str, Any]:
    value = getattr(profile, field.name) if profile is not None else None
    plain = _plain(profile, field.name)
    read = _read(profile, field.name)
    found: dict[str, Any] = {
        "field": field,
        "typed": sent.get(field.name, _typed(field, plain)),
        "basis": "stated" if value is not None else "read" if read else "unknown",
        "quote": read.quote if read else None,
        "says": value_in_words(field.name, read.value) if read else None,
        "chosen": [str(one).partition("/")[0] for one in plain] if field.form == "areas" and plain
        else [],
    }  # fmt: skip
    if field.form == "seeking":
        found["instruments"] = list((plain or {}).get("instruments") or ())
    if field.form == "answers":
        held = plain or {}
        found["answers"] = [
            (name, asks.get(name, said_of(name)), held.get(name)) for name in sorted({*held, *asks})
        ]
    return found


def _plain(profile: Profile | None, name: str) -> Any:
    if profile is None:
        return None
    return profile.model_dump(mode="json", include={name}).get(name)


def _read(profile: Profile | None, name: str) -> Any:
    if profile is None:
        return None
    return profile.read.get(name) or profile.read.get(name.removesuffix("_eur"))


def said_of(name: str) -> str:
    """A condition's id in words.

    >>> said_of("agile-assets")
    'Agile assets'
    """
    return name.replace("-", " ").replace("_", " ").capitalize()


def _typed(field: FactField, value: Any) -> str:
    """What stands in the field when the form is opened."""
    if value is None:
        return ""
    match field.form:
        case "lines":
            return "\n".join(_line(one) for one in value) or _NONE
        case "pairs":
            return "\n".join(f"{name}: {held or 'none'}" for name, held in value.items())
        case "countries":
            return ", ".join(value)
        case "range":
            return f"{value[0]}-{value[1]}"
        case "yes-no":
            return "yes" if value else "no"
        case "seeking":
            amount = value.get("amount")
            return f"{value.get('currency', 'EUR')} {_number(amount)}" if amount else ""
        case "areas" | "answers":
            return ""
        case _:
            return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    """A number as a person types it: never with an exponent.

    >>> _number(1_800_000.0), _number(0.35)
    ('1800000', '0.35')
    """
    return str(int(value)) if value == int(value) else repr(value)


def _line(one: Any) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    name, country = one.get("name") or "", one.get("country")
    return f"{name} ({country})" if country and name else name or f"({country})"


def profile_fields(lists: Mapping[str, Sequence[str]], kept: Profile | None) -> dict[str, Any]:
    """What a form says of a profile, as the model takes it.

    Args:
        lists: Every value of each field of the form.
        kept: The profile that is edited: of its areas, the finer ones stay where their field stays.
    """
    found: dict[str, Any] = {}
    for field in FIELDS.values():
        values = [one.strip() for one in lists.get(field.name, ()) if one.strip()]
        value = _taken(field, values, lists, kept)
        if value not in (None, "", [], {}):
            found[field.name] = value
    return found


def _taken(
    field: FactField,
    values: list[str],
    lists: Mapping[str, Sequence[str]],
    kept: Profile | None,
) -> Any:
    last = values[-1] if values else ""
    match field.form:
        case "lines":
            # None at all is known, and is another answer than nothing.
            return last if last == _NONE else [one.strip() for one in last.splitlines()]
        case "countries":
            return [one.strip() for one in last.split(",") if one.strip()]
        case "areas":
            finer = (kept.areas or ()) if kept else ()
            stay = [one for one in finer if one.partition("/")[0] in values]
            named = {one.partition("/")[0] for one in stay}
            return [*stay, *(one for one in values if one not in named)]
        case "pairs":
            return dict(_pair(line) for line in last.splitlines() if line.strip())
        case "range":
            low, _, high = last.replace("–", "-").replace(" to ", "-").partition("-")
            return [low.strip(), (high or low).strip()] if last else None
        case "seeking":
            return _sought(last, lists)
        case "answers":
            prefix = "statements."
            return {
                name.removeprefix(prefix): some[-1]
                for name, some in lists.items()
                if name.startswith(prefix) and some and some[-1]
            }
        case _:
            return last


def _pair(line: str) -> tuple[str, str | None]:
    name, _, value = line.partition(":")
    return name.strip(), None if value.strip().lower() in ("", "none") else value.strip()


def _sought(amount: str, lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    kinds = [one for one in lists.get("instruments", ()) if one]
    found: dict[str, Any] = {"amount": amount} if amount else {}
    return {**found, "instruments": kinds} if kinds else found


def area_choices() -> list[tuple[str, str]]:
    """The fourteen areas."""
    return [(one.slug, one.name) for one in areas()]


def country_choices() -> list[tuple[str, str]]:
    """Codes and names of countries, by name."""
    return sorted(((one.code, one.name) for one in countries()), key=lambda each: each[1])


def instrument_choices() -> list[tuple[str, str]]:
    """The kinds of money."""
    return [(str(one), str(one).replace("-", " ")) for one in Instrument]
