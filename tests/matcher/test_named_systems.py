"""Each system that people ask for by name can be shown, and comes up for who it is made for.

A startup cannot enter a joint purchase of states. It is told so, under its own verdict, and the
purchases that it could supply stand before those that it could not.
"""

import pytest

from profiles.model import Profile

JUNE = "2026-06-15"
SUPPLY = "supply_chain"


def maker(name, text, **facts):
    return Profile(
        id=name,
        name=name,
        description=text,
        incorporated_in="DE",
        headquarters="DE",
        managed_from="DE",
        controlled_from=["DE"],
        sanctioned=False,
        non_eligible_content_share=0.1,
        **facts,
    )


MISSILES = maker(
    "seeker-maker",
    "We make radio-frequency seekers, solid rocket motors and missile batteries for surface-to-air"
    " interceptors, and the test equipment that Patriot GEM-T missiles are accepted with.",
    areas=["air-defence-effectors/interceptors-missiles"],
    trl=9,
    weapon=True,
    defence_use=True,
    civil_use=False,
)
SHELLS = maker(
    "shell-maker",
    "We forge and machine shell bodies and make fuzes, propellant charges and driving bands for"
    " 155 mm artillery ammunition, and fill and pack complete rounds.",
    areas=["air-defence-effectors/ammunition-energetics"],
    trl=9,
    weapon=True,
    defence_use=True,
    civil_use=False,
)
RADAR = maker(
    "radar-maker",
    "Our radars and command software find aircraft, cruise missiles and ballistic missiles and"
    " guide the interceptors of a layered European air defence.",
    areas=["sensing-surveillance/radar-lidar"],
    trl=8,
    defence_use=True,
    civil_use=True,
    weapon=False,
)
CAPACITY = maker(
    "capacity-builder",
    "We build automated lines that make munitions in numbers: more production capacity for"
    " battle-decisive ammunition, common standards and interchangeable parts, so that allies can"
    " place aggregated, long-term orders with industry.",
    areas=["air-defence-effectors/ammunition-energetics"],
    trl=8,
    weapon=False,
    defence_use=True,
    civil_use=False,
)


@pytest.fixture(scope="module")
def ask(matcher):
    """The answer for a profile, worked out once."""
    answers = {}

    def match(profile):
        if profile.id not in answers:
            answers[profile.id] = matcher.match(profile, on=JUNE)
        return answers[profile.id]

    return match


def place_in_band(result, programme):
    """The verdict and the place within it, from 1."""
    match = next(match for match in result.matches if match.programme == programme)
    band = [other.programme for other in result.matches if other.verdict == match.verdict]
    return match.verdict, band.index(programme) + 1


@pytest.mark.parametrize(
    ("programme", "example", "verdict", "among_the_first"),
    [
        ("nato-diana-2027", "quantum-sensor-munich", "eligible", 3),
        ("nato-diana-2027", "canadian-autonomy", "eligible", 1),
        ("nato-innovation-fund", "quantum-sensor-munich", "eligible", 3),
        ("nato-innovation-fund", "turkish-energy", "eligible", 1),
        ("edip", "polish-ammunition", "undetermined", 4),
        ("us-diu-cso", "us-firm", "undetermined", 6),
        ("us-afwerx-sbir", "us-firm", "eligible", 6),
        ("ua-brave1-grants", "ukrainian-drone", "eligible", 2),
        ("nl-secfund", "dutch-semiconductor", "eligible", 2),
        ("uk-defence-innovation-loans", "british-cyber", "eligible", 6),
        ("edf-2026", "swedish-undersea", "undetermined", 9),
    ],
)
def test_a_programme_comes_up_for_an_example_made_for_it(
    ask, examples, programme, example, verdict, among_the_first
):
    found, place = place_in_band(ask(examples[example]), programme)

    assert found == verdict
    assert place <= among_the_first


@pytest.mark.parametrize(
    ("programme", "profile", "among_the_first"),
    [
        ("nspa-patriot-gem-t-2024", MISSILES, 4),
        ("nspa-patriot-gem-t-replenish-de", MISSILES, 4),
        ("nspa-155mm-2024", SHELLS, 6),
        ("edirpa-cpoa155", SHELLS, 6),
        ("edirpa-he155", SHELLS, 6),
        ("czech-ammunition-initiative", SHELLS, 10),
        ("nspa-ammunition-support-partnership", SHELLS, 10),
        ("uk-multinational-procurement-initiative", MISSILES, 12),
        ("european-sky-shield-initiative", RADAR, 3),
        ("nato-defence-production-action-plan", CAPACITY, 4),
        ("safe", RADAR, 12),
    ],
    ids=lambda value: value.id if isinstance(value, Profile) else str(value),
)
def test_a_joint_purchase_comes_up_for_who_could_supply_it(
    ask, programme, profile, among_the_first
):
    verdict, place = place_in_band(ask(profile), programme)

    assert verdict == SUPPLY
    assert place <= among_the_first


