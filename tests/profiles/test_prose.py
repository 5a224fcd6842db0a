"""Are texts cut where a reader would cut them, with nothing lost and nothing doubled?"""

# ruff: noqa: RUF001 - texts in other scripts are what is tested

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.capitals import shouts
from profiles.markup import clean
from profiles.prose import MAX_WORDS, once, pack, sentences, split, unrepeated

# Letters, digits, the signs that cut, ideographs, and breaks of lines.
TEXTS = st.text(alphabet="abcXYZ 123.!?;:,()-\n\"'é水。，", max_size=600)


# Few words, so that runs of six are said again, with and without their signs.
SAID = st.lists(st.sampled_from(["one", "two", "ONE,", "(two)", "three.", "!"]), max_size=25)


def letters(text):
    return re.findall(r"\w", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It flies. It lands.", ("It flies.", "It lands.")),
        ("It costs 3.5 million. Cheap!", ("It costs 3.5 million.", "Cheap!")),
        ("Tools, e.g. Radar sets, help.", ("Tools, e.g. Radar sets, help.",)),
        ("The U.S. Army uses it.", ("The U.S. Army uses it.",)),
        ("Am 3. Mai in Kiel. Heute 20 Leute.", ("Am 3. Mai in Kiel.", "Heute 20 Leute.")),
        ("Says J. Doe. Nobody else.", ("Says J. Doe.", "Nobody else.")),
        ("Il vole… Il atterrit !", ("Il vole…", "Il atterrit !")),
        ("我们制造雷达。它能发现无人机。", ("我们制造雷达。", "它能发现无人机。")),
        ("यह उड़ता है। यह उतरता है।", ("यह उड़ता है।", "यह उतरता है।")),
        ('He said "go." Then it went.', ('He said "go."', "Then it went.")),
        ("", ()),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert sentences(text) == expected


def test_a_line_that_was_only_wrapped_is_put_together():
    assert sentences("A radar that sees\nsmall drones.\nBuilt in Kiruna") == (
        "A radar that sees small drones.",
        "Built in Kiruna",
    )


def test_items_of_a_list_are_sentences_without_their_bullets():
    assert sentences("- Radar\n• Lidar\n1. Sonar\n(2) Optics") == (
        "Radar",
        "Lidar",
        "Sonar",
        "Optics",
    )


def test_capitals_are_put_into_sentence_case_but_acronyms_and_designations_stay():
    text = "WE BUILD A RADAR (ABCD) FOR THE F-16 AND UAVS. THE ABCD USES RF AND GPS AT 5GHZ."
    assert sentences(text) == (
        "We build a RADAR (ABCD) for the F-16 and UAVS.",
        "The ABCD uses RF and GPS at 5GHZ.",
    )


@pytest.mark.parametrize("text", ["NATO DIANA", "We sell UAVs to NATO, the EU and the US."])
def test_a_few_capitals_are_left_alone(text):
    assert sentences(text) == (text,)


def test_markup_and_what_cannot_be_seen_is_taken_out():
    text = (
        "<!-- x --><h1>Radar</h1><style>p {}</style><p>sees&nbsp;<b>dro</b>nes\x00&amp;\u200bbirds"
    )
    assert clean(text) == "Radar\nsees drones&birds"


@pytest.mark.parametrize("text", ["a < b and c > d", "if x<y and y>z then", "<Acme> sells"])
def test_what_only_looks_like_markup_stays(text):
    assert clean(text) == text


def test_a_letter_and_its_accent_are_one_however_they_were_typed():
    assert clean("e\u0301nergie") == "\u00e9nergie"


def test_joiners_that_persian_needs_stay():
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_a_repeated_sentence_counts_once_whatever_its_capitals():
    groups = once([["We fly.", "WE FLY"], ["we fly.", "At TRL 4.", "At TRL 5."]])
    assert groups == (("We fly.",), ("At TRL 4.", "At TRL 5."))


@given(st.lists(st.lists(SAID.map(" ".join), max_size=4), max_size=3))
def test_runs_of_six_are_left_out_as_the_definition_says(groups):
    said, expected = set(), []
    for group in groups:
        kept = []
        for tokens in map(str.split, group):
            words = [token.casefold().strip(".,;:!?()\"'") for token in tokens]
            left = set(range(len(tokens)))
            for start in range(len(tokens) - 5):
                run = tuple(words[start : start + 6])
                left -= set(range(start, start + 6)) if run in said else set()
                said.add(run)
            kept.append(" ".join(tokens[place] for place in sorted(left)))
        expected.append(tuple(filter(None, kept)))

    assert unrepeated(groups) == tuple(expected)


@given(st.text(alphabet="abABÉéÉ我 1.", max_size=80))
def test_a_text_shouts_if_four_fifths_of_its_cased_letters_are_capitals(text):
    upper = sum(map(str.isupper, text))
    cased = upper + sum(map(str.islower, text))

    assert shouts(text) == (cased >= 24 and upper >= 0.8 * cased)


def test_pieces_are_even_so_that_no_rest_stands_alone():
    text = " ".join(f"Sentence number {n} has six words." for n in range(31))
    assert [len(piece.split()) for piece in split(text)] == [96, 90]


def test_a_sentence_that_is_too_long_is_cut_after_a_comma():
    clause = "one two three four five,"
    pieces = split(" ".join([clause] * 5), max_words=12)
    assert pieces == (f"{clause} {clause}", f"{clause} {clause}", clause)


def test_lines_without_a_full_stop_are_told_apart_in_a_piece():
    assert pack(["Radar", "Lidar!", "Sonar"]) == ("Radar. Lidar! Sonar",)


def test_a_script_without_spaces_is_cut_too():
    pieces = split("雷达" * 300)
    assert all(len(piece) <= MAX_WORDS for piece in pieces)
    assert "".join(pieces) == "雷达" * 300


@given(TEXTS, st.integers(1, 40))
def test_splitting_keeps_each_letter_in_its_order(text, max_words):
    kept = "\n".join(sentences(clean(text)))
    assert letters(" ".join(split(text, max_words=max_words))) == letters(kept)


@given(TEXTS, st.integers(1, 40))
def test_no_piece_is_longer_than_asked(text, max_words):
    for piece in split(text, max_words=max_words):
        ideographs = len(re.findall("水", piece))
        assert 1 <= max(len(piece.split()), ideographs) <= max_words


@given(st.text(max_size=200))
def test_any_text_can_be_split_and_gives_the_same_again(text):
    assert split(text) == split(text)
    assert all(piece == piece.strip() and piece for piece in split(text))


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        ("<!--", 50_000),
        ("<script>", 25_000),
        ("<p ", 60_000),
        (".", 200_000),
        ("A/", 100_000),
        ("a. ", 40_000),
        ("x\n", 50_000),
        ("水，", 50_000),
        ("e\u0301", 60_000),
    ],
)
def test_time_grows_with_length_and_not_with_its_square(unit, times):
    def seconds(text):
        start = time.process_time()
        split(text)
        return time.process_time() - start

    # A quadratic step would take sixteen times as long for the whole as for a quarter.
    assert seconds(unit * times) < 0.3 + 10 * seconds(unit * (times // 4))
