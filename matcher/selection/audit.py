"""Was a selection fair, as far as numbers can show, and what did it turn on?

By country, size, age and area: who applied, who may enter, who was chosen, with what fit, each with
its interval, and the ratio to the best group. Then whose answer rests on a rule long unchecked or
weakly known, or on what was read out of a text; and who would be chosen without each part of the
fit. A ratio shows a difference and no cause: the audit names where to look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.errors import BadInput
from matcher.selection.grouping import KINDS, UNKNOWN, groups_of
from matcher.selection.rates import FEW, Mean, Ratio, SelectionRate, mean, rate, ratio
from matcher.selection.turning import Turned, Without, left_out, turned_on
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from matcher.selection.audited import Applied, Audited
    from profiles.model import Profile

__all__ = ["GroupAudit", "SelectionAudit", "Turned", "Without", "audit"]


@dataclass(frozen=True, slots=True)
class GroupAudit:
    """One group of one kind.

    Attributes:
        kind, group: Such as "country", "Germany".
        applied: How many applied.
        eligible: Of these, whom no rule refuses.
        chosen: Of those who applied.
        chosen_of_eligible: Of those whom no rule refuses.
        fit: The mean fit of those whom no rule refuses; None of fewer than two.
        eligible_ratio, chosen_ratio: To the best group that is large enough; None where the group
            is too small, or is that group.
        says: What to make of it.
    """

    kind: str
    group: str
    applied: int
    eligible: SelectionRate
    chosen: SelectionRate
    chosen_of_eligible: SelectionRate
    fit: Mean | None
    eligible_ratio: Ratio | None
    chosen_ratio: Ratio | None
    says: str


@dataclass(frozen=True, slots=True)
class SelectionAudit:
    """All of it; see the classes of its parts."""

    programme: str
    on: str
    applied: int
    eligible: int
    chosen: tuple[str, ...]
    chosen_by: str
    groups: tuple[GroupAudit, ...]
    turned: tuple[Turned, ...]
    without: tuple[Without, ...]
    notes: tuple[str, ...]


def audit(
    found: Audited,
    profiles: Mapping[str, Profile],
    *,
    chosen: Sequence[str] | None = None,
    shortlist: int | None = None,
) -> SelectionAudit:
    """Look at a selection.

    Args:
        found: Who applied.
        profiles: What is known of them, by id; for size, age and area.
        chosen: Who was chosen.
        shortlist: Or how many of the best; all whom no rule refuses if neither is given.

    Raises:
        BadInput: Somebody was chosen who did not apply.
    """
    rows = {one.profile: one for one in found.rows}
    picked, by = _chosen(found, rows, chosen, shortlist)
    on = instant(found.on).date()
    belongs = {who: groups_of(profiles.get(who), one.country, on) for who, one in rows.items()}
    return SelectionAudit(
        programme=found.programme,
        on=found.on,
        applied=len(rows),
        eligible=sum(one.verdict != "ineligible" for one in rows.values()),
        chosen=picked,
        chosen_by=by,
        groups=tuple(
            group for kind in KINDS for group in _kind(kind, rows, belongs, frozenset(picked))
        ),
        turned=turned_on(found, frozenset(picked), on),
        without=left_out(found, len(picked)),
        notes=(*found.notes, *_notes(rows, profiles)),
    )


def _chosen(
    found: Audited,
    rows: Mapping[str, Applied],
    chosen: Sequence[str] | None,
    shortlist: int | None,
) -> tuple[tuple[str, ...], str]:
    may = [one.profile for one in found.rows if one.verdict != "ineligible"]
    if chosen is not None:
        strangers = [who for who in chosen if who not in rows]
        if strangers:
            raise BadInput("chosen", f"{strangers[0]!r} did not apply for {found.programme}")
        return tuple(sorted(set(chosen))), "as the assignment says"
    if shortlist is not None:
        return tuple(sorted(may[:shortlist])), f"the best {shortlist} of the screen"
    return tuple(sorted(may)), "everybody whom no rule refuses"


def _kind(
    kind: str,
    rows: Mapping[str, Applied],
    belongs: Mapping[str, Mapping[str, tuple[str, ...]]],
    chosen: frozenset[str],
) -> list[GroupAudit]:
    members: dict[str, list[str]] = {}
    for who in sorted(rows):
        for group in belongs[who][kind]:
            members.setdefault(group, []).append(who)
    # The largest first; what is not known last.
    names = sorted(members, key=lambda one: (one == UNKNOWN, -len(members[one]), one))
    rates: dict[str, tuple[SelectionRate, SelectionRate, SelectionRate]] = {}
    fits: dict[str, Mean | None] = {}
    for name in names:
        may = [who for who in members[name] if rows[who].verdict != "ineligible"]
        taken = sum(who in chosen for who in members[name])
        rates[name] = (
            rate(len(may), len(members[name])),
            rate(taken, len(members[name])),
            rate(sum(who in chosen for who in may), len(may)),
        )
        fits[name] = mean([rows[who].fit for who in may])
    enters, gets = (_best([rates[one][at] for one in names if one != UNKNOWN]) for at in (0, 1))
    made = []
    for name in names:
        eligible, taken_, of_may = rates[name]
        ratios = _to(eligible, enters), _to(taken_, gets)
        says = _says(len(members[name]), *ratios)
        many = len(members[name])
        made.append(
            GroupAudit(kind, name, many, eligible, taken_, of_may, fits[name], *ratios, says)
        )
    return made


def _to(group: SelectionRate, best: SelectionRate | None) -> Ratio | None:
    return None if best is None or group == best else ratio(group, best)


def _best(rates: Sequence[SelectionRate]) -> SelectionRate | None:
    large = [one for one in rates if one.of >= FEW]
    return max(large, key=lambda one: (one.share, one.of), default=None)


def _says(applied: int, eligible: Ratio | None, chosen: Ratio | None) -> str:
    if applied < FEW:
        return f"too small to say: {applied} applied"
    if eligible is None and chosen is None:
        return "the best rate"
    said = [
        f"{what} {one.says}"
        for what, one in (("rules:", eligible), ("choice:", chosen))
        if one is not None and not one.says.startswith("within")
    ]
    return "; ".join(said) or "within four fifths"


def _notes(rows: Mapping[str, Applied], profiles: Mapping[str, Profile]) -> list[str]:
    notes = [
        f"groups under {FEW} are too small to say anything of; with several groups, one in twenty"
        " differs by chance alone",
        "a ratio shows a difference and no cause",
    ]
    missing = sum(who not in profiles for who in rows)
    if missing:
        notes.append(f"of {missing} applicants no profile was given: size, age and area not known")
    return notes
