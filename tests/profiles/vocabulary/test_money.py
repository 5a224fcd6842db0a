"""An amount is read as it was meant, to the cent, or it is refused."""

from decimal import Decimal

import pycountry
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from profiles.errors import BadValue, UnknownTerm
from profiles.vocabulary import Money, currencies, money
from profiles.vocabulary.files import table

CODES = st.sampled_from(currencies())
MINOR = st.integers(0, 10**17) | st.integers(0, 10**6).map(lambda thousands: thousands * 100_000)


@pytest.mark.parametrize(
    ("written", "minor", "currency"),
    [
        ("EUR 1.5m", 150_000_000, "EUR"),
        ("€2,000,000", 200_000_000, "EUR"),
        ("2 Mio. €", 200_000_000, "EUR"),
        ("2,5 Mio EUR", 250_000_000, "EUR"),
        ("1.500.000 EUR", 150_000_000, "EUR"),
        ("1 500 000 €", 150_000_000, "EUR"),
        ("1\u202f500\u00a0000 €", 150_000_000, "EUR"),
        ("1.234.567,89 EUR", 123_456_789, "EUR"),
        ("EUR 1,234,567.89", 123_456_789, "EUR"),
        ("12 345,67 €", 1_234_567, "EUR"),
        ("EUR 1,500", 150_000, "EUR"),
        ("1.500 €", 150_000, "EUR"),
        ("0.500 EUR", 50, "EUR"),
        ("0,125m EUR", 12_500_000, "EUR"),
        ("500,- €", 50_000, "EUR"),
        ("1.5 Mrd. €", 150_000_000_000, "EUR"),
        ("1bn €", 100_000_000_000, "EUR"),
        ("TEUR 500", 50_000_000, "EUR"),
        ("500 T€", 50_000_000, "EUR"),
        ("3 MEUR", 300_000_000, "EUR"),
        ("3 M€", 300_000_000, "EUR"),
        ("500 000 euros", 50_000_000, "EUR"),
        ("$3M", 300_000_000, "USD"),
        ("$3MM", 300_000_000, "USD"),
        ("USD 0.5 million", 50_000_000, "USD"),
        ("US$ 20k", 2_000_000, "USD"),
        ("$3M CAD", 300_000_000, "CAD"),
        ("C$2m", 200_000_000, "CAD"),
        ("£500k", 50_000_000, "GBP"),
        ("£20.5 million", 2_050_000_000, "GBP"),
        ("£9billion", 900_000_000_000, "GBP"),
        ("CHF 1'200'000", 120_000_000, "CHF"),
        ("CHF 1’200’000", 120_000_000, "CHF"),
        ("100 kr SEK", 10_000, "SEK"),
        ("10 mln zł", 1_000_000_000, "PLN"),
        ("5 Mio. Kč", 500_000_000, "CZK"),
        ("₺250,000", 25_000_000, "TRY"),
        ("JPY 1,500", 1_500, "JPY"),
        ("KWD 1,234.567", 1_234_567, "KWD"),
        ("0 EUR", 0, "EUR"),
    ],
)
def test_what_people_write_is_understood(written, minor, currency):
    assert money(written) == Money(minor, currency)


@pytest.mark.parametrize(
    "written",
    ["1,500 million EUR", "EUR 1.500m", "KWD 1.234", "12,345k €"],
)
def test_a_separator_that_changes_the_sum_a_thousandfold_is_refused(written):
    with pytest.raises(BadValue, match="one way only"):
        money(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "EUR",
        "1.5",  # no currency
        "-5 EUR",
        "EUR -5",
        "€ \u22125",
        "(5) EUR",
        "EUR 1-2m",
        "EUR 1–2m",
        "EUR 1 to 2 m",
        "up to EUR 2m",
        "EUR 3 apples",
        "EUR 5 GBP",
        "€5 (£4)",
        "EUR 5 m m",
        "1e6 EUR",
        "EUR 1,50,000",
        "EUR 1.50.000",
        "EUR 1'5000",
        "EUR 1.234,567,890",
        "¥500",
        "kr 100",
        "JPY 1.5",
        "EUR 1.5551",
        "EUR 10000000000000000000",
        "NaN EUR",
        "EUR " + "9" * 10_000,
    ],
)
def test_what_is_no_single_amount_is_refused(written):
    with pytest.raises(BadValue):
        money(written)


