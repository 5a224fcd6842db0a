"""An area is found by any word that means it alone, and the crosswalk holds together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import UnknownTerm
from profiles.vocabulary import (
    AreaRef,
    area,
    areas,
    areas_of,
    by_area,
    taxonomies,
    taxonomy,
)
from profiles.vocabulary.words import fold

MAPPED = [one for one in taxonomies() if one.superseded_by is None]
SUBAREAS = [sub for one in areas() for sub in one.subareas]
# Every word of ours, with the slug it stands for.
WORDS = [
    (slug, word)
    for one in areas()
    for slug, words in [
        (one.slug, (one.slug, one.name, *one.keywords)),
        *((s.slug, (s.slug, s.slug.partition("/")[2], s.name, *s.keywords)) for s in one.subareas),
    ]
    for word in words
]


def test_there_are_fourteen_areas_and_fifty_eight_sub_areas():
    assert len(areas()) == len({one.slug for one in areas()}) == 14
    assert len(SUBAREAS) == len({one.slug for one in SUBAREAS}) == 58


def test_positions_are_the_order_of_the_file_so_that_columns_agree():
    assert [one.index for one in areas()] == list(range(14))
    assert [one.index for one in SUBAREAS] == list(range(58))


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("quantum", "quantum"),
        ("Quantum technologies", "quantum"),
        ("QUANTUM", "quantum"),
        ("quantum/quantum-sensing-timing", "quantum/quantum-sensing-timing"),
        ("Quantum Sensing & Timing", "quantum/quantum-sensing-timing"),
        ("quantum-sensing-timing", "quantum/quantum-sensing-timing"),
        ("QKD", "quantum/quantum-communication"),
        ("AI", "ai-data-decision"),
        ("ML", "ai-data-decision"),  # and not the munitions list
        ("Space", "space"),
        ("drones", "autonomy-robotics/uas-air"),
        ("Counter-UAS", "air-defence-effectors/counter-uas"),
        ("5G", "communications/5g-6g-open-ran"),
        ("cyber security", "cyber-information-security"),
        ("Advanced semiconductors", "materials-manufacturing"),  # an EU title, mapped once
        ("Resilient Space Operations", "space"),  # a DIANA title
        ("Scaled Hypersonics", "air-defence-effectors"),  # a US title
    ],
)
def test_slugs_names_keywords_and_clear_titles_are_understood(written, slug):
    assert area(written).slug == slug


def test_a_reference_is_its_area_and_its_part():
    assert area("quantum") == AreaRef("quantum", None)
    assert area("quantum-computing") == AreaRef("quantum", "quantum-computing")
    assert str(area("quantum-computing")) == "quantum/quantum-computing"
    assert by_area("quantum/quantum-computing") == by_area("quantum")


def test_no_word_of_ours_means_two_things():
    meanings: dict[str, set[str]] = {}
    for slug, word in WORDS:
        meanings.setdefault(fold(word), set()).add(slug)

    assert {word: slugs for word, slugs in meanings.items() if len(slugs) > 1} == {}


@given(st.sampled_from(WORDS), st.sampled_from([str.upper, str.lower, str.title]))
def test_every_word_of_ours_is_understood_in_any_case(entry, change):
    slug, word = entry

    assert area(change(word)).slug == slug


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ("Energy resilience", {"energy-propulsion", "infrastructure-logistics"}),
        ("Robotics and autonomous systems", {"autonomy-robotics", "maritime-undersea"}),
    ],
)
def test_a_title_that_several_areas_answer_to_is_refused_with_them(written, options):
    with pytest.raises(UnknownTerm, match="more than one area") as caught:
        area(written)

    assert set(caught.value.suggestions) == options


@pytest.mark.parametrize(
    ("written", "suggested"),
    [("quantm", "quantum"), ("autonomy-robotix", "autonomy-robotics")],
)
def test_a_misspelt_area_is_refused_with_the_nearest(written, suggested):
    with pytest.raises(UnknownTerm) as caught:
        area(written)

    assert suggested in caught.value.suggestions
    assert area(suggested)


@pytest.mark.parametrize("written", ["", "fintech", "quantum/uas-air", "LOG", "x" * 10_000])
def test_what_is_no_area_is_refused(written):
    with pytest.raises(UnknownTerm):
        area(written)


@pytest.mark.parametrize("one", areas(), ids=lambda one: one.slug)
def test_each_item_of_the_crosswalk_is_in_its_taxonomy(one):
    assert set(one.crosswalk) == {listed.slug for listed in MAPPED}
    for listed in MAPPED:
        assert set(one.crosswalk[listed.slug]) <= set(listed.items)


@pytest.mark.parametrize("listed", MAPPED, ids=lambda listed: listed.slug)
def test_each_item_of_a_taxonomy_is_reached_by_an_area(listed):
    assert [item for item in listed.items if not areas_of(listed.slug, item)] == []


def test_the_old_us_list_is_kept_for_old_texts_and_mapped_to_nothing():
    old = taxonomy("us_dod_cta_2022")

    assert old.superseded_by == "us_dod_cta_2025"
    assert len(old.items) == 14
    assert not any(areas_of(old.slug, item) for item in old.items)


@pytest.mark.parametrize("listed", taxonomies(), ids=lambda listed: listed.slug)
def test_what_is_said_of_an_item_is_said_of_one_that_exists(listed):
    assert set(listed.seeks) <= set(listed.items)
    assert set(listed.approximate) <= set(listed.items)


def test_three_titles_of_diana_2027_are_marked_as_approximate():
    assert set(taxonomy("diana_2027").approximate) == {
        *("human-survivability", "responsive-logistics", "air-defence")
    }


@pytest.mark.parametrize("one", [*areas(), *SUBAREAS], ids=lambda one: one.slug)
def test_each_description_is_a_sentence_that_a_model_can_read(one):
    assert one.describe.endswith(".")
    assert 12 <= len(one.describe.split()) <= 60
    assert len(one.keywords) >= 3


def test_descriptions_are_all_different():
    texts = [one.describe for one in (*areas(), *SUBAREAS)]

    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda: taxonomy("diana_2028"), "taxonomy"),
        (lambda: areas_of("diana_2027", "maritime"), "item of diana_2027"),
        (lambda: by_area("quantm"), "area"),
    ],
)
def test_an_unknown_slug_says_what_it_was_taken_for(call, kind):
    with pytest.raises(UnknownTerm) as caught:
        call()

    assert caught.value.kind == kind
