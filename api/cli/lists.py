"""How do many programmes, or many applicants, look one below the other?

Two lines a programme; one line an applicant, with what to look into below it. Best first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.cli.fits import fit_in_words, legend
from api.cli.lines import cut, fitted, wrapped
from api.cli.screenful import brief, card_of, section_title
from matcher.answers.summary import TITLES, by_section

if TYPE_CHECKING:
    from matcher.results import MatchPage, ScreenResult

__all__ = ["applicants_listed", "listed"]


def listed(page: MatchPage, sections: Iterable[str] | None = None, *, width: int = 100) -> str:
    """Every programme in two lines, by section.

    Args:
        page: The whole answer.
        sections: Those that are shown; all if None.
        width: Columns; lines are fitted to them.
    """
    wanted = set(TITLES) if sections is None else set(sections)
    lines: list[str] = []
    for name, some in by_section(page).items():
        if name not in wanted or not some:
            continue
        lines += [section_title(name, {name: some})]
        for rank, one in enumerate(some, 1):
            lines += brief(one, rank, width)
        lines.append("")
    return fitted(lines[:-1], width) or "Nothing is in this section.\n"


def applicants_listed(result: ScreenResult, *, width: int = 100) -> str:
    """Those who apply to one programme, a line each, best first; flags and gaps below.

    Args:
        result: The screening.
        width: Columns; lines are fitted to them.
    """
    everyone = [*result.candidates, *result.ineligible]
    eligible = sum(one.verdict == "eligible" for one in everyone)
    refused = len(result.ineligible)
    waiting = len(everyone) - eligible - refused
    lines = [
        f"{result.name} ({result.programme}), {result.status} on {result.on}",
        f"{len(everyone)} applicants: {eligible} eligible, {waiting} to be settled,"
        f" {refused} refused by a rule",
        "",
    ]
    name = max(width - 41, 16)
    for one in everyone:
        who = result.applicants[one.profile]
        card = card_of(one)
        rank = "  -" if one.rank is None else f"{one.rank:>3}"
        place = who.country or "??"
        lines.append(
            f"{rank}  {cut(who.name, name):<{name}}  {place:<4}{card.may:<17}"
            f"fit {fit_in_words(one)}"
        )
        if who.flags:
            lines += wrapped("     ! ", "; ".join(who.flags), width=width)
        if one.verdict == "ineligible":
            lines += wrapped("     ", card.why, width=width)
        elif card.missing:
            lines += wrapped("     ? ", " ".join(card.missing), width=width)
    if not everyone:
        lines.append("Nobody applies: the file holds no row that could be read.")
    if says := legend(everyone):
        lines += ["", *says]
    return fitted(lines, width)
