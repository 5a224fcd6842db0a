"""Does the catalogue say of the EU's programmes what was decided, traps included?"""

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

import programmes.catalogue
from profiles.vocabulary import Instrument, group
from programmes.criteria import (
    Area,
    Coinvestment,
    Consortium,
    ContentShare,
    Control,
    NoWeapon,
    OpenTo,
    Readiness,
    Seat,
    SingleApplicant,
    Size,
    Statement,
    Use,
)
from programmes.documents import parse
from programmes.model import Programme, Status, current_call, status

EDIRPA_POOLS = (
    "edirpa-mistral",
    "edirpa-jamie",
    "edirpa-cavs",
    "edirpa-cpoa155",
    "edirpa-he155",
)
POOLS = (*EDIRPA_POOLS, "eda-collaborative-ammunition", "safe")
FOR_COMPANIES = (
    "asap",
    "edf-2026",
    "eudis-business-accelerator",
    "eudis-hackathon",
    "eudis-matchmaking-and-coaching",
    "edip",
    "bravetech-eu",
    "agile",
    "eic-accelerator",
    "eic-step-scale-up",
    "eic-step-scale-up-defence",
    "hedi",
)
FOR_OTHERS = ("edirpa", "eif-defence-equity-facility")
ALL = (*POOLS, *FOR_COMPANIES, *FOR_OTHERS)
NOVEMBER_2026 = datetime(2026, 11, 21, tzinfo=UTC)


def load(programme_id):
    file = f"{programme_id}.yaml"
    document = parse(files(programmes.catalogue).joinpath("data", file).read_bytes(), file)
    assert document.problems == ()
    return Programme.model_validate(document.value)


def all_of(programme, kind, among="criteria"):
    return [each for each in getattr(programme, among) if isinstance(each, kind)]


def only(programme, kind, among="criteria"):
    """The one criterion of a kind; none or two of them is a failure."""
    (found,) = all_of(programme, kind, among)
    return found


def countries(where, on=NOVEMBER_2026):
    """The codes that a place stands for on a day."""
    of_groups = set().union(*(group(slug).members(on.date()) for slug in where.groups))
    return (of_groups | set(where.countries)) - set(where.except_for)


def state(programme_id, on):
    return current_call(load(programme_id), on=on)[1]


def amounts(programme_id):
    return {amount.label: amount for amount in load(programme_id).offer.amounts}


@pytest.mark.parametrize("programme_id", ALL)
def test_a_document_is_named_after_its_programme(programme_id):
    assert load(programme_id).id == programme_id


@pytest.mark.parametrize("programme_id", ALL)
def test_a_statement_carries_its_programmes_name(programme_id):
    # A profile answers under the statement's id, so it must be one and the same nowhere else.
    for statement in all_of(load(programme_id), Statement):
        assert statement.id.startswith(f"{programme_id}-")


@pytest.mark.parametrize("programme_id", ALL)
def test_our_classification_is_never_sold_as_the_programmes_own(programme_id):
    programme = load(programme_id)

    assert len(programme.areas) == 14 or (
        programme.provenance["areas"].note.startswith("Our classification")
    )


@pytest.mark.parametrize("programme_id", FOR_COMPANIES)
def test_a_company_may_apply(programme_id):
    programme = load(programme_id)

    assert "company" in only(programme, OpenTo).applicants
    assert programme.buyers == "none"


@pytest.mark.parametrize(
    ("programme_id", "window"),
    [
        ("eudis-business-accelerator", (4, 8)),
        ("edip", (6, 9)),
        ("agile", (4, 8)),
        ("eic-step-scale-up-defence", (7, 9)),
    ],
)
def test_a_partners_reading_of_the_readiness_decides_nothing(programme_id, window):
    programme = load(programme_id)
    read = only(programme, Readiness, "guidance")

    assert all_of(programme, Readiness) == []
    assert (read.min, read.max) == window


