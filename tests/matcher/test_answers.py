"""Is a page, of which only what is shown is explained, the page of the whole explained answer?"""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from matcher.answers.page import Ask, match_page, page_of
from matcher.answers.questions import questions
from matcher.pathway.plan import pathway
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
asks = st.builds(Ask, filters=filters, start=st.integers(0, 2), limit=st.integers(1, 3))


@FEW
@given(told, drawn_catalogues, instants, asks)
def test_a_page_is_a_part_of_the_whole_answer(profile, found, on, ask):
    matcher = matcher_of(found)
    whole = matcher.match(profile, on=on, filters=ask.filters)

    page = match_page(matcher, profile, ask, on=on)

    near = [refusal for refusal in whole.ineligible if refusal.near_miss]
    assert page["matches"] == list(whole.matches[ask.start : ask.start + ask.limit])
    assert page["near_misses"] == near[: ask.limit]
    assert page["counts"] == {
        "matches": len(whole.matches),
        "ineligible": len(whole.ineligible),
        "near_misses": len(near),
    }
    for name in ("verdict", "status", "kind"):
        assert page["facets"][name] == Counter(getattr(one, name) for one in whole.matches)
    assert (page["questions"], page["pathway"]) == (whole.questions, whole.pathway)


@FEW
@given(told, drawn_catalogues, instants)
def test_questions_and_pathway_are_those_of_every_programme_explained(profile, found, on):
    matcher = matcher_of(found)
    whole = matcher.match(profile, on=on)
    standing = matcher.standing(profile, on=on)
    waiting = [one.programme for one in whole.matches if one.verdict != "eligible"]
    rules = dict(zip(standing.field.board.ids, standing.field.board.rulebook.binding, strict=True))

    assert whole.questions == questions(
        [rules[programme] for programme in waiting], standing.account.unknown()
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
    standing = matcher.standing(profile, on=on)

    for ask in (one, other, one):
        assert page_of(matcher, standing, ask, on=on) == match_page(matcher, profile, ask, on=on)


def test_what_is_dismissed_is_in_no_list_no_count_and_no_pathway(matcher, examples):
    profile = examples["quantum-sensor-munich"]
    before = match_page(matcher, profile, Ask(), on=JUNE)
    gone = (before["pathway"][0].programme, before["near_misses"][0].programme)

    after = match_page(matcher, profile, Ask(without=gone), on=JUNE)

    lists = (after["matches"], after["near_misses"], after["pathway"])
    assert not {one.programme for part in lists for one in part}.intersection(gone)
    for name in ("matches", "ineligible", "near_misses"):
        assert after["counts"][name] == before["counts"][name] - 1


def test_a_compact_page_says_of_each_match_what_the_full_one_says(matcher, examples):
    profile = examples["swedish-undersea"]
    full, compact = (
        match_page(matcher, profile, replace(Ask(), view=view), on=JUNE)
        for view in ("full", "compact")
    )

    for one, other in zip(full["matches"], compact["matches"], strict=True):
        assert other == {name: getattr(one, name) for name in other}
