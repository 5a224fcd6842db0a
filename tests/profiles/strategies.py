"""Random profiles as people have them: partly known, plausible, and small.

``profiles()`` draws whole ones; ``fields()`` draws the fields alone, for a test that wants to take
one away or change it. Texts come from a small vocabulary, so that a failing example can be read.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from profiles.model import Profile
from profiles.vocabulary import Instrument, Stage, areas, countries

WORDS = (
    "quantum", "sensor", "drone", "ship", "secure", "radio", "battery", "of", "for", "the", "navy",
    "navigation", "without", "satellites", "underwater", "swarm", "Müller", "données", "größer",
    "автономія", "量子", "AI", "5G", "24/7",
)  # fmt: skip
ALLIES = ("CA", "DE", "EE", "FI", "FR", "GB", "NL", "NO", "PL", "SE", "TR", "US")
"""Seats that most examples should have: with all 250 countries few would meet any criterion."""

names = st.text("abcdefghijklmnopqrstuvwxyzABÉß0123456789 -&.", min_size=1, max_size=24).filter(
    lambda text: any(letter.isalpha() for letter in text)
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
seats = st.sampled_from(ALLIES) | st.sampled_from([one.code for one in countries()])
area_slugs = st.sampled_from(
    [slug for one in areas() for slug in (one.slug, *(sub.slug for sub in one.subareas))]
)
cents = st.integers(0, 5_000_000_000).map(lambda minor: minor / 100)
shares = st.integers(0, 100).map(lambda percent: percent / 100) | st.floats(0, 1)
dates = (
    st.dates().filter(lambda day: 1950 <= day.year <= 2026).map(str)
    | st.integers(1950, 2026).map(str)
    | st.builds("{}-{:02}".format, st.integers(1950, 2026), st.integers(1, 12))
)
flags = st.booleans()

_seeking = st.fixed_dictionaries(
    {},
    optional={
        "amount": st.integers(1, 50_000_000).map(float),
        "currency": st.sampled_from(["EUR", "USD", "GBP", "PLN", "SEK"]),
        "instruments": st.lists(st.sampled_from(Instrument), max_size=3, unique=True),
    },
)
_partner = st.fixed_dictionaries({}, optional={"name": names, "country": seats})
_identifiers = st.dictionaries(
    st.sampled_from(["duns", "pic", "sam", "cage"]),
    st.none() | st.text("0123456789ABC", min_size=5, max_size=9),
    max_size=3,
)
_ranges = st.tuples(st.integers(1, 9), st.integers(1, 9)).map(lambda ends: tuple(sorted(ends)))
_sums = st.fixed_dictionaries(
    {"amount": st.integers(1, 50_000_000).map(float), "currency": st.sampled_from(["EUR", "USD"])},
    optional={"of": st.sampled_from(["round", "total", "2025"])},
)


def _fact(value: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    quoted = {"quote": texts, "start": st.integers(0, 99), "end": st.integers(99, 200)}
    inferred = {"basis": st.just("inferred"), "probability": st.sampled_from([0.5, 0.9, 1.0])}
    return st.fixed_dictionaries({"value": value, **quoted}) | st.fixed_dictionaries(
        {"value": value, **inferred}
    )


_read_facts = {
    "headquarters": seats,
    "controlled_from": st.lists(seats, min_size=1, max_size=2, unique=True),
    "areas": st.lists(area_slugs, min_size=1, max_size=2, unique=True),
    "trl_range": _ranges,
    "founded": dates,
    "raised": _sums,
    "seeking": _sums,
    "weapon": flags,
    "partners": st.lists(seats, max_size=2),
}


@st.composite
def _read(draw: st.DrawFn) -> dict[str, Any]:
    fields = draw(st.lists(st.sampled_from([*_read_facts]), max_size=3, unique=True))
    return {field: draw(_fact(_read_facts[field])) for field in fields}


_optional: dict[str, st.SearchStrategy[Any]] = {
    "technology": texts,
    "use_cases": st.lists(texts, max_size=3),
    "incorporated_in": seats,
    "headquarters": seats,
    "managed_from": seats,
    "controlled_from": st.lists(seats, min_size=1, max_size=3, unique=True),
    "areas": st.lists(area_slugs, min_size=1, max_size=3, unique=True),
    "trl": st.integers(1, 9),
    "trl_range": _ranges,
    "stage": st.sampled_from(Stage),
    "founded": dates,
    "headcount": st.integers(0, 3_000),
    "headcount_range": _ranges,
    "turnover_eur": cents,
    "balance_sheet_eur": cents,
    "raised_eur": cents,
    "seeking": _seeking,
    "civil_use": flags,
    "defence_use": flags,
    "weapon": flags,
    "owns_technology": flags,
    "sanctioned": flags,
    "identifiers": _identifiers,
    "certifications": st.lists(
        st.sampled_from(["cmmc-2", "iso-27001", "AS9100", "none"]), max_size=2, unique=True
    ),
    "export_control": st.lists(
        st.sampled_from(["6A003", "5A002", "ML10", "9A012"]), max_size=2, unique=True
    ),
    "partners": st.lists(_partner, max_size=3),
    "private_coinvestment_share": shares,
    "non_eligible_content_share": shares,
    "website": st.just("https://example.org"),
    "statements": st.dictionaries(
        st.sampled_from(["reports-annually", "in-a-cluster"]), flags, max_size=2
    ),
    "read": _read(),
}


def fields(**given: Any) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of a random profile as a dict; any subset of the optional ones is known.

    Args:
        given: Fields with a value, or with a strategy to draw it from.
    """
    fixed = {
        "name": names,
        "description": texts,
        **{name: _strategy(value) for name, value in given.items()},
    }
    free = {name: drawn for name, drawn in _optional.items() if name not in given}
    return st.fixed_dictionaries(fixed, optional=free)


def profiles(**given: Any) -> st.SearchStrategy[Profile]:
    """A random profile; ``given`` fixes fields as in :func:`fields`."""
    return fields(**given).map(Profile.model_validate)


def profile_lists(
    *, min_size: int = 0, max_size: int = 5, **given: Any
) -> st.SearchStrategy[list[Profile]]:
    """Several random profiles, each with an id of its own."""
    return st.lists(
        profiles(**given), min_size=min_size, max_size=max_size, unique_by=lambda one: one.id
    )


def _strategy(value: Any) -> st.SearchStrategy[Any]:
    return value if isinstance(value, st.SearchStrategy) else st.just(value)
