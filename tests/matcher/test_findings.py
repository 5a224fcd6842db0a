"""Each answer is one sentence that a founder and an officer can check, and it claims no more."""

import re

import pytest
from hypothesis import given

from matcher.answers.findings import explain_answer, pool_finding
from matcher.answers.questions import questions
from matcher.eligibility.answer import Answer
from matcher.eligibility.columns import Frame
from matcher.eligibility.verdicts import answers
from matcher.service import Matcher
from profiles.facts import with_read
from profiles.model import Profile
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
from programmes.read import Catalogue
from tests.matcher.asking import JUNE, SOURCED, ask, startup
from tests.matcher.fakes import WordEncoder
from tests.matcher.strategies import any_criterion, instants, profiles, programme_of

NATO, EU, EDF = (Where(groups=(slug,)) for slug in ("nato_32", "eu_27", "edf_eligible"))


def find(criterion, on=JUNE, **facts):
    """The finding of one criterion on a startup that says these things."""
    profile = startup(**facts)
    answer = Answer(int(answers(criterion, Frame.of([profile]), on=on)[0]))
    return explain_answer(criterion, profile, answer, {})


def said(criterion, **facts):
    return find(criterion, **facts).says


def in_nato(**more):
    return Seat(basis="incorporated", within=NATO, **{**SOURCED, **more})


SME = Size(
    label="an SME as the EU defines it",
    max_headcount=249,
    max_turnover_eur=50_000_000,
    max_balance_sheet_eur=43_000_000,
    **SOURCED,
)
MANAGED = Seat(basis="managed", within=Where(groups=("eu_27",), countries=("UA",)), **SOURCED)
THREE = Consortium(
    entities=3,
    countries=3,
    within=EDF,
    relaxed=Relaxed(entities=2, countries=2, only="calls for disruptive technologies"),
    **SOURCED,
)
JOINT = Consortium(entities=2, each_of=(Where(countries=("UA",)), NATO), **SOURCED)
CLEAN = NotSanctioned(high_risk=("RU", "BY"), **SOURCED)
ESTONIA = Statement(id="value", asks="Would Estonia gain?", unless="EE", changeable=True, **SOURCED)
SHARES = ContentShare(max_share=0.35, inside=Where(groups=("edip_eligible",)), **SOURCED)


