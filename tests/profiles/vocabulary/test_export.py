"""A code of a control list is checked for its form and points to areas, no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.errors import BadValue
from profiles.vocabulary import areas_of, export_code


@pytest.mark.parametrize(
    ("written", "tidy", "category"),
    [
        ("6A003", "6A003", "6"),
        ("6a003.B.4", "6A003.b.4", "6"),
        ("6A003b4", "6A003.b.4", "6"),
        ("6A003(b)(4)", "6A003.b.4", "6"),
        (" 9 E 003 . a . 11", "9E003.a.11", "9"),
        ("0C001", "0C001", "0"),
        ("ML10", "ML10", "ML"),
        ("ml 4.b", "ML4.b", "ML"),
        ("ML-22", "ML22", "ML"),
    ],
)
def test_codes_are_understood_as_people_write_them(written, tidy, category):
    found = export_code(written)

    assert (found.text, found.category) == (tidy, category)
    assert export_code(found.text) == found


@pytest.mark.parametrize(
    "written",
    ["", "6F003", "6A03", "A6003", "6A0034", "ML0", "ML23", "ML", "EAR99", "6A003 or 6A004"],
)
def test_what_has_the_form_of_neither_list_is_refused(written):
    with pytest.raises(BadValue, match="6A003"):
        export_code(written)


def test_a_long_row_of_digits_is_refused_at_once():
    with pytest.raises(BadValue):
        export_code("6A003." + "1" * 100_000 + "!")


def test_the_two_parts_of_category_five_point_to_different_areas():
    telecoms, security = export_code("5A001"), export_code("5A002")

    assert "communications" in telecoms.areas
    assert "cyber-information-security" not in telecoms.areas
    assert "cyber-information-security" in security.areas
    assert "communications" not in security.areas
    assert set(telecoms.areas) | set(security.areas) == set(areas_of("eu_dual_use_annex_I", "5"))


def test_the_munitions_list_has_no_groups():
    found = export_code("ML10")

    assert found.group is None
    assert found.areas == ("air-defence-effectors",)


@given(st.integers(0, 9), st.sampled_from("ABCDE"), st.integers(0, 999))
def test_each_dual_use_code_has_a_category_a_group_and_areas(category, group, number):
    found = export_code(f"{category}{group}{number:03}")

    assert found.title
    assert found.group
    assert found.areas