def test_shells_and_missiles_are_told_apart(ask):
    def order(profile):
        return [m.programme for m in ask(profile).matches if m.verdict == SUPPLY]

    missiles, shells = order(MISSILES), order(SHELLS)
    patriot, howitzer = "nspa-patriot-gem-t-2024", "nspa-155mm-2024"

    assert missiles.index(patriot) < missiles.index(howitzer)
    assert shells.index(howitzer) < shells.index(patriot)


def test_a_joint_purchase_says_that_states_buy_and_who_may_not_enter(ask):
    pool = next(m for m in ask(MISSILES).matches if m.programme == "nspa-patriot-gem-t-2024")

    assert pool.findings[0].criterion == "open-to"
    assert pool.findings[0].answer == "not-applicable"
    assert "States buy together" in pool.findings[0].says


def test_no_purchase_of_states_is_ever_called_eligible(matcher, examples, catalogue):
    pools = {programme.id for programme in catalogue if programme.buyers == "states"}
    for profile in examples.values():
        for match in matcher.match(profile, on=JUNE).matches:
            assert (match.verdict == SUPPLY) == (match.programme in pools)


def test_the_proposed_nato_unit_takes_nobody_and_names_what_exists(matcher, examples):
    for profile in examples.values():
        refusals = {r.programme: r for r in matcher.match(profile, on=JUNE).ineligible}
        proposal = refusals["nato-defence-innovation-unit-proposal"]
        assert proposal.findings[0].says.startswith("Nobody can apply to it. Instead: DIANA")
        assert not proposal.near_miss


def test_a_seat_in_nato_is_not_a_seat_in_its_fund(matcher, examples):
    for name in ("canadian-autonomy", "us-firm", "croatian-robotics"):
        result = matcher.match(examples[name], on=JUNE)
        refused = {refusal.programme for refusal in result.ineligible}
        taken = {match.programme for match in result.matches}
        assert "nato-innovation-fund" in refused
        assert "nato-diana-2027" in taken


def test_control_from_outside_bars_where_seats_do_not(matcher, examples):
    result = matcher.match(examples["third-country-control"], on=JUNE)
    unmet = {
        refusal.programme: {f.criterion for f in refusal.findings if f.answer == "unmet"}
        for refusal in result.ineligible
    }

    for programme in ("nato-diana-2027", "edf-2026", "eudis-business-accelerator", "edip"):
        assert unmet[programme] == {"control"}


def test_diana_2027_is_closed_after_its_minute(matcher, examples):
    profile = examples["quantum-sensor-munich"]

    for on, status in (("2026-07-03T11:59Z", "open"), ("2026-07-03T12:00Z", "closed")):
        assert matcher.explain(profile, "nato-diana-2027", on=on).status == status


def test_finland_could_enter_nato_programmes_from_the_day_it_joined(matcher, examples):
    airship = examples["finnish-airship"]

    before = matcher.explain(airship, "nato-diana-2023-pilot", on="2023-04-03")
    after = matcher.explain(airship, "nato-diana-2023-pilot", on="2023-04-04")

    assert (before.verdict, after.verdict) == ("ineligible", "eligible")


def test_sweden_could_have_money_of_the_fund_from_the_day_it_joined(matcher, examples):
    undersea = examples["swedish-undersea"]

    before = matcher.explain(undersea, "nato-innovation-fund", on="2024-03-06")
    after = matcher.explain(undersea, "nato-innovation-fund", on="2024-03-07")

    assert (before.verdict, after.verdict) == ("ineligible", "eligible")


def test_a_weapon_maker_is_asked_to_ask_and_a_civil_firm_is_not(matcher, examples):
    ammunition = matcher.explain(examples["polish-ammunition"], "nato-innovation-fund", on=JUNE)
    sensor = matcher.explain(examples["quantum-sensor-munich"], "nato-innovation-fund", on=JUNE)

    assert (ammunition.verdict, sensor.verdict) == ("undetermined", "eligible")
