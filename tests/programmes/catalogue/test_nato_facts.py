"""Does the catalogue say of NATO's and American programmes what was decided, traps included?"""

from datetime import UTC, date, datetime
from functools import cache
from itertools import combinations

import pytest

from profiles.vocabulary import Instrument, group
from programmes.criteria import (
    Area,
    Control,
    HoldsIdentifier,
    NoWeapon,
    OpenTo,
    Readiness,
    Seat,
    SingleApplicant,
    Size,
    StageIn,
    Use,
)
from programmes.model import Status, current_call, status
from programmes.read import load_catalogue

DIANA = ("nato-diana-2023-pilot", "nato-diana-2025", "nato-diana-2026", "nato-diana-2027")
POOLS = (
    "nspa-patriot-gem-t-2024",
    "nspa-patriot-gem-t-replenish-de",
    "nspa-155mm-2024",
    "nspa-stinger-2024",
    "nato-hvp-critical-raw-materials",
    "nato-pgm-framework",
    "nato-lbdm-framework",
    "nato-mmf-mrtt",
    "nato-innovation-ranges",
    "purl",
    "european-sky-shield-initiative",
    "czech-ammunition-initiative",
    "uk-multinational-procurement-initiative",
)
FRAMEWORKS = ("nato-defence-production-action-plan", "nspa-ammunition-support-partnership")
OTHERS = (
    "nato-innovation-fund",
    "us-diu-cso",
    "us-afwerx-sbir",
    "nato-defence-innovation-unit-proposal",
)
NOVEMBER_2026 = datetime(2026, 11, 21, tzinfo=UTC)


@cache
def catalogue():
    return load_catalogue()


def load(programme_id):
    return catalogue().get(programme_id)


def only(programme, kind, among="criteria"):
    """The one criterion of a kind; none or two of them is a failure."""
    (found,) = [each for each in getattr(programme, among) if isinstance(each, kind)]
    return found


def has(programme, kind, among="criteria"):
    return any(isinstance(each, kind) for each in getattr(programme, among))


def words(text):
    return {word.strip(".,:;()").lower() for word in text.split() if len(word) > 4}


@pytest.mark.parametrize("programme_id", [*DIANA, *POOLS, *FRAMEWORKS, *OTHERS])
def test_a_programme_is_found_by_its_id(programme_id):
    assert load(programme_id).id == programme_id


# The NATO Innovation Fund.


def test_the_innovation_fund_invests_in_its_24_nations_and_not_in_natos_32():
    seat = only(load("nato-innovation-fund"), Seat)

    assert seat.basis == "headquartered"
    assert seat.within.groups == ("nif_lp_24",)
    assert seat.within.countries == ()
    assert seat.perhaps is None
    assert seat.sure


def test_eight_allies_are_outside_the_innovation_fund():
    # Some guides name the United States, France and Canada as members: they are wrong.
    members = group("nif_lp_24").members(NOVEMBER_2026.date())
    allies = group("nato_32").members(NOVEMBER_2026.date())

    assert len(members) == 24
    assert allies - members == {"AL", "CA", "FR", "HR", "ME", "MK", "SI", "US"}


def test_the_innovation_fund_counts_23_nations_until_sweden_joins():
    fund = group("nif_lp_24")

    assert len(fund.members(date(2024, 3, 6))) == 23
    assert fund.members(date(2024, 3, 7)) - fund.members(date(2024, 3, 6)) == {"SE"}


def test_the_innovation_funds_limit_on_weapons_is_not_certain():
    assert only(load("nato-innovation-fund"), NoWeapon).certain is False


def test_no_rule_keeps_a_maker_of_interceptors_from_the_innovation_fund():
    # The fund co-led a round of one in 2026; an area rule must not undo what that round showed.
    assert not has(load("nato-innovation-fund"), Area)


def test_what_a_partner_reads_into_the_innovation_fund_decides_nothing():
    fund = load("nato-innovation-fund")

    assert not has(fund, Readiness)
    assert not has(fund, StageIn)
    assert (only(fund, Readiness, "guidance").min, only(fund, Readiness, "guidance").max) == (4, 9)


def test_the_innovation_fund_first_invested_in_june_2024():
    (first,) = [fact for fact in load("nato-innovation-fund").facts if "first" in fact.name]

    assert first.value.startswith("18 June 2024: ARX Robotics, Fractile, iCOMAT, Space Forge")
    assert first.as_of == "2024-06-20"


@pytest.mark.parametrize("on", [datetime(2023, 8, 2, tzinfo=UTC), NOVEMBER_2026])
def test_the_innovation_fund_invests_all_year_round(on):
    assert current_call(load("nato-innovation-fund"), on=on)[1] is Status.ROLLING


