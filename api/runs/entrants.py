"""What is to be known of a profile to list it, without reading it again?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from api.store.runs import Entrant
from matcher.eligibility.places import strangers
from profiles.likeness import prints_of
from profiles.store import content_hash

if TYPE_CHECKING:
    from profiles.model import Profile

__all__ = ["entrant_of"]


def entrant_of(place: int, profile: Profile, on: date) -> Entrant:
    """The row of a profile, with those of ``FLAGS`` that hold for it.

    Args:
        place: Among the others.
        profile: The startup.
        on: The day on which memberships of alliances are looked at.
    """
    seats = {profile.incorporated_in, profile.headquarters, profile.managed_from} - {None}
    areas = {slug.partition("/")[0] for slug in profile.areas or ()}
    said = profile.believed()
    flags = [f"outside-{tie}" for tie, codes in strangers(profile, on).items() if codes]
    flags += [name for name, yes in (("sanctioned", said.sanctioned), ("weapon", said.is_weapon))
              if yes]  # fmt: skip
    return Entrant(
        place,
        profile.id,
        ",".join(sorted(map(str, seats))),
        ",".join(sorted(areas)),
        content_hash(profile),
        ",".join(flags),
        prints_of(profile).tobytes(),
    )