@pytest.mark.parametrize(
    ("programme_id", "window"),
    [
        ("edf-2026", (2, 8)),  # research 2 to 4 and development 5 to 8
        ("bravetech-eu", (4, None)),
        ("eic-accelerator", (5, None)),  # who may enter; its grant pays 6 to 8
        ("eic-step-scale-up", (8, 9)),
    ],
)
def test_a_sourced_rule_on_readiness_decides(programme_id, window):
    rule = only(load(programme_id), Readiness)

    assert (rule.min, rule.max) == window
    assert rule.sure


# Pools.


@pytest.mark.parametrize("programme_id", POOLS)
def test_states_buy_in_a_pool_and_no_company_applies(programme_id):
    programme = load(programme_id)

    assert programme.buyers == "states"
    assert programme.kind == ("framework" if programme_id == "safe" else "pool")
    assert programme.calls == ()
    assert programme.apply_url is None
    assert programme.offer.instruments == (Instrument.PROCUREMENT,)


@pytest.mark.parametrize("programme_id", POOLS)
def test_the_buyers_seats_are_no_rule_for_suppliers(programme_id):
    programme = load(programme_id)

    assert all_of(programme, Seat) == []
    assert all_of(programme, Control) == []
    assert programme.pool.participants


@pytest.mark.parametrize("programme_id", POOLS)
def test_what_a_company_could_supply_to_a_pool_is_marked_as_our_reading(programme_id):
    programme = load(programme_id)

    assert "our reading" in programme.description
    assert "our reading" in programme.provenance["description"].note


@pytest.mark.parametrize(
    ("programme_id", "participants"),
    [
        ("edirpa-mistral", "BE CY DK EE ES FR HU RO SI"),
        ("edirpa-jamie", "AT BG DE EE LV SI"),
        ("edirpa-cavs", "DE FI LV SE"),
        ("edirpa-cpoa155", "DK HR IT LT NL PL"),
        ("edirpa-he155", "DE DK EE NL"),
    ],
)
def test_the_buyers_of_a_joint_purchase_follow_the_commissions_codes(programme_id, participants):
    pool = load(programme_id).pool

    assert pool.participants == tuple(participants.split())
    assert pool.participants_complete


@pytest.mark.parametrize(
    ("programme_id", "misread"),
    [("edirpa-cavs", {"DK"}), ("edirpa-cpoa155", {"LV", "HU"})],
)
def test_countries_that_a_news_report_misread_are_no_buyers(programme_id, misread):
    assert not misread & set(load(programme_id).pool.participants)


def test_the_grants_to_the_five_joint_purchases_are_not_their_worth():
    values = [load(each).pool.value for each in EDIRPA_POOLS]

    assert sum(value.max for value in values) == 300_000_000
    assert all("grant" in value.label for value in values)
    assert amounts("edirpa")["all projects"].max == 310_000_000


def test_the_ammunition_agreement_lists_its_first_18_states_and_knows_of_more():
    pool = load("eda-collaborative-ammunition").pool

    assert set(pool.participants) == group("eda_ammo_first18").members(NOVEMBER_2026.date())
    assert len(pool.participants) == 18
    assert not pool.participants_complete
    assert "26 EU member states and Norway" in pool.participants_note


def test_a_million_shells_is_the_size_of_no_pool():
    for each in POOLS:
        bought = f"{load(each).pool.item} {load(each).pool.quantity}".lower()
        assert "million" not in bought
        assert "1,000,000" not in bought


# EDIRPA and ASAP.


def test_edirpa_takes_states_and_sends_a_company_to_its_five_pools():
    door = only(load("edirpa"), OpenTo)

    assert door.applicants == ("state",)
    assert door.sure
    assert all(pool in door.instead for pool in EDIRPA_POOLS)


def test_nobody_knows_on_which_day_of_july_2024_edirpa_closed():
    assert state("edirpa", datetime(2024, 7, 15, tzinfo=UTC)) is Status.UNKNOWN
    assert state("edirpa", datetime(2024, 8, 1, tzinfo=UTC)) is Status.CLOSED


