"""Which field of a profile is meant by a heading?

Names are compared without case, accents, spaces or hyphens, and other people's words for a field
are data (headings.yaml). A heading that fits several fields is never guessed: "Country" may be
the place of incorporation or of the headquarters, and programmes test different ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from profiles.errors import BadValue, UnknownTerm
from profiles.model import Profile, Seeking
from profiles.vocabulary.money import currencies
from profiles.vocabulary.words import LONGEST, fold, nearest

__all__ = [
    "IGNORED",
    "JOINED",
    "Column",
    "HeadingPlan",
    "checked_mapping",
    "is_heading",
    "parse_mapping",
    "plan",
    "same",
    "says_currency",
]

IGNORED = ""
"""What a heading is mapped to that stands for no field."""

JOINED = "description"
"""The one field that takes several columns: a one-liner and a text are both description."""

_OPEN = ("identifiers", "statements")
_PAIR = re.compile(
    r'\s*+(?:"(?P<quoted>[^"]*+)"\s*+|(?P<bare>[^",=]*+))=(?P<field>[^,="]*+)(?:,\s*+|$)'
)
_SIGNS = str.maketrans({"€": " eur ", "$": " usd ", "£": " gbp ", "%": " percent "})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of which the field is known.

    Attributes:
        index: Its place in the row, from 0.
        heading: Its heading as written.
        field: The field, with a dot before a part of it: "seeking.amount".
        hint: Whether a cell that cannot be read leaves the field unknown.
        probable: Whether the field is only the likeliest of several that the heading may mean.
        currency: The currency that the heading itself names, for a sum.
        factor: What a sum is counted in: 1,000,000 under "Raised (EUR M)".
        beside: The place of the column that names the currency of a sum, or how exact a date is.
    """

    index: int
    heading: str
    field: str
    hint: bool = False
    probable: bool = False
    currency: str | None = None
    factor: int = 1
    beside: int | None = None


@dataclass(frozen=True, slots=True)
class HeadingPlan:
    """What is done with each heading of a table or each key of an object.

    Attributes:
        columns: The ones that are read, in order; of those that claim one field the first stands
            first.
        clashes: Fields that two headings claim, with both.
        unclear: Headings that could be several fields, with the likely one.
        unknown: Headings that are no field.
        unused: Headings known to be a field that another column gives better.
    """

    columns: tuple[Column, ...]
    clashes: tuple[tuple[str, str, str], ...]
    unclear: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    unused: tuple[str, ...]

    def fields(self, *fields: str) -> tuple[Column, ...]:
        """The columns that give one of these fields."""
        return tuple(column for column in self.columns if column.field in fields)


@lru_cache(maxsize=4096)
def _key(heading: str) -> str:
    # A novel in a heading is no field, and folding it would cost more than reading it.
    return fold(heading.translate(_SIGNS)) if len(heading) <= LONGEST else heading


_IN_HEADING = re.compile(
    r"(?:^|(?<=[\s_(/]))(?P<code>[A-Z]{3}|eur|usd|gbp|euros?|[\u20ac$\u00a3]|k[\u20ac$\u00a3]|m[\u20ac$\u00a3]|T[\u20ac$\u00a3])(?=$|[\s_)/mMkK])"
)
_SCALED = re.compile(
    r"(?:^|(?<=[\s_(\u20ac$\u00a3]))(?P<size>k|K|M|m|mn|mio\.?|Mio\.?|mln|thousands?|millions?|Tsd\.?)(?=$|[\s_)])"
)
_FACTORS = {"k": 1_000, "t": 1_000, "m": 1_000_000}


