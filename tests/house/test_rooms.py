"""Has the house the shape that its drawing shows?"""

import pytest

from tests.house import PACKAGES, ROOT
from tools.house import House, circles, drawing, walk


@pytest.mark.parametrize("package", ["api", "matcher"])
def test_a_stranger_finds_a_dozen_rooms_on_few_floors(package):
    house = House.of(package)

    assert len(house.rooms) <= 13
    assert max(house.floors.values()) <= 7


@pytest.mark.parametrize("package", PACKAGES)
def test_each_room_asks_or_says_what_it_is_for(package):
    assert [name for name, said in House.of(package).rooms.items() if not said] == []


def test_no_modules_import_each_other_not_even_for_types():
    assert circles() == []


def test_the_walk_of_a_match_is_short():
    passed = walk()

    assert "matcher/fit/scoring.py" in passed
    assert len(passed) <= 55, passed


def test_the_drawing_is_of_the_code_as_it_is():
    drawn = (ROOT / "docs/architecture.svg").read_text(encoding="utf-8")

    assert drawn == drawing(), "make docs"


def test_a_circle_is_found(tmp_path):
    (tmp_path / "matcher").mkdir()
    (tmp_path / "matcher/one.py").write_text('"""One."""\nfrom matcher.two import x\n')
    (tmp_path / "matcher/two.py").write_text('"""Two."""\nimport matcher.one\n')

    assert circles(tmp_path) == [["matcher.one", "matcher.two"]]
    with pytest.raises(ValueError, match="a circle in matcher: one -> two -> one"):
        _ = House.of("matcher", tmp_path).floors
