"""The route, the supply and the gaps of the examples, through the real catalogue."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from api.cli.options import OutputFormat
from api.cli.render_routes import render_pathway
from matcher.pathway.gaps import CLASSES, gaps
from matcher.pathway.plan import plan
from matcher.pathway.svg import Drawing, fit_text
from matcher.pathway.timeline import heat_map, timeline
from matcher.pooling.purchases import purchase_of
from matcher.pooling.supply import supply
from profiles.model import Profile
from programmes.demands import Demand
from programmes.read import load_catalogue
from tests.matcher.pools.drawing import ENCODER, build

ON = "2026-06-15"


@pytest.fixture(scope="module")
def matcher():
    from matcher.service import Matcher

    return Matcher(load_catalogue(), ENCODER)


def profile(**more):
    said = {
        "name": "Kvarner Robotika",
        "description": "Artillery fuzes for 155 mm shells, and robots that clear mines.",
        "incorporated_in": "HR",
        "headquarters": "HR",
        "controlled_from": ["HR"],
        "areas": ["autonomy-robotics"],
        "trl": 6,
    }
    return Profile.model_validate({**said, **more})


def way(matcher, one, **months):
    catalogue = matcher.catalogue
    programmes = {p.id: p for p in catalogue.entries}
    return plan(one, matcher.match(one, on=ON), programmes, catalogue.sources, months)


def test_a_firm_in_production_is_led_to_orders_and_to_no_laboratory(matcher):
    found = way(matcher, profile(trl=9))

    assert found.steps
    assert {step.to_trl for step in found.steps} == {10}
    assert not {step.kind for step in found.steps} & {"grant", "accelerator", "challenge"}


def test_a_register_of_suppliers_leads_to_orders(matcher):
    clear = profile(description="Tents and field kitchens for camps.", areas=None, trl=9)

    assert {step.programme for step in way(matcher, clear).steps} <= {
        "nspa-source-file",
        "ncia-boa",
    }
    assert way(matcher, clear).steps


def test_durations_can_be_set_and_say_whose_they_are(matcher):
    clear = profile(description="Tents and field kitchens for camps.", areas=None, trl=9)
    usual, mine = way(matcher, clear), way(matcher, clear, framework=6)

    assert "18 months: our assumption" in usual.steps[0].assumes
    assert "6 months: the months as you say" in mine.steps[0].assumes
    assert mine.ends < usual.ends


def test_a_gap_names_no_offer_that_only_states_may_enter(matcher):
    for trl in (3, 6, 9):
        for gap in way(matcher, profile(trl=trl, controlled_from=["CN"])).gaps:
            assert not any("Only states may apply" in one.says for one in gap.barred)
            assert not any(one.change for one in gap.barred)


def test_a_route_is_told_step_by_step_within_a_screen(matcher):
    shown = render_pathway(way(matcher, profile()), OutputFormat.TABLE)

    assert "Because" in shown
    assert "--months grant=18" in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_steps_and_gaps_lead_from_the_own_level_to_orders(matcher):
    found = way(matcher, profile())

    spans = [(s.from_trl, s.to_trl) for s in found.steps] + [
        (g.from_trl, g.to_trl) for g in found.gaps
    ]
    spans.sort()
    assert spans[0][0] == found.from_trl == 6
    assert spans[-1][1] == 10
    assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_every_step_has_a_source_a_day_and_its_assumption(matcher):
    for step in way(matcher, profile()).steps:
        assert step.source in matcher.catalogue.sources
        assert step.as_of
        assert "assum" in step.assumes


def test_the_pathway_of_a_match_is_the_same_route(matcher):
    one = profile()

    assert matcher.match(one, on=ON).pathway == way(matcher, one).steps


def test_a_startup_that_no_programme_takes_gets_a_gap_with_reasons(matcher):
    russia = dict.fromkeys(("incorporated_in", "headquarters", "managed_from"), "RU")
    outside = profile(**russia, controlled_from=["RU"])

    found = way(matcher, outside)

    assert found.gaps
    gap = found.gaps[0]
    assert "no programme takes a company in Russia" in gap.says
    assert all(one.source and one.as_of for one in gap.barred)
    assert gap.closes


def test_a_source_in_brackets_is_shown_in_the_table(matcher):
    found = way(matcher, profile())

    for step in found.steps:
        assert f"[{step.source}" in render_pathway(found, OutputFormat.TABLE).replace("\n", "")


def test_an_unknown_readiness_is_said_and_asked_for(matcher):
    found = way(matcher, profile(trl=None))

    assert (found.steps, found.gaps, found.ends) == ((), (), None)
    assert any("--set trl=6" in note for note in found.notes)
    assert "No route is drawn" in render_pathway(found, OutputFormat.TABLE)


def test_an_unknown_country_is_asked_for(matcher):
    found = way(matcher, profile(incorporated_in=None, headquarters=None, controlled_from=None))

    assert found.steps == ()
    assert any("--set headquarters=NL" in note for note in found.notes)


def test_what_was_read_is_enough_to_start_from_and_is_said(matcher):
    quote = {"basis": "read", "quote": "TRL 6", "start": 0, "end": 5}
    found = way(matcher, profile(trl=None, read={"trl": {"value": 6, **quote}}))

    assert found.from_trl == 6
    assert found.steps
    assert any("read out of the text" in note for note in found.notes)


def test_a_company_in_production_gets_no_grant_for_the_laboratory(matcher):
    found = way(matcher, profile(trl=9))

    assert {step.kind for step in found.steps} <= {"pool", "framework", "contract"}


def test_no_step_is_one_that_the_company_may_not_enter(matcher):
    for country in ("HR", "NO", "CA", "FR", "UA", "TR"):
        seats = dict.fromkeys(("incorporated_in", "headquarters"), country)
        one = profile(**seats, controlled_from=[country])
        answer = {m.programme: m for m in matcher.match(one, on=ON).matches}
        for step in way(matcher, one).steps:
            assert answer[step.programme].outlook != "unlikely"


def test_the_timeline_is_well_formed_whatever_the_names(matcher):
    found = way(matcher, profile())
    hostile = "<script>alert('x')</script> & \x00\ud800\uffff ]]>"
    steps = tuple(replace(step, name=hostile) for step in found.steps)

    drawn = timeline(replace(found, steps=steps, profile=hostile))

    ElementTree.fromstring(drawn)  # noqa: S314 - our own output
    assert "<script" not in drawn
    assert drawn == timeline(replace(found, steps=steps, profile=hostile))


@pytest.mark.parametrize("said", ["15 June 2026", "15 June 2026, 12:00 UTC", "2026-06-15T12:00Z"])
def test_a_timeline_begins_on_the_day_however_it_is_written(matcher, said):
    found = way(matcher, profile())

    drawn = timeline(replace(found, on=said))

    assert drawn.replace(said, ON) == timeline(found)


def test_attributes_are_escaped_too():
    drawing = Drawing(10, 10, 'a"b')
    drawing.rect(0, 0, 1, 1, '"><script>', "t")

    ElementTree.fromstring(str(drawing))  # noqa: S314 - our own output
    assert "<script" not in str(drawing)
    assert fit_text("abc", 1, 12) == "…"


def test_each_startup_is_counted_once_in_the_totals_and_once_in_each_of_its_areas():
    group = [
        profile(),
        profile(name="Two", areas=["space", "quantum"]),
        profile(name="X", areas=None),
    ]

    found = gaps(group, load_catalogue(), on=ON)

    assert sum(found.totals.values()) == found.startups == 3
    assert sum(cell.startups for cell in found.cells) == 4
    for cell in found.cells:
        assert sum(getattr(cell, name) for name in CLASSES) == cell.startups
    assert {cell.area for cell in found.cells} == {
        "autonomy-robotics",
        "not known",
        "quantum",
        "space",
    }


def test_the_order_of_startups_does_not_change_the_gaps_and_the_map_is_well_formed():
    group = [profile(), profile(name="Two", incorporated_in="CA", headquarters="CA")]
    catalogue = load_catalogue()

    one, other = (gaps(each, catalogue, on=ON) for each in (group, group[::-1]))

    assert one == other
    ElementTree.fromstring(heat_map(one))  # noqa: S314 - our own output


def test_a_missing_fact_asks_and_is_no_gap():
    (cell,) = gaps([Profile(name="Bare", description="drones")], load_catalogue(), on=ON).cells

    assert (cell.country, cell.readiness, cell.asks) == ("not known", "not known", 1)


def pools(item="Artillery fuzes for 155 mm", **said):
    lines = [
        Demand.model_validate({"id": c, "country": c.upper(), "item": item, **said})
        for c in ("hr", "pl")
    ]
    return build(lines).pools


def supplied(one, made):
    (found,) = supply(
        one, [purchase_of(pool) for pool in made], ENCODER, load_catalogue(), on=date(2026, 6, 15)
    )
    return found


def test_a_pool_is_never_said_to_be_open_to_a_startup():
    for item in ("Artillery fuzes for 155 mm", "Role 2 field hospital"):
        assert supplied(profile(), pools(item)).verdict == "supply_chain"


@pytest.mark.parametrize(
    ("item", "trl", "part", "route"),
    [
        ("Artillery fuzes for 155 mm", 9, "item", "prime"),
        ("Artillery fuzes for 155 mm", 6, "item", "subcontractor"),
        ("Artillery fuzes for 155 mm", 4, "item", "test partner"),
        ("155 mm artillery shells", 9, "component", "subcontractor"),
    ],
)
def test_part_and_route_follow_from_text_and_readiness(item, trl, part, route):
    found = supplied(profile(trl=trl, description="We make fuzes for artillery."), pools(item))

    assert found.part == part
    assert found.route.startswith(route)


def test_rules_of_the_lines_and_of_the_instruments_are_findings_with_sources():
    made = pools(supply_from="EU", max_outside_share="35%", source="plan", as_of="2026-05-01")

    found = supplied(profile(non_eligible_content_share=0.5), made).findings

    own = [(f.criterion, f.answer, f.source, f.as_of) for f in found if f.source == "plan"]
    assert ("seat", "met", "plan", "2026-05-01") in own
    assert ("content-share", "unmet", "plan", "2026-05-01") in own
    assert any("pay with SAFE" in f.says and f.answer == "unmet" for f in found)
    assert all(f.source and f.as_of for f in found)


def test_american_content_asks_for_cmmc_and_other_content_does_not():
    def gates(one):
        return [f.says for f in supplied(one, pools()).findings if f.criterion == "certification"]

    assert not any("CMMC" in says for says in gates(profile()))
    assert any("CMMC" in says for says in gates(profile(controlled_from=["HR", "US"])))


def test_readiness_is_held_against_the_day_of_need():
    def ready(trl):
        found = supplied(profile(trl=trl), pools(needed_by="2028-06")).findings
        return next(f.answer for f in found if f.criterion == "trl")

    assert (ready(9), ready(7), ready(4), ready(None)) == ("met", "met", "unmet", "unknown")


def test_a_pool_of_the_catalogue_says_what_is_bought_whom_to_ask_and_what_comes_next():
    from matcher.pooling.purchases import bought_in

    catalogue = load_catalogue()
    maker = profile(
        description="Solid rocket motors, seekers and batteries for Patriot GEM-T missiles.",
        incorporated_in="DE", headquarters="DE", controlled_from=["DE"], trl=9,
    )  # fmt: skip
    pools = bought_in(catalogue.programmes, catalogue.sources)
    first = supply(maker, pools, ENCODER, catalogue, on=date(2026, 11, 28))[0]

    assert first.pool == "nspa-patriot-gem-t-2024"
    assert "up to 1,000, USD 5.5 to 5.6 billion" in first.advice.buys
    assert first.advice.delivers == ("COMLOG (Raytheon and MBDA Germany)",)
    assert first.advice.next.startswith("register in the agency's source file (nspa-source-file)")
    assert any(one.startswith("EDIP (edip") for one in first.advice.finances)
    assert "national armaments office" in first.advice.ask


def test_money_for_capacity_is_not_named_to_whom_a_rule_keeps_out():
    from matcher.pooling.advice import capacity_money

    catalogue = load_catalogue()
    held = profile(controlled_from=["CN"])

    assert not any("EDIP" in one for one in capacity_money(held, catalogue, date(2026, 11, 28)))
