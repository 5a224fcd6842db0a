"""What the matcher's tests share: the real catalogue, the real model once a session, the examples.

Vectors of the real model are kept in pytest's own cache folder between a developer's runs; they
are keyed by the text and by what the model is. Where CI is set every run begins without them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.embedding import CachedEncoder, SentenceEncoder
from matcher.service import Matcher
from matcher.vectors import VectorCache
from profiles.read import read_profile
from programmes.read import load_catalogue
from tests.conftest import IN_CI

ROOT = Path(__file__).parents[2]
EXAMPLES = tuple(
    path
    for path in sorted((ROOT / "examples").iterdir())
    if path.name != "README.md" and path.suffix != ".csv"
)


@pytest.fixture(scope="session")
def catalogue():
    """The built-in catalogue."""
    return load_catalogue()


@pytest.fixture(scope="session")
def sentence_encoder():
    """The packaged model, without a cache."""
    return SentenceEncoder()


@pytest.fixture(scope="session")
def encoder(sentence_encoder, request, tmp_path_factory):
    """The packaged model with a cache of its own."""
    kept = None if IN_CI else getattr(request.config, "cache", None)
    folder = kept.mkdir("vectors") if kept else tmp_path_factory.mktemp("vectors")
    return CachedEncoder(sentence_encoder, VectorCache(folder, sentence_encoder.fingerprint))


@pytest.fixture(scope="session")
def matcher(catalogue, encoder):
    """The use cases over the real catalogue and the real model."""
    return Matcher(catalogue, encoder)


@pytest.fixture(scope="session")
def examples():
    """Every example profile by its file's name without the ending."""
    return {path.stem: read_profile(path) for path in EXAMPLES}
