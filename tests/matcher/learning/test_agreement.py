"""Is agreement what its inventor says, and are strict officers made comparable?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.fit.learning.agreement import agreement

pairs = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("stuvwxyz")), st.integers(0, 3), min_size=1
)


def rows(found):
    return [(officer, profile, grade) for (officer, profile), grade in found.items()]


def ordinal_alpha(found):
    """The definition written out: Krippendorff 2004, chapter 11, for ordered values."""
    units = {}
    for (_, profile), grade in found.items():
        units.setdefault(profile, []).append(grade)
    units = [some for some in units.values() if len(some) > 1]
    seen = [0.0] * 4
    together = [[0.0] * 4 for _ in range(4)]
    for some in units:
        for i, one in enumerate(some):
            seen[one] += 1
            for j, other in enumerate(some):
                if i != j:
                    together[one][other] += 1 / (len(some) - 1)
    total = sum(seen)

    def distance(c, k):
        low, high = min(c, k), max(c, k)
        return (sum(seen[low : high + 1]) - (seen[low] + seen[high]) / 2) ** 2

    observed = sum(together[c][k] * distance(c, k) for c in range(4) for k in range(4))
    expected = sum(seen[c] * seen[k] * distance(c, k) for c in range(4) for k in range(4))
    return None if not expected else 1 - (total - 1) * observed / expected


@given(pairs)
def test_alpha_is_the_definition_written_out(found):
    alpha, expected = agreement(rows(found)).alpha, ordinal_alpha(found)

    assert (alpha is None) == (expected is None)
    if alpha is not None:
        assert alpha == pytest.approx(expected, abs=1e-3)


@given(pairs, st.randoms())
def test_the_order_of_rows_does_not_matter(found, dice):
    one = rows(found)
    other = dice.sample(one, len(one))

    assert agreement(one) == agreement(other)


def test_a_strict_officers_grade_counts_for_more():
    deserved = {f"p{n}": n % 3 + 1 for n in range(12)}
    given_ = [("lenient", one, grade) for one, grade in deserved.items()]
    given_ += [("strict", one, grade - 1) for one, grade in list(deserved.items())[:10]]
    given_ += [("strict", "only-strict", 2), ("lenient", "only-lenient", 2)]

    found = agreement(given_)

    lenient, strict = (one.lenient for one in found.officers)
    assert lenient > 0.3 > -0.3 > strict
    comparable = {one.profile: one.comparable for one in found.items}
    assert comparable["only-strict"] > comparable["only-lenient"] + 0.3


def test_one_officer_alone_agrees_with_nobody_and_is_not_called_strict():
    found = agreement([("a", "x", 0), ("a", "y", 1)])

    assert (found.alpha, found.judged_by_several) == (None, 0)
    assert [one.lenient for one in found.officers] == [0.0]
