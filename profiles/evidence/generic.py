"""Which words say nothing of what one firm makes, because all of them use them?

Words of praise, of business, and the names of whole fields: "dual-use AI for defence" is true of
ten thousand firms. What is left in a text without them is what can be judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["concrete", "saying", "small_among", "words_in"]

_HYPHEN = re.compile(r"[-'’]")
_SHORTEST = 2

_PRAISE = """
innovative innovation innovations innovating disruptive disrupt disruption disrupting revolutionary
revolutionise revolutionize revolutionizing revolutionising cutting-edge cutting edge leading
leader leaders world-class state-of-the-art next-generation next generation advanced novel unique
game-changing breakthrough pioneering pioneer visionary smart intelligent agile scalable scale
robust seamless holistic synergy synergies synergetic powerful best unparalleled unmatched ultimate
exceptional excellent excellence high-end premium trusted reliable proven mission-critical critical
transformative transform transforming transformation empower empowers empowering unlock unlocking
future tomorrow today modern emerging strategic strategy sovereign sovereignty resilient resilience
resiliency end-to-end turnkey bespoke tailored comprehensive complete full-spectrum full ambitious
bold fast rapid dynamic passionate dedicated committed experienced award-winning renowned
responsible sustainable ethical important essential key core ideal perfect great good new better
decisive decisively force-multiplier multiplier boost boosts boosting strengthen strengthens
strengthening accelerate accelerates accelerating maximise maximize maximising maximizing optimise
optimize drive drives driving leverage leverages leveraging harness harnesses harnessing bring
brings bringing bridge bridges bridging reimagine reimagining redefine redefines redefining shape
shapes shaping address addresses addressing ensure ensures ensuring achieve achieves promise promises
alike tomorrow's today's faster smarter stronger safer ready-to-use user-friendly flexible modular
superior superiority dominance edge advantage advantages battle-proven battle-tested combat-proven
"""
_BUSINESS = """
responder responders society societies performance human-centric lethality survivability
ai-driven ai-enabled ai-powered ai-native ai-first quantum-ready quantum-enabled data-driven
cloud-native software-defined mission-ready decades experience generations chain chains lives
company companies firm firms startup startups start-up start-ups venture ventures enterprise
enterprises business businesses organisation organization organisations organizations industry
industries industrial sector sectors market markets customer customers client clients user users
partner partners partnership partnerships collaboration collaborate stakeholders ecosystem
ecosystems community platform platforms solution solutions product products service services
offering offerings technology technologies technological tech deep-tech deeptech deep dual-use dual
use uses usage application applications capability capabilities capacity system systems
systems-of-systems tool tools suite approach approaches concept concepts project projects programme
programmes program programs mission missions vision value impact goal goals aim aims objective
objectives challenge challenges problem problems need needs requirement requirements opportunity
opportunities growth success team teams people expert experts expertise experience engineers
engineering research researchers development developers develop develops developing developed build
builds building built make makes making made create creates creating created design designs
designing designed produce produces producing produced provide provides providing provided offer
offers offering offered deliver delivers delivering delivered enable enables enabling enabled
support supports supporting supported help helps helping improve improves improving work works
working worked world worldwide global international national european europe europeans american
allied allies ally nation nations country countries state states government governments governmental
public private civil civilian commercial civil-military military defence defense defence-tech
defense-tech security secure safe safety force forces armed army navy air command commands troops
soldier soldiers warfighter warfighters operator operators operation operations operational
tactical domain domains multi-domain contested environment environments theatre theater battlefield
field fields area areas range wide variety various multiple many several different several time
real-time real life year years day days founded based headquartered located employs employees
employee staff offices office part member members level levels way ways order set number high low
large small long short first second also well including includes include included across within
using based-on via such like ready readiness deployment deployable deploy deploys interoperable
interoperability integrated integrate integrates integration
"""
_FIELDS = """
ai artificial intelligence machine learning ml data digital digitalisation digitalization software
hardware autonomy autonomous autonomously uncrewed unmanned robotics robotic cyber cybersecurity
quantum space aerospace maritime naval sea land undersea energy power communications communication
connectivity network networks sensing sensor sensors surveillance electronics materials
manufacturing biotech biotechnology health human medical logistics infrastructure electromagnetic
spectrum situational awareness decision decisions decision-making isr c2 c4isr iot cloud edge
computing photonics nanotechnology blockchain big analytics nato eu dod
"""
_GENERIC = frozenset(" ".join((_PRAISE, _BUSINESS, _FIELDS)).split())

_SMALL = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "against",
        "all",
        "almost",
        "alone",
        "along",
        "already",
        "also",
        "although",
        "always",
        "am",
        "among",
        "an",
        "and",
        "another",
        "any",
        "anyone",
        "anything",
        "are",
        "around",
        "as",
        "at",
        "away",
        "back",
        "be",
        "became",
        "because",
        "become",
        "becomes",
        "been",
        "before",
        "behind",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "came",
        "can",
        "cannot",
        "come",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "done",
        "down",
        "during",
        "each",
        "either",
        "else",
        "ever",
        "every",
        "everyone",
        "everything",
        "few",
        "for",
        "from",
        "further",
        "get",
        "gets",
        "give",
        "given",
        "go",
        "goes",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "however",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "keep",
        "know",
        "last",
        "least",
        "less",
        "let",
        "may",
        "me",
        "might",
        "mine",
        "more",
        "most",
        "much",
        "must",
        "my",
        "myself",
        "near",
        "neither",
        "never",
        "no",
        "nobody",
        "none",
        "nor",
        "not",
        "nothing",
        "now",
        "of",
        "off",
        "often",
        "on",
        "once",
        "one",
        "only",
        "onto",
        "or",
        "other",
        "others",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "per",
        "perhaps",
        "rather",
        "really",
        "same",
        "say",
        "see",
        "seem",
        "she",
        "should",
        "since",
        "so",
        "some",
        "something",
        "soon",
        "still",
        "take",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "therefore",
        "these",
        "they",
        "thing",
        "things",
        "this",
        "those",
        "though",
        "through",
        "thus",
        "to",
        "together",
        "too",
        "toward",
        "towards",
        "two",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whole",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "without",
        "would",
        "yes",
        "yet",
        "you",
        "your",
        "yours",
    ]
)


_EMPTY = _SMALL | _GENERIC
_SIGNS = '.,;:!?()[]{}"“”«»„|/>·•*+=<&#…©'
_APART = {ord(sign): " " for sign in _SIGNS if sign.isascii()}
_TOKEN = re.compile(rf"[^\s{re.escape(_SIGNS)}]+")


def words_in(text: str) -> list[str]:
    """The words of a text as they are written, hyphens and apostrophes kept.

    >>> words_in("Sonar (towed), a high-speed one.")
    ['Sonar', 'towed', 'a', 'high-speed', 'one']
    """
    return text.translate(_APART).split() if text.isascii() else _TOKEN.findall(text)


def small_among(words: Iterable[str]) -> int:
    """How many of some words, in lower case, only hold others together."""
    return sum(map(_SMALL.__contains__, words))


def saying(words: Iterable[str]) -> set[str]:
    """The different ones of some words, in lower case, that say something of one firm.

    A hyphened word does if one of its parts does.
    """
    found = set(words) - _EMPTY
    return {
        one for one in found if len(one) >= _SHORTEST and (one.isalpha() or not _says_nothing(one))
    }


def _says_nothing(word: str) -> bool:
    if word.isdigit():
        return True
    parts = _HYPHEN.split(word)
    return all(part in _EMPTY or len(part) < _SHORTEST for part in parts)


def concrete(text: str) -> list[str]:
    """The words of a text that say something of one firm, in lower case and in order.

    >>> concrete("We are an innovative dual-use company: AI for defence.")
    []
    >>> concrete("A towed sonar finds mines on the seabed.")
    ['towed', 'sonar', 'finds', 'mines', 'seabed']
    """
    words = words_in(text.lower())
    kept = saying(words)
    return [word for word in words if word in kept]
