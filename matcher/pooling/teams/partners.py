"""With whom could a startup enter a programme that only several may enter together?

Each member keeps the rules that hold for all, the team the rule on partners; among such teams those
that cover most of the topic come first, with as few members as that takes. What is not known is
asked, and a team that rests on it says so. Nobody is proposed whom a rule refuses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from matcher.answers.findings import explain_answer
from matcher.eligibility.answer import Answer
from matcher.eligibility.columns import Frame
from matcher.eligibility.places import places
from matcher.eligibility.verdicts import answers
from matcher.pooling.teams.choice import FULL, TeamRequest, teams
from matcher.pooling.teams.conditions import conditions_of, named_topic, parts_of
from matcher.pooling.teams.strengths import strengths
from matcher.results import Finding
from profiles.model import Partner
from profiles.vocabulary import by_code, instant
from profiles.vocabulary.words import fold
from programmes.model import current_call

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.texts.encoder import Encoder
    from profiles.model import Profile
    from programmes.collection import Catalogue
    from programmes.criteria import AnyCriterion, Consortium
    from programmes.model import Programme

__all__ = ["Cover", "Member", "Partners", "Team", "partners"]

_BAR = 0.4
_MORE = 2
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Cover:
    """A part that a member covers, and how alike the texts are, 0 to 1."""

    part: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a team.

    Attributes:
        profile, name, country: Who.
        covers: The parts that it covers best of the team.
        says: Why it is in the team, in a sentence.
        asks: Rules that are met or not, nobody knows yet.
    """

    profile: str
    name: str
    country: str
    covers: tuple[Cover, ...]
    says: str
    asks: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """One proposal.

    Attributes:
        members: The startup first, then the others by id.
        countries: Where they sit, sorted.
        rule: What the rule on partners finds in this team; None where there is no such rule.
        missing: Parts that nobody of it covers.
    """

    members: tuple[Member, ...]
    countries: tuple[str, ...]
    rule: Finding | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partners:
    """What came of the question.

    Attributes:
        profile, programme, topic: What was asked.
        parts: What the topic asks for.
        teams: The best first.
        own: Findings on the startup itself that stand in the way, or are not known.
        asked: How many candidates there were.
        left_out: How many of them a rule refuses, by rule; ``no seat`` where none is stated.
        notes: What a reader should know, and why there is no team where there is none.
    """

    profile: str
    programme: str
    topic: str | None
    parts: tuple[str, ...]
    teams: tuple[Team, ...]
    own: tuple[Finding, ...]
    asked: int
    left_out: dict[str, int]
    notes: tuple[str, ...]


def partners(
    profile: Profile,
    programme: Programme,
    among: Sequence[Profile],
    encoder: Encoder,
    catalogue: Catalogue,
    *,
    on: str | datetime,
    topic: str | None = None,
    count: int = 3,
    most: int | None = None,
) -> Partners:
    """Propose teams.

    Args:
        profile: The startup; it is in every team.
        programme: What to enter.
        among: Who may be proposed; the startup itself, and who bears its name, are passed over.
        encoder: Turns texts into vectors.
        catalogue: For the sources of findings.
        on: The instant that is asked about.
        topic: The id of a topic of the programme.
        count: How many teams at most.
        most: How many members at most; two more than the rule asks for, if not said.

    Raises:
        BadInput: The programme has no such topic.
    """
    asked = _OpenTopic(programme, topic, instant(on), catalogue)
    others = sorted(
        (one for one in among if one.id != profile.id and fold(one.name) != fold(profile.name)),
        key=lambda one: one.id,
    )
    everyone = [profile, *others]
    table = asked.table(everyone)
    own = tuple(asked.findings(profile, table[:, 0], (Answer.UNMET, Answer.UNKNOWN)))
    inside, left_out = asked.inside(everyone, table)
    notes = list(asked.notes())
    if Answer.UNMET in table[:, 0]:
        notes.append("a rule refuses the startup itself: no team changes that")
        return Partners(
            profile.id,
            programme.id,
            topic,
            asked.parts,
            (),
            own,
            len(others),
            left_out,
            tuple(notes),
        )
    if not asked.lead_counts(profile):
        seat = by_code(profile.incorporated_in).name if profile.incorporated_in else "not stated"
        notes.append(f"the startup itself does not count for the rule: its seat is {seat}")
    pool = [0, *(at for at in inside if at)]
    members = [everyone[at] for at in pool]
    wanted = asked.wanted(members, table[:, pool], encoder, most)
    chosen = teams(wanted, count)
    if not chosen:
        seats = Counter(by_code(m.incorporated_in).name for m in members if m.incorporated_in)
        shown = ", ".join(f"{name} {n}" for name, n in sorted(seats.items()))
        notes.append(f"no team keeps the rule: candidates that no rule refuses sit in {shown}")
    made = tuple(asked.team(team, members, table[:, pool], wanted) for team in chosen)
    return Partners(
        profile.id, programme.id, topic, asked.parts, made, own, len(others), left_out, tuple(notes)
    )


