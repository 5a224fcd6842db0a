"""Teams for real programmes: every rule kept, and none left out that is better."""

import random
from itertools import combinations

import pytest

from matcher.eligibility.answer import Answer
from matcher.eligibility.columns import Frame
from matcher.eligibility.verdicts import answers
from matcher.errors import BadInput
from matcher.pooling.teams.choice import score
from matcher.pooling.teams.conditions import conditions_of, named_topic
from matcher.pooling.teams.partners import partners
from profiles.model import Partner, Profile
from profiles.vocabulary import countries, instant
from programmes.pools.rules import allowed_seats
from programmes.read import load_catalogue
from tests.matcher.pools.drawing import ENCODER

ON = "2026-06-15"
CATALOGUE = load_catalogue()
TOPICS = [
    ("edf-2026", None),
    ("edf-2026", "edf-2026-ls-dis-nt"),
    ("edf-2026", "edf-2026-ra-uww-fuwn"),
    ("unite-brave-nato", None),
]
WORDS = ("sonar", "hull", "drone", "radio", "quantum", "jamming", "armour", "fuel")


def startup(number, chance, **said):
    country = chance.choice(["DE", "FR", "NO", "UA", "ES", "CN", None])
    text = " ".join(chance.choices(WORDS, k=4))
    return Profile(
        id=f"s{number:03}",
        name=f"Startup {number}",
        description=f"We make {text}.",
        incorporated_in=country,
        headquarters=country,
        managed_from=country,
        controlled_from=[country] if country and chance.random() < 0.8 else None,
        trl=chance.choice([None, 1, 4, 6, 9]),
        **said,
    )


def drawn(seed, count=40):
    chance = random.Random(seed)
    lead = startup(0, chance).model_copy(
        update={"incorporated_in": "DE", "headquarters": "DE", "managed_from": "DE", "trl": 5}
    )
    if seed % 2:
        lead = lead.model_copy(update={"incorporated_in": "UA", "headquarters": "UA"})
    return lead.model_copy(update={"controlled_from": None}), [
        startup(n, chance) for n in range(1, count)
    ]


def ask(lead, among, programme, topic, **how):
    offer = CATALOGUE.get(programme)
    return partners(lead, offer, among, ENCODER, CATALOGUE, on=ON, topic=topic, **how)


@pytest.mark.parametrize(("programme", "topic"), TOPICS)
@pytest.mark.parametrize("seed", range(6))
def test_every_team_keeps_every_rule(programme, topic, seed):
    lead, among = drawn(seed)
    by_id = {one.id: one for one in (lead, *among)}
    offer = CATALOGUE.get(programme)
    rule, conditions = conditions_of(offer, named_topic(offer, topic))

    found = ask(lead, among, programme, topic)

    for team in found.teams:
        held = [by_id[member.profile] for member in team.members]
        assert held[0] is lead
        for criterion in conditions:
            got = answers(criterion, Frame.of(held), on=instant(ON))
            assert Answer.UNMET not in got
        named = tuple(Partner(name=p.name, country=p.incorporated_in) for p in held[1:])
        joined = lead.model_copy(update={"partners": named})
        assert answers(rule, Frame.of([joined]), on=instant(ON))[0] == Answer.MET
        assert team.rule.answer == "met"


@pytest.mark.parametrize(("programme", "topic"), TOPICS)
@pytest.mark.parametrize("seed", range(4))
def test_no_team_that_keeps_the_rules_is_better(programme, topic, seed, monkeypatch):
    lead, among = drawn(seed, 12)
    offer = CATALOGUE.get(programme)
    rule, conditions = conditions_of(offer, named_topic(offer, topic))
    seen = []

    def watched(wanted, count):
        from matcher.pooling.teams.choice import teams

        seen.append(wanted)
        return teams(wanted, count)

    monkeypatch.setattr("matcher.pooling.teams.partners.teams", watched)
    found = ask(lead, among, programme, topic)
    if not seen:
        assert any("refuses the startup itself" in note for note in found.notes)
        return
    wanted = seen[0]
    inside = {code.code for code in countries()}
    if rule.within is not None:
        inside = allowed_seats(rule.within, instant(ON).date())
    others = [
        one
        for one in among
        if one.incorporated_in in inside
        and all(answers(c, Frame.of([one]), on=instant(ON))[0] != Answer.UNMET for c in conditions)
    ]
    everyone = [lead, *others]
    assert len(everyone) == len(wanted.seats)

    def keeps(team):
        named = tuple(Partner(name=p.name, country=p.incorporated_in) for p in team[1:])
        joined = team[0].model_copy(update={"partners": named})
        return answers(rule, Frame.of([joined]), on=instant(ON))[0] == Answer.MET

    best = min(
        (
            score(wanted, places)
            for size in range(1, wanted.most + 1)
            for places in combinations(range(len(wanted.seats)), size)
            if places[0] == 0 and keeps([everyone[place] for place in places])
        ),
        default=None,
    )

    assert (best is None) == (not found.teams)
    if best is not None:
        order = [one.id for one in everyone]
        team = [order.index(member.profile) for member in found.teams[0].members]
        assert score(wanted, team) == best


def test_the_order_of_candidates_does_not_matter():
    lead, among = drawn(2)

    one, other = (ask(lead, each, "edf-2026", None) for each in (among, among[::-1]))

    assert one == other


def test_a_startup_that_a_rule_refuses_gets_no_team_and_the_reason():
    lead = Profile(name="Far", description="radios", incorporated_in="CN", headquarters="CN")

    found = ask(lead, drawn(1)[1], "edf-2026", None)

    assert found.teams == ()
    assert any(finding.answer == "unmet" for finding in found.own)
    assert "a rule refuses the startup itself: no team changes that" in found.notes


def test_without_enough_countries_there_is_no_team_and_it_is_said_who_there_is():
    lead, among = drawn(2)
    home = [one for one in among if one.incorporated_in == "DE"]

    found = ask(lead, home, "edf-2026", None)

    assert found.teams == ()
    assert any("no team keeps the rule" in note for note in found.notes)


def test_a_firm_is_no_partner_of_itself():
    lead, among = drawn(2)
    twin = lead.model_copy(update={"id": "twin", "incorporated_in": "FR"})

    found = ask(lead, [twin, *among], "edf-2026", None)

    assert "twin" not in {m.profile for team in found.teams for m in team.members}


def test_a_topic_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(BadInput, match="edf-2026 has no topic 'naval'; it has: edf-2026"):
        ask(*drawn(2), "edf-2026", "naval")
