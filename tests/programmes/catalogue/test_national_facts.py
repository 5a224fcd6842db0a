"""Does the catalogue say of national and Ukrainian programmes what was decided, traps included?"""

from datetime import UTC, datetime
from functools import cache

import pytest

from profiles.vocabulary import Instrument, Stage, group
from programmes.criteria import (
    Coinvestment,
    Consortium,
    Control,
    NotSanctioned,
    NoWeapon,
    OpenTo,
    Readiness,
    Seat,
    SingleApplicant,
    Size,
    StageIn,
    Statement,
    Use,
)
from programmes.model import Status, current_call, status
from programmes.read import load_catalogue

NATIONAL = (
    "uk-dasa",
    "uk-ukdi",
    "uk-defence-innovation-loans",
    "de-cihbw",
    "de-sprind",
    "fr-aid-rapid",
    "nl-secfund",
    "ee-smartcap-defence-fund",
    "lt-milinvest-2",
    "pl-dual-use-competences",
    "lu-joint-call-defence",
    "cz-prodef",
    "ua-brave1-grants",
    "unite-brave-nato",
)
NOVEMBER_2026 = datetime(2026, 11, 21, tzinfo=UTC)


@cache
def catalogue():
    return load_catalogue()


def load(programme_id):
    return catalogue().get(programme_id)


def only(programme_id, kind, among="criteria"):
    """The one criterion of a kind; none or two of them is a failure."""
    (found,) = [each for each in getattr(load(programme_id), among) if isinstance(each, kind)]
    return found


def kinds(programme_id):
    return {type(each) for each in load(programme_id).criteria}


def state(programme_id, on):
    return current_call(load(programme_id), on=on)[1]


def at(text):
    return datetime.fromisoformat(text)


# Seats.


@pytest.mark.parametrize("programme_id", ["uk-dasa", "de-cihbw", "de-sprind"])
def test_a_rule_on_seat_that_was_not_found_rejects_nobody_and_passes_nobody(programme_id):
    seat = only(programme_id, Seat)

    assert seat.within.countries == (programme_id[:2].upper().replace("UK", "GB"),)
    assert seat.perhaps.anywhere
    assert not seat.sure
    assert seat.note


@pytest.mark.parametrize(
    ("programme_id", "country"), [("lt-milinvest-2", "LT"), ("pl-dual-use-competences", "PL")]
)
def test_a_seat_that_is_assumed_from_the_sponsor_can_only_raise_a_question(programme_id, country):
    seat = only(programme_id, Seat)

    assert seat.within.countries == (country,)
    assert seat.confidence == "low"
    assert "ssumed" in seat.note


@pytest.mark.parametrize(
    ("programme_id", "basis", "country"),
    [
        ("uk-defence-innovation-loans", "incorporated", "GB"),
        ("fr-aid-rapid", "headquartered", "FR"),
        ("nl-secfund", "headquartered", "NL"),
        ("lu-joint-call-defence", "headquartered", "LU"),
        ("cz-prodef", "incorporated", "CZ"),
        ("ua-brave1-grants", "incorporated", "UA"),
    ],
)
def test_each_country_tests_its_own_basis_of_seat(programme_id, basis, country):
    seat = only(programme_id, Seat)

    assert seat.basis == basis
    assert (seat.within.countries, seat.within.groups) == ((country,), ())
    assert seat.perhaps is None
    assert seat.sure


def test_estonias_fund_takes_companies_of_all_nato_and_asks_for_value_for_estonia():
    seat = only("ee-smartcap-defence-fund", Seat)
    value = only("ee-smartcap-defence-fund", Statement)

    assert (seat.basis, seat.within.groups) == ("incorporated", ("nato_32",))
    assert value.id == "ee-smartcap-defence-fund-value-for-estonia"
    assert value.who == "startup"


@pytest.mark.parametrize("programme_id", NATIONAL)
def test_no_rule_on_foreign_owners_is_made_up(programme_id):
    # Where something is known of owners it is on sanctions or independence, not on their country.
    assert Control not in kinds(programme_id)


# Money.


