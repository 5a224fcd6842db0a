"""Each kind of criterion at its boundaries: what is met, what is not, and what is not known."""

from datetime import UTC, datetime

import pytest

from programmes.criteria import (
    Age,
    Area,
    Certified,
    Coinvestment,
    Consortium,
    ContentShare,
    Control,
    HoldsIdentifier,
    NotSanctioned,
    NoWeapon,
    OpenTo,
    OwnsTechnology,
    Readiness,
    Relaxed,
    Seat,
    SingleApplicant,
    Size,
    StageIn,
    Statement,
    Use,
    Where,
)
from tests.matcher.asking import SOURCED, ask, startup, verdict_of
from tests.matcher.strategies import programme_of

NATO, EU, NIF = (Where(groups=(slug,)) for slug in ("nato_32", "eu_27", "nif_lp_24"))
SME = Size(
    label="an SME as the EU defines it",
    max_headcount=249,
    max_turnover_eur=50_000_000,
    max_balance_sheet_eur=43_000_000,
    **SOURCED,
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seat(within=None, perhaps=None, basis="incorporated", **more):
    return Seat(basis=basis, within=within, perhaps=perhaps, **SOURCED, **more)


def control(within=None, perhaps=None, **more):
    return Control(within=within, perhaps=perhaps, **SOURCED, **more)


@pytest.mark.parametrize(
    ("where", "country", "on", "expected"),
    [
        (NATO, "FI", "2023-04-03T23:59", "unmet"),
        (NATO, "FI", "2023-04-04T00:00", "met"),
        (NATO, "SE", "2024-03-06T23:59", "unmet"),
        (NATO, "SE", "2024-03-07T00:00", "met"),
        (NIF, "SE", "2024-03-06T23:59", "unmet"),
        (NIF, "SE", "2024-03-07T00:00", "met"),
        (NIF, "FI", "2026-06-15", "met"),
        (NIF, "CA", "2026-06-15", "unmet"),
        (NIF, "US", "2026-06-15", "unmet"),
        (NATO, "CA", "2026-06-15", "met"),
        (NATO, "AT", "2026-06-15", "unmet"),
        (EU, "GB", "2020-01-31", "met"),
        (EU, "GB", "2020-02-01", "unmet"),
        (NATO, None, "2026-06-15", "unknown"),
    ],
)
def test_a_seat_is_taken_in_the_group_as_it_was_on_the_day(where, country, on, expected):
    company = startup(incorporated_in=country)

    assert ask(seat(where), company, on=at(on)) == expected


def test_the_day_of_a_seat_is_the_day_in_utc():
    finland = startup(incorporated_in="FI")
    still_the_third = datetime.fromisoformat("2023-04-04T01:30:00+03:00")

    assert ask(seat(NATO), finland, on=still_the_third) == "unmet"


def test_each_basis_of_seat_looks_at_its_own_country_alone():
    company = startup(incorporated_in="US", headquarters="DE", managed_from="AT")

    assert ask(seat(EU, basis="incorporated"), company) == "unmet"
    assert ask(seat(EU, basis="headquartered"), company) == "met"
    assert ask(seat(EU, basis="managed"), company) == "met"
    assert ask(seat(EU, basis="managed"), startup(incorporated_in="DE")) == "unknown"


def test_a_membership_whose_first_day_is_not_known_leaves_the_seat_open():
    canada = startup(incorporated_in="CA")
    safe = seat(Where(groups=("safe_bilateral",)))

    assert ask(safe, canada, on=at("2025-11-30")) == "unmet"
    assert ask(safe, canada, on=at("2026-01-10")) == "unknown"
    assert ask(safe, canada, on=at("2026-02-17")) == "met"


def test_a_country_named_as_perhaps_is_neither_in_nor_out():
    eic = seat(Where(groups=("eu_27",), countries=("CH",)), perhaps=Where(countries=("GB", "DE")))

    assert ask(eic, startup(incorporated_in="CH")) == "met"
    assert ask(eic, startup(incorporated_in="GB")) == "unknown"
    assert ask(eic, startup(incorporated_in="US")) == "unmet"
    assert ask(eic, startup(incorporated_in="DE")) == "met", "what is sure outweighs perhaps"


def test_a_rule_that_nobody_has_confirmed_leaves_every_country_open():
    unconfirmed = seat(perhaps=Where(anywhere=True))

    assert ask(unconfirmed, startup(incorporated_in="DE")) == "unknown"
    assert ask(unconfirmed, startup()) == "unknown"


def test_anywhere_asks_for_no_country_but_an_exception_does():
    anywhere = seat(Where(anywhere=True))
    all_but_russia = seat(Where(anywhere=True, except_for=("RU",)))

    assert ask(anywhere, startup()) == "met"
    assert ask(all_but_russia, startup(incorporated_in="US")) == "met"
    assert ask(all_but_russia, startup(incorporated_in="RU")) == "unmet"
    assert ask(all_but_russia, startup()) == "unknown", "it could be the exception"


def test_an_exception_outweighs_the_group_it_is_in():
    all_but_hungary = seat(Where(groups=("eu_27",), except_for=("HU",)))

    assert ask(all_but_hungary, startup(incorporated_in="HU")) == "unmet"
    assert ask(all_but_hungary, startup(incorporated_in="SK")) == "met"


@pytest.mark.parametrize(
    ("controllers", "expected"),
    [
        (["DE"], "met"),
        (["DE", "FR"], "met"),
        (["DE", "AE"], "unmet"),  # one outside is enough
        (["AE"], "unmet"),
        (["UA"], "unknown"),
        (["DE", "UA"], "unknown"),
        (["UA", "AE"], "unmet"),  # the worst of them decides
        (None, "unknown"),
    ],
)
def test_every_country_of_control_has_to_lie_inside(controllers, expected):
    inside = control(EU, perhaps=Where(countries=("UA",)))

    assert ask(inside, startup(controlled_from=controllers)) == expected


def test_control_is_not_read_from_the_seat():
    assert ask(control(EU), startup(incorporated_in="DE", headquarters="DE")) == "unknown"


@pytest.mark.parametrize(
    ("heads", "turnover", "balance", "expected"),
    [
        (249, 50_000_000, 43_000_000, "met"),  # bounds are inclusive
        (250, 0, 0, "unmet"),
        (10, 50_000_001, 43_000_000, "met"),  # one of the two sums is enough
        (10, 50_000_000, 43_000_001, "met"),
        (10, 50_000_001, 43_000_001, "unmet"),
        (10, 50_000_001, None, "unknown"),  # the balance sheet may still be under
        (10, None, 43_000_001, "unknown"),
        (10, 1_000, None, "met"),  # the other sum does not matter any more
        (10, None, 1_000, "met"),
        (10, None, None, "unknown"),
        (None, 1_000, 1_000, "unknown"),
        (None, 50_000_001, 43_000_001, "unmet"),  # too big however few work there
        (250, None, None, "unmet"),  # too many heads whatever the sums
        (0, 0, 0, "met"),
    ],
)
def test_an_eu_sme_has_few_heads_and_a_small_turnover_or_balance_sheet(
    heads, turnover, balance, expected
):
    company = startup(headcount=heads, turnover_eur=turnover, balance_sheet_eur=balance)

    assert ask(SME, company) == expected


@pytest.mark.parametrize(
    ("heads", "expected"), [(9, "unmet"), (10, "met"), (499, "met"), (500, "unmet")]
)
def test_a_window_of_heads_includes_both_ends(heads, expected):
    window = Size(label="of 10 to 499", min_headcount=10, max_headcount=499, **SOURCED)

    assert ask(window, startup(headcount=heads)) == expected


def test_a_bound_on_turnover_alone_does_not_ask_for_anything_else():
    small = Size(label="small", max_turnover_eur=2_000_000, **SOURCED)

    assert ask(small, startup(turnover_eur=2_000_000)) == "met"
    assert ask(small, startup(turnover_eur=2_000_001, balance_sheet_eur=0, headcount=1)) == "unmet"
    assert ask(small, startup(headcount=1)) == "unknown"


UNDER_FIVE = Age(max_years=5, **SOURCED)


@pytest.mark.parametrize(
    ("founded", "closes", "expected"),
    [
        ("2021-07-03", "2026-07-03T12:00Z", "unmet"),  # five on the closing day itself
        ("2021-07-04", "2026-07-03T12:00Z", "met"),
        ("2021-07-02", "2026-07-03T12:00Z", "unmet"),
        ("2021-07-03", None, "met"),  # nothing closes: counted to the day of the question
        ("2021-06-15", None, "unmet"),
        ("2021-06-16", None, "met"),
        ("2021-07-03", "2026-06-30", "met"),  # a bare closing day lasts to its midnight
        ("2021-06-30", "2026-06-30", "unmet"),
        ("2021-07-01", "2026-06-30", "met"),
        ("2021-07-03", "2026-06-01", "met"),  # closed already: the day of the question counts
        ("2021-06-10", "2026-06-01", "unmet"),
        ("2020", None, "unmet"),  # every day of 2020 is more than five years ago
        ("2021", None, "unknown"),  # some of 2021 is, some is not
        ("2022", None, "met"),
        ("2021-05", None, "unmet"),
        ("2021-06", None, "unknown"),
        ("2021-07", None, "met"),
        (None, None, "unknown"),
    ],
)
def test_age_is_counted_in_full_years_to_the_closing_day(founded, closes, expected):
    assert ask(UNDER_FIVE, startup(founded=founded), closes=closes) == expected


@pytest.mark.parametrize(
    ("founded", "on", "expected"),
    [
        ("2020-02-29", "2025-02-28", "met"),  # its fifth birthday comes on 1 March
        ("2020-02-29", "2025-03-01", "unmet"),
        ("2019-02-28", "2024-02-29", "unmet"),
        ("2019-03-01", "2024-02-29", "met"),
    ],
)
def test_a_birthday_on_a_leap_day_comes_on_the_first_of_march(founded, on, expected):
    assert ask(UNDER_FIVE, startup(founded=founded), on=at(on)) == expected


@pytest.mark.parametrize(
    ("trl", "low", "high", "expected"),
    [
        (3, 4, None, "unmet"),
        (4, 4, None, "met"),
        (8, 6, 8, "met"),
        (9, 6, 8, "unmet"),
        (5, 6, 8, "unmet"),
        (8, None, 8, "met"),
        (9, None, 8, "unmet"),
        (None, 4, None, "unknown"),
    ],
)
def test_readiness_lies_in_a_window_with_both_ends(trl, low, high, expected):
    assert ask(Readiness(min=low, max=high, **SOURCED), startup(trl=trl)) == expected


def test_areas_are_compared_at_the_level_of_the_fourteen():
    quantum = Area(areas=("quantum", "space"), **SOURCED)

    assert ask(quantum, startup(areas=["quantum/quantum-sensing-timing"])) == "met"
    assert ask(quantum, startup(areas=["human-bio", "space"])) == "met"
    assert ask(quantum, startup(areas=["human-bio"])) == "unmet"
    assert ask(quantum, startup()) == "unknown", "what the text speaks of decides nothing"


def test_the_text_of_a_profile_never_answers_a_rule():
    text = "A quantum sensor from a German company, TRL 6, dual use, not a weapon, owns all patents"
    company = startup(technology=text)

    for criterion in (
        Area(areas=("quantum",), **SOURCED),
        Readiness(min=4, **SOURCED),
        OwnsTechnology(**SOURCED),
        Use(civil=True, defence=True, **SOURCED),
        seat(NATO),
    ):
        assert ask(criterion, company) == "unknown"


@pytest.mark.parametrize(
    ("stage", "expected"),
    [("seed", "met"), ("series-a", "met"), ("growth", "unmet"), (None, "unknown")],
)
def test_a_stage_is_one_of_those_taken(stage, expected):
    early = StageIn(stages=("seed", "series-a"), **SOURCED)

    assert ask(early, startup(stage=stage)) == expected


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ({"duns": "340000001"}, "met"),
        ({"DUNS": "340000001"}, "met"),  # however it is written
        ({"duns": None}, "unmet"),  # asked, and there is none
        ({"duns": ""}, "unmet"),
        ({"pic": "900000001"}, "unknown"),  # nothing was said of a DUNS number
        ({}, "unknown"),
        (None, "unknown"),
    ],
)
def test_a_registration_not_mentioned_is_unknown_and_one_given_as_null_is_lacking(
    identifiers, expected
):
    for written in ("duns", "DUNS"):
        duns = HoldsIdentifier(identifier=written, name="DUNS number", **SOURCED)
        assert ask(duns, startup(identifiers=identifiers)) == expected