def test_a_bare_sign_takes_the_default_where_it_fits():
    assert money("$5", "CAD").currency == "CAD"
    assert money("$5", "EUR").currency == "USD"
    assert money("kr 5", "NOK").currency == "NOK"
    assert money("5m", "SEK") == Money(500_000_000, "SEK")
    assert money("EUR 5", "SEK").currency == "EUR"


@pytest.mark.parametrize("number", [2_000_000, 2_000_000.0, Decimal("2e6")])
def test_a_number_is_in_units_of_the_default(number):
    assert money(number, "EUR") == Money(200_000_000, "EUR")


@pytest.mark.parametrize("number", [-1, float("nan"), float("inf"), True, 0.001])
def test_a_number_that_is_no_amount_is_refused(number):
    with pytest.raises(BadValue):
        money(number, "EUR")


def test_a_number_without_currency_is_refused():
    with pytest.raises(BadValue, match="with its currency"):
        money(5)


@pytest.mark.parametrize("code", ["EURO", "eur", "XXX", ""])
def test_a_default_that_is_no_currency_is_refused(code):
    with pytest.raises(UnknownTerm):
        money("5", code)


def test_money_is_never_negative_nor_in_an_unknown_currency():
    with pytest.raises(BadValue):
        Money(-1, "EUR")
    with pytest.raises(UnknownTerm):
        Money(1, "EURO")


@given(MINOR, CODES)
@example(1_000_000, "TND")
def test_what_is_written_reads_back_the_same(minor, currency):
    one = Money(minor, currency)

    assert money(one.format()) == one
    assert money(one.amount, currency) == one


@given(
    st.integers(0, 10**12),
    st.sampled_from(
        [(",", "."), (".", ","), (" ", ","), (" ", "."), ("'", "."), ("’", ","), ("", ".")]
    ),
    st.sampled_from(["EUR {}", "{} EUR", "€{}", "{}€", "eur{}"]),
)
def test_all_styles_of_separators_write_the_same_cents(cents, separators, frame):
    thousands, decimal = separators
    whole, rest = f"{cents // 100:,}", f"{cents % 100:02}"
    written = whole.replace(",", thousands) + decimal + rest

    assert money(frame.format(written)) == Money(cents, "EUR")


@given(st.integers(1, 999), st.sampled_from(sorted(table("currencies")["multipliers"].items())))
def test_each_multiplier_multiplies(number, multiplier):
    word, factor = multiplier

    for written in (f"{number} {word} EUR", f"EUR {number}{word}", f"€{number} {word.upper()}"):
        assert money(written) == Money(number * factor * 100, "EUR")


def test_three_decimals_are_written_so_that_they_are_no_thousands():
    assert Money(1_234, "KWD").format() == "KWD 1.2340"
    assert Money(1_000_000, "TND").format() == "TND 1000"


def test_the_short_form_is_used_only_where_it_is_exact():
    assert Money(150_000_000, "EUR").format() == "EUR 1.5m"
    assert Money(150_100_000, "EUR").format() == "EUR 1,501,000"
    assert Money(150_000, "EUR").format() == "EUR 1,500"
    assert Money(1_205, "EUR").format() == "EUR 12.05"
    assert Money(123_000_000_000_000, "JPY").format() == "JPY 123000bn"  # 123,000 might be decimals


def test_currencies_are_those_of_iso_4217_with_two_that_the_euro_replaced():
    iso = {one.alpha_3 for one in pycountry.currencies}

    assert set(currencies()) - iso <= {"HRK", "BGN"}
    funds_and_metals = {one for one in iso - set(currencies()) if one.startswith("X")}
    assert iso - set(currencies()) - funds_and_metals == {
        *("BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "VED")
    }