@pytest.mark.parametrize(
    ("programme_id", "label", "least", "most", "currency"),
    [
        ("uk-defence-innovation-loans", "loan", 100_000, 1_000_000, "GBP"),
        ("de-sprind", "advance", None, 35_000_000, "EUR"),
        ("nl-secfund", "investment", 150_000, 5_000_000, "EUR"),
        ("ee-smartcap-defence-fund", "investment", 500_000, 10_000_000, "EUR"),
        ("ua-brave1-grants", "grant", 500_000, 8_000_000, "UAH"),
    ],
)
def test_what_one_company_can_get(programme_id, label, least, most, currency):
    (ticket,) = [each for each in load(programme_id).offer.amounts if each.per == "company"]

    assert (ticket.label, ticket.min, ticket.max) == (label, least, most)
    assert ticket.currency == currency


@pytest.mark.parametrize(
    ("programme_id", "most", "currency"),
    [
        ("nl-secfund", 100e6, "EUR"),
        ("ee-smartcap-defence-fund", 100e6, "EUR"),
        ("lt-milinvest-2", 40e6, "EUR"),
        ("cz-prodef", 6.12e9, "CZK"),
    ],
)
def test_the_size_of_a_fund_is_not_what_a_company_gets(programme_id, most, currency):
    (whole,) = [each for each in load(programme_id).offer.amounts if each.max == most]

    assert (whole.per, whole.currency) == ("programme", currency)


@pytest.mark.parametrize(
    "programme_id",
    ["uk-dasa", "fr-aid-rapid", "lu-joint-call-defence", "pl-dual-use-competences"],
)
def test_a_sum_that_was_not_found_is_not_printed(programme_id):
    assert load(programme_id).offer.amounts == ()


@pytest.mark.parametrize("programme_id", NATIONAL)
def test_who_buys_shares_says_so(programme_id):
    offer = load(programme_id).offer

    assert (offer.equity == "yes") == (Instrument.EQUITY in offer.instruments)


@pytest.mark.parametrize(
    ("programme_id", "share"), [("nl-secfund", 0.5), ("ee-smartcap-defence-fund", 0.3)]
)
def test_private_investors_must_carry_a_share(programme_id, share):
    assert only(programme_id, Coinvestment).min_share == share


def test_the_dutch_half_is_only_about_a_half():
    assert only("nl-secfund", Coinvestment).confidence == "medium"
    assert "about" in only("nl-secfund", Coinvestment).note


# Size, readiness, stage, use.


def test_rapid_stops_below_2000_people_of_the_whole_group():
    size = only("fr-aid-rapid", Size)

    assert size.max_headcount == 1999
    assert "whole group" in size.note
    assert Statement not in kinds("fr-aid-rapid")


def test_the_loan_takes_one_british_sme_from_trl_6():
    size = only("uk-defence-innovation-loans", Size)

    assert (size.max_headcount, size.max_turnover_eur) == (249, 50_000_000)
    assert only("uk-defence-innovation-loans", Readiness).min == 6
    assert only("uk-defence-innovation-loans", Readiness).max is None
    assert SingleApplicant in kinds("uk-defence-innovation-loans")
    assert load("uk-defence-innovation-loans").kind == "loan"


@pytest.mark.parametrize(
    ("programme_id", "window"), [("fr-aid-rapid", (3, 7)), ("cz-prodef", (2, 7))]
)
def test_a_window_of_readiness_that_is_a_rule_decides(programme_id, window):
    trl = only(programme_id, Readiness)

    assert (trl.min, trl.max) == window
    assert trl.sure


@pytest.mark.parametrize(
    ("programme_id", "window"), [("uk-dasa", (6, 7)), ("unite-brave-nato", (None, 8))]
)
def test_a_window_of_one_route_or_an_aim_decides_nothing(programme_id, window):
    trl = only(programme_id, Readiness, "guidance")

    assert (trl.min, trl.max) == window
    assert Readiness not in kinds(programme_id)


def test_the_estonian_fund_invests_from_seed_to_growth():
    stages = only("ee-smartcap-defence-fund", StageIn).stages

    assert (min(stages), max(stages)) == (Stage.SEED, Stage.GROWTH)


def test_sprinds_demand_for_non_military_topics_is_a_doubt_for_weapon_makers_only():
    assert only("de-sprind", NoWeapon).certain is False
    assert Use not in kinds("de-sprind")


