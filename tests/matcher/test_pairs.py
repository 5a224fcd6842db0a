"""Do the explanations that the manual shows come from the code as it is?"""

from tests.house import ROOT
from tools.pairs import PAIRS, page
from tools.picture import picture


def test_the_page_of_ten_pairs_is_what_the_code_says(matcher):
    written = (ROOT / "docs/pairs.md").read_text(encoding="utf-8")

    assert written == page(matcher), "make docs, and read what changed"


def test_the_picture_of_an_answer_is_what_the_code_says(matcher):
    drawn = (ROOT / "docs/answer.svg").read_text(encoding="utf-8")

    assert drawn == picture(matcher), "make docs, and look at what changed"


def test_there_are_ten_pairs_of_ten_programmes_or_nearly():
    assert len(set(PAIRS)) == 10
    assert len({programme for _, programme in PAIRS}) >= 9
