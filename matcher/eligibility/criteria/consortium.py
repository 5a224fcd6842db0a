"""Who applies together, from how many countries?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.eligibility.answer import MET, UNKNOWN, UNMET, Answer
from matcher.eligibility.criteria.base import FindingText, Kind, ProfileField, not_given
from matcher.eligibility.criteria.seat import FACTS as SEAT_FACTS
from matcher.eligibility.phrases import all_of, some_of
from matcher.eligibility.places import places
from profiles.vocabulary import by_code
from programmes.criteria import Consortium

if TYPE_CHECKING:
    from matcher.eligibility.answer import Answers
    from matcher.eligibility.columns import Frame
    from profiles.model import Partner, Profile
    from profiles.vocabulary import When

__all__ = ["KIND"]

FACTS: Mapping[str, ProfileField] = {
    "incorporated_in": SEAT_FACTS["incorporated_in"],
    "partners": ProfileField(
        "who the partners are",
        "Which partners, from which countries, would apply together with it?",
        "would they apply together with it?",
    ),
}


def meaning(criterion: Consortium, frame: Frame, day: date, closes: When | None) -> Answers:
    """Whether the startup and its partners are enough, from enough places."""
    inside = places(criterion.within, None, day) if criterion.within is not None else None
    wanted = [places(where, None, day) for where in criterion.each_of]
    found = np.full(len(frame), UNKNOWN, np.uint8)
    for row, partners in enumerate(frame.partners):
        if partners is not None:
            seats = [int(frame.incorporated[row]), *_seats(partners)]
            found[row] = _enough(criterion, seats, inside, wanted)
    return found


def says(criterion: Consortium, p: Profile, answer: Answer) -> FindingText:
    """Who applies with it, and who must."""
    if p.partners is None:
        return not_given(demand(criterion), "partners", FACTS.get("partners"))
    if p.incorporated_in is None and answer is Answer.UNKNOWN:
        return not_given(demand(criterion), "incorporated_in", FACTS.get("incorporated_in"))
    countries = [partner.country for partner in p.partners]
    n = len(countries)
    who = f"with {n or 'no'} partner{'' if n < 2 else 's'}"
    ends = {Answer.MET: "reached", Answer.UNMET: "not reached"}
    tail = f"{who} that is {ends.get(answer, 'not settled')}"
    if answer is Answer.UNKNOWN and criterion.relaxed:
        tail += f" (fewer are enough in {criterion.relaxed.only})"
    return FindingText(
        "partners",
        countries,
        f"Asks for {demand(criterion)}; {tail}",
        f"find partners: {demand(criterion)}",
        missing=None in countries,
    )


def demand(criterion: Consortium) -> str:
    """The condition as the end of "Asks for ..."."""
    return _consortium(criterion)


def _consortium(criterion: Consortium) -> str:
    if criterion.each_of:
        return " and ".join(f"a member from {some_of(where)}" for where in criterion.each_of)
    text = f"at least {criterion.entities} entities"
    if criterion.countries > 1:
        text += f" from {criterion.countries} countries"
    if criterion.within is not None:
        text += f" {'of' if criterion.countries > 1 else 'from'} {all_of(criterion.within)}"
    return text


def _seats(partners: tuple[Partner, ...]) -> list[int]:
    return [by_code(p.country).index if p.country else -1 for p in partners]


def _enough(
    criterion: Consortium, seats: list[int], inside: Answers | None, wanted: list[Answers]
) -> np.uint8:
    """The numbers hold with those who surely count, or would with all who may."""
    certain = [s for s in seats if inside is None or inside[s] == MET]
    doubtful = [s for s in seats if inside is not None and inside[s] == UNKNOWN]
    here = {s for s in certain if s >= 0}
    # Members of unknown seat share one country at worst, and have one each at best.
    at_worst = max(len(here), min(len(certain), 1))
    at_best = len(here | {s for s in doubtful if s >= 0}) + seats.count(-1)

    def answer(entities: int, nations: int) -> np.uint8:
        if len(certain) >= entities and at_worst >= nations:
            return MET
        if len(certain) + len(doubtful) >= entities and at_best >= nations:
            return UNKNOWN
        return UNMET

    found = answer(criterion.entities, criterion.countries)
    if found == UNMET and criterion.relaxed is not None:
        eased = answer(criterion.relaxed.entities, criterion.relaxed.countries)
        found = UNKNOWN if eased != UNMET else UNMET
    if wanted:
        found = max(found, _one_fromeach(seats, wanted))
    return found


def _one_fromeach(seats: list[int], wanted: list[Answers]) -> np.uint8:
    """A different member from each place: met if surely so, unknown if it may be so."""
    for worst, answer in ((MET, MET), (UNKNOWN, UNKNOWN)):
        fits = [[i for i, s in enumerate(seats) if table[s] <= worst] for table in wanted]
        if _assignable(fits, frozenset()):
            return answer
    return UNMET


def _assignable(fits: list[list[int]], used: frozenset[int]) -> bool:
    if not fits:
        return True
    return any(_assignable(fits[1:], used | {i}) for i in fits[0] if i not in used)


KIND = Kind(Consortium, meaning, says, demand, FACTS)