@pytest.mark.parametrize(
    ("criterion", "facts", "sentence"),
    [
        (in_nato(), {"incorporated_in": "DE"}, "Incorporated in Germany, a NATO nation"),
        (
            in_nato(),
            {"incorporated_in": "AT"},
            "Incorporated in Austria; must be in a NATO nation",
        ),
        (
            in_nato(),
            {},
            "Asks for a company incorporated in a NATO nation;"
            " where it is incorporated is not given",
        ),
        (
            Seat(basis="headquartered", within=Where(groups=("nif_lp_24",)), **SOURCED),
            {"headquarters": "CA"},
            "Headquartered in Canada; must be in one of the 24 nations behind the NATO"
            " Innovation Fund",
        ),
        (MANAGED, {"managed_from": "US"}, "Managed from the United States; must be from an EU"
         " member state or Ukraine"),
        (MANAGED, {"managed_from": "FR"}, "Managed from France, an EU member state"),
        (MANAGED, {"managed_from": "UA"}, "Managed from Ukraine, as asked"),
        (
            in_nato(confidence="low"),
            {"incorporated_in": "DE"},
            "Incorporated in Germany; it may ask for a company incorporated in a NATO nation: our"
            " sources are not firm enough"
            " to decide",
        ),
        (
            Seat(basis="incorporated", perhaps=Where(anywhere=True), **SOURCED),
            {"incorporated_in": "DE"},
            "From which countries it takes companies is not confirmed by our sources",
        ),
        (
            Control(within=EDF, **SOURCED),
            {"controlled_from": ["DE", "NO"]},
            "Owned and controlled from Germany and Norway, all inside the EU and Norway",
        ),
        (
            Control(within=EDF, **SOURCED),
            {"controlled_from": ["NO"]},
            "Owned and controlled from Norway, one of the EU states and Norway",
        ),
        (
            Control(within=EDF, relief="ask for guarantees", **SOURCED),
            {"controlled_from": ["AE"]},
            "Owned and controlled from the United Arab Emirates; must be from the EU or Norway",
        ),
        (
            Area(areas=("quantum", "space"), **SOURCED),
            {"areas": ["quantum/quantum-sensing-timing", "human-bio"]},
            "Works in Quantum technologies: an area that it takes",
        ),
        (
            Area(areas=("quantum",), **SOURCED),
            {"areas": ["space"]},
            "Works in Space; it takes Quantum technologies",
        ),
        (Readiness(min=4, **SOURCED), {"trl": 4}, "TRL 4 lies within what it asks for, TRL 4 or"
         " higher"),
        (Readiness(min=6, max=8, **SOURCED), {"trl": 9}, "TRL 9 lies outside what it asks for,"
         " TRL 6 to 8"),
        (Readiness(max=8, **SOURCED), {}, "Asks for TRL 8 or lower; the readiness level is not"
         " given"),
        (
            Readiness(min=6, confidence="low", **SOURCED),
            {"trl": 7},
            "May ask for TRL 6 or higher: our sources are not firm enough to decide",
        ),
        (StageIn(stages=("seed",), **SOURCED), {"stage": "growth"}, "Stage growth is not among"
         " those taken: seed"),
        (
            SME,
            {"headcount": 23, "turnover_eur": 640_000, "balance_sheet_eur": 2_100_000},
            "With 23 staff, a turnover of EUR 640,000 and assets of EUR 2,100,000 it is an SME as"
            " the EU defines it",
        ),
        (
            SME,
            {"headcount": 10, "turnover_eur": 60_000_000},
            "Asks for an SME as the EU defines it; the balance sheet is not given (known so far:"
            " 10 staff, a turnover of EUR 60,000,000)",
        ),
        (SME, {"headcount": 250}, "With 250 staff it is not an SME as the EU defines it"),
        (
            Size(label="a company of at most 499 people", max_headcount=499, **SOURCED),
            {"headcount": 500, "turnover_eur": 1},
            "With 500 staff it is not a company of at most 499 people",
        ),
        (Age(max_years=5, **SOURCED), {"founded": "2020-01-01"}, "Founded 2020-01-01, so it is"
         " not under 5 years old when the call closes"),
        (Age(max_years=5, **SOURCED), {"founded": "2021"}, "Founded 2021: too rough to tell"
         " whether it is under 5 years old when the call closes"),
        (OwnsTechnology(**SOURCED), {"owns_technology": False}, "Must own or control its"
         " technology, and does not"),
        (
            HoldsIdentifier(identifier="duns", name="DUNS number", **SOURCED),
            {"identifiers": {"duns": None}},
            "Needs a DUNS number and has none",
        ),
        (
            HoldsIdentifier(identifier="eori", name="EORI number", **SOURCED),
            {},
            "Asks for an EORI number; whether there is one is not given",
        ),
        (
            THREE,
            {"incorporated_in": "DE", "partners": [{"country": "FR"}]},
            "Asks for at least 3 entities from 3 countries of the EU and Norway; with 1 partner"
            " that is not settled (fewer are enough in calls for disruptive technologies)",
        ),
        (
            JOINT,
            {"incorporated_in": "DE", "partners": []},
            "Asks for a member from Ukraine and a member from a NATO nation; with no partner that"
            " is not reached",
        ),
        (
            Consortium(entities=2, **SOURCED),
            {"incorporated_in": "DE", "partners": [{"country": "DE"}]},
            "Asks for at least 2 entities; with 1 partner that is reached",
        ),
        (SingleApplicant(**SOURCED), {}, "One company applies by itself; no partner is needed"),
        (Coinvestment(min_share=0.3, **SOURCED), {"private_coinvestment_share": 0.2999},
         "Private investors carry 29.99% of the round; asked is 30%"),
        (CLEAN, {}, "Asks for nobody sanctioned behind it, and no tie to Russia or Belarus; whether"
         " anybody is sanctioned is not given"),
        (
            ContentShare(
                max_share=0.35,
                inside=Where(groups=("safe_procurement_equal_footing", "safe_bilateral")),
                **SOURCED,
            ),
            {"non_eligible_content_share": 0.2},
            "20% of component cost comes from outside the EU, the EEA-EFTA states and Ukraine"
            " as well as states with their own agreement on SAFE; at most 35% may",
        ),
        (
            SHARES,
            {"non_eligible_content_share": 0.4},
            "40% of component cost comes from outside the EU and the associated EEA states;"
            " at most 35% may",
        ),
        (Use(civil=True, defence=True, **SOURCED), {"civil_use": False, "defence_use": True},
         "Needs a civil use and a defence use; a civil use is missing"),
        (Use(civil=True, defence=True, **SOURCED), {"civil_use": True},
         "Asks for a civil use and a defence use; whether there is a defence use is not given"),
        (NoWeapon(certain=False, **SOURCED), {"defence_use": False}, "A limit on weapons may"
         " exist; it does not concern this product"),
        (CLEAN, {"headquarters": "RU"}, "Tied to Russia, which it excludes"),
        (
            CLEAN,
            {"sanctioned": False, "incorporated_in": "EE", "headquarters": "EE"},
            "Asks for nobody sanctioned behind it, and no tie to Russia or Belarus; who owns and"
            " controls it is not given",
        ),
        (Certified(any_of=("iso-27001", "cmmc-2"), **SOURCED), {"certifications": ["ISO 27001"]},
         "Holds ISO 27001, as asked"),
        (Certified(any_of=("iso-27001", "cmmc-2"), **SOURCED), {"certifications": []},
         "Needs iso-27001 or cmmc-2, and holds none of them"),
        (OpenTo(applicants=("state",), instead="See the pools.", **SOURCED), {}, "Only states may"
         " apply, no company. Instead: See the pools."),
        (OpenTo(applicants=(), **SOURCED), {}, "Nobody can apply to it"),
        (OpenTo(applicants=("company",), confidence="low", **SOURCED), {}, "May ask for"
         " applications of companies: our sources are not firm enough to decide"),
        (ESTONIA, {"incorporated_in": "EE"}, "Does not concern companies of Estonia: Would"
         " Estonia gain?"),
        (ESTONIA, {"statements": {"value": True}}, "Answered yes: Would Estonia gain?"),
        (ESTONIA, {"incorporated_in": "FI", "statements": {"value": False}}, "Answered no: Would"
         " Estonia gain?"),
        (ESTONIA, {"incorporated_in": "FI"}, "To be answered: Would Estonia gain?"),
        (ESTONIA, {"statements": {"value": False}}, "Companies of Estonia need not answer this,"
         " and where it is incorporated is not given: Would Estonia gain?"),
        (Statement(id="rule", asks="Is it so?", who="programme", **SOURCED), {}, "Only its office"
         " can tell: Is it so?"),
    ],
    ids=lambda value: getattr(value, "kind", None),
)  # fmt: skip
def test_a_finding_reads_like_this(criterion, facts, sentence):
    assert said(criterion, **facts) == sentence


