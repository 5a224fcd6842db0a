"""Is a page, of which only what is shown is explained, the page of the whole explained answer?"""

from collections import Counter
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.answers.page import Ask, written
from matcher.answers.questions import questions
from matcher.pathway.plan import pathway
from matcher.results import Counts, MatchPage
from profiles.vocabulary import instant
from tests.matcher.test_properties import (
    FEW,
    drawn_catalogues,
    filters,
    instants,
    matcher_of,
    told,
)

JUNE = "2026-06-15"


def page_of(matcher, profile, ask, on):
    shown = on if isinstance(on, str) else on.isoformat()
    return matcher.page(matcher.listing(profile, on=on), ask, on=shown)


asks = st.builds(Ask, filters=filters, start=st.integers(0, 2), limit=st.integers(1, 3))


@FEW
@given(told, drawn_catalogues, instants, asks)
def test_a_page_is_a_part_of_the_whole_answer(profile, found, on, ask):
    matcher = matcher_of(found)
    whole = matcher.match(profile, on=on, filters=ask.filters)

    page = page_of(matcher, profile, ask, on)

    near = [refusal for refusal in whole.ineligible if refusal.near_miss]
    assert page.matches == whole.matches[ask.start : ask.start + ask.limit]
    assert page.ineligible == whole.ineligible[: ask.beside]
    assert page.counts == Counts(len(whole.matches), len(whole.ineligible), len(near))
    for name in ("section", "verdict", "status", "kind"):
        assert getattr(page.facets, name) == Counter(getattr(one, name) for one in whole.matches)
    assert (page.questions, page.pathway) == (whole.questions, whole.pathway)


@FEW
@given(told, drawn_catalogues, instants, asks)
def test_what_is_refused_is_paged_and_filtered_like_any_list(profile, found, on, ask):
    matcher = matcher_of(found)
    whole = matcher.match(profile, on=on, filters=ask.filters)

    page = page_of(matcher, profile, replace(ask, part="ineligible"), on)

    assert page.ineligible == whole.ineligible[ask.start : ask.start + ask.limit]
    assert (page.matches, page.counts) == ((), whole.counts)


@FEW
@given(told, drawn_catalogues, instants)
def test_questions_and_pathway_are_those_of_every_programme_explained(profile, found, on):
    matcher = matcher_of(found)
    whole = matcher.match(profile, on=on)
    listing = matcher.listing(profile, on=on)
    waiting = [one.programme for one in whole.matches if one.verdict != "eligible"]
    rules = dict(zip(listing.snapshot.ids, listing.snapshot.rulebook.binding, strict=True))

    assert whole.questions == questions(
        [rules[programme] for programme in waiting], listing.unknown
    )
    assert whole.pathway == pathway(
        whole.matches[:60],
        {programme.id: programme for programme in matcher.catalogue},
        profile=profile,
        on=instant(on).date(),
        sources=matcher.catalogue.sources,
    )


@FEW
@given(told, drawn_catalogues, instants, asks, asks)
def test_a_profile_that_was_weighed_before_gets_the_same_pages(profile, found, on, one, other):
    matcher = matcher_of(found)
    listing = matcher.listing(profile, on=on)

    for ask in (one, other, one):
        assert matcher.page(listing, ask, on=on.isoformat()) == page_of(matcher, profile, ask, on)


def test_what_is_dismissed_is_in_no_list_no_count_and_no_pathway(matcher, examples):
    profile = examples["quantum-sensor-munich"]
    before = page_of(matcher, profile, Ask(), JUNE)
    gone = (before.pathway[0].programme, before.near_misses[0])

    after = page_of(matcher, profile, Ask(without=gone), JUNE)

    lists = (after.matches, after.ineligible, after.pathway)
    assert not {one.programme for part in lists for one in part}.intersection(gone)
    for name in ("matches", "ineligible", "near_misses"):
        assert getattr(after.counts, name) == getattr(before.counts, name) - 1


@pytest.mark.parametrize("part", ["matches", "ineligible"])
def test_a_compact_page_says_of_each_item_what_the_full_one_says(matcher, examples, part):
    ask = Ask(part=part, view="compact")
    page = page_of(matcher, examples["swedish-undersea"], replace(ask, view="full"), JUNE)
    full, compact = (
        orjson.loads(written(page, replace(ask, view=view), "")) for view in ("full", "compact")
    )

    assert len(compact[part]) == 20
    for one, other in zip(full[part], compact[part], strict=True):
        assert other == {name: one[name] for name in other}
    assert compact == {name: full[name] for name in compact} | {part: compact[part]}


def test_what_is_written_reads_back_as_the_same_answer(matcher, examples):
    page = matcher.match(examples["quantum-sensor-munich"], on=JUNE)

    assert MatchPage.model_validate_json(written(page, Ask(limit=None), "")) == page
