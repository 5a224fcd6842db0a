"""Whatever is typed, a reader answers or raises one of our errors, and does so quickly."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary import (
    area,
    country,
    day,
    export_code,
    instant,
    instrument,
    money,
    stage,
    trl,
    when,
)

READERS = [area, country, day, export_code, instant, instrument, money, stage, trl, when]
# Letters that dates, sums and codes are made of, so that many examples come close to valid ones.
PIECES = st.sampled_from(
    ["2026", "07", "1", "000", "-", "/", ".", ",", " ", "'", "(", ")", "T", "12:00", "12:99", "Z"]
) | st.sampled_from(
    ["+02:00", "July", "Q1", "EUR", "€", "$", "m", "bn", "6A003", "ML", "TRL", "CET", "\x00", "é"]
)
TEXTS = st.text(max_size=60) | st.lists(PIECES, max_size=12).map("".join)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(text=TEXTS)
def test_any_text_is_read_or_refused(read, text):
    with contextlib.suppress(BadValue, UnknownTerm):
        read(text)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("piece", ["1", " ", "a", "1 ", "(", "1.", "é", "-", "T", "6A"])
def test_a_book_in_place_of_a_term_is_refused(read, piece):
    with pytest.raises((BadValue, UnknownTerm)) as caught:
        read(piece * 1_000_000)

    assert len(str(caught.value)) < 300
