"""Which profiles, criteria and programmes do the property tests of the matcher draw?

Countries, days and bounds come from short lists, so that a draw often lands on a boundary: a free
choice of 250 countries and all integers would hardly ever meet a rule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from profiles.model import Profile
from profiles.vocabulary import Stage, areas
from programmes import criteria as c
from programmes.model import Programme

COUNTRIES = (
    "AE", "AL", "AT", "BY", "CA", "CH", "DE", "FI", "FR", "GB",
    "HR", "LI", "NO", "PL", "PT", "RU", "SE", "TR", "UA", "US",
)  # fmt: skip
GROUPS = (
    "nato_32", "eu_27", "eea_efta", "nif_lp_24", "essi", "edf_eligible", "edip_eligible",
    "safe_bilateral", "safe_procurement_equal_footing",
)  # fmt: skip
AREAS = tuple(area.slug for area in areas())
IDENTIFIERS = ("duns", "pic", "sam")
CERTIFICATES = ("iso-9001", "iso-27001", "cmmc-2")
STATEMENTS = ("value-for-estonia", "assets-inside", "independent")

# Days on which a membership, an age or a call turns, and any other.
TURNS = (
    date(2020, 1, 31),
    date(2020, 2, 1),
    date(2023, 4, 3),
    date(2023, 4, 4),
    date(2023, 8, 1),
    date(2024, 2, 29),
    date(2024, 3, 6),
    date(2024, 3, 7),
    date(2024, 11, 15),
    date(2026, 1, 10),
    date(2026, 6, 15),
    date(2026, 7, 3),
)
days = st.sampled_from(TURNS) | st.dates(date(2012, 1, 1), date(2032, 12, 31))
instants = st.builds(
    lambda day, hour: datetime.combine(day, time(hour), UTC), days, st.integers(0, 23)
)
countries = st.sampled_from(COUNTRIES)
flags = st.booleans()
shares = st.sampled_from((0.0, 0.19, 0.2, 0.3, 0.35, 0.36, 0.5, 1.0)) | st.floats(0, 1)

_founded = st.dates(date(2010, 1, 1), date(2026, 6, 15)).flatmap(
    lambda day: st.sampled_from((day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}"))
)
_partner = st.fixed_dictionaries({"name": st.just("A partner")}, optional={"country": countries})
_areas = st.lists(
    st.sampled_from((*AREAS, "quantum/quantum-sensing-timing")), min_size=1, max_size=3, unique=True
)

FACTS: dict[str, st.SearchStrategy[object]] = {
    "incorporated_in": countries,
    "headquarters": countries,
    "managed_from": countries,
    "controlled_from": st.lists(countries, min_size=1, max_size=3, unique=True),
    "areas": _areas,
    "trl": st.integers(1, 9),
    "stage": st.sampled_from(Stage),
    "founded": _founded,
    "headcount": st.sampled_from((0, 9, 10, 249, 250, 499, 500, 501, 1999, 2000)),
    "turnover_eur": st.sampled_from((0, 2_000_000, 50_000_000, 50_000_001)),
    "balance_sheet_eur": st.sampled_from((0, 2_000_000, 43_000_000, 43_000_001)),
    "seeking": st.fixed_dictionaries(
        {"amount": st.sampled_from((100_000, 2_000_000, 40_000_000))},
        optional={"instruments": st.just(["equity"])},
    ),
    "civil_use": flags,
    "defence_use": flags,
    "weapon": flags,
    "owns_technology": flags,
    "sanctioned": flags,
    "identifiers": st.dictionaries(st.sampled_from(IDENTIFIERS), st.none() | st.just("12345")),
    "certifications": st.lists(st.sampled_from(CERTIFICATES), max_size=2, unique=True),
    "partners": st.lists(_partner, max_size=3),
    "private_coinvestment_share": shares,
    "non_eligible_content_share": shares,
    "statements": st.dictionaries(st.sampled_from(STATEMENTS), flags),
}
"""What each field of a profile may say; each is a fact that a startup can learn or give."""

WORDS = (
    "drone", "sensor", "quantum", "battery", "radar", "ship", "port", "autonomy", "secure",
    "network", "medical", "patch", "fuze", "rocket", "satellite", "laser", "ice", "energy",
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=3, max_size=12).map(
    lambda words: f"We build a {' '.join(words)}."
)


def _consistent(facts: dict[str, object]) -> bool:
    """A weapon has a defence use: a profile that denies it contradicts itself."""
    return not (facts.get("weapon") is True and facts.get("defence_use") is False)


facts = st.fixed_dictionaries({}, optional=FACTS).filter(_consistent)


def profile_of(said: dict[str, object], name: str = "startup", text: str = "We build a sensor."):
    """A profile that says these things and nothing else."""
    return Profile(id=name, name=name, description=text, **said)


profiles = st.builds(profile_of, facts)
told = st.builds(lambda said, text: profile_of(said, text=text), facts, texts)
"""Profiles with a text of their own."""

wheres = st.builds(
    c.Where,
    groups=st.lists(st.sampled_from(GROUPS), max_size=2, unique=True).map(tuple),
    countries=st.lists(countries, min_size=1, max_size=3, unique=True).map(tuple),
    except_for=st.lists(countries, max_size=2, unique=True).map(tuple),
    anywhere=st.sampled_from((False, False, False, True)),
) | st.sampled_from(GROUPS).map(lambda slug: c.Where(groups=(slug,)))

_SHARED = {
    "source": st.just(("a-source",)),
    "confidence": st.sampled_from(
        ("high", "high", "medium-high", "medium", "low-medium", "low", "unknown")
    ),
}


def _made(kind, **fields):
    return st.builds(kind, **_SHARED, **fields)


_some_place = st.tuples(st.none() | wheres, st.none() | wheres).filter(any)


def _placed(kind, **fields):
    return st.builds(
        lambda places, **rest: kind(within=places[0], perhaps=places[1], **rest),
        _some_place,
        **_SHARED,
        **fields,
    )


def _bounds(*values):
    return st.none() | st.sampled_from(values)


_window = st.tuples(_bounds(2, 4, 6), _bounds(6, 7, 9)).filter(any)
_size = st.fixed_dictionaries(
    {"max_headcount": _bounds(9, 249, 499, 500), "max_turnover_eur": _bounds(2_000_000, 50_000_000)}
    | {"max_balance_sheet_eur": _bounds(2_000_000, 43_000_000), "min_headcount": _bounds(10)}
).filter(lambda bounds: any(bounds.values()))

BY_KIND: dict[type[c.Criterion], st.SearchStrategy[c.Criterion]] = {
    c.Seat: _placed(c.Seat, basis=st.sampled_from(("incorporated", "headquartered", "managed"))),
    c.Control: _placed(c.Control),
    c.Area: _made(
        c.Area, areas=st.lists(st.sampled_from(AREAS), min_size=1, max_size=4).map(tuple)
    ),
    c.Readiness: st.builds(
        lambda w, **rest: c.Readiness(min=w[0], max=w[1], **rest), _window, **_SHARED
    ),
    c.StageIn: _made(
        c.StageIn, stages=st.lists(st.sampled_from(Stage), min_size=1, max_size=4).map(tuple)
    ),
    c.Size: st.builds(lambda b, **rest: c.Size(label="of a size", **b, **rest), _size, **_SHARED),
    c.Age: _made(c.Age, max_years=st.sampled_from((1, 3, 4, 5, 8, 10))),
    c.OwnsTechnology: _made(c.OwnsTechnology),
    c.HoldsIdentifier: _made(
        c.HoldsIdentifier, identifier=st.sampled_from(IDENTIFIERS), name=st.just("number")
    ),
    c.Consortium: _made(
        c.Consortium,
        entities=st.integers(2, 4),
        countries=st.integers(1, 3),
        within=st.none() | wheres,
        each_of=st.lists(wheres, max_size=2).map(tuple),
        relaxed=st.none() | st.just(c.Relaxed(entities=2, countries=1, only="some topics")),
    ),
    c.SingleApplicant: _made(c.SingleApplicant),
    c.Coinvestment: _made(c.Coinvestment, min_share=st.sampled_from((0.2, 0.3, 0.5))),
    c.ContentShare: _made(c.ContentShare, max_share=st.sampled_from((0.0, 0.35)), inside=wheres),
    c.Use: _made(c.Use, civil=flags, defence=st.just(True)),
    c.NoWeapon: _made(c.NoWeapon, certain=flags),
    c.NotSanctioned: _made(c.NotSanctioned, high_risk=st.sampled_from(((), ("RU", "BY")))),
    c.Certified: _made(c.Certified, any_of=st.sampled_from((("iso-9001",), ("ISO 27001", "x")))),
    c.OpenTo: _made(
        c.OpenTo, applicants=st.sampled_from((("company",), ("state",), (), ("team", "company")))
    ),
    c.Statement: _made(
        c.Statement,
        id=st.sampled_from(STATEMENTS),
        asks=st.just("Does it hold?"),
        who=st.sampled_from(("startup", "programme")),
        changeable=flags,
        unless=st.none() | wheres,
    ),
}
any_criterion = st.one_of(*BY_KIND.values())
"""Any criterion of any kind."""


def programme_of(name, criteria=(), guidance=(), *, pool=False, text="It seeks a sensor.", **more):
    """A programme with these conditions, a text, and nothing else."""
    return Programme.model_validate(
        {
            "id": name,
            "name": name.replace("-", " "),
            "owner": "An office",
            "kind": "pool" if pool else "grant",
            "buyers": "states" if pool else "none",
            "pool": {"item": "sensors"} if pool else None,
            "summary": text,
            "description": text,
            "criteria": tuple(criteria),
            "guidance": tuple(guidance),
            "provenance": {"*": {"source": ["a-source"]}},
            **more,
        }
    )


_calls = st.sampled_from(
    (
        (),
        ({"id": "one", "opens": "2026-01-01", "closes": "2026-07-03T12:00Z"},),
        ({"id": "one", "rolling": True},),
        ({"id": "one", "opens": "2023-01-01", "closes": "2023-04-04"},),
    )
)
several_criteria = st.lists(any_criterion, max_size=5)
programmes = st.builds(
    lambda name, criteria, guidance, pool, text, found: programme_of(
        name, criteria, guidance, pool=pool, text=text, areas=found[0], calls=found[1]
    ),
    st.just("programme"),
    several_criteria,
    st.lists(any_criterion, max_size=2),
    st.booleans(),
    texts,
    st.tuples(st.lists(st.sampled_from(AREAS), max_size=3, unique=True).map(tuple), _calls),
)


def catalogue_of(found):
    """Programmes with ids of their own."""
    return [
        programme.model_copy(update={"id": f"programme-{number:02}"})
        for number, programme in enumerate(found)
    ]