def test_asap_takes_no_more_entries_though_its_end_was_not_found():
    assert load("asap").calls == ()
    assert state("asap", NOVEMBER_2026) is Status.CLOSED


def test_the_largest_award_of_asap_is_printed_with_its_doubt():
    assert "one source" in amounts("asap")["one award"].note
    assert load("asap").provenance["offer"].confidence == "medium"


# SAFE.


def test_safe_lends_to_19_states():
    pool = load("safe").pool

    assert set(pool.participants) == group("safe_borrowers_19").members(NOVEMBER_2026.date())
    assert len(pool.participants) == 19
    assert pool.participants_complete
    assert not {"DE", "SE", "NL", "AT", "GB", "UA", "CA"} & set(pool.participants)


def test_safe_has_one_rule_for_suppliers_on_where_parts_come_from():
    safe = load("safe")

    assert only(safe, ContentShare).max_share == 0.35
    assert len(safe.criteria) == 1


def test_parts_from_britain_turkey_korea_japan_and_switzerland_fall_under_safes_limit():
    # Talks with Britain failed; partners that may join a purchase are not members.
    inside = countries(only(load("safe"), ContentShare).inside)

    assert not inside & {"GB", "TR", "KR", "JP", "CH", "US", "AL", "MD", "MK"}
    assert inside == group("eu_27").members(NOVEMBER_2026.date()) | {"IS", "LI", "NO", "UA", "CA"}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 11, 30), False),
        (date(2026, 2, 16), None),  # announced, not yet to be signed
        (date(2026, 2, 17), True),
    ],
)
def test_canada_counts_for_safe_since_the_council_let_the_agreement_be_signed(on, expected):
    assert only(load("safe"), ContentShare).inside.groups[1] == "safe_bilateral"
    assert group("safe_bilateral").holds("CA", on) is expected


def test_germany_borrows_nothing_from_safe():
    loans = " ".join(fact.value for fact in load("safe").facts if "largest loans" in fact.name)

    assert "PL 43.7" in loans
    assert "EE 2.34" in loans  # the Council's figure, not the higher provisional one
    assert "DE " not in loans


# The European Defence Fund and EUDIS.


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (datetime(2026, 2, 10, 22, 59, tzinfo=UTC), Status.FORECAST),
        (datetime(2026, 2, 12, tzinfo=UTC), Status.OPEN),
        (datetime(2026, 9, 29, 14, 59, 59, tzinfo=UTC), Status.OPEN),
        (datetime(2026, 9, 29, 15, 0, tzinfo=UTC), Status.CLOSED),  # 17:00 in Brussels
        (NOVEMBER_2026, Status.CLOSED),
    ],
)
def test_the_defence_fund_closed_at_five_in_brussels(on, expected):
    assert state("edf-2026", on) is expected


def test_the_defence_fund_tests_the_place_of_registration_and_of_management():
    seats = all_of(load("edf-2026"), Seat)

    assert [seat.basis for seat in seats] == ["incorporated", "managed"]
    for seat in seats:
        assert countries(seat.within) == group("eu_27").members(NOVEMBER_2026.date()) | {"NO"}


def test_control_from_outside_bars_from_the_defence_fund_unless_guarantees_are_approved():
    control = only(load("edf-2026"), Control)

    assert countries(control.within).isdisjoint({"US", "GB", "CH", "UA", "IS"})
    assert "guarantees" in control.relief


def test_the_defence_fund_shows_27_topics_with_their_own_sums():
    topics = {topic.id: topic for topic in load("edf-2026").challenges}

    assert len(topics) == 27
    assert topics["edf-2026-ra-sens-msdt"].amounts[0].max == 20_000_000
    assert topics["edf-2026-da-ground-mbt"].amounts[0].max == 125_000_000
    assert all(topic.amounts[0].per == "programme" for topic in topics.values())
    assert all(topic.url.endswith(topic.id) for topic in topics.values())