@pytest.mark.parametrize(
    ("criterion", "facts", "change"),
    [
        (Readiness(min=6, **SOURCED), {"trl": 5}, "reach TRL 6"),
        (Readiness(max=6, **SOURCED), {"trl": 7}, None),  # nobody goes back
        (in_nato(), {"incorporated_in": "AT"}, None),
        (
            Control(within=EDF, relief="ask for guarantees", **SOURCED),
            {"controlled_from": ["AE"]},
            "ask for guarantees",
        ),
        (Control(within=EDF, **SOURCED), {"controlled_from": ["AE"]}, None),
        (
            HoldsIdentifier(identifier="duns", name="DUNS number", **SOURCED),
            {"identifiers": {"duns": None}},
            "register for a DUNS number",
        ),
        (
            JOINT,
            {"incorporated_in": "DE", "partners": []},
            "find partners: a member from Ukraine and a member from a NATO nation",
        ),
        (
            Coinvestment(min_share=0.3, **SOURCED),
            {"private_coinvestment_share": 0.1},
            "find private investors for at least 30% of the round",
        ),
        (ESTONIA, {"incorporated_in": "FI", "statements": {"value": False}},
         "make this condition hold"),
        (Use(civil=True, **SOURCED), {"civil_use": False}, "show a civil use"),
        (SME, {"headcount": 250}, None),
        (Readiness(min=6, **SOURCED), {"trl": 6}, None),  # it is met: nothing to change
    ],
    ids=lambda value: getattr(value, "kind", None),
)  # fmt: skip
def test_a_near_miss_says_what_would_change_it(criterion, facts, change):
    assert find(criterion, **facts).change == change


