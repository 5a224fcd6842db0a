"""Is what is taken from a former run what would have been worked out?"""

import pytest

from matcher.runs.folder import RunFolder
from matcher.runs.reading import Run
from matcher.runs.run import rank_all
from tests.matcher.runs.making import matcher_of, ranker_of, startups, tree


@pytest.fixture
def former(words_matcher, tmp_path):
    path = tmp_path / "former"
    rank_all(startups(60), ranker_of(words_matcher, side="startups"), RunFolder(path))
    return Run(path)


def later():
    """The same startups, but one is new, one gone, one has another text, one another country."""
    some = startups(61)
    some[5] = some[5].model_copy(update={"description": "A laser for satellites."})
    some[33] = some[33].model_copy(update={"incorporated_in": "IT"})
    return some[1:]


def test_an_incremental_run_has_the_bytes_of_a_full_one(former, catalogue, words_matcher, tmp_path):
    rank_all(later(), ranker_of(words_matcher, side="startups"), RunFolder(tmp_path / "full"))
    matcher = matcher_of(catalogue)
    ranker = ranker_of(matcher, side="startups", former=former)
    assert ranker.board.ids
    matcher.encoder.asked.clear()
    rank_all(later(), ranker, RunFolder(tmp_path / "part"))

    assert tree(tmp_path / "part") == tree(tmp_path / "full")
    assert len(matcher.encoder.asked) == 3, "only what changed or is new is read"


@pytest.mark.parametrize("change", [{"on": "2026-06-16"}, {"top": 3}])
def test_a_run_under_other_settings_gives_nothing_away(former, words_matcher, change):
    ranker = ranker_of(words_matcher, side="startups", former=former, **change)

    assert not ranker.former.usable
