"""Where does a text name a programme, a fund, an agency, an event or a prize?

A name buys nothing: who writes "NATO Innovation Fund" has said whom he wants to please, not what
he makes. Names come from a list of our own, from the catalogue, and from the shape that such names
have: words in capitals that end in Fund, Agency, Accelerator and the like.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from profiles.evidence.generic import words_in

__all__ = ["Names", "own_names"]

_OWN = """
NATO DIANA|DIANA|Defence Innovation Accelerator for the North Atlantic|NATO Innovation Fund|NIF
NATO|OTAN|North Atlantic Treaty Organization|North Atlantic Treaty Organisation|Allied Command Transformation
European Defence Fund|European Defense Fund|EDF|EDIDP|EDIRPA|EDIP|PADR|EUDIS|HEDI|OCCAR|PESCO
European Defence Agency|European Defense Agency|EDA|DG DEFIS|DEFIS|European Commission|European Union
European Innovation Council|EIC Accelerator|EIC Pathfinder|EIC Transition|EIC Fund|EIC|EISMEA
Horizon Europe|Horizon 2020|H2020|FP7|Eurostars|EUREKA|InnovFin|InvestEU|European Investment Fund
European Investment Bank|EIB|EIF|European Space Agency|ESA BIC|EUSPA|CASSINI|Digital Europe
SBIR|STTR|AFWERX|SpaceWERX|NavalX|Army Applications Laboratory|DARPA|IARPA|ARPA-E|In-Q-Tel|STRATFI|TACFI
Defense Innovation Unit|DIU|Department of Defense|Department of War|DoD|Pentagon|National Science Foundation|NSF
Small Business Administration|SBA|NASA SBIR|Department of Energy|Office of Strategic Capital
Ministry of Defence|Ministry of Defense|Defence Ministry|Defense Ministry|Ministry of Economy
Defence and Security Accelerator|DASA|UK Defence Innovation|UKDI|Innovate UK|jHub|DSTL|Dstl|UKRI|NSSIF
National Security Strategic Investment Fund|National Wealth Fund|British Business Bank
SPRIND|SPRIN-D|Cyber Innovation Hub|CIHBw|Bundeswehr Cyber Innovation Hub|BAAINBw|High-Tech Gründerfonds|HTGF
Agence de l'innovation de défense|Agence innovation défense|Definvest|Fonds Innovation Défense|Bpifrance|BPI France
French Tech|French Tech 2030|France 2030|DGA|Direction générale de l'armement
SmartCap|Tehnopol|Enterprise Estonia|MILInvest|Business Finland|Vinnova|Innovation Norway|Innovation Fund Denmark
Enterprise Ireland|Invest-NL|SecFund|Luxinnovation|Brave1|UNITE-Brave|BraveTech|TACR|PRODEF|CDTI|ENISA
Innosuisse|FFG|CDP Venture Capital|Fondo Nazionale Innovazione|IDEaS|Innovative Solutions Canada
Y Combinator|YC|Techstars|500 Startups|500 Global|Plug and Play|Starburst|Entrepreneur First|Seedcamp
EIT Digital|EIT Health|EIT InnoEnergy|Startup Wise Guys|Rockstart|Station F|Creative Destruction Lab|CDL
MassChallenge|Hello Tomorrow|Web Summit|Viva Technology|VivaTech|Eurosatory|DSEI|IDEX|Euronaval|ILA Berlin
Farnborough|Paris Air Show|Le Bourget|Mobile World Congress|Munich Security Conference|TechCrunch Disrupt
Forbes 30 Under 30|Deloitte Fast 50|Red Herring|Gartner Cool Vendor|Seal of Excellence|Solar Impulse
General Catalyst|Sequoia|Andreessen Horowitz|a16z|Lakestar|Earlybird|Expeditions Fund|Darkstar|Point72
""".strip()

_KIND = (
    r"Fund|Fonds|Accelerator|Accelerators|Incubator|Agency|Ministry|Commission|Council|Initiative"
    r"|Programme|Program|Prize|Award|Awards|Grant|Grants|Scheme|Facility|Hackathon|Summit|Expo|Forum"
    r"|Association|Alliance|Chamber|Cluster|Foundation|Ventures|Capital|Partners|Bank|Congress"
    r"|Conference|Competition|Bootcamp"
)
_WORD = r"(?:[A-Z][\w&'’-]*|\d{4})"
_SHAPE = (
    rf"\b{_WORD}(?:\s+(?:(?:of|for|the|and|de|für|pour|la|l')\s+)?{_WORD}){{0,6}}\s+(?:{_KIND})\b"
    rf"(?:\s+(?:of|for)\s+(?:the\s+)?{_WORD}(?:\s+{_WORD}){{0,4}})?"
    rf"|\b(?:Ministry|Department|Agency|Council|Chamber|Office)\s+(?:of|for)\s+(?:the\s+)?{_WORD}"
    rf"(?:\s+(?:and\s+)?{_WORD}){{0,4}}"
    r"|\b[A-Z][A-Z0-9-]{2,}\s+(?:programmes?|program|fund|accelerator|grants?|challenges?|initiative"
    r"|scheme|calls?|awards?|prize|cohort|agency|hackathon)\b"
)
_WORDS = frozenset({"agile", "safe", "asap", "rapid", "purl", "def", "step", "asp", "mpi", "mmf"})
"""Names that are words or abbreviations of other things: they need "programme" or the like."""
_LEAST = 3
"""Letters of a name that is looked for: two are any abbreviation."""
_OFFICES = frozenset({"Ministry", "Department", "Office"})
_LOWER = frozenset(
    """programme programmes program fund accelerator grant grants challenge challenges initiative
    scheme call calls award awards prize cohort agency hackathon""".split()
)
_KINDS = frozenset(re.findall(r"[A-Z]\w+", _KIND))
_CAPITAL = re.compile(r"[A-Z]")


_BEFORE = re.compile(r"(?:\b[Tt]he|\b[Aa]n?)\s+$")
_AFTER = re.compile(r"(?:['’]s)?(?:\s+(?:19|20)\d\d)?")
_LIKE_A_NAME = re.compile(_SHAPE)
_LETTERS = re.compile(r"[\w-]")
_REACH = 6


@dataclass(frozen=True, slots=True)
class Names:
    """Names that are looked for.

    Attributes:
        listed: By their first word, the names, the longest first.
        firsts: First words and kinds, as they are written: a sentence with none of them, and no
            kind after an abbreviation, holds no name.
    """

    listed: Mapping[str, tuple[str, ...]]
    firsts: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """Names beside our own.

        Args:
            names: As their owners write them; one that has no capital letter is a description.
        """
        kept = {" ".join(name.split()) for name in (*_OWN.replace("\n", "|").split("|"), *names)}
        listed: dict[str, list[str]] = {}
        for one in sorted(kept, key=lambda name: (-len(name), name)):
            if len(one) >= _LEAST and _CAPITAL.search(one) and one.casefold() not in _WORDS:
                listed.setdefault(words_in(one)[0], []).append(one)
        return cls(
            {first: tuple(those) for first, those in listed.items()},
            frozenset(listed) | _KINDS | _OFFICES,
        )

    def marks(self, words: Collection[str]) -> frozenset[str]:
        """Those of some words without which a sentence of them holds no name."""
        found = self.firsts.intersection(words)
        kinds = _LOWER.intersection(words)
        return found | kinds if kinds and any(map(str.isupper, words)) else found

    def inside(self, sentence: str, words: Collection[str]) -> list[tuple[int, int]]:
        """Where names stand in a sentence, from and to; ``words`` are its own, as written.

        An article before a name and an edition after it belong to it.

        >>> sentence = "The NATO Innovation Fund backs our radar."
        >>> own_names().inside(sentence, words_in(sentence))
        [(0, 24)]
        """
        marks = self.marks(words)
        if not marks or sentence.isupper():
            return []
        spans = [span for first in marks for span in self._from(first, sentence)]
        if not marks <= self.listed.keys() or not spans:
            spans += [match.span() for match in _LIKE_A_NAME.finditer(sentence)]
        return _joined(sorted(spans), sentence)

    def _from(self, first: str, sentence: str) -> Iterator[tuple[int, int]]:
        """Names that begin with a word."""
        at = sentence.find(first)
        while at >= 0:
            if not (at and _LETTERS.match(sentence[at - 1])):
                for name in self.listed.get(first, ()):
                    end = at + len(name)
                    if sentence.startswith(name, at) and not _LETTERS.match(
                        sentence[end : end + 1]
                    ):
                        yield at, end
                        break
            at = sentence.find(first, at + 1)


def _joined(spans: Iterable[tuple[int, int]], sentence: str) -> list[tuple[int, int]]:
    """Spans with what belongs to them, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if before := _BEFORE.search(sentence, max(0, start - _REACH), start):
            start = before.start()
        if after := _AFTER.match(sentence, end):
            end = after.end()
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@lru_cache(maxsize=1)
def own_names() -> Names:
    """Our own list and the shape alone."""
    return Names.of(())