# DIANA.


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (datetime(2026, 5, 31, 23, 59, tzinfo=UTC), Status.FORECAST),
        (datetime(2026, 6, 2, tzinfo=UTC), Status.OPEN),
        (datetime(2026, 7, 3, 11, 59, tzinfo=UTC), Status.OPEN),
        (datetime(2026, 7, 3, 12, 0, tzinfo=UTC), Status.CLOSED),
        (datetime(2026, 7, 11, tzinfo=UTC), Status.CLOSED),  # the year before's day, copied
        (NOVEMBER_2026, Status.CLOSED),
    ],
)
def test_diana_2027_closes_at_noon_utc_on_3_july_2026(on, expected):
    programme = load("nato-diana-2027")
    (call,) = programme.calls

    assert status(call, on=on) is expected
    assert current_call(programme, on=on) == (call, expected)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (datetime(2025, 7, 11, 11, 59, tzinfo=UTC), Status.OPEN),
        (datetime(2025, 7, 11, 12, 0, tzinfo=UTC), Status.CLOSED),
    ],
)
def test_diana_2026_closed_at_noon_utc_on_11_july_2025(on, expected):
    assert current_call(load("nato-diana-2026"), on=on)[1] is expected


def test_nobody_knows_on_which_day_of_august_the_pilot_closed():
    pilot = load("nato-diana-2023-pilot")

    assert current_call(pilot, on=datetime(2023, 7, 31, tzinfo=UTC))[1] is Status.OPEN
    assert current_call(pilot, on=datetime(2023, 8, 15, tzinfo=UTC))[1] is Status.UNKNOWN
    assert current_call(pilot, on=datetime(2023, 9, 2, tzinfo=UTC))[1] is Status.CLOSED


@pytest.mark.parametrize(
    ("programme_id", "basis"),
    [
        ("nato-diana-2023-pilot", "headquartered"),
        ("nato-diana-2025", "headquartered"),
        ("nato-diana-2026", "headquartered"),
        ("nato-diana-2027", "incorporated"),
    ],
)
def test_each_diana_cohort_tests_its_own_basis_of_seat(programme_id, basis):
    seat = only(load(programme_id), Seat)

    assert seat.basis == basis
    assert seat.within.groups == ("nato_32",)
    assert seat.sure


@pytest.mark.parametrize("programme_id", ["nato-diana-2023-pilot", "nato-diana-2025"])
def test_no_rule_on_owners_or_readiness_is_known_of_the_first_cohorts(programme_id):
    assert not has(load(programme_id), Control)
    assert not has(load(programme_id), Readiness)


def test_owners_decide_in_diana_2027_and_only_raise_a_question_in_2026():
    assert only(load("nato-diana-2027"), Control).sure
    assert not only(load("nato-diana-2026"), Control).sure


@pytest.mark.parametrize("programme_id", ["nato-diana-2026", "nato-diana-2027"])
def test_diana_has_a_floor_of_readiness_and_no_ceiling(programme_id):
    floor = only(load(programme_id), Readiness)

    assert (floor.min, floor.max) == (4, None)


def test_the_ceiling_that_a_partner_reads_into_diana_2027_decides_nothing():
    assert only(load("nato-diana-2027"), Readiness, "guidance").max == 7


def test_diana_2027_asks_for_a_duns_number():
    assert only(load("nato-diana-2027"), HoldsIdentifier).identifier == "duns"


@pytest.mark.parametrize("programme_id", DIANA)
def test_diana_takes_one_company_with_a_dual_use(programme_id):
    programme = load(programme_id)

    assert only(programme, OpenTo).applicants == ("company",)
    assert has(programme, SingleApplicant)
    assert (only(programme, Use).civil, only(programme, Use).defence) == (True, True)


@pytest.mark.parametrize("programme_id", DIANA)
def test_diana_takes_no_equity_and_pays_by_itself(programme_id):
    programme = load(programme_id)

    assert programme.offer.equity == "no"
    assert Instrument.EQUITY not in programme.offer.instruments
    assert programme.owner == "NATO DIANA"
    assert programme.series == "nato-diana"


@pytest.mark.parametrize("programme_id", ["nato-diana-2025", "nato-diana-2026", "nato-diana-2027"])
def test_diana_contracts_and_grants_nothing_since_its_pilot(programme_id):
    # Its counsel says: "We are not a grant-making agency."
    assert Instrument.CONTRACT in load(programme_id).offer.instruments
    assert Instrument.GRANT not in load(programme_id).offer.instruments