class _OpenTopic:
    """A topic of a programme at an instant, ready to be asked about."""

    def __init__(
        self, programme: Programme, topic: str | None, on: datetime, catalogue: Catalogue
    ) -> None:
        self.programme, self.on, self.catalogue = programme, on, catalogue
        found = named_topic(programme, topic)
        self.rule, self.conditions = conditions_of(programme, found)
        self.parts = parts_of(programme, found)
        call, _ = current_call(programme, on=on)
        self.closes = call.closes_when if call is not None else None

    def notes(self) -> list[str]:
        if self.rule is None:
            return [f"{self.programme.id} states no rule on partners: teams are by what they cover"]
        sure = self.rule.sure
        return [] if sure else ["its rule on partners is not stated firmly: see its source"]

    def table(self, profiles: Sequence[Profile]) -> NDArray[np.uint8]:
        """The answer of each condition for each startup, shape (conditions, startups)."""
        frame = Frame.of(profiles)
        rows = [answers(one, frame, on=self.on, closes=self.closes) for one in self.conditions]
        return np.array(rows, np.uint8).reshape(len(rows), len(profiles))

    def findings(
        self, profile: Profile, column: NDArray[np.uint8], kept: Sequence[Answer]
    ) -> list[Finding]:
        pairs = zip(self.conditions, column.tolist(), strict=True)
        return [
            explain_answer(criterion, profile, Answer(answer), self.catalogue.sources)
            for criterion, answer in pairs
            if Answer(answer) in kept
        ]

    def inside(
        self, profiles: Sequence[Profile], table: NDArray[np.uint8]
    ) -> tuple[list[int], dict[str, int]]:
        """Whom no rule refuses, and how many each rule does refuse."""
        seats = self._seats(profiles)
        refused = table == Answer.UNMET
        counts: Counter[str] = Counter()
        kept = []
        for at in range(len(profiles)):
            if seats[at] == _UNKNOWN:
                counts["no seat"] += at > 0
            elif refused[:, at].any():
                first = int(np.flatnonzero(refused[:, at])[0])
                counts[self.conditions[first].kind] += at > 0
            elif self.rule is not None and not self._counts(self.rule)[seats[at]]:
                counts["consortium"] += at > 0
            else:
                kept.append(at)
        return kept, {key: counts[key] for key in sorted(counts) if counts[key]}

    def _seats(self, profiles: Sequence[Profile]) -> NDArray[np.int64]:
        codes = (one.incorporated_in for one in profiles)
        return np.array([by_code(c).index if c else _UNKNOWN for c in codes], np.int64)

    def _counts(self, rule: Consortium) -> NDArray[np.bool_]:
        """Which countries count for the rule, by their number."""
        if rule.within is None:
            return np.ones(len(places(None, None, self._day())), np.bool_)
        met: NDArray[np.bool_] = places(rule.within, None, self._day()) == Answer.MET
        return met

    def lead_counts(self, profile: Profile) -> bool:
        """Whether the startup itself is one of those that the rule counts."""
        (seat,) = self._seats([profile]).tolist()
        return self.rule is None or (seat != _UNKNOWN and bool(self._counts(self.rule)[seat]))

    def _day(self) -> date:
        return self.on.astimezone(UTC).date()

    def wanted(
        self,
        members: Sequence[Profile],
        table: NDArray[np.uint8],
        encoder: Encoder,
        most: int | None,
    ) -> TeamRequest:
        rule = self.rule
        seats = self._seats(members)
        sits = seats.copy()
        # A startup that does not count is one more member, from a place that counts for nothing.
        more = int(not self.lead_counts(members[0]))
        if more:
            sits[0] = _UNKNOWN
        wheres = rule.each_of if rule else ()
        each = [places(where, None, self._day()) == Answer.MET for where in wheres]
        least = max(rule.entities + more, len(each)) if rule else 1
        return TeamRequest(
            strengths=strengths(members, self.parts, encoder, bar=_BAR),
            unsure=(table == Answer.UNKNOWN).any(axis=0),
            seats=sits,
            required=(0,),
            least=least,
            most=max(most or least + _MORE, least),
            countries=rule.countries + more if rule else 1,
            each_of=tuple(held[seats] & (seats != _UNKNOWN) for held in each),
        )

    def team(
        self,
        team: Sequence[int],
        members: Sequence[Profile],
        table: NDArray[np.uint8],
        wanted: TeamRequest,
    ) -> Team:
        held = wanted.strengths[list(team)]
        best = held.argmax(axis=0)
        made = [
            self._member(
                members[one],
                [
                    Cover(part, round(int(held[place, p]) / FULL, 3))
                    for p, part in enumerate(self.parts)
                    if held[place, p] and best[p] == place
                ],
                table[:, one],
            )
            for place, one in enumerate(team)
        ]
        missing = tuple(part for p, part in enumerate(self.parts) if not held[:, p].any())
        countries = tuple(sorted({one.country for one in made}))
        return Team(tuple(made), countries, self._kept([members[one] for one in team]), missing)

    def _member(self, profile: Profile, covers: list[Cover], column: NDArray[np.uint8]) -> Member:
        country = profile.incorporated_in or ""
        name = by_code(country).name if country else "a country that is not stated"
        if covers:
            best = max(covers, key=lambda one: one.similarity)
            more = f" and {len(covers) - 1} parts more" if len(covers) > 1 else ""
            says = f"covers {best.part!r} (similarity {best.similarity:.2f}){more}, from {name}"
        else:
            says = f"covers no part that another does not; it counts as an entity of {name}"
        asks = tuple(self.findings(profile, column, (Answer.UNKNOWN,)))
        return Member(profile.id, profile.name, country, tuple(covers), says, asks)

    def _kept(self, team: Sequence[Profile]) -> Finding | None:
        """What the rule itself finds in the team: the same question that a match asks."""
        if self.rule is None:
            return None
        lead, *others = team
        named = tuple(Partner(name=one.name, country=one.incorporated_in) for one in others)
        joined = lead.model_copy(update={"partners": named})
        return _asked_of(self.rule, joined, self.on, self.catalogue)


def _asked_of(rule: AnyCriterion, profile: Profile, on: datetime, catalogue: Catalogue) -> Finding:
    found = answers(rule, Frame.of([profile]), on=on)
    return explain_answer(rule, profile, Answer(int(found[0])), catalogue.sources)