def test_the_estonian_fund_accepts_weapons():
    assert NoWeapon not in kinds("ee-smartcap-defence-fund")
    assert "air-defence-effectors" in load("ee-smartcap-defence-fund").areas


def test_only_the_estonian_fund_names_high_risk_states():
    assert set(only("ee-smartcap-defence-fund", NotSanctioned).high_risk) == {"RU", "BY"}
    assert only("nl-secfund", NotSanctioned).high_risk == ()


def test_rapid_is_for_a_dual_use():
    use = only("fr-aid-rapid", Use)

    assert (use.civil, use.defence) == (True, True)


# Partners.


def test_unite_brave_pairs_a_ukrainian_company_with_one_of_a_nato_country():
    pair = only("unite-brave-nato", Consortium)
    ukraine, nato = pair.each_of

    assert (pair.entities, pair.countries) == (2, 2)
    assert (ukraine.countries, nato.groups) == (("UA",), ("nato_32",))
    assert "UA" not in group("nato_32").members(NOVEMBER_2026.date())
    assert "submits" in pair.note


def test_unite_brave_wants_a_test_in_ukraine():
    test = only("unite-brave-nato", Statement)

    assert test.id == "unite-brave-nato-test-in-ukraine"
    assert test.changeable


# Dates.


@pytest.mark.parametrize(
    ("programme_id", "on", "expected"),
    [
        ("nl-secfund", "2025-04-01T20:00:00+00:00", Status.FORECAST),
        ("nl-secfund", "2025-04-02T12:00:00+00:00", Status.UNKNOWN),  # the hour is not known
        ("nl-secfund", "2025-04-02T22:00:00+00:00", Status.ROLLING),  # midnight in Amsterdam
        ("ee-smartcap-defence-fund", "2025-01-15T00:00:00+00:00", Status.UNKNOWN),
        ("ee-smartcap-defence-fund", "2025-02-01T00:00:00+00:00", Status.ROLLING),
        ("fr-aid-rapid", "2026-11-21T00:00:00+00:00", Status.ROLLING),
        ("de-cihbw", "2026-11-21T00:00:00+00:00", Status.ROLLING),
        ("de-sprind", "2026-11-21T00:00:00+00:00", Status.ROLLING),
        ("ua-brave1-grants", "2026-06-15T00:00:00+00:00", Status.FORECAST),
        ("ua-brave1-grants", "2026-07-15T00:00:00+00:00", Status.UNKNOWN),
        ("ua-brave1-grants", "2026-11-21T00:00:00+00:00", Status.ROLLING),
        ("lu-joint-call-defence", "2024-06-14T21:59:59+00:00", Status.OPEN),
        ("lu-joint-call-defence", "2024-06-14T22:00:00+00:00", Status.CLOSED),
        ("cz-prodef", "2026-07-22T21:59:59+00:00", Status.OPEN),
        ("cz-prodef", "2026-07-22T22:00:00+00:00", Status.FORECAST),  # the other part, in autumn
        ("cz-prodef", "2027-01-02T00:00:00+00:00", Status.UNKNOWN),
        ("unite-brave-nato", "2026-07-20T00:00:00+00:00", Status.UNKNOWN),  # the opening is unknown
        ("unite-brave-nato", "2026-08-03T21:00:00+00:00", Status.CLOSED),  # midnight in Kyiv
    ],
)
def test_status_follows_from_the_dates_in_the_calls_own_zone(programme_id, on, expected):
    assert state(programme_id, at(on)) is expected


@pytest.mark.parametrize(
    "programme_id",
    ["uk-dasa", "lt-milinvest-2", "pl-dual-use-competences"],
)
@pytest.mark.parametrize("on", ["2025-01-02", "2026-06-15", "2026-11-21"])
def test_a_programme_whose_next_call_was_not_found_is_neither_open_nor_closed(programme_id, on):
    assert state(programme_id, at(f"{on}T12:00:00+00:00")) is Status.UNKNOWN


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-06-01T12:00:00+00:00", Status.OPEN),  # the second cycle
        ("2025-10-28T15:59:00+00:00", Status.FORECAST),
        ("2025-10-28T16:00:00+00:00", Status.OPEN),  # the day on which the fifth opened
        ("2025-12-09T11:59:00+00:00", Status.OPEN),
        ("2025-12-09T12:00:00+00:00", Status.UNKNOWN),
        ("2026-11-21T12:00:00+00:00", Status.UNKNOWN),
    ],
)
def test_a_cycle_of_british_loans_opens_and_closes_on_its_own_days(on, expected):
    assert state("uk-defence-innovation-loans", at(on)) is expected


