"""Does the reading of prose stay above its floors, on texts of our own in eight languages?"""

from __future__ import annotations

import pytest

from benchmarks.prose.__main__ import TEXTS, Counts, counted, labelled

LANGUAGES = {"en", "de", "fr", "pl", "es", "it", "nl", "sv"}


@pytest.fixture(scope="module")
def counts() -> Counts:
    return counted(labelled(TEXTS))


def test_the_texts_are_in_eight_languages() -> None:
    assert {row["lang"] for row in labelled(TEXTS)} == LANGUAGES


def test_nearly_all_that_is_read_is_said(counts: Counts) -> None:
    assert counts.of("all", counts.right) >= 0.95 * counts.of("all", counts.read)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_most_of_what_is_said_is_read_in_every_language(counts: Counts, language: str) -> None:
    least = 0.85 if language == "en" else 0.80

    assert counts.of(language, counts.right) >= least * counts.of(language, counts.said)


def test_traps_are_walked_round(counts: Counts) -> None:
    assert len(counts.fallen) <= 0.03 * counts.traps
