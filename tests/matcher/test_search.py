"""Does an index that is made once find what going through every programme finds?"""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.vocabulary import instant
from programmes.filters import Filters, reaches
from programmes.model import current_call
from programmes.search import Query, SearchIndex, hit, search, size_of
from tests.matcher.test_properties import FEW, drawn_catalogues, filters, instants

JUNE = "2026-06-15"
sorts = st.sampled_from(("deadline", "size", "name"))


def keeps(wanted, programme, status):
    """The filters written out, a programme at a time."""
    return (
        (not wanted.kinds or programme.kind in wanted.kinds)
        and (not wanted.statuses or str(status) in wanted.statuses)
        and (not wanted.areas or bool({*wanted.areas} & {*programme.areas}))
        and (not wanted.countries or any(reaches(programme, one) for one in wanted.countries))
    )


@FEW
@given(drawn_catalogues, instants, filters, sorts)
def test_it_keeps_what_every_programme_by_itself_passes(found, on, wanted, sort):
    moment = instant(on)
    wanted = Filters(wanted.countries, wanted.areas, wanted.kinds, wanted.statuses)
    kept = []
    for programme in found:
        call, status = current_call(programme, on=moment)
        if keeps(wanted, programme, status):
            kept.append(hit(programme, call, status))

    result = SearchIndex(found, moment).search(Query(filters=wanted, sort=sort))

    assert sorted(one.id for one in result.hits) == sorted(one.id for one in kept)
    assert set(result.hits) == set(kept)
    for name in ("kind", "status"):
        assert result.facets[name] == Counter(getattr(one, name) for one in kept)
    assert result.facets["area"] == Counter(area for one in kept for area in one.areas)
    assert result.facets["size"] == Counter(size_of(one.amount) for one in kept)
    keys = {
        "size": [(-(one.amount or 0.0), one.id) for one in result.hits],
        "name": [one.name for one in result.hits],
        "deadline": [],
    }[sort]
    assert keys == sorted(keys)


def test_what_closes_next_comes_first_and_what_never_closes_last(catalogue):
    found = search(catalogue, Query(), on=instant(JUNE)).hits
    ends = []
    for one in found:
        call, status = current_call(catalogue.get(one.id), on=instant(JUNE))
        closes = call.closes_when if call and status.enterable else None
        ends.append(closes.latest.timestamp() if closes else float("inf"))

    assert ends == sorted(ends)
    assert ends[0] < float("inf")


@pytest.mark.parametrize(
    ("words", "some"), [("quantum", True), ("QUANTUM nato", True), ("qqq", False)]
)
def test_every_word_has_to_occur(catalogue, words, some):
    found = search(catalogue, Query(text=words), on=instant(JUNE)).hits

    assert bool(found) == some


def test_a_search_by_fit_needs_a_fit_where_a_least_one_is_asked_for(catalogue):
    ids = [programme.id for programme in catalogue][:3]
    fits = dict(zip(ids, (0.2, 0.9, 0.5), strict=True))

    found = search(
        catalogue, Query(filters=Filters(min_fit=0.3), sort="fit"), on=instant(JUNE), fits=fits
    )

    assert [(one.id, one.fit) for one in found.hits] == [(ids[1], 0.9), (ids[2], 0.5)]
