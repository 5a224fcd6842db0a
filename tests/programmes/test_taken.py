"""Is it told whom a programme took, of every edition of it?"""

from programmes.awards import Award
from programmes.read import Catalogue
from programmes.taken import summed_up
from tests.programmes.documents import programme


def award(firm, **changes):
    said = {"programme": "prize-2026", "year": 2026, "makes": "sonar", "source": ["page"]}
    return Award.model_validate({"firm": firm, **said, **changes})


def test_awards_are_counted_by_country_size_and_subject():
    found = summed_up(
        [
            award("One", country="NO", headcount=8, areas=["quantum"]),
            award("Two", country="NO", headcount=80, areas=["quantum", "space"]),
            award("two", year=2025),
        ]
    )

    assert found.firms == 2
    assert found.countries == {"NO": 2, "unknown": 1}
    assert found.sizes == {"51 to 250": 1, "unknown": 1, "up to 10": 1}
    assert found.areas == {"quantum": 2, "space": 1, "unknown": 1}
    assert found.years == {"2025": 1, "2026": 2}


def test_a_new_edition_shows_whom_former_ones_took():
    old, new = (programme(id=f"prize-{year}", series="prize") for year in (2026, 2027))
    taken = Catalogue.of([old, new], awards=[award("One"), award("Two", year=2025)]).taken

    assert [one.firm for one in taken["prize-2027"]] == ["One", "Two"]