@pytest.mark.parametrize(
    ("held", "asked", "expected"),
    [
        (["iso-27001"], ["iso-27001"], "met"),
        (["ISO 27001"], ["iso-27001"], "met"),
        (["iso-27001"], ["ISO 27001"], "met"),
        (["CMMC-2", "iso-9001"], ["iso-27001", "cmmc-2"], "met"),  # one of them is enough
        (["iso-9001"], ["iso-27001"], "unmet"),
        ([], ["iso-27001"], "unmet"),  # it says that it holds none
        (None, ["iso-27001"], "unknown"),
    ],
)
def test_a_certification_counts_however_its_name_is_written(held, asked, expected):
    wanted = Certified(any_of=asked, **SOURCED)

    assert ask(wanted, startup(certifications=held)) == expected


THREE_OF_EU = Consortium(entities=3, countries=3, within=EU, **SOURCED)


def partners(*codes):
    return [{"name": "A partner", "country": code} for code in codes]


@pytest.mark.parametrize(
    ("home", "others", "expected"),
    [
        ("DE", ["FR", "IT"], "met"),
        ("DE", ["FR", "FR"], "unmet"),  # three entities of two countries
        ("DE", ["FR"], "unmet"),
        ("DE", [], "unmet"),  # it says that it has no partner
        ("DE", None, "unknown"),  # it says nothing
        ("DE", ["FR", "US"], "unmet"),  # who is outside does not count
        ("DE", ["FR", "IT", "US"], "met"),  # and does no harm
        ("US", ["FR", "IT", "DE"], "met"),  # its own seat is another criterion's matter
        ("DE", ["FR", None], "unknown"),  # the third could be anywhere
        (None, ["FR", "IT"], "unknown"),
        ("DE", ["DE", None], "unmet"),  # even at best two countries
    ],
)
def test_a_consortium_has_enough_members_from_enough_places(home, others, expected):
    company = startup(incorporated_in=home, partners=None if others is None else partners(*others))

    assert ask(THREE_OF_EU, company) == expected