@pytest.mark.parametrize(
    ("topic", "most"),
    [("ls-dis-nt", 3e6), ("ls-dis-ra-smero-nt", 5e6), ("ls-da-sme-nt", 6e6)],
)
def test_the_open_calls_of_the_defence_fund_cap_a_project(topic, most):
    (found,) = [each for each in load("edf-2026").challenges if each.id == f"edf-2026-{topic}"]

    assert [amount.max for amount in found.amounts if amount.per == "company"] == [most]


def test_ukraine_is_a_question_to_the_defence_fund_and_no_refusal():
    for rule in (*all_of(load("edf-2026"), Seat), *all_of(load("edf-2026"), Control)):
        assert countries(rule.perhaps) == {"UA"}
        assert "UA" not in countries(rule.within)


@pytest.mark.parametrize(
    ("on", "open_topics"),
    [(datetime(2026, 10, 1, tzinfo=UTC), 9), (datetime(2026, 11, 28, tzinfo=UTC), 6)],
)
def test_each_topic_of_edip_closes_on_its_own_day(on, open_topics):
    states = [status(topic, on=on) for topic in load("edip").challenges]

    assert states.count(Status.OPEN) == open_topics


def test_joint_purchases_under_edip_are_for_states():
    for topic in load("edip").challenges:
        assert (topic.applicants == ("state",)) == ("-cpa-" in topic.id)


def test_the_defence_fund_takes_three_of_three_countries_and_for_disruption_two_of_two():
    rule = only(load("edf-2026"), Consortium)

    assert (rule.entities, rule.countries) == (3, 3)
    assert (rule.relaxed.entities, rule.relaxed.countries) == (2, 2)
    assert "disruptive" in rule.relaxed.only
    assert countries(rule.within) == group("edf_eligible").members(NOVEMBER_2026.date())


@pytest.mark.parametrize("programme_id", ["edf-2026", "edip", "eic-step-scale-up-defence"])
def test_a_weapon_is_no_bar_to_the_eus_defence_money(programme_id):
    programme = load(programme_id)

    assert all_of(programme, NoWeapon) == []
    assert not any(use.civil for use in all_of(programme, Use))


def test_no_sum_is_printed_for_the_eudis_accelerator():
    offer = load("eudis-business-accelerator").offer

    assert offer.amounts == ()
    assert offer.equity == "no"
    assert Instrument.GRANT not in offer.instruments


def test_the_eudis_accelerator_lasts_eight_months_by_its_terms():
    (months,) = [f for f in load("eudis-business-accelerator").facts if f.name == "months"]

    assert months.value == "8"
    assert months.source == ("eudis-cte",)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (datetime(2026, 5, 1, tzinfo=UTC), Status.OPEN),
        (NOVEMBER_2026, Status.FORECAST),
        (datetime(2026, 12, 15, tzinfo=UTC), Status.FORECAST),
        (datetime(2027, 1, 15, tzinfo=UTC), Status.UNKNOWN),  # expected, never announced
    ],
)
def test_the_next_window_of_the_eudis_accelerator_is_only_expected(on, expected):
    assert state("eudis-business-accelerator", on) is expected


def test_the_people_who_sign_for_the_eudis_accelerator_belong_to_the_eu_or_norway():
    statement = only(load("eudis-business-accelerator"), Statement)

    assert "citizens and residents of an EU country or Norway" in statement.asks


def test_whoever_comes_from_afar_asks_the_host_of_the_hackathon():
    seat = only(load("eudis-hackathon"), Seat)

    assert "DE" in countries(seat.within)
    assert "UA" not in countries(seat.within)
    assert seat.perhaps.anywhere


def test_the_hackathons_purse_is_not_what_a_team_gets():
    (purse,) = load("eudis-hackathon").offer.amounts

    assert (purse.max, purse.per) == (10_000, "programme")


def test_only_the_coaching_of_eudis_asks_for_a_project_of_the_defence_fund():
    programme = load("eudis-matchmaking-and-coaching")
    statement = only(programme, Statement)

    assert "matchmaking or a test hub or, if it is the coaching" in statement.asks
    assert all_of(programme, Size) == []
    assert all_of(programme, Size, "guidance")