@lru_cache(maxsize=4096)
def _sum_heading(heading: str) -> tuple[str, str | None, int] | None:
    """The field of a sum, its currency and its unit: "Total Raised (EUR m)"."""
    if len(heading) > LONGEST:
        return None
    code, factor, bare = None, 1, heading
    if found := _IN_HEADING.search(heading):
        sign = found["code"]
        code = _SIGN_CODES.get(sign[-1] if sign[-1] in _SIGN_CODES else sign.casefold(), sign)
        if len(sign) == 2:
            factor = _FACTORS[sign[0].casefold()]
        bare = f"{heading[: found.start()]} {heading[found.end() :]}"
    if scaled := _SCALED.search(bare):
        factor = _FACTORS[scaled["size"][0].casefold()]
        bare = f"{bare[: scaled.start()]} {bare[scaled.end() :]}"
    if code is None and factor == 1:
        return None
    field = _words()[0].get(_key(re.sub(r"\b(?:in|of)\b|[()/_]", " ", bare)))
    if field not in _SUMS or (code is not None and code not in currencies()):
        return None
    return field, code, factor


_SUMS = frozenset({"turnover_eur", "balance_sheet_eur", "raised_eur"})
_SIGN_CODES = {
    "\u20ac": "EUR", "$": "USD", "\u00a3": "GBP", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "usd": "USD", "gbp": "GBP",
}  # fmt: skip
_CURRENCY_WORDS = ("currency", "waehrung", "wahrung", "devise", "waluta", "moneda", "valuta")


@cache
def _fields() -> tuple[str, ...]:
    parts = (f"seeking.{name}" for name in Seeking.model_fields)
    return (*Profile.model_fields, *parts)


@cache
def _words() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """Folded headings and their field: sure ones, hints, unclear ones."""
    import yaml

    text = files("profiles.read").joinpath("headings.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    sure, hints, unclear = (
        {_key(word): field for field, words in data[part].items() for word in words}
        for part in ("fields", "hints", "unclear")
    )
    return {**sure, **{_key(field): field for field in _fields()}}, hints, unclear


def same(one: str, other: str) -> bool:
    """Whether two headings are written alike: "Team size" and "team_size"."""
    return _key(one) == _key(other)


def says_currency(heading: str) -> bool:
    """Whether a heading itself says that its sums are euros.

    >>> says_currency("Revenue (€)"), says_currency("turnover_eur"), says_currency("Revenue")
    (True, True, False)
    """
    return "eur" in _key(heading)


def is_heading(text: str) -> bool:
    """Whether a text is a known heading."""
    return any(_key(text) in words for words in _words())


def _field(heading: str) -> str | None:
    """The field that a heading surely means."""
    found = _words()[0].get(_key(heading))
    if found is not None:
        return found
    head, dot, rest = heading.strip().partition(".")
    if dot and _key(head) in _OPEN and rest.strip():
        return f"{_key(head)}.{rest.strip().lower()}"
    return None


def parse_mapping(text: str) -> dict[str, str]:
    """Read "Company=name,Pitch=description" as headings with their fields.

    A heading with a comma in it is put in quotes; nothing after the sign means that the column is
    left out.

    Raises:
        BadValue: It is not of this form, or names a heading twice.
        UnknownTerm: There is no such field.

    >>> parse_mapping('Company=name, "Pitch, short"=description, Tags=')
    {'Company': 'name', 'Pitch, short': 'description', 'Tags': ''}
    """
    found: dict[str, str] = {}
    rest = text.strip()
    while rest:
        pair = _PAIR.match(rest)
        heading = "" if pair is None else (pair["quoted"] or pair["bare"] or "").strip()
        if pair is None or not heading:
            raise BadValue(rest, "HEADING=FIELD, such as Company=name")
        if heading in found:
            raise BadValue(heading, "each heading once")
        found[heading] = pair["field"].strip()
        rest = rest[pair.end() :]
    return checked_mapping(found)