@pytest.mark.parametrize(
    ("programme_id", "stated", "our_reading"),
    [
        ("nato-diana-2023-pilot", {"energy-resilience", "secure-info", "sensing"}, set()),
        (
            "nato-diana-2025",
            set(),
            # A blog's list has quantum, undersea, counter-drone and energy instead.
            {"energy-power", "data-infosec", "sensing", "human-health", "ci-logistics"},
        ),
        (
            "nato-diana-2026",
            {"adv-comms", "contested-em", "resilient-space"},
            {
                "energy-power",
                "human-resilience-bio",
                "ci-logistics",
                "extreme-env",
                "maritime",
                "autonomy-uxs",
                "data-decision",
            },
        ),
        (
            "nato-diana-2027",
            {"md-autonomy", "md-sensing-isr", "op-resilience"},
            {"human-survivability", "responsive-logistics", "air-defence"},
        ),
    ],
)
def test_a_challenge_known_by_its_title_is_marked_as_our_reading(programme_id, stated, our_reading):
    bases = {challenge.id: challenge.basis for challenge in load(programme_id).challenges}

    assert bases == dict.fromkeys(stated, "stated") | dict.fromkeys(our_reading, "our-reading")


@pytest.mark.parametrize("programme_id", DIANA)
def test_what_we_add_to_a_stated_challenge_is_told_apart(programme_id):
    for challenge in load(programme_id).challenges:
        assert ("in our reading" in challenge.statement) == (challenge.basis == "stated")


@pytest.mark.parametrize("programme_id", DIANA)
def test_statements_are_of_like_length_and_unlike_content(programme_id):
    # Companies are ranked over them: a long one would draw all, two alike would split one field.
    statements = [challenge.statement for challenge in load(programme_id).challenges]

    assert all(40 <= len(text.split()) <= 80 for text in statements)
    for one, other in combinations(map(words, statements), 2):
        assert len(one & other) / len(one | other) < 0.15


@pytest.mark.parametrize("programme_id", DIANA)
def test_the_areas_of_a_cohort_are_those_that_its_challenges_reach(programme_id):
    programme = load(programme_id)
    reached = {area for challenge in programme.challenges for area in challenge.areas}

    assert set(programme.areas) <= reached


def test_a_number_of_dianas_network_carries_its_date():
    facts = [fact for each in DIANA for fact in load(each).facts]
    numbers = [fact for fact in facts if fact.name in {"accelerator sites", "test centres"}]

    assert len(numbers) == 8
    assert all(fact.as_of for fact in numbers)


# Pools and frameworks.


@pytest.mark.parametrize("programme_id", [*POOLS, *FRAMEWORKS])
def test_states_buy_in_a_pool_and_no_company_applies(programme_id):
    programme = load(programme_id)

    assert programme.buyers == "states"
    assert programme.kind == ("framework" if programme_id in FRAMEWORKS else "pool")
    assert programme.calls == ()
    assert programme.criteria == ()
    assert current_call(programme, on=NOVEMBER_2026) == (None, Status.UNKNOWN)


@pytest.mark.parametrize("programme_id", [*POOLS, *FRAMEWORKS])
def test_what_a_company_could_supply_to_a_pool_is_marked_as_our_reading(programme_id):
    programme = load(programme_id)

    assert "our reading" in programme.description.lower()
    assert "our reading" in programme.provenance["description"].note


@pytest.mark.parametrize(
    ("programme_id", "participants"),
    [
        ("nspa-patriot-gem-t-2024", "DE ES NL RO"),
        ("nspa-patriot-gem-t-replenish-de", "DE DK NL NO"),
        ("nspa-stinger-2024", "DE IT NL"),
        ("nato-hvp-critical-raw-materials", "BE CA DE DK GB GR IT NL NO PL SE TR"),
        ("uk-multinational-procurement-initiative", "DE DK EE FI FR GB GR HR MK NL NO PL RO TR"),
        (
            "european-sky-shield-initiative",
            "AL AT BE BG CH CZ DE DK EE FI GB GR HU LT LV NL NO PT RO SE SI SK TR",
        ),
    ],
)
def test_a_list_of_buyers_is_whole(programme_id, participants):
    pool = load(programme_id).pool

    assert pool.participants == tuple(participants.split())
    assert pool.participants_complete


def test_the_tanker_fleet_names_its_eight_nations():
    pool = load("nato-mmf-mrtt").pool

    assert set(pool.participants) == {"BE", "CZ", "DE", "DK", "LU", "NL", "NO", "SE"}
    assert pool.participants_complete