# EDIP, BraveTech EU and AGILE.


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (datetime(2026, 3, 30, tzinfo=UTC), Status.FORECAST),
        (NOVEMBER_2026, Status.OPEN),
        (datetime(2027, 2, 16, 12, tzinfo=UTC), Status.OPEN),
        (datetime(2027, 2, 17, tzinfo=UTC), Status.CLOSED),
    ],
)
def test_edip_is_open_between_its_deadlines(on, expected):
    assert state("edip", on) is expected


def test_edip_leaves_ukraine_open_and_keeps_britain_and_switzerland_out():
    for rule in (*all_of(load("edip"), Seat), *all_of(load("edip"), Control)):
        assert countries(rule.perhaps) == {"UA"}
        assert {"NO", "IS", "LI"} <= countries(rule.within)
        assert countries(rule.within).isdisjoint({"GB", "CH", "TR", "UA"})


def test_edip_limits_parts_from_outside_to_35_percent():
    assert only(load("edip"), ContentShare).max_share == 0.35


def test_how_many_edip_wants_in_a_consortium_is_not_known_for_sure():
    assert not only(load("edip"), Consortium).sure


def test_no_area_is_shut_out_of_edip_by_our_own_classification():
    assert all_of(load("edip"), Area) == []
    assert only(load("edip"), Area, "guidance")


def test_bravetech_takes_the_eu_and_ukraine_and_not_norway():
    seat = only(load("bravetech-eu"), Seat)

    assert countries(seat.within) == group("eu_27").members(NOVEMBER_2026.date()) | {"UA"}
    assert seat.perhaps is None


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (datetime(2026, 9, 6, 21, 59, tzinfo=UTC), Status.UNKNOWN),  # when it opened is not known
        (datetime(2026, 9, 6, 22, 0, tzinfo=UTC), Status.CLOSED),
    ],
)
def test_bravetech_closed_with_the_6th_of_september(on, expected):
    assert state("bravetech-eu", on) is expected


def test_agile_is_open_on_no_day():
    # Not even on a day on which its first calls are expected: none has been published.
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=7 * week) for week in range(130)]
    seen = {state("agile", on) for on in days}

    assert seen == {Status.FORECAST, Status.UNKNOWN}
    assert state("agile", NOVEMBER_2026) is Status.FORECAST
    assert load("agile").standing == "announced"
    assert load("agile").apply_url is None


def test_agile_takes_one_company_and_has_a_conditional_way_for_outside_owners():
    programme = load("agile")

    assert all_of(programme, SingleApplicant)
    assert all_of(programme, Consortium) == []
    assert "conditional" in only(programme, Control).relief
    assert [seat.basis for seat in all_of(programme, Seat)] == ["incorporated", "managed"]


# The European Innovation Council.


def test_the_equity_of_the_eic_accelerator_ends_at_ten_million():
    # Older pages say fifteen and more.
    assert amounts("eic-accelerator")["equity"].max == 10_000_000
    assert amounts("eic-accelerator")["grant"].max == 2_500_000


@pytest.mark.parametrize("programme_id", ["eic-accelerator", "eic-step-scale-up"])
def test_the_eic_takes_firms_of_every_associated_country_and_of_none_associated_in_part(
    programme_id,
):
    seat = only(load(programme_id), Seat)

    assert {"CH", "NO", "IL", "UA", "TR"} <= countries(seat.within)
    assert seat.perhaps is None
    assert not countries(seat.within) & {"US", "CA", "KR", "JP", "NZ"}


def test_a_british_firm_may_have_a_grant_of_the_eic_and_no_shares():
    assert "GB" in countries(only(load("eic-accelerator"), Seat).within)
    assert "GB" not in countries(only(load("eic-step-scale-up"), Seat).within)


