"""What does a founder need to know of one programme, at a glance?

A card is read in the order in which people decide: what it is, may I, why me, what is it worth, by
when, what does it take, what is missing, what do I do next. Nothing is worked out here: a card says
in a line each what findings, fit and catalogue hold, and leaves out what nobody has said.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from matcher.answers.bought import bought
from matcher.answers.dates import timing
from matcher.answers.questions import asks_for
from matcher.answers.sums import EQUITY, compared, offered, share_of_cost, sought
from matcher.answers.why import like, reason
from matcher.eligibility.answer import Answer, Verdict
from matcher.eligibility.phrases import name_of
from matcher.eligibility.sections import Section
from matcher.results import Card
from profiles.vocabulary import countries
from programmes.model import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from matcher.results import Match
    from profiles.model import Profile
    from programmes.model import Call, Programme

__all__ = ["card", "office_of", "what"]

_WORDS = 12
_FEW = 4
_BREAK = re.compile(r",? (?:that|which|who|with which|so that|in which)\b|, ")
"""Where a sentence can end before it is over."""
_SENTENCE = re.compile(r"[.:;](?:\s|$)")
_PRIMES = 3
_FIRST = "say first who owns and controls you, then "


def card(
    match: Match,
    programme: Programme,
    profile: Profile,
    call: Call | None,
    status: Status,
    on: datetime,
) -> Card:
    """The card of one match.

    Args:
        match: With its findings, contributions and evidence.
        programme: The same programme, as the catalogue has it.
        profile: The startup.
        call: The programme's current call.
        status: Of that call.
        on: The instant asked about.
    """
    missing = _missing(match)
    return Card(
        name=programme.short_name or programme.name,
        what=what(programme),
        buys=bought(programme),
        may=_may(match, len(missing)),
        why=reason(match, programme, profile),
        like=like(match, (pair.profile for pair in match.evidence)),
        money=offered(programme),
        share=share_of_cost(programme),
        equity=EQUITY.get(programme.offer.equity),
        sought=sought(profile),
        compares=compared(programme, profile),
        when=timing(programme, call, status, on),
        effort=_first_sentence(programme.process) if programme.process else None,
        missing=missing,
        next=f"{_FIRST if _held(match) else ''}{_next(match, programme, status)}",
        link=(call.apply_url if call else None) or programme.apply_url,
        contact=programme.owner,
    )


def what(programme: Programme) -> str:
    """What a programme is, in some eight words: the start of its summary.

    A summary says first what the offer is, then what it pays.
    """
    first = _first_sentence(programme.summary)
    if len(first.split()) <= _WORDS:
        return first
    heads = [first[: found.start()] for found in _BREAK.finditer(first)]
    fitting = [h for h in heads if _FEW <= len(h.split()) <= _WORDS and "," not in h]
    if fitting:
        return fitting[-1]
    owner = programme.owner.partition(" (")[0].partition(";")[0]
    return f"{programme.kind} by {owner}"


def _first_sentence(text: str) -> str:
    found = _SENTENCE.search(text)
    return text[: found.start()].strip() if found else text.strip()


def _may(match: Match, questions: int) -> str:
    """Whether the startup may enter, in at most three words."""
    if match.verdict == Verdict.ELIGIBLE.word:
        return "yes"
    if match.verdict == Verdict.SUPPLY_CHAIN.word:
        return "supplier"
    if match.verdict == Verdict.INELIGIBLE.word:
        return "after one change" if match.near_miss else "no"
    if match.outlook == "likely":
        return "likely yes"
    if match.outlook == "unlikely":
        return "unlikely"
    if not questions:
        return "ask the office"
    return f"{questions} question{'s' if questions > 1 else ''}"


def _listed(words: list[str]) -> str:
    *some, last = words
    return f"{', '.join(some)} and {last}" if some else last


def _missing(match: Match) -> tuple[str, ...]:
    """What the startup has to answer, or to change."""
    if match.verdict == Verdict.INELIGIBLE.word:
        unmet = [one for one in match.findings if one.answer == Answer.UNMET.word]
        return tuple(one.change or one.says for one in unmet)
    waiting = [one for one in match.findings if one.missing and one.field is not None]
    return tuple(dict.fromkeys(asks_for(one.field or "", one.says, one.quote) for one in waiting))


def _next(match: Match, programme: Programme, status: Status) -> str:
    """What to do next, in a few words."""
    match match.section:
        case Section.NOW.word if match.verdict == Verdict.UNDETERMINED.word and _office(match):
            return f"ask first whether you may enter ({programme.owner}), then apply"
        case Section.NOW.word if programme.kind == "fund":
            return "write to the fund"
        case Section.NOW.word:
            return "apply"
        case Section.SOON.word:
            return "prepare, and watch for its opening"
        case Section.SUPPLY.word:
            return _supply(programme)
        case Section.LATER.word if status is Status.UNKNOWN:
            return f"ask {programme.owner} when it can be entered"
        case Section.LATER.word:
            return "watch for the next call"
        case Section.ONE_CHANGE.word:
            return "change this one thing, and it is open to you"
        case Section.PAST.word:
            return "nothing: it is over"
        case _:
            return "nothing: a rule keeps you out"


def _held(match: Match) -> bool:
    """Whether somebody outside every alliance stands behind the company, and it may go on."""
    return bool(match.flags) and match.verdict != Verdict.INELIGIBLE.word


def _office(match: Match) -> bool:
    """Whether a finding waits for what only the programme's office knows."""
    return any(one.answer == Answer.UNKNOWN.word and not one.missing for one in match.findings)


def _supply(programme: Programme) -> str:
    """Whom to ask about a joint purchase."""
    pool = programme.pool
    if pool is not None and pool.suppliers:
        primes = _listed(list(pool.suppliers[:_PRIMES]))
        return f"ask those who deliver, {primes}, and your national armaments office"
    return f"ask {office_of(programme.owner)}, and your national armaments office"


def office_of(owner: str) -> str:
    """An owner that can be written to; a country is asked by its ministry.

    >>> office_of("Germany-led"), office_of("NSPA")
    ('the ministry of defence of Germany', 'NSPA')
    """
    land = owner.removesuffix("-led")
    code = _lands().get(land)
    return owner if code is None else f"the ministry of defence of {name_of(code)}"


@cache
def _lands() -> Mapping[str, str]:
    """Countries by the names under which they own an offer; nothing is guessed from likeness."""
    return {"Czech Republic": "CZ", **{one.name: one.code for one in countries()}}
