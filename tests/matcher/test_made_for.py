"""Who is made for a named system finds it first, and nobody finds what is over above what is not.

Thirty-six firms, three days; the firms are told of in ``tests.matcher.firms``.
"""

from datetime import date

import pytest

from matcher.answers.flags import of_company
from matcher.eligibility.sections import Section
from profiles.basis import ReadFact
from programmes.filters import Filters
from tests.matcher.firms import DAYS, FIRMS, MADE_FOR, firm


@pytest.mark.parametrize("programme", MADE_FOR)
def test_a_named_system_comes_first_in_its_section_for_a_firm_made_for_it(matcher, programme):
    section, on, made = MADE_FOR[programme]
    listing = matcher.listing(made, on=on)
    places = listing.select(Filters()).inside
    found = [
        listing.snapshot.ids[place]
        for place in places
        if Section(int(listing.snapshot.sections[place])).word == section
    ]

    assert found[0] == programme


@pytest.fixture(scope="module", params=DAYS)
def listings(request, matcher):
    """Every firm before every programme on one day."""
    return list(matcher.listings(FIRMS.values(), on=request.param))


def test_no_past_call_stands_above_one_that_can_be_entered_or_is_dated(listings):
    for listing in listings:
        sections = listing.snapshot.sections[listing.select(Filters()).inside].tolist()
        first_past = sections.index(Section.PAST) if Section.PAST in sections else len(sections)

        assert not {Section.NOW, Section.SOON, Section.SUPPLY} & set(sections[first_past:])


def test_every_programme_is_shown_to_every_firm_once(listings):
    for listing in listings:
        chosen = listing.select(Filters())
        shown = [*chosen.inside.tolist(), *chosen.outside.tolist()]

        assert sorted(shown) == list(range(len(listing.snapshot.ids)))


HELD = firm(
    "Held", "Radar modules for drones.", "DE", controlled_from=["CN"], trl=3, civil_use=True,
    defence_use=True, weapon=False, sanctioned=False,
)  # fmt: skip


def test_a_firm_controlled_from_outside_every_alliance_is_offered_no_near_miss(matcher):
    page = matcher.match(HELD, on="2026-06-15")
    ally = matcher.match(HELD.model_copy(update={"controlled_from": ("DE",)}), on="2026-06-15")

    assert ally.counts.near_misses > 0
    assert page.counts.near_misses == 0
    assert {one.section for one in page.ineligible} == {"not-for-you"}


def test_control_from_outside_every_alliance_is_a_flag_on_every_line(matcher):
    page = matcher.match(HELD, on="2026-06-15")

    assert {one.flags for one in (*page.matches, *page.ineligible)} == {
        ("controlled from China: outside every alliance group",)
    }


def test_who_is_read_to_be_controlled_from_outside_is_flagged_too(matcher):
    fact = ReadFact(value=("CN",), quote="owned by a fund in Shanghai")
    told = HELD.model_copy(update={"controlled_from": None, "read": {"controlled_from": fact}})

    assert of_company(told, date(2026, 6, 15)) == of_company(HELD, date(2026, 6, 15))


@pytest.mark.parametrize(
    ("programme", "home", "country"),
    [
        ("us-diu-cso", "US", "the United States"),
        ("uk-dasa", "GB", "the United Kingdom"),
        ("de-sprind", "DE", "Germany"),
        ("de-cihbw", "DE", "Germany"),
    ],
)
def test_a_home_firm_is_told_that_it_is_the_likely_case_and_that_nobody_wrote_the_rule(
    matcher, programme, home, country
):
    at_home = firm("At Home", "Drones that map rooms.", home, weapon=False)
    found = matcher.explain(at_home, programme, on="2026-06-15")
    seat = next(one for one in found.findings if one.criterion == "seat")

    assert (found.verdict, found.outlook) == ("undetermined", "likely")
    assert seat.says == (
        f"Incorporated in {country}, the country that it is made for: no source that we read says"
        " who may apply, and a company from there is the likely case"
    )