@pytest.mark.parametrize(
    ("programme_id", "participants"),
    [
        ("nato-pgm-framework", "BE CZ DK ES GR NL NO PL PT"),
        ("nato-innovation-ranges", "EE FI IT LV NL SE"),
        ("purl", "AU BE CA DE DK EE FI IS LT LU LV NL NO NZ PL SE"),
        ("czech-ammunition-initiative", "CA CZ DE DK NL NO PT"),
        ("nspa-155mm-2024", ""),
        ("nato-lbdm-framework", ""),
        ("nspa-ammunition-support-partnership", ""),
        ("nato-defence-production-action-plan", ""),
    ],
)
def test_a_list_of_buyers_that_is_not_whole_says_so(programme_id, participants):
    pool = load(programme_id).pool

    assert pool.participants == tuple(participants.split())
    assert not pool.participants_complete
    assert pool.participants_note


def test_sky_shield_has_23_members_and_poland_is_not_one_of_them():
    members = set(load("european-sky-shield-initiative").pool.participants)

    assert len(members) == 23
    assert members == group("essi").members(NOVEMBER_2026.date())
    assert not members & {"PL", "FR", "IT", "ES"}
    assert members >= {"AT", "CH"}  # outside NATO


def test_the_value_of_the_patriot_contract_is_a_range_because_sources_differ():
    value = load("nspa-patriot-gem-t-2024").pool.value

    assert (value.min, value.max, value.currency) == (5.5e9, 5.6e9, "USD")


def test_no_pool_of_nato_is_for_a_million_shells():
    # The contract is for some 220,000 rounds; a million was the European Union's aim.
    pool = load("nspa-155mm-2024").pool

    assert pool.quantity == "about 220,000 rounds"
    assert (pool.value.max, pool.value.currency) == (1.1e9, "EUR")
    for each in [*POOLS, *FRAMEWORKS]:
        bought = f"{load(each).pool.item} {load(each).pool.quantity}"
        assert "one million" not in bought
        assert "1,000,000" not in bought


def test_the_czech_five_billion_is_a_target_and_no_contract():
    value = load("czech-ammunition-initiative").pool.value

    assert value.label == "target for the year"
    assert "no contract value" in value.note


def test_the_production_plan_hands_out_no_money():
    offer = load("nato-defence-production-action-plan").offer

    assert offer.instruments == ()
    assert offer.amounts == ()


@pytest.mark.parametrize("programme_id", ["nato-pgm-framework", "nato-lbdm-framework"])
def test_the_old_frameworks_are_not_said_to_run(programme_id):
    programme = load(programme_id)

    assert programme.standing == "unknown"
    assert programme.provenance["*"].as_of < "2019"


def test_the_innovation_ranges_offer_tests_and_no_orders():
    assert load("nato-innovation-ranges").offer.instruments == (Instrument.TEST_ACCESS,)


# The United States, and a body that does not exist.


def test_nobody_can_apply_to_the_proposed_nato_unit():
    proposal = load("nato-defence-innovation-unit-proposal")

    assert proposal.standing == "proposal"
    assert only(proposal, OpenTo).applicants == ()
    assert proposal.calls == ()
    assert proposal.apply_url is None
    assert proposal.offer.instruments == ()
    assert proposal.buyers == "none"
    assert current_call(proposal, on=NOVEMBER_2026) == (None, Status.UNKNOWN)


def test_whether_the_american_unit_takes_foreign_firms_is_left_open():
    seat = only(load("us-diu-cso"), Seat)

    assert seat.within.countries == ("US",)
    assert seat.perhaps.anywhere
    assert not seat.sure


def test_american_small_business_money_is_for_american_firms_of_at_most_500():
    programme = load("us-afwerx-sbir")

    assert only(programme, Seat).within.countries == ("US",)
    assert only(programme, Control).within.countries == ("US",)
    assert only(programme, Size).max_headcount == 500


@pytest.mark.parametrize("on", [datetime(2026, 4, 14, tzinfo=UTC), NOVEMBER_2026])
def test_the_term_of_the_american_law_is_no_opening(on):
    # The law runs to 2031; whether a topic is open on a day only its portal knows.
    assert current_call(load("us-afwerx-sbir"), on=on)[1] is Status.UNKNOWN


def test_a_first_phase_in_america_pays_75_thousand_and_not_25_million():
    first, *later = load("us-afwerx-sbir").offer.amounts

    assert (first.label, first.max) == ("open topic phase I", 75_000)
    assert {award.max for award in later} == {2_000_000, 15_000_000, 30_000_000}
    assert {award.currency for award in (first, *later)} == {"USD"}
