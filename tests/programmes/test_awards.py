"""Are rows of whom a programme took read, and are bad ones told without losing the others?"""

import pytest

from programmes.award_table import read_awards
from programmes.awards import COLUMNS, Award
from programmes.errors import BadCatalogue, BadDocument
from programmes.read import load_catalogue
from tests.programmes.documents import write

HEAD = "firm,country,programme,topic,year,makes,areas,headcount,amount,currency,source\n"
GOOD = (
    "Aquark,UK,nato-diana-2025,sensing,2025,cold-atom clocks,"
    "quantum; em-spectrum-pnt,12,100000,EUR,page\n"
)


def rows(text):
    return list(read_awards((HEAD + text).encode(), "awards.csv"))


def test_a_row_is_an_award():
    (award,) = rows(GOOD)

    assert isinstance(award, Award)
    assert (award.country, award.year, award.headcount) == ("GB", 2025, 12)
    assert award.areas == ("quantum", "em-spectrum-pnt")


def test_a_bad_row_is_told_with_its_line_and_the_others_go_on():
    first, second = rows("Acme,NO,own-prize,,next year,sonar,,,,,page\n" + GOOD)

    assert isinstance(first, BadDocument)
    assert (first.line, first.field) == (2, "year")
    assert second.firm == "Aquark"


def test_a_table_without_a_needed_column_is_refused():
    with pytest.raises(BadDocument, match="has no column programme, year, makes, source"):
        list(read_awards(b"firm\nAcme\n", "awards.csv"))


def test_a_folder_of_ones_own_may_hold_awards(tmp_path):
    write(tmp_path)
    (tmp_path / "awards.csv").write_text(HEAD + GOOD.replace("nato-diana-2025", "own-prize"))

    own = [award for award in load_catalogue(tmp_path).awards if award.programme == "own-prize"]

    assert [award.firm for award in own] == ["Aquark"]


def test_an_award_rests_on_a_source_that_there_is(tmp_path):
    write(tmp_path)
    (tmp_path / "awards.csv").write_text(HEAD + GOOD.replace("page", "no-page"))

    with pytest.raises(BadCatalogue, match="Aquark: source: no source is called 'no-page'"):
        load_catalogue(tmp_path)


def test_the_columns_are_the_fields_of_an_award():
    assert set(HEAD.strip().split(",")) == set(COLUMNS)
