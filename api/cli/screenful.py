"""What does a founder see first, on one screen?

The answer in a sentence, then five cards of the sections that matter, then how to see the rest:
forty lines of a hundred columns at most. Nothing is hidden: what does not fit is counted, with the
option that shows it. Whoever wants everything asks for ``--all`` or for one section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from api.cli.fits import fit_in_words, legend
from matcher.answers.dates import day_in_words
from matcher.answers.summary import TITLES, by_section, headline, hopeful, supplied
from matcher.answers.values import value_in_words
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from matcher.results import Card, Match, MatchPage, ScreenResult
    from profiles.model import Profile

__all__ = ["LINES", "applicants_listed", "first_screen", "listed"]

LINES = 40
"""As many as a terminal shows without being scrolled."""
_CARDS = 3
_LABEL = 8


def first_screen(page: MatchPage, profile: Profile, *, said: str, width: int = 100) -> str:
    """The first screen of an answer.

    Args:
        page: The whole answer, every match with its card.
        profile: The startup.
        said: How the profile was named on the command line, for the commands that are proposed.
        width: Columns; lines are cut to them.
    """
    groups = by_section(page)
    lines = [*_heading(page, profile, groups), ""]
    tail = [*_read(profile, said), *_settles(page), "", *_rest(page, groups, said)]
    room = LINES - len(lines) - len(tail)
    shown = 0
    for block in _blocks(groups):
        if len(block) + 1 > room:
            continue
        lines += [*block, ""]
        room -= len(block) + 1
        shown += 1
    if not shown:
        lines += ["Nothing of today's catalogue can be entered, supplied or waited for.", ""]
    return "".join(f"{_cut(line, width)}\n" for line in [*lines, *tail])


def _heading(page: MatchPage, profile: Profile, groups: dict[str, list[Match]]) -> Iterator[str]:
    on = instant(page.on).date()
    yield f"{profile.name}, {day_in_words(on, on)} {on.year}"
    yield ". ".join(headline(groups)) + "."


def _blocks(groups: dict[str, list[Match]]) -> Iterator[list[str]]:
    """Blocks of lines in the order in which they are worth their place."""
    now = hopeful(groups["now"])
    if now:
        block = [_title("now", groups)]
        for rank, one in enumerate(now[:_CARDS], 1):
            block += [*_card(one, rank), ""]
        yield block[:-1]
    room = 1 if now else 3
    for name, some in (
        ("soon", hopeful(groups["soon"])[:room]),
        ("supply", supplied(groups)[:room]),
        ("one-change", groups["one-change"][:room]),
        ("later", hopeful(groups["later"])[:room]),
    ):
        if some:
            block = [_title(name, groups)]
            for rank, one in enumerate(some, 1):
                block += _brief(one, rank)
            yield block


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _title(name: str, groups: dict[str, list[Match]]) -> str:
    title, means = TITLES[name]
    return f"{title.upper()}  ({len(groups[name])}: {means})"


def _row(rank: int, card: Card, match: Match) -> str:
    return f"{rank:>2}  {_cut(card.name, 62):<64}{card.may:<18}fit {fit_in_words(match)}"


def _card(match: Match, rank: int) -> Iterator[str]:
    card = _of(match)
    yield _row(rank, card, match)
    yield f"    {_capital(card.what)}. {_capital(card.when)}."
    if card.money:
        yield _line("Money", f"{card.money}; you seek {card.sought}" if card.sought else card.money)
    yield _line("Why", card.why)
    if card.missing:
        more = f" (+{len(card.missing) - 2} more)" if len(card.missing) > 2 else ""
        yield _line("Settle", " ".join(card.missing[:2]) + more)
    elif card.effort:
        yield _line("Effort", card.effort)
    yield _line("Next", f"{card.next}: {card.link}" if card.link else card.next)


def _brief(match: Match, rank: int) -> Iterator[str]:
    card = _of(match)
    yield _row(rank, card, match)
    if match.section == "one-change":
        yield f"    {_capital(card.missing[0] if card.missing else card.next)}"
    elif match.section == "supply":
        yield f"    {_capital(card.what)}. {_capital(card.next)}"
    else:
        yield f"    {_capital(card.when)}. {_capital(card.money or card.what)}"


def _of(match: Match) -> Card:
    if match.card is None:
        msg = f"the match with {match.programme} has no card: ask for the full view"
        raise ValueError(msg)
    return match.card


def _line(label: str, text: str) -> str:
    return f"    {label:<{_LABEL}}{text}"


def _read(profile: Profile, said: str) -> Iterator[str]:
    """What was read out of the text, and how to put it right."""
    facts = [
        f"{name.replace('_', ' ')} {value_in_words(name, fact.value)}"
        for name, fact in profile.read.items()
    ]
    if facts:
        yield f"READ FROM YOUR TEXT   {', '.join(facts)}"
        yield f"                      right or wrong:  allymatch profile ask {said}"


def _settles(page: MatchPage) -> Iterator[str]:
    """The question that settles most, and how it is answered."""
    if page.questions:
        first = page.questions[0]
        many = f"{first.settles} programmes" if first.settles > 1 else "1 programme"
        yield f"ONE ANSWER SETTLES {many}: {first.asks}"
        if "." not in first.field:
            yield f"    --set {first.field}=..."


def _rest(page: MatchPage, groups: dict[str, list[Match]], said: str) -> Iterator[str]:
    best = next(iter(page.matches), None)
    shut = len(groups["not-for-you"])
    whole = page.counts.matches + page.counts.ineligible
    yield f"All {whole} programmes: --all    {shut} not for you: --section not-for-you"
    if best is not None:
        yield f"One of them: allymatch explain {said} {best.programme}"


def listed(page: MatchPage, sections: Iterable[str] | None = None, *, width: int = 100) -> str:
    """Every programme in two lines, by section.

    Args:
        page: The whole answer.
        sections: Those that are shown; all if None.
        width: Columns; lines are cut to them.
    """
    wanted = set(TITLES) if sections is None else set(sections)
    lines: list[str] = []
    for name, some in by_section(page).items():
        if name not in wanted or not some:
            continue
        lines += [_title(name, {name: some})]
        for rank, one in enumerate(some, 1):
            lines += _brief(one, rank)
        lines.append("")
    return (
        "".join(f"{_cut(line, width)}\n" for line in lines[:-1]) or "Nothing is in this section.\n"
    )


def applicants_listed(result: ScreenResult, *, width: int = 100) -> str:
    """Those who apply to one programme, a line each, best first; flags and gaps below.

    Args:
        result: The screening.
        width: Columns; lines are cut to them.
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
    for one in everyone:
        who = result.applicants[one.profile]
        card = _of(one)
        rank = "  -" if one.rank is None else f"{one.rank:>3}"
        place = who.country or "??"
        fit = fit_in_words(one)
        lines.append(f"{rank}  {_cut(who.name, 38):<39}{place:<4}{card.may:<18}fit {fit}")
        if who.flags:
            lines.append(f"     ! {'; '.join(who.flags)}")
        if one.verdict == "ineligible":
            lines.append(f"     {card.why}")
        elif card.missing:
            lines.append(f"     ? {' '.join(card.missing)}")
    if says := legend(everyone):
        lines += ["", *says]
    return "".join(f"{_cut(line, width)}\n" for line in lines)


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
