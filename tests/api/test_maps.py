"""Is the map of the pages that of the countries, and does it say what its table says?"""

import re
from datetime import date

from api.pages.maps import map_of
from profiles.vocabulary import by_code, group
from tests.api.inside import BROWSER
from tools.atlas import Panel, simplified


def test_every_ally_with_more_than_an_island_is_on_the_map():
    found = map_of(dict.fromkeys(group("nato_32").members(date(2026, 6, 15)), (1, "")), "Allies")

    assert found["beyond"] == []


def test_a_country_is_called_by_its_name_with_what_is_said_of_it():
    found = map_of({"PL": (2, "3 pools")}, "Pools")
    poland = next(one for one in found["paths"] if one["step"] is not None)

    assert poland["says"] == f"{by_code('PL').name}: 3 pools"
    assert sum(one["step"] is not None for one in found["paths"]) == 1


def test_who_lies_beyond_the_map_is_named():
    assert map_of({"AU": (1, "1 pool")}, "Pools")["beyond"] == ["Australia"]


def test_the_peninsula_is_drawn_where_the_allies_hold_it_to_belong():
    inside = re.compile(r"M(\d+) (\d+)")
    view = Panel(12, 54, 650, 285, 840, 345, 960)
    x, y = view.place(34.2, 45.2)
    paths = {one["says"]: one["d"] for one in map_of({}, "")["paths"]}

    starts = [(int(a), int(b)) for a, b in inside.findall(paths["Ukraine"])]
    assert any(abs(a - x) < 40 and abs(b - y) < 30 for a, b in starts[1:])


def test_a_simplified_line_keeps_its_ends_and_what_stands_out():
    line = [(0.0, 0.0), (1.0, 0.1), (2.0, 5.0), (3.0, 0.1), (4.0, 0.0)]

    assert simplified(line, 1.0) == [(0.0, 0.0), (2.0, 5.0), (4.0, 0.0)]
    assert simplified(line, 10.0) == [line[0], line[-1]]


def test_pools_and_coverage_have_a_map_and_a_table(inside):
    browser = inside.browser("admin")
    for page in ("/pools", "/catalogue"):
        found = browser.get(page, headers=BROWSER).text
        assert found.count("<path") > 60
        assert "<table>" in found
        assert "Natural Earth" in found


def test_the_page_of_the_design_needs_no_account_and_shows_every_tone(inside):
    found = inside.client().get("/design", headers=BROWSER)

    assert found.status_code == 200
    assert all(f'class="tag {tone}"' in found.text for tone in ("yes", "ask", "no"))