def test_a_member_counts_where_no_place_is_asked_even_if_its_country_is_not_known():
    two = Consortium(entities=2, **SOURCED)
    two_countries = Consortium(entities=2, countries=2, **SOURCED)
    company = startup(incorporated_in="DE", partners=partners(None))

    assert ask(two, company) == "met"
    assert ask(two_countries, company) == "unknown"


def test_smaller_numbers_that_hold_for_some_topics_leave_the_answer_open():
    eased = Relaxed(entities=2, countries=2, only="calls for disruptive technologies")
    fund = Consortium(entities=3, countries=3, within=EU, relaxed=eased, **SOURCED)

    def found(*codes):
        return ask(fund, startup(incorporated_in="DE", partners=partners(*codes)))

    assert found("FR", "IT") == "met"
    assert found("FR") == "unknown", "two are enough in some calls"
    assert found("DE") == "unmet", "one country is enough in none"
    assert found() == "unmet"


UKRAINE_AND_NATO = Consortium(
    entities=2, countries=2, each_of=(Where(countries=("UA",)), NATO), **SOURCED
)


@pytest.mark.parametrize(
    ("home", "others", "expected"),
    [
        ("UA", ["DE"], "met"),
        ("DE", ["UA"], "met"),
        ("DE", ["FR"], "unmet"),  # nobody from Ukraine
        ("UA", ["UA", "AT"], "unmet"),  # nobody from NATO
        ("UA", [None], "unknown"),
        ("UA", [], "unmet"),
        (None, ["UA"], "unknown"),
    ],
)
def test_a_joint_call_wants_a_member_from_each_place(home, others, expected):
    company = startup(incorporated_in=home, partners=partners(*others))

    assert ask(UKRAINE_AND_NATO, company) == expected


