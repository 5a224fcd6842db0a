"""What holds for any profile and any programmes, drawn at random."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher.eligibility.answer import Answer, Verdict
from matcher.eligibility.columns import Frame
from matcher.eligibility.rulebook import Rulebook
from matcher.fit.model import default_fit
from matcher.service import Matcher
from programmes.filters import Filters
from programmes.read import Catalogue
from tests.matcher.asking import FEW, ask, verdict_of
from tests.matcher.fakes import WordEncoder
from tests.matcher.strategies import (
    FACTS,
    IDENTIFIERS,
    STATEMENTS,
    any_criterion,
    catalogue_of,
    countries,
    facts,
    instants,
    profile_of,
    profiles,
    programme_of,
    programmes,
    several_criteria,
    told,
)

BANDS = ("eligible", "undetermined", "supply_chain", "ineligible")
OUTLOOKS = ("likely", "open", "unlikely")
SECTIONS = ("now", "soon", "supply", "later", "past")


@st.composite
def learning(draw):
    """What a startup says, and the same with one more fact."""
    field = draw(st.sampled_from(sorted(FACTS)))
    known = {name: value for name, value in draw(facts).items() if name != field}
    value = draw(FACTS[field])
    # A weapon without a defence use contradicts what was said before: that is no learning.
    assume(not (field == "weapon" and value is True and known.get("defence_use") is False))
    assume(not (field == "defence_use" and value is False and known.get("weapon") is True))
    return known, {**known, field: value}


@st.composite
def sharpening(draw):
    """What a startup says, and the same with one fact told more exactly."""
    known = draw(facts)
    what = draw(st.sampled_from(("identifiers", "statements", "partners", "founded")))
    more = dict(known)
    if what in {"identifiers", "statements"}:
        told_so_far = dict(known.get(what) or {})
        names = IDENTIFIERS if what == "identifiers" else STATEMENTS
        values = st.none() | st.just("12345") if what == "identifiers" else st.booleans()
        left = [name for name in names if name not in told_so_far]
        assume(left)
        more[what] = {**told_so_far, draw(st.sampled_from(left)): draw(values)}
    elif what == "partners":
        nameless = [{"name": "A partner"}, *known.get("partners", [])]
        known = {**known, "partners": nameless}
        more["partners"] = [{"name": "A partner", "country": draw(countries)}, *nameless[1:]]
    else:
        day = draw(st.dates().filter(lambda day: 2010 <= day.year <= 2026))
        known = {**known, "founded": draw(st.sampled_from((f"{day:%Y}", f"{day:%Y-%m}")))}
        more["founded"] = day.isoformat()
    return known, more


def resolves(before, after):
    """An answer may be found; one that was found stays."""
    return before == "unknown" or before == after


def settles(before, after):
    """A verdict leaves "undetermined" for good, and supply turns into a refusal at most."""
    allowed = {"undetermined": set(BANDS), "supply_chain": {"supply_chain", "ineligible"}}
    return after in allowed.get(before, {before})


@given(learning() | sharpening(), any_criterion, instants)
def test_learning_a_fact_only_resolves_unknowns(pair, criterion, on):
    before, after = (ask(criterion, profile_of(said), on) for said in pair)

    assert resolves(before, after), f"{before} became {after}"


@given(learning() | sharpening(), programmes, instants)
def test_learning_a_fact_settles_a_verdict_and_never_turns_it_round(pair, programme, on):
    before, after = (verdict_of(programme, profile_of(said), on) for said in pair)

    assert settles(before, after), f"{before} became {after}"


def test_learning_a_fact_only_resolves_unknowns_in_the_real_catalogue(catalogue):
    @FEW
    @given(learning() | sharpening(), instants)
    def check(pair, on):
        rulebook = Rulebook(catalogue.programmes, on=on)
        found = rulebook.judge(Frame.of([profile_of(said) for said in pair]))
        for before, after in found.answers:
            assert resolves(Answer(int(before)).word, Answer(int(after)).word)
        for before, after in found.verdicts:
            assert settles(Verdict(int(before)).word, Verdict(int(after)).word)

    check()


@given(several_criteria.flatmap(lambda c: st.tuples(st.just(c), st.permutations(c))), profiles)
def test_a_verdict_does_not_depend_on_the_order_of_criteria(pair, profile):
    one, other = (verdict_of(programme_of("programme", criteria), profile) for criteria in pair)

    assert one == other


@given(several_criteria, any_criterion, profiles, st.booleans(), instants)
def test_another_criterion_never_helps(criteria, extra, profile, pool, on):
    before = verdict_of(programme_of("programme", criteria, pool=pool), profile, on)
    after = verdict_of(programme_of("programme", [*criteria, extra], pool=pool), profile, on)

    assert BANDS.index(after) >= BANDS.index(before)


@given(programmes, profiles, instants)
def test_only_a_pool_supplies_and_a_pool_makes_nobody_eligible(programme, profile, on):
    verdict = verdict_of(programme, profile, on)

    if programme.buyers == "states":
        assert verdict in {"supply_chain", "ineligible"}
    else:
        assert verdict != "supply_chain"


@FEW
@given(st.lists(profiles, min_size=1, max_size=5), st.lists(programmes, max_size=5), instants)
def test_one_by_one_the_rules_find_what_they_find_in_many_at_once(some, drawn, on):
    every = catalogue_of(drawn)
    together = Rulebook(every, on=on).judge(Frame.of(some))

    for row, profile in enumerate(some):
        assert together.of(row).tolist() == [
            int(Rulebook([programme], on=on).judge(Frame.of([profile])).of(0)[0])
            for programme in every
        ]


def matcher_of(found, model=None):
    return Matcher(Catalogue.of(found), WordEncoder(), model)


drawn_catalogues = st.lists(programmes, min_size=1, max_size=6).map(catalogue_of)


def pairs_of(result):
    return [*result.matches, *result.ineligible]


@FEW
@given(told, drawn_catalogues, instants)
def test_every_programme_is_in_exactly_one_of_matches_and_ineligible(profile, found, on):
    result = matcher_of(found).match(profile, on=on)
    named = [pair.programme for pair in pairs_of(result)]

    assert sorted(named) == sorted(programme.id for programme in found)
    assert [match.rank for match in result.matches] == list(range(1, len(result.matches) + 1))
    for match in result.matches:
        assert match.verdict in BANDS[:3]
    for refusal in result.ineligible:
        assert any(finding.answer == "unmet" for finding in refusal.findings)


@FEW
@given(told, drawn_catalogues, instants, st.integers(0, 2**32 - 1))
def test_fit_never_crosses_a_band_whatever_it_weighs(profile, found, on, seed):
    usual = default_fit()
    dice = np.random.default_rng(seed)
    other = type(usual)(
        version="drawn",
        intercept=float(dice.normal()),
        names=usual.names,
        weights=dice.normal(0, 9, len(usual.weights)),
        zeros=usual.zeros,
        prior=usual.prior,
    )
    by_one, by_other = (matcher_of(found, model).match(profile, on=on) for model in (usual, other))

    for result in (by_one, by_other):
        keys = [
            (
                SECTIONS.index(m.section),
                BANDS.index(m.verdict),
                OUTLOOKS.index(m.outlook),
                -m.fit,
                m.programme,
            )
            for m in result.matches
        ]
        assert keys == sorted(keys)
    assert {m.programme: m.verdict for m in by_one.matches} == {
        m.programme: m.verdict for m in by_other.matches
    }


filters = st.builds(
    Filters,
    countries=st.lists(countries, max_size=1).map(tuple),
    areas=st.lists(st.sampled_from(("quantum", "space", "energy-propulsion")), max_size=2).map(
        tuple
    ),
    kinds=st.lists(st.sampled_from(("grant", "pool")), max_size=1).map(tuple),
    statuses=st.lists(st.sampled_from(("open", "closed", "rolling")), max_size=2).map(tuple),
    min_fit=st.sampled_from((0.0, 0.0, 0.1, 0.3)),
)


@FEW
@given(told, drawn_catalogues, instants, filters)
def test_the_first_k_are_the_same_however_many_are_shown(profile, found, on, wanted):
    matcher = matcher_of(found)
    every = matcher.match(profile, on=on, filters=wanted).matches

    for k in range(1, len(every) + 1):
        assert matcher.match(profile, on=on, filters=wanted, top=k).matches == every[:k]


@FEW
@given(told, drawn_catalogues, instants, filters, st.integers(1, 3))
def test_filters_act_before_the_cut(profile, found, on, wanted, k):
    matcher = matcher_of(found)
    everything = matcher.match(profile, on=on)
    filtered = matcher.match(profile, on=on, filters=wanted, top=k)
    passing = {pair.programme for pair in pairs_of(matcher.match(profile, on=on, filters=wanted))}
    expected = [match.programme for match in everything.matches if match.programme in passing]

    assert [match.programme for match in filtered.matches] == expected[:k]
    for pair in pairs_of(filtered):
        assert pair.fit >= wanted.min_fit
        assert not wanted.kinds or pair.kind in wanted.kinds
        assert not wanted.statuses or pair.status in wanted.statuses


@FEW
@given(
    told, drawn_catalogues.flatmap(lambda c: st.tuples(st.just(c), st.permutations(c))), instants
)
def test_an_answer_does_not_depend_on_the_order_of_the_programmes(profile, orders, on):
    one, other = (matcher_of(found).match(profile, on=on) for found in orders)

    assert one == other


def same(match, other):
    """Whether two answers for one pair agree in all that does not depend on the others."""
    parts = ("programme", "profile", "status", "fit", "near_miss", "findings")
    return all(getattr(match, part) == getattr(other, part) for part in parts)


@FEW
@given(st.lists(told, min_size=1, max_size=3), drawn_catalogues, instants)
def test_match_screen_and_explain_say_the_same_of_a_pair(some, found, on):
    some = [p.model_copy(update={"id": f"startup-{row}"}) for row, p in enumerate(some)]
    matcher = matcher_of(found)
    matched = {
        (pair.profile, pair.programme): pair
        for profile in some
        for pair in pairs_of(matcher.match(profile, on=on))
    }
    for programme in found:
        screened = matcher.screen(programme.id, some, on=on)
        for pair in (*screened.candidates, *screened.ineligible):
            alone = matcher.explain(
                next(p for p in some if p.id == pair.profile), programme.id, on=on
            )
            also = matched[pair.profile, pair.programme]
            assert same(pair, alone)
            assert same(pair, also)
            parts = ["verdict", "topic", "section", "outlook"]
            if pair.verdict != "ineligible":
                parts += ["contributions", "evidence", "guidance"]
            for part in parts:
                assert getattr(pair, part) == getattr(alone, part) == getattr(also, part)


features = st.lists(
    st.floats(0, 1) | st.sampled_from((0.0, 0.5, 1.0)),
    min_size=len(default_fit().names),
    max_size=len(default_fit().names),
)


@given(features)
def test_contributions_sum_to_the_fit_to_the_last_decimal(values):
    model = default_fit()
    parts = model.contributions(np.array(values))
    points = sum((Decimal(str(part.points)) for part in parts), Decimal(0))

    assert points == Decimal(str(float(model.fit(np.array(values)))))
    assert [part.feature for part in parts][1:] == list(model.explaining)


@given(features)
def test_what_is_said_of_the_programme_alone_stands_in_the_start(values):
    model = default_fit()
    known = np.array(values)
    unknown = np.where(model.prior, known, model.zeros)
    start, *_ = model.contributions(known)

    assert not {"brevity", "standing"} & set(model.explaining)
    assert start.points == float(model.fit(unknown))


@given(features, st.data())
def test_a_fit_is_a_share_and_moves_with_each_feature_as_its_weight_says(values, data):
    model = default_fit()
    place = data.draw(st.integers(0, len(values) - 1))
    more = [*values]
    more[place] = data.draw(st.floats(values[place], 1))
    low, high = (float(model.fit(np.array(found))) for found in (values, more))

    assert 0 <= low <= 1
    assert (high - low) * np.sign(model.weights[place]) >= 0


@pytest.mark.parametrize("size", [0, 1, 7])
def test_a_frame_holds_as_many_profiles_as_it_was_given(size):
    frame = Frame.of([profile_of({}) for _ in range(size)])

    assert len(frame) == size
    assert frame.trl_low.shape == (size,)
