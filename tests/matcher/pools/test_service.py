"""Can pools be asked for where everything else is asked for?"""

from datetime import date
from pathlib import Path

from matcher.pooling import build_pools
from matcher.service import Matcher
from programmes.demands import read_demands
from programmes.read import Catalogue
from tests.matcher.fakes import WordEncoder

DEMANDS = Path(__file__).parents[3] / "examples" / "demands.csv"
DAY = date(2026, 6, 15)


def test_the_service_builds_the_pools_that_the_command_shows():
    lines = read_demands(DEMANDS, on=DAY)
    encoder = WordEncoder()
    assert Matcher(Catalogue.of([]), encoder).pools(lines, on=DAY) == build_pools(
        lines, encoder, on=DAY
    )
