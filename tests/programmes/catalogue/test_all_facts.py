"""Does every programme of the catalogue keep the rules that hold for all of them?"""

from functools import cache

import pytest

from programmes.criteria import Area
from programmes.read import load_catalogue


@cache
def catalogue():
    return load_catalogue()


EVERY = [programme.id for programme in catalogue()]


@pytest.mark.parametrize("programme_id", EVERY)
def test_a_list_of_areas_is_our_reading_and_turns_nobody_away(programme_id):
    # Which of our fourteen areas a programme means is never its own word. Such a list guides.
    assert not [c for c in catalogue().get(programme_id).criteria if isinstance(c, Area)]