def test_what_is_known_of_unite_brave_is_the_purse_of_its_first_call():
    first, whole = load("unite-brave-nato").offer.amounts

    assert (first.max, whole.max, first.currency) == (10_000_000, 50_000_000, "EUR")
    assert {first.per, whole.per} == {"programme"}


def test_front_line_communications_are_one_of_the_three_subjects_of_unite_brave():
    subjects = {challenge.id: challenge for challenge in load("unite-brave-nato").challenges}

    assert set(subjects) == {"counter-drone", "air-defence", "front-line-communications"}
    assert "communications" in load("unite-brave-nato").areas


def test_british_innovation_is_open_to_british_firms_and_a_question_to_others():
    seat = only("uk-ukdi", Seat)

    assert seat.within.countries == ("GB",)
    assert seat.perhaps.anywhere
    assert seat.sure


def test_the_gap_competition_has_two_challenges_of_a_million_each():
    gap = [each for each in load("uk-ukdi").challenges if each.call == "map-the-gap-3"]

    assert [amount.max for each in gap for amount in each.amounts] == [1_000_000, 1_000_000]
    assert state("uk-ukdi", at("2026-06-16T10:59:00+00:00")) is Status.OPEN  # noon in London


def test_a_british_competition_closes_at_its_midnight_and_the_house_goes_on():
    calls = {call.id: call for call in load("uk-ukdi").calls}
    midnight = at("2026-07-28T23:00:00+00:00")

    assert status(calls["space-delta-drop"], on=midnight) is Status.CLOSED
    assert state("uk-ukdi", midnight) is Status.UNKNOWN


def test_the_last_day_of_spectra_is_known_to_the_year_only():
    calls = {call.id: call for call in load("de-cihbw").calls}

    assert status(calls["spectra-2025"], on=at("2025-08-01T00:00:00+00:00")) is Status.FORECAST
    assert status(calls["spectra-2025"], on=at("2025-10-01T00:00:00+00:00")) is Status.UNKNOWN
    assert status(calls["spectra-2025"], on=at("2026-01-01T00:00:00+01:00")) is Status.CLOSED


def test_a_fund_that_was_only_announced_is_not_said_to_run():
    assert load("lt-milinvest-2").standing == "announced"
    assert load("lt-milinvest-2").calls == ()


def test_the_accelerator_that_was_folded_into_another_points_there():
    dasa = load("uk-dasa")

    assert dasa.standing == "unknown"
    assert any("uk-ukdi" in note for note in dasa.notes)


# All of them.


@pytest.mark.parametrize("programme_id", NATIONAL)
def test_companies_apply_and_states_do_not_buy_here(programme_id):
    assert load(programme_id).buyers == "none"
    assert load(programme_id).pool is None
    assert "company" in only(programme_id, OpenTo).applicants


@pytest.mark.parametrize("programme_id", NATIONAL)
def test_an_address_that_was_not_opened_says_so(programme_id):
    programme = load(programme_id)

    assert (programme.apply_url is None) == ("apply_url" not in programme.provenance)
    if programme.apply_url:
        assert "not opened" in programme.provenance["apply_url"].note


@pytest.mark.parametrize("programme_id", NATIONAL)
def test_our_own_words_are_marked_as_ours(programme_id):
    programme = load(programme_id)

    assert "Our wording" in programme.provenance["description"].note
    assert 60 <= len(programme.description.split()) <= 140
    stated = {challenge.id for challenge in programme.challenges if challenge.basis == "stated"}
    # As NATO's release and the British competition document have them.
    assert stated <= {"front-line-communications", "map-the-gap-ground", "map-the-gap-water"}


def test_conditions_in_words_carry_the_programmes_name_in_their_id():
    statements = [
        (programme_id, each.id)
        for programme_id in NATIONAL
        for each in (*load(programme_id).criteria, *load(programme_id).guidance)
        if isinstance(each, Statement)
    ]

    assert len(statements) == 2
    assert all(slug.startswith(f"{programme_id}-") for programme_id, slug in statements)