def test_one_member_does_not_stand_for_two_places():
    both = Consortium(entities=2, each_of=(NATO, EU), **SOURCED)

    assert ask(both, startup(incorporated_in="DE", partners=partners("US"))) == "met"
    assert ask(both, startup(incorporated_in="DE", partners=partners("CH"))) == "unmet"
    assert ask(both, startup(incorporated_in="AT", partners=partners("DE"))) == "met"


def test_one_company_alone_is_what_a_single_applicant_is():
    assert ask(SingleApplicant(**SOURCED), startup()) == "met"
    assert ask(SingleApplicant(**SOURCED), startup(partners=partners("FR"))) == "met"


@pytest.mark.parametrize(
    ("share", "expected"), [(0.3, "met"), ("30%", "met"), (0.2999, "unmet"), (None, "unknown")]
)
def test_private_money_reaches_its_least_share(share, expected):
    smartcap = Coinvestment(min_share=0.3, **SOURCED)

    assert ask(smartcap, startup(private_coinvestment_share=share)) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0.35, "met"), ("35 %", "met"), (0.3501, "unmet"), (None, "unknown")]
)
def test_content_from_outside_keeps_to_its_bound(share, expected):
    safe = ContentShare(max_share=0.35, inside=EU, **SOURCED)

    assert ask(safe, startup(non_eligible_content_share=share)) == expected