def test_the_defence_version_of_step_excludes_swiss_firms():
    seat = only(load("eic-step-scale-up-defence"), Seat)

    assert "CH" not in countries(seat.within) | countries(seat.perhaps)
    assert {"IS", "NO", "UA"} <= countries(seat.within)
    assert countries(seat.perhaps) == {"LI"}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (NOVEMBER_2026, Status.ROLLING),
        (datetime(2026, 12, 17, 22, 59, tzinfo=UTC), Status.ROLLING),
        (datetime(2026, 12, 17, 23, 0, tzinfo=UTC), Status.UNKNOWN),
    ],
)
def test_the_eic_accelerator_takes_short_proposals_until_mid_december(on, expected):
    assert state("eic-accelerator", on) is expected


def test_the_last_cutoff_of_the_eic_accelerator_was_on_4_november():
    (call,) = load("eic-accelerator").calls

    assert call.next_cutoff(datetime(2026, 11, 4, 12, tzinfo=UTC)).text == "2026-11-04"
    assert call.next_cutoff(NOVEMBER_2026) is None


def test_three_failures_keep_a_company_from_the_eic_accelerator():
    assert "fewer than three" in only(load("eic-accelerator"), Statement).asks


@pytest.mark.parametrize("programme_id", ["eic-accelerator", "eic-step-scale-up"])
def test_the_eic_takes_small_midcaps_of_up_to_499_people(programme_id):
    assert only(load(programme_id), Size).max_headcount == 499


def test_step_wants_a_fifth_of_a_round_of_50_to_150_million_promised():
    programme = load("eic-step-scale-up")

    assert only(programme, Coinvestment).min_share == 0.2
    assert "EUR 50 to 150 million" in only(programme, Statement).asks
    assert (amounts(programme.id)["investment"].min, amounts(programme.id)["investment"].max) == (
        10_000_000,
        30_000_000,
    )


def test_no_share_of_the_round_is_invented_for_the_defence_version_of_step():
    programme = load("eic-step-scale-up-defence")

    assert all_of(programme, Coinvestment) == []
    assert "private investor" in only(programme, Statement).asks


@pytest.mark.parametrize(
    ("programme_id", "on", "expected"),
    [
        ("eic-step-scale-up", NOVEMBER_2026, Status.ROLLING),
        ("eic-step-scale-up", datetime(2026, 11, 26, tzinfo=UTC), Status.UNKNOWN),
        ("eic-step-scale-up-defence", datetime(2026, 10, 28, tzinfo=UTC), Status.OPEN),
        ("eic-step-scale-up-defence", datetime(2026, 10, 29, tzinfo=UTC), Status.CLOSED),
    ],
)
def test_step_ends_with_its_last_batch(programme_id, on, expected):
    assert state(programme_id, on) is expected


@pytest.mark.parametrize(
    "programme_id", ["eic-accelerator", "eic-step-scale-up", "eic-step-scale-up-defence"]
)
def test_owners_from_outside_need_a_check_at_the_eic_and_are_not_turned_away(programme_id):
    # Safeguards exist; their details were not read.
    control = only(load(programme_id), Control)

    assert control.perhaps.anywhere
    assert "DE" in countries(control.within)
    assert "US" not in countries(control.within)


# The European Investment Fund and the European Defence Agency.


def test_the_equity_facility_takes_fund_managers_and_sends_a_startup_to_a_fund_it_backed():
    door = only(load("eif-defence-equity-facility"), OpenTo)

    assert door.applicants == ("fund-manager",)
    assert "Keen Venture Partners" in door.instead


def test_no_prize_of_the_defence_agency_is_known_to_be_open():
    assert state("hedi", NOVEMBER_2026) is Status.CLOSED
    assert load("hedi").calls[-1].closes == "2024-06-14"


def test_a_person_or_a_laboratory_may_win_the_defence_agencys_prize():
    assert set(only(load("hedi"), OpenTo).applicants) == {"company", "research", "person"}
    assert "CH" in countries(only(load("hedi"), Seat).within)
