"""What the matcher's tests share: the real catalogue, the real model once a session, the examples.

Vectors of the real model are kept in pytest's own cache folder between a developer's runs; they
are keyed by the text and by what the model is. Where CI is set every run begins without them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.service import Matcher
from matcher.settings import Settings, open_encoder
from profiles.read import read_profile
from programmes.read import load_catalogue

ROOT = Path(__file__).parents[2]
EXAMPLES = (
    "austrian-medtech.json",
    "british-cyber.yaml",
    "canadian-autonomy.json",
    "croatian-robotics.json",
    "dutch-semiconductor.json",
    "estonian-space.md",
    "finnish-airship.json",
    "polish-ammunition.json",
    "quantum-sensor-munich.json",
    "raw-materials-norway.yaml",
    "swedish-undersea.yaml",
    "texte-francais.txt",
    "third-country-control.json",
    "turkish-energy.yaml",
    "ukrainian-drone.json",
    "us-firm.json",
)


@pytest.fixture(scope="session")
def catalogue():
    """The built-in catalogue."""
    return load_catalogue()


@pytest.fixture(scope="session")
def encoder():
    """The packaged model as every command opens it."""
    return open_encoder(Settings.load())


@pytest.fixture(scope="session")
def sentence_encoder(encoder):
    """The same model without a cache."""
    return encoder.inner


@pytest.fixture(scope="session")
def matcher(catalogue, encoder):
    """The use cases over the real catalogue and the real model."""
    return Matcher(catalogue, encoder)


@pytest.fixture(scope="session")
def examples():
    """Every example profile by its file's name without the ending."""
    return {Path(name).stem: read_profile(ROOT / "examples" / name) for name in EXAMPLES}