@pytest.mark.parametrize(
    ("civil", "defence", "expected"),
    [
        (True, True, "met"),
        (True, False, "unmet"),
        (False, None, "unmet"),  # one missing use is enough
        (True, None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_dual_use_needs_both(civil, defence, expected):
    dual = Use(civil=True, defence=True, **SOURCED)

    assert ask(dual, startup(civil_use=civil, defence_use=defence)) == expected


def test_a_use_that_is_not_asked_for_is_not_looked_at():
    defence = Use(defence=True, **SOURCED)

    assert ask(defence, startup(defence_use=True, civil_use=False)) == "met"


@pytest.mark.parametrize(
    ("weapon", "defence_use", "certain", "possible"),
    [
        (True, True, "unmet", "unknown"),
        (False, True, "met", "not-applicable"),
        (None, True, "unknown", "unknown"),
        (None, None, "unknown", "unknown"),
        (None, False, "met", "not-applicable"),  # without a defence use it is no weapon
    ],
)
def test_a_limit_on_weapons_concerns_weapons(weapon, defence_use, certain, possible):
    company = startup(weapon=weapon, defence_use=defence_use)

    assert ask(NoWeapon(certain=True, **SOURCED), company) == certain
    assert ask(NoWeapon(certain=False, **SOURCED), company) == possible


def test_a_possible_limit_on_weapons_leaves_a_civil_firm_eligible_and_a_weapon_maker_open():
    fund = programme_of("fund", [NoWeapon(certain=False, **SOURCED)])

    assert verdict_of(fund, startup(weapon=False)) == "eligible"
    assert verdict_of(fund, startup(weapon=True)) == "undetermined"
    assert verdict_of(fund, startup()) == "undetermined"


CLEAN_SEATS = {"incorporated_in": "EE", "headquarters": "EE", "managed_from": "EE"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"sanctioned": False, **CLEAN_SEATS, "controlled_from": ["EE"]}, "met"),
        ({"sanctioned": True, **CLEAN_SEATS, "controlled_from": ["EE"]}, "unmet"),
        ({**CLEAN_SEATS, "controlled_from": ["EE"]}, "unknown"),
        ({"sanctioned": False, **CLEAN_SEATS}, "unknown"),  # who controls it?
        ({"sanctioned": False, **CLEAN_SEATS, "controlled_from": ["EE", "RU"]}, "unmet"),
        ({"controlled_from": ["BY"]}, "unmet"),  # one tie is enough
        ({"incorporated_in": "RU"}, "unmet"),
        ({"headquarters": "BY"}, "unmet"),
        ({"managed_from": "RU"}, "unmet"),
        ({"sanctioned": False, "controlled_from": ["EE"]}, "unknown"),  # where does it sit?
        ({"sanctioned": True}, "unmet"),
    ],
)
def test_nobody_behind_it_is_sanctioned_or_tied_to_a_high_risk_state(facts, expected):
    clean = NotSanctioned(high_risk=("RU", "BY"), **SOURCED)

    assert ask(clean, startup(**facts)) == expected


def test_without_high_risk_states_only_the_sanctions_lists_count():
    clean = NotSanctioned(**SOURCED)

    assert ask(clean, startup(sanctioned=False)) == "met"
    assert ask(clean, startup(sanctioned=False, controlled_from=["RU"])) == "met"
    assert ask(clean, startup(incorporated_in="RU")) == "unknown"


