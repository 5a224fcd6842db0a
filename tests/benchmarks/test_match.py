"""Does the benchmark of a match still time the parts that a match is made of?"""

from benchmarks.match import Steps, stepwise
from tests.matcher.runs.making import ON, matcher_of, startups


def test_every_part_of_a_match_is_timed():
    matcher, steps = matcher_of(), Steps()
    with stepwise(steps, matcher):
        matcher.match(startups(1)[0], on=ON)

    assert set(steps.spent) == {
        "eligibility",
        "embedding",
        "explanation",
        "facts",
        "order",
        "pathway",
        "questions",
        "text features",
    }