@pytest.mark.parametrize(
    ("criterion", "facts", "field"),
    [
        (SME, {}, "headcount"),
        (SME, {"headcount": 1}, "turnover_eur"),
        (SME, {"headcount": 1, "turnover_eur": 60_000_000}, "balance_sheet_eur"),
        (Size(label="small", max_turnover_eur=1, **SOURCED), {}, "turnover_eur"),
        (CLEAN, {}, "sanctioned"),
        (CLEAN, {"sanctioned": False}, "controlled_from"),
        (CLEAN, {"sanctioned": False, "controlled_from": ["EE"]}, "incorporated_in"),
        (THREE, {}, "partners"),
        (THREE, {"partners": [{"country": "FR"}, {"country": "IT"}]}, "incorporated_in"),
        (THREE, {"incorporated_in": "DE", "partners": [{"name": "X"}, {"name": "Y"}]}, "partners"),
        (Age(max_years=5, **SOURCED), {"founded": "2021"}, "founded"),
        (ESTONIA, {"statements": {"value": False}}, "incorporated_in"),
        (ESTONIA, {}, "statements.value"),
        (NoWeapon(certain=False, **SOURCED), {}, "weapon"),
        (Use(civil=True, defence=True, **SOURCED), {"civil_use": True}, "defence_use"),
    ],
    ids=lambda value: getattr(value, "kind", None),
)  # fmt: skip
def test_an_unknown_asks_for_the_fact_it_waits_for(criterion, facts, field):
    finding = find(criterion, **facts)

    assert (finding.answer, finding.field, finding.missing) == ("unknown", field, True)


@pytest.mark.parametrize(
    ("criterion", "facts"),
    [
        (in_nato(confidence="low"), {}),
        (in_nato(confidence="unknown"), {"incorporated_in": "DE"}),
        (Seat(basis="incorporated", perhaps=Where(anywhere=True), **SOURCED), {}),
        (Statement(id="rule", asks="Is it so?", who="programme", **SOURCED), {}),
        (NoWeapon(certain=False, **SOURCED), {"weapon": True}),
        (Control(within=EU, perhaps=Where(anywhere=True), **SOURCED), {"controlled_from": ["US"]}),
    ],
)
def test_nobody_is_asked_what_no_answer_could_settle(criterion, facts):
    finding = find(criterion, **facts)

    assert finding.answer == "unknown"
    assert not finding.missing
    assert questions([[0]], {0: finding if finding.missing else None}) == ()


def test_a_finding_carries_the_source_the_day_and_the_confidence_of_its_rule():
    rule = Readiness(
        min=4, source=("one", "two"), as_of="2026-06-19", confidence="medium", note="A note."
    )
    finding = find(rule, trl=5)

    assert (finding.source, finding.sources) == ("one", ("one", "two"))
    assert (finding.as_of, finding.confidence, finding.note) == ("2026-06-19", "medium", "A note.")
    assert find(in_nato()).as_of == "undated", "a source that gives no day has none"


def test_a_pool_says_that_states_buy_there():
    finding = pool_finding(programme_of("pool", pool=True), {})

    assert finding.answer == "not-applicable"
    assert finding.says == "States buy together here: a company cannot enter, it can supply"


UNDERSCORED = re.compile(r"\b[a-z]+_[a-z]+\b")


@given(any_criterion, profiles, instants)
def test_every_finding_is_a_sentence_in_words_and_asks_what_can_be_asked(criterion, profile, on):
    answer = Answer([a.word for a in Answer].index(ask(criterion, profile, on)))
    finding = explain_answer(criterion, profile, answer, {})

    assert finding.answer == answer.word
    assert finding.says[0].isupper() or finding.says[0].isdigit()
    assert "None" not in finding.says
    assert not UNDERSCORED.search(finding.says)
    if finding.missing:
        assert finding.answer == "unknown"
        (question,) = questions([[0]], {0: finding})
        assert question.field == finding.field
        assert question.asks.endswith("?")
    if finding.change:
        assert finding.answer == "unmet"


@given(any_criterion, profiles, instants)
def test_an_unknown_of_a_sure_rule_names_a_fact_or_says_what_is_not_settled(criterion, profile, on):
    if ask(criterion, profile, on) != "unknown":
        return
    finding = explain_answer(criterion, profile, Answer.UNKNOWN, {})

    if criterion.sure:
        open_rule = re.search(r"settled|confirmed|may be|Only its office", finding.says)
        assert finding.missing or open_rule, finding.says
    else:
        assert re.search(r"not firm enough|not confirmed", finding.says)


def test_a_finding_shows_the_words_that_were_read_and_asks_whether_they_are_right():
    offer = programme_of(
        "home",
        [
            {
                "kind": "seat",
                "basis": "headquartered",
                "within": {"countries": ["NL"]},
                "source": ["a-source"],
                "confidence": "high",
            }
        ],
    )
    profile = with_read(Profile(name="A", description="We are based in Delft and build radar."))

    page = Matcher(Catalogue.of([offer]), WordEncoder()).match(profile, on="2026-03-01")

    (finding,) = page.matches[0].findings
    assert (finding.value, finding.basis, finding.quote) == ("NL", "read", "based in Delft")
    assert page.questions[0].asks == (
        'We read "based in Delft": is that where the company has its headquarters?'
    )
