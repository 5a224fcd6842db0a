"""Programmes of every shape that the model allows, for the property tests."""

from hypothesis import strategies as st

from profiles.vocabulary import Instrument, Stage, areas, countries, groups
from programmes.model import Programme

CODES = st.sampled_from([one.code for one in countries()])
GROUPS = st.sampled_from([one.slug for one in groups()])
AREAS = st.sampled_from([one.slug for one in areas()])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
WORDS = TEXTS.map(lambda text: f"w{text}w")
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
DATES = st.sampled_from(["2026", "2026-06", "2026-Q3", "2026-06-15", "2026-06-15T17:00 Brussels"])
CONFIDENCE = st.sampled_from(["high", "medium-high", "medium", "low-medium", "low", "unknown"])
SOURCED = {"source": st.lists(SLUGS, min_size=1, max_size=3)}
SHARED = {"confidence": CONFIDENCE, "as_of": DATES, "note": TEXTS}

WHERE = st.one_of(
    st.just("anywhere"),
    GROUPS,
    CODES,
    st.lists(CODES, min_size=1, max_size=4),
    st.fixed_dictionaries(
        {"groups": st.lists(GROUPS, min_size=1, max_size=2)},
        optional={"countries": st.lists(CODES, max_size=3), "except_for": st.lists(CODES)},
    ),
)
LEVELS = st.integers(1, 9)
SHARES = st.floats(0.01, 0.99)
COUNTS = st.integers(1, 10**9)


def _kind(name, needed=None, optional=None):
    return st.fixed_dictionaries(
        {"kind": st.just(name), **SOURCED, **(needed or {})},
        optional={**SHARED, **(optional or {})},
    )


CRITERIA = st.one_of(
    _kind(
        "seat",
        {"basis": st.sampled_from(["incorporated", "headquartered", "managed"]), "within": WHERE},
        {"perhaps": WHERE},
    ),
    _kind("control", optional={"within": WHERE, "perhaps": WHERE, "relief": TEXTS}),
    _kind("area", {"areas": st.lists(AREAS, min_size=1, max_size=4)}),
    _kind("trl", {"min": LEVELS}, {"max": st.just(9)}),
    _kind("stage", {"stages": st.lists(st.sampled_from(Stage), min_size=1)}),
    _kind(
        "size",
        {"label": TEXTS, "max_headcount": COUNTS},
        {"min_headcount": COUNTS, "max_turnover_eur": COUNTS, "max_balance_sheet_eur": COUNTS},
    ),
    _kind("age", {"max_years": st.integers(1, 99)}),
    _kind("technology-ownership"),
    _kind("identifier", {"identifier": WORDS, "name": WORDS}),
    _kind(
        "consortium",
        {"entities": st.integers(2, 9)},
        {
            "countries": st.integers(1, 9),
            "within": WHERE,
            "each_of": st.lists(WHERE, max_size=2),
            "relaxed": st.just({"entities": 2, "countries": 1, "only": "some topics"}),
        },
    ),
    _kind("single-applicant"),
    _kind("coinvestment", {"min_share": SHARES}),
    _kind("content-share", {"max_share": SHARES, "inside": WHERE}),
    _kind("use", {"civil": st.just(True)}, {"defence": st.booleans()}),
    _kind("weapon", optional={"certain": st.booleans()}),
    _kind("sanctions", optional={"high_risk": st.lists(CODES, max_size=3)}),
    _kind("certification", {"any_of": st.lists(WORDS, min_size=1, max_size=3)}),
    _kind(
        "open-to",
        {"applicants": st.lists(st.sampled_from(["company", "team", "research", "state"]))},
        {"instead": TEXTS},
    ),
    _kind(
        "statement",
        {"id": SLUGS, "asks": TEXTS},
        {"who": st.sampled_from(["startup", "programme"]), "changeable": st.booleans()},
    ),
)

AMOUNTS = st.fixed_dictionaries(
    {"label": TEXTS, "currency": st.sampled_from(["EUR", "USD", "GBP"])},
    optional={
        "min": st.floats(0, 1e6),
        "max": st.floats(1e6, 1e12),
        "per": st.sampled_from(["company", "programme", "state"]),
        "note": TEXTS,
    },
)
CALLS = st.fixed_dictionaries(
    {"id": SLUGS},
    optional={
        "name": TEXTS,
        "opens": st.sampled_from(["2025", "2025-11", "2026-01-31"]),
        "closes": DATES,
        "cutoffs": st.lists(DATES, max_size=2),
        "expected": st.booleans(),
        "zone": st.sampled_from(["UTC", "Europe/Brussels", "Europe/Kyiv"]),
        "note": TEXTS,
    },
)
CHALLENGES = st.fixed_dictionaries(
    {
        "id": SLUGS,
        "title": WORDS,
        "statement": WORDS,
        "basis": st.sampled_from(["stated", "our-reading"]),
        **SOURCED,
    },
    optional={"areas": st.lists(AREAS, max_size=3), "confidence": CONFIDENCE},
)
PROVENANCE = st.fixed_dictionaries(SOURCED, optional=SHARED)
POOLS = st.fixed_dictionaries(
    {"item": WORDS},
    optional={
        "quantity": TEXTS,
        "value": AMOUNTS,
        "participants": st.lists(CODES, max_size=4),
        "signed": DATES,
        "suppliers": st.lists(WORDS, max_size=2),
    },
)


def _lists(items, **options):
    return st.lists(items, max_size=3, **options)


def _named(items):
    return st.lists(items, max_size=3, unique_by=lambda one: one["id"])


DOCUMENTS = st.fixed_dictionaries(
    {
        "id": SLUGS,
        "name": WORDS,
        "owner": WORDS,
        "kind": st.sampled_from(["grant", "fund", "challenge", "pool"]),
        "summary": WORDS,
        "description": WORDS,
        "provenance": st.dictionaries(SLUGS, PROVENANCE, max_size=2).flatmap(
            lambda entries: PROVENANCE.map(lambda rest: {**entries, "*": rest})
        ),
    },
    optional={
        "short_name": TEXTS,
        "also_known_as": _lists(WORDS),
        "standing": st.sampled_from(["running", "announced", "ended", "proposal", "unknown"]),
        "seeks": _lists(WORDS),
        "technologies": _lists(WORDS),
        "use_cases": _lists(WORDS),
        "not_for": TEXTS,
        "areas": _lists(AREAS),
        "offer": st.fixed_dictionaries(
            {},
            optional={
                "instruments": _lists(st.sampled_from(Instrument)),
                "amounts": _lists(AMOUNTS),
                "equity": st.sampled_from(["no", "yes", "optional", "unknown"]),
                "text": TEXTS,
            },
        ),
        "calls": _named(CALLS),
        "challenges": _named(CHALLENGES),
        "criteria": _lists(CRITERIA),
        "guidance": _lists(CRITERIA),
        "pool": POOLS,
        "facts": _lists(
            st.fixed_dictionaries({"name": WORDS, "value": WORDS, **SOURCED}, optional={})
        ),
        "notes": _lists(TEXTS),
    },
)
PROGRAMMES = DOCUMENTS.map(Programme.model_validate)