def checked_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping with each field written as we write it.

    Raises:
        UnknownTerm: There is no such field.
    """
    checked = {}
    for heading, name in mapping.items():
        field = _field(name) if name.strip() else IGNORED
        if field is None:
            known = {_key(one): one for one in _fields()}
            raise UnknownTerm("field", name, nearest(name, known))
        checked[heading] = field
    return checked


def plan(headings: Sequence[str], mapping: Mapping[str, str]) -> HeadingPlan:
    """Decide what each heading is.

    Args:
        headings: As they stand in the file.
        mapping: Headings and fields that the user gave, from :func:`checked_mapping`; they go
            before anything else.
    """
    present = {_key(heading) for heading in headings}
    told = {_key(heading): field for heading, field in mapping.items() if _key(heading) in present}
    taken = set(told.values()) - {JOINED, IGNORED}
    _, hints, unclear = _words()
    keys = [_key(heading) for heading in headings]
    sure: list[Column] = []
    maybe: list[Column] = []
    likely: list[Column] = []
    sums: list[Column] = []
    strange: list[tuple[str, str]] = []
    unknown: list[str] = []
    unused: list[str] = []
    for index, heading in enumerate(headings):
        key = _key(heading)
        if key in told:
            if told[key] != IGNORED:
                beside = _beside(keys, index, told[key])
                sure.append(Column(index, heading, told[key], beside=beside))
        elif (field := _field(heading)) in taken:
            unused.append(heading)
        elif field is not None:
            currency = "EUR" if field in _SUMS and says_currency(heading) else None
            beside = _beside(keys, index, field)
            sure.append(Column(index, heading, field, currency=currency, beside=beside))
        elif (money := _sum_heading(heading)) and money[0] not in taken:
            sums.append(Column(index, heading, money[0], currency=money[1], factor=money[2]))
        elif key in hints:
            maybe.append(Column(index, heading, hints[key], hint=True))
        elif key in unclear:
            strange.append((heading, unclear[key]))
            likely.append(Column(index, heading, "headquarters", hint=True, probable=True))
        elif _names_beside(keys, index):
            continue
        elif heading.strip():
            unknown.append(heading)
    sure, clashes = _apart(sure)
    # A sum in its own currency goes before the same converted.
    for one in sums:
        if any(other.field == one.field for other in sure):
            unused.append(one.heading)
        else:
            sure.append(one)
    claimed = {column.field for column in sure}
    unused += [column.heading for column in maybe if column.field in claimed]
    maybe = [column for column in maybe if column.field not in claimed]
    claimed |= {column.field for column in maybe}
    columns = (*sure, *maybe, *(column for column in likely if column.field not in claimed))
    return HeadingPlan(columns, clashes, tuple(strange), tuple(unknown), tuple(unused))


def _beside(keys: Sequence[str], index: int, field: str) -> int | None:
    """The column that says more of another: "Total Funding Currency", "Founded Date Precision"."""
    key = keys[index]
    if field == "founded":
        wanted = [f"{key}precision"]
    elif field in _SUMS:
        wanted = [f"{key}{word}" for word in _CURRENCY_WORDS] + [f"{_CURRENCY_WORDS[0]}{key}"]
        following = keys[index + 1] if index + 1 < len(keys) else ""
        wanted += [word for word in (*_CURRENCY_WORDS, "cur", "ccy") if word == following]
        alone = [word for word in _CURRENCY_WORDS if word in keys]
        wanted += alone
    else:
        return None
    return next((keys.index(one) for one in wanted if one in keys), None)


def _names_beside(keys: Sequence[str], index: int) -> bool:
    """Whether a column only says more of another one."""
    key = keys[index]
    if key.endswith("precision"):
        return key.removesuffix("precision") in keys
    return any(
        key == word or (key.endswith(word) and key.removesuffix(word) in keys)
        for word in (*_CURRENCY_WORDS, "cur", "ccy")
    )


def _apart(
    columns: Sequence[Column],
) -> tuple[list[Column], tuple[tuple[str, str, str], ...]]:
    """The columns without those that claim what another has, and these with it.

    A part clashes with the whole: "seeking.amount" with "seeking".
    """
    seen: dict[str, str] = {}
    kept, clashes = [], []
    for column in columns:
        whole = column.field.partition(".")[0]
        rivals = (column.field, whole, f"{column.field}.")
        other = next((seen[name] for name in rivals if name in seen), None)
        if other is not None and column.field != JOINED:
            clashes.append((column.field, other, column.heading))
            if whole == column.field and column.field in seen:
                kept.append(column)
            continue
        kept.append(column)
        seen.setdefault(column.field, column.heading)
        if whole != column.field:
            seen.setdefault(f"{whole}.", column.heading)
    return kept, tuple(clashes)
