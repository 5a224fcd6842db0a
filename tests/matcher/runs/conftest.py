import pytest

from matcher.runs.files.folder import RunFolder
from matcher.runs.work.driver import rank_all
from tests.matcher.runs.making import matcher_of, ranker_of, startups


@pytest.fixture(scope="session")
def words_matcher(catalogue):
    """The real catalogue with vectors that need no model."""
    return matcher_of(catalogue)


@pytest.fixture(scope="session")
def undisturbed(words_matcher, tmp_path_factory):
    """The folder of a run of sixty startups that nothing happened to."""
    path = tmp_path_factory.mktemp("runs") / "undisturbed"
    rank_all(startups(60), ranker_of(words_matcher), RunFolder(path))
    return path
