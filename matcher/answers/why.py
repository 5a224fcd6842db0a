"""Which reason would a founder repeat to a colleague?

The strongest one, in a sentence, with the words of both texts: the line of the programme that
speaks most of what the startup does, and the words that they share. Where no line does, the facts
that count: where the startup sits, what it works in, which money it seeks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from matcher.answers.arguments import weightiest
from matcher.eligibility.answer import Answer, Verdict
from matcher.eligibility.phrases import area_names, listed, name_of
from matcher.texts.words import rarity, shared_words, stem

if TYPE_CHECKING:
    from matcher.results import Evidence, Match
    from profiles.model import Profile
    from programmes.model import Programme

__all__ = ["LITTLE", "like", "reason"]

_LINE = re.compile(r"(?<=[.;:])\s+(?=\w)")
_TELLING = 3.0
"""The rarity from which a word tells what a text is about; "sensor" and "software" lie below."""
_ALIKE = 5.0
"""The rarity of shared words from which one firm is called like another."""
_SHARED = 4
_LONG, _TOO_LONG = 84, 120
LITTLE = 0.02
"""A fit below which likeness is no reason."""
_PEOPLES = re.compile(
    r"(?:Austr|Belg|Bulgar|Canad|Croat|Eston|Germ|Hungar|Ital|Latv|Lithuan|Norweg|Pol|Portug|Roman"
    r"|Slov|Ukrain|Americ|Europ)\w*|Brit(?:ish|ain)|Czech\w*|Danish|Dutch|Finnish|French|Greek"
    r"|Irish|Icelandic|Spanish|Swedish|Swiss|Turkish|Allied|NATO|EU"
)
"""Where somebody is from says nothing of what he makes: a fact tells it better."""
_COMMON = frozenset(
    stem(word)
    for word in [
        "armies",
        "army",
        "carry",
        "command",
        "defence",
        "demand",
        "enter",
        "factory",
        "fund",
        "grow",
        "growth",
        "join",
        "let",
        "maker",
        "military",
        "ministry",
        "money",
        "nation",
        "patient",
        "round",
        "sell",
        "series",
        "soldier",
        "state",
        "test",
        "user",
        "war",
        "whether",
        "mm",
        "organise",
        "support",
    ]
)
"""Rare in the texts from which rarity was counted, and common in programmes of this kind."""


def reason(match: Match, programme: Programme, profile: Profile) -> str:
    """The strongest reason for or against, in a sentence without its full stop.

    Args:
        match: With its findings, contributions and evidence.
        programme: The same programme, as the catalogue has it.
        profile: The startup.
    """
    if match.verdict == Verdict.INELIGIBLE.word:
        return next(one.says for one in match.findings if one.answer == Answer.UNMET.word)
    if match.reading == "not-read":
        return "your text is in a language that is not read: in English it would be compared"
    if match.fit < LITTLE:
        return "little in your text speaks of what it seeks"
    line, words = _meeting(match.evidence)
    titles = {topic.id: topic.title for topic in programme.challenges}
    if match.topic and words:
        title = titles.get(match.topic, match.topic)
        return f'its topic "{title}" speaks, as you do, of {listed(words[:_SHARED])}'
    if words:
        verb = "needs" if programme.buyers == "states" else "has in mind"
        return f'it {verb} "{_shortened(line)}"; you share {listed(words[:_SHARED])}'
    features = {p.feature for p in weightiest(match.contributions)[1:] if p.points > 0}
    return _facts(features, programme, profile.believed())


def _facts(features: set[str], programme: Programme, said: Profile) -> str:
    """What counts where no line of the programme speaks of what the startup does."""
    home = next((c for c in (said.headquarters, said.incorporated_in) if c), None)
    parts = [f"takes firms from {name_of(home)}"] if "home" in features and home else []
    if "area" in features and said.areas:
        mine = [slug.partition("/")[0] for slug in said.areas]
        shared = [slug for slug in mine if slug in programme.areas]
        if shared:
            parts.append(f"works in your field ({area_names(shared[:1])})")
    elif "scope" in features:
        parts.append("works in the field that your text speaks of")
    if "instrument" in features and said.seeking and said.seeking.instruments:
        sought = [
            one.value for one in said.seeking.instruments if one in programme.offer.instruments
        ]
        parts += [f"gives the {listed(sought)} that you seek"] if sought else []
    if "readiness" in features and said.trl is not None:
        parts.append(f"looks for your readiness, TRL {said.trl}")
    return (
        f"it {listed(parts[:3])}" if parts else "it is open to what you do, and says little of it"
    )


def like(match: Match, told: Iterable[str]) -> str | None:
    """Whom it took that makes something like it; None where nobody did.

    Args:
        match: With those whom the programme took, the nearest first.
        told: The startup's own texts.
    """
    mine = " . ".join(told)
    for one in match.took:
        words = _telling(shared_words(mine, one.makes))
        if sum(rarity(stem(word) or word) for word in words) >= _ALIKE:
            return one.says
    return None


def _meeting(evidence: Sequence[Evidence]) -> tuple[str, list[str]]:
    """The line of the programme that shares most with the profile, and what they share."""
    found: list[tuple[bool, float, int, str, list[str]]] = []
    for pair in evidence:
        for line in _LINE.split(pair.programme):
            if len(line) > _TOO_LONG:
                continue
            words = _telling(shared_words(pair.profile, line))
            if words:
                weight = sum(rarity(stem(word) or word) for word in words)
                joined = _joined(words, pair.profile)
                found.append((len(line) > _LONG, -weight, len(found), line.rstrip(".;: "), joined))
    if not found:
        return "", []
    *_, line, words = min(found)
    return line, words


def _telling(words: Iterable[str]) -> list[str]:
    """Words that say what something is; a people's name says where it is from."""
    return [
        word
        for word in words
        if rarity(stem(word) or word) >= _TELLING
        and stem(word) not in _COMMON
        and not _PEOPLES.fullmatch(word)
    ]


def _joined(words: Sequence[str], text: str) -> list[str]:
    """Words in the order of a text; those that follow each other there as one."""
    wanted = {stem(word) for word in words}
    runs: list[list[str]] = []
    last = -1
    seen: set[str | None] = set()
    for at, word in enumerate(re.findall(r"[\w'-]+", text)):
        root = stem(word)
        if root not in wanted or root in seen:
            continue
        seen.add(root)
        plain = word if word.isupper() or not word[1:].islower() else word.lower()
        if runs and at == last + 1:
            runs[-1].append(plain)
        else:
            runs.append([plain])
        last = at
    return [" ".join(run) for run in runs] or list(words)


def _shortened(line: str) -> str:
    if len(line) <= _LONG:
        return line
    return f"{line[: _LONG - 1].rsplit(' ', 1)[0].rstrip(',')}…"
