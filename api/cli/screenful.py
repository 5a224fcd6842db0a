"""What does a founder see first, on one screen?

The answer in a sentence, then five cards of the sections that matter, then how to see the rest:
forty lines of a hundred columns. Nothing is hidden: what does not fit is counted, with the option
that shows it. Whoever wants everything asks for ``--all`` or for one section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from api.cli.fits import fit_in_words
from api.cli.lines import cut, fitted, wrapped
from matcher.answers.dates import day_in_words
from matcher.answers.summary import TITLES, by_section, headline, hopeful, once, supplied, telling
from matcher.answers.values import value_in_words
from matcher.answers.why import LITTLE
from profiles.vocabulary import instant

if TYPE_CHECKING:
    from matcher.results import Card, Match, MatchPage
    from profiles.model import Profile

    _Groups: TypeAlias = dict[str, list[Match]]

__all__ = ["LINES", "brief", "card_of", "first_screen", "section_title"]

LINES = 40
"""As many as a terminal shows without being scrolled."""
_CARDS = 5
_NOW = 3
_PROPOSED = 0.2
"""The fit from which what lies further off is worth a place on the first screen."""
_LABELS = re.compile(r" \([^)]*\)")
_INDENT = 4
_LABEL = 8


def first_screen(page: MatchPage, profile: Profile, *, said: str, width: int = 100) -> str:
    """The first screen of an answer.

    Args:
        page: The whole answer, every match with its card.
        profile: The startup.
        said: How the profile was named on the command line, for the commands that are proposed.
        width: Columns; lines are fitted to them.
    """
    groups = by_section(page)
    head = [*_heading(page, profile, groups, width), ""]
    # Where nothing speaks of what the startup does, no card pretends that something did.
    best = max((one.fit for one in (*page.matches, *page.ineligible)), default=0.0)
    for full in range(_NOW if best >= LITTLE else 0, -1, -1):
        blocks, shown = _blocks(groups, full, width)
        first = shown[0] if shown else next(iter(page.matches), None)
        tail = [*_read(profile, said, width), *_settles(page, width), "",
                *_rest(page, groups, len(shown), first, said)]  # fmt: skip
        body = [line for block in blocks for line in (*block, "")]
        lines = [*head, *body, *tail]
        if len(lines) <= LINES:
            break
    if not blocks:
        lines = [*head, "Nothing of the catalogue can be entered, supplied or waited for.", "",
                 *tail]  # fmt: skip
    return fitted(lines[:LINES] if len(lines) > LINES else lines, width)


def _heading(page: MatchPage, profile: Profile, groups: _Groups, width: int) -> Iterator[str]:
    on = instant(page.on).date()
    yield f"{profile.name}, {day_in_words(on, on)} {on.year}"
    yield from wrapped("", ". ".join(headline(groups)) + ".", width=width)
    flags = next((one.flags for one in (*page.matches, *page.ineligible)), ())
    if flags:
        yield from wrapped("! ", "; ".join(flags), width=width)
    for note in page.notes[:1]:
        if note.startswith("Not counted"):
            continue  # what the answer rests on is told by explain
        yield from wrapped("", note, width=width)


def _blocks(groups: _Groups, full: int, width: int) -> tuple[list[list[str]], list[Match]]:
    """Blocks of lines in the order of their sections, and what they show, worthiest first."""
    now = telling(hopeful(once(groups["now"])))[:_NOW]
    blocks: list[list[str]] = []
    if now:
        block = [section_title("now", groups)]
        for rank, one in enumerate(now, 1):
            block += [*(_card if rank <= full else brief)(one, rank, width), ""]
        blocks.append(block[:-1])
    shown = list(now)
    room = 1 if now else 3
    for name, some in (
        ("supply", supplied(groups)),
        ("soon", telling(hopeful(once(groups["soon"])))),
        ("one-change", [one for one in groups["one-change"] if one.fit >= _PROPOSED]),
        ("later", [one for one in hopeful(once(groups["later"])) if one.fit >= _PROPOSED]),
    ):
        taken = some[: min(room, _CARDS - len(shown))]
        if taken:
            block = [section_title(name, groups)]
            for rank, one in enumerate(taken, 1):
                block += brief(one, rank, width)
            blocks.append(block)
            shown += taken
    order = list(TITLES)
    blocks.sort(key=lambda block: order.index(_SECTION[block[0].partition("  ")[0]]))
    return blocks, shown


_SECTION = {title.upper(): name for name, (title, _) in TITLES.items()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def section_title(name: str, groups: _Groups) -> str:
    """The line above a section: its title, how many it holds and what it means."""
    title, means = TITLES[name]
    return f"{title.upper()}  ({len(groups[name])}: {means})"


def _row(rank: int, card: Card, match: Match, width: int) -> str:
    name = max(width - 36, 20)
    flag = "!" if match.flags else " "
    return (
        f"{rank:>2}{flag} {cut(card.name, name):<{name}}  {card.may:<17}fit {fit_in_words(match)}"
    )


def _card(match: Match, rank: int, width: int) -> Iterator[str]:
    card = card_of(match)
    yield _row(rank, card, match, width)
    yield _what_and_when(card, width)
    if money := money_in_words(card):
        yield from _line("Money", money, width)
    yield from _line("Why", card.why, width)
    if card.like:
        yield from _line("Like", f"it {card.like}", width, most=1)
    if card.missing:
        more = f" (+{len(card.missing) - 1} more)" if len(card.missing) > 1 else ""
        stated = _stated(match)
        yield from _line("Settle", f"{card.missing[0]}{more}{stated}", width)
    elif card.effort:
        yield from _line("Effort", card.effort, width, most=1)
    yield from _next(card, width)


def money_in_words(card: Card) -> str | None:
    """What is offered, which part of the cost that is, and how it lies to what is sought."""
    if card.money is None:
        return None
    share = f"; {card.share}" if card.share else ""
    if not card.sought:
        return f"{card.money}{share}"
    compares = f", {card.compares}" if card.compares else ""
    return f"{card.money}; you seek {card.sought}{compares}{share}"


def _what_and_when(card: Card, width: int) -> str:
    """What it is, cut where it must be, and when, which never is."""
    when = f"{_capital(card.when)}."
    what = cut(_capital(card.what), width - _INDENT - len(when) - 2)
    return f"{'':<{_INDENT}}{what}{'' if what.endswith('…') else '.'} {when}"


def _stated(match: Match) -> str:
    """How the first thing that is asked for is stated, where its value was read."""
    for one in match.findings:
        if one.missing and one.field is not None:
            simple = isinstance(one.value, str | int | float) and "." not in one.field
            return f"  --set {one.field}={one.value}" if simple and one.quote else ""
    return ""


def _next(card: Card, width: int) -> Iterator[str]:
    """The next step; its address on a line of its own where both are too long for one."""
    said = f"{card.next}: {card.link}" if card.link else card.next
    if card.link and len(said) > width - _INDENT - _LABEL:
        yield from _line("Next", f"{card.next}:", width)
        yield f"{'':<{_INDENT + _LABEL}}{card.link}"
    else:
        yield from _line("Next", said, width)


def brief(match: Match, rank: int, width: int) -> Iterator[str]:
    """A programme in two or three lines.

    Args:
        match: With its card.
        rank: Its place in its section.
        width: Columns.
    """
    card = card_of(match)
    yield _row(rank, card, match, width)
    if match.section in {"one-change", "not-for-you"}:
        yield from _line("", _capital(card.missing[0] if card.missing else card.next), width)
    elif match.section == "supply":
        yield from _line("Buys", card.buys or card.what, width)
        yield from _line("Part", card.why, width)
        yield from _next(card, width)
    else:
        money = _LABELS.sub("", card.money) if card.money else card.what
        yield from _line("", f"{_capital(card.when)}. {_capital(money)}", width, most=1)


def card_of(match: Match) -> Card:
    """The card of a match of the full view.

    Raises:
        ValueError: It has none.
    """
    if match.card is None:
        msg = f"the match with {match.programme} has no card: ask for the full view"
        raise ValueError(msg)
    return match.card


def _line(label: str, text: str, width: int, *, most: int = 2) -> Iterator[str]:
    start = f"{'':<{_INDENT}}{label:<{_LABEL}}" if label else " " * _INDENT
    yield from wrapped(start, text, width=width, most=most)


def _read(profile: Profile, said: str, width: int) -> Iterator[str]:
    """What was read out of the text, and how to put it right."""
    facts = [
        f"{name.replace('_', ' ')} {value_in_words(name, fact.value)}"
        for name, fact in profile.read.items()
    ]
    if facts:
        yield from wrapped("READ FROM YOUR TEXT   ", ", ".join(facts), width=width)
        yield f"                      right or wrong:  allymatch profile ask {said}"


def _settles(page: MatchPage, width: int) -> Iterator[str]:
    """The question that settles most, and how it is answered."""
    if page.questions:
        first = page.questions[0]
        many = f"{first.settles} programmes" if first.settles > 1 else "1 programme"
        yield from wrapped("", f"ONE ANSWER SETTLES {many}: {first.asks}", width=width)
        if "." not in first.field:
            yield f"    --set {first.field}=..."


def _rest(
    page: MatchPage, groups: _Groups, shown: int, best: Match | None, said: str
) -> Iterator[str]:
    shut = len(groups["not-for-you"])
    more = page.counts.matches + page.counts.ineligible - shown
    yield f"{more} more: --all    {shut} not for you: --section not-for-you"
    if best is not None:
        yield f"one of them: allymatch explain {said} {best.programme}"
