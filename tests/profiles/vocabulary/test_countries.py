"""Every way of writing a country leads to that country or to an error that helps."""

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import UnknownTerm
from profiles.vocabulary import by_code, countries, country
from profiles.vocabulary.files import table

SPELLINGS = [
    (code, spelling)
    for code, names in table("countries")["countries"].items()
    for spelling in (code, *names.split("; "))
]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("EL", "GR"),
        ("XI", "GB"),
        ("XK", "XK"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Turkiye", "TR"),
        ("TÜRKİYE", "TR"),
        ("DEU", "DE"),
        ("deutschland", "DE"),
        ("Allemagne", "DE"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("u. s. a.", "US"),
        ("the United States", "US"),
        ("United States of America", "US"),
        ("United  Kingdom ", "GB"),
        ("Great Britain", "GB"),
        ("England", "GB"),
        ("Scotland", "GB"),
        ("Wales", "GB"),
        ("Northern Ireland", "GB"),
        ("Holland", "NL"),
        ("the Netherlands", "NL"),
        ("Nederland", "NL"),
        ("Czech Republic", "CZ"),
        ("Česko", "CZ"),
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Macedonia", "MK"),
        ("Oesterreich", "AT"),
        ("Ελλάδα", "GR"),
        ("ΕΛΛΑΔΑ", "GR"),
        ("Україна", "UA"),
        ("Danmark", "DK"),
        ("Lëtzebuerg", "LU"),
        ("Magyarorszag", "HU"),
        ("Bosnia & Herzegovina", "BA"),
        ("St. Lucia", "LC"),
        ("Cote d’Ivoire", "CI"),
        ("no", "NO"),
        ("Ireland", "IE"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Germany (DE)", "DE"),
        ("Holland (NLD)", "NL"),
    ],
)
def test_what_people_write_is_understood(written, code):
    assert country(written).code == code


def test_each_country_is_found_by_code_alpha3_and_name():
    for one in countries():
        assert country(one.code) == country(one.alpha3) == country(one.name) == one
        assert by_code(one.code) == one


def test_positions_follow_the_codes_so_that_columns_agree():
    assert [one.index for one in countries()] == list(range(len(countries())))
    assert [one.code for one in countries()] == sorted(one.code for one in countries())


def test_no_spelling_is_claimed_by_two_countries():
    assert [(code, text) for code, text in SPELLINGS if country(text).code != code] == []


@given(st.sampled_from(SPELLINGS), st.sampled_from([str.upper, str.lower, str.title, str.casefold]))
def test_case_never_changes_the_country(entry, change):
    code, spelling = entry

    assert country(change(spelling)).code == code


def test_codes_and_names_agree_with_iso_3166():
    iso = {one.alpha_2: one for one in pycountry.countries}

    assert {one.code for one in countries()} == {*iso, "XK"}
    assert [code for code in iso if by_code(code).alpha3 != iso[code].alpha_3] == []
    # "Congo" is the ISO name of one of two and is refused on purpose.
    names = [(code, one.name) for code, one in iso.items() if one.name != "Congo"]
    official = [(one.alpha_2, getattr(one, "official_name", one.alpha_2)) for one in iso.values()]
    assert [(c, text) for c, text in names + official if country(text).code != c] == []


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("Germny", "Germany (DE)"),
        ("Untied Kingdom", "United Kingdom (GB)"),
        ("Swedne", "Sweden (SE)"),
        ("Germany (FR)", "Germany (DE)"),
    ],
)
def test_a_misspelling_is_refused_with_the_nearest_country(written, suggested):
    with pytest.raises(UnknownTerm) as caught:
        country(written)

    assert caught.value.suggestions[0] == suggested
    assert repr(written) in str(caught.value)
    assert f"did you mean {suggested}" in str(caught.value)


@pytest.mark.parametrize(("written", "codes"), [("Congo", {"CD", "CG"}), ("korea", {"KP", "KR"})])
def test_a_word_for_two_countries_is_refused_with_both(written, codes):
    with pytest.raises(UnknownTerm, match="more than one country") as caught:
        country(written)

    assert {country(each).code for each in caught.value.suggestions} == codes
    assert caught.value.ambiguous


@pytest.mark.parametrize("written", ["", " ", "EU", "Europe", "Remote", "??", "Z", "x" * 10_000])
def test_what_is_no_country_is_refused(written):
    with pytest.raises(UnknownTerm):
        country(written)


@given(st.text(max_size=30))
def test_a_suggestion_is_always_understood(text):
    try:
        country(text)
    except UnknownTerm as error:
        for each in error.suggestions:
            assert str(country(each)) == each


@pytest.mark.parametrize("code", ["UK", "de", "DEU", ""])
def test_by_code_takes_alpha_2_codes_alone(code):
    with pytest.raises(UnknownTerm):
        by_code(code)