@pytest.mark.parametrize(
    ("applicants", "expected"),
    [
        (("company",), "met"),
        (("team", "company"), "met"),
        (("state",), "unmet"),
        (("fund-manager",), "unmet"),
        ((), "unmet"),  # a proposal: nobody
    ],
)
def test_who_may_apply_is_known_of_every_startup(applicants, expected):
    assert ask(OpenTo(applicants=applicants, **SOURCED), startup()) == expected


@pytest.mark.parametrize("who", ["startup", "programme"])
@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ({"value-for-estonia": True}, "met"),
        ({"value-for-estonia": False}, "unmet"),
        ({"another": True}, "unknown"),
        ({}, "unknown"),
        (None, "unknown"),
    ],
)
def test_a_condition_in_words_holds_if_it_is_stated(statements, expected, who):
    words = Statement(id="value-for-estonia", asks="What would Estonia gain?", who=who, **SOURCED)

    assert ask(words, startup(statements=statements)) == expected


def test_ownership_of_the_technology_is_a_yes_a_no_or_not_known():
    assert ask(OwnsTechnology(**SOURCED), startup(owns_technology=True)) == "met"
    assert ask(OwnsTechnology(**SOURCED), startup(owns_technology=False)) == "unmet"
    assert ask(OwnsTechnology(**SOURCED), startup()) == "unknown"


@pytest.mark.parametrize(
    ("confidence", "inside", "outside"),
    [
        ("high", "met", "unmet"),
        ("medium-high", "met", "unmet"),
        ("medium", "met", "unmet"),
        ("low-medium", "unknown", "unknown"),
        ("low", "unknown", "unknown"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_a_rule_that_we_are_not_sure_of_is_never_met_or_unmet(confidence, inside, outside):
    rule = seat(Where(countries=("LT",)), confidence=confidence)

    assert ask(rule, startup(incorporated_in="LT")) == inside
    assert ask(rule, startup(incorporated_in="US")) == outside


def test_a_doubtful_limit_still_does_not_concern_those_it_cannot_concern():
    doubtful = NoWeapon(certain=False, confidence="low", **SOURCED)

    assert ask(doubtful, startup(weapon=False)) == "not-applicable"
    assert ask(doubtful, startup(weapon=True)) == "unknown"


MET, UNMET, OPEN = (
    Readiness(min=4, **SOURCED),
    Readiness(min=9, **SOURCED),
    OwnsTechnology(**SOURCED),
)


@pytest.mark.parametrize(
    ("criteria", "company", "pool"),
    [
        ([], "eligible", "supply_chain"),
        ([MET], "eligible", "supply_chain"),
        ([MET, OPEN], "undetermined", "supply_chain"),
        ([MET, UNMET], "ineligible", "ineligible"),
        ([OPEN, UNMET], "ineligible", "ineligible"),  # one unmet is never averaged away
    ],
)
def test_answers_join_to_a_verdict_and_a_pool_never_makes_a_startup_eligible(
    criteria, company, pool
):
    profile = startup(trl=5)

    assert verdict_of(programme_of("grant", criteria), profile) == company
    assert verdict_of(programme_of("pool", criteria, pool=True), profile) == pool


def test_what_only_guides_decides_nothing():
    guided = programme_of("grant", [MET], [UNMET, OPEN])

    assert verdict_of(guided, startup(trl=5)) == "eligible"


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ({"headcount_range": [51, 200]}, "met"),
        ({"headcount_range": [250, 500]}, "unmet"),
        ({"headcount_range": [201, 500]}, "unknown"),
        ({"headcount_range": [251, 500], "headcount": 12}, "met"),
    ],
)
def test_a_band_decides_where_both_of_its_ends_agree(fact, answer):
    size = Size(kind="size", label="an SME", max_headcount=249, **SOURCED)

    assert ask(size, startup(**fact)) == answer


@pytest.mark.parametrize(
    ("ends", "answer"),
    [([4, 6], "met"), ([7, 9], "unmet"), ([5, 7], "unknown"), ([1, 9], "unknown")],
)
def test_a_range_of_readiness_decides_where_all_of_it_agrees(ends, answer):
    ready = Readiness(kind="trl", min=4, max=6, **SOURCED)

    assert ask(ready, startup(trl_range=ends)) == answer
