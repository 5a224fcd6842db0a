"""What do all rules need to know of a text: its parts, its language, and whose text it is?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from profiles.facts.layout import Sentence, TextLayout
from profiles.facts.tongue import tongue
from profiles.vocabulary.words import fold

__all__ = ["TextContext"]

_CAPITALISED = re.compile(
    r"[^\W\d_a-z\u00e0-\u00ff][\w&.'-]*(?:[ ][^\W\d_a-z\u00e0-\u00ff][\w&.'-]*){0,3}"
)
_CALLED = re.compile(
    r"(?:\b(?:company|startup|start-up|firm|scale-up|Unternehmen|Firma|Start-?up|Spin-?off|société|entreprise|spółka|firma|empresa|compañía|azienda|società|startup|impresa|bedrijf|onderneming)|bolaget|företaget)"
    r"[ ](?P<name>[^\W\d_a-z\u00e0-\u00ff][\w&.-]+)"
)
_SUBJECT_LATE = re.compile(
    r",[ ](?P<name>[^\W\d_a-z\u00e0-\u00ff][\w&.-]+)(?:[ ][^\W\d_a-z\u00e0-\u00ff][\w&.-]+)?[ ](?:is|has|builds|makes|ist|hat|baut|est|a|conçoit|fabrique|è|ha|es|tiene|jest|ma|är|har|heeft|zit|sitzt|bouwt)\b"
)
_SMALL = frozenset(
    [
        "she",
        "he",
        "they",
        "his",
        "her",
        "their",
        "the",
        "a",
        "an",
        "our",
        "we",
        "this",
        "that",
        "at",
        "in",
        "on",
        "with",
        "for",
        "founded",
        "based",
        "die",
        "der",
        "das",
        "ein",
        "eine",
        "wir",
        "mit",
        "le",
        "la",
        "les",
        "une",
        "un",
        "nous",
        "des",
        "el",
        "los",
        "las",
        "una",
        "il",
        "lo",
        "nel",
        "nella",
        "de",
        "het",
        "een",
        "wij",
        "det",
        "en",
        "ett",
        "vi",
        "my",
        "w",
        "to",
        "since",
        "as",
        "from",
        "it",
        "its",
        "headquartered",
        "established",
        "en",
        "das",
        "unser",
        "unsere",
        "notre",
        "nuestra",
        "nasza",
        "nasz",
    ]
)


@dataclass(frozen=True)
class TextContext:
    """A text and what is known of it.

    Attributes:
        text: As it was given.
        layout: Its statements and sentences.
        name: What the startup is called, where that is known.
    """

    text: str
    layout: TextLayout
    name: str | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that are no statements."""
        return self.layout.sentences

    @cached_property
    def language(self) -> str:
        """The language of the text as two letters; "en" where nothing tells."""
        return tongue(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """The first words of the names by which the text may call the startup, folded."""
        found = {fold(word) for word in (self.name or "").split()[:1]}
        for sentence in self.sentences[:2]:
            start = sentence.text.lstrip("\"'\u201e\u201c(")
            words = re.findall(r"[\w&.'-]+", start[:120])
            if words and words[0].islower() and fold(words[0]) not in _SMALL:
                found.add(fold(words[0]))  # a firm that writes itself small
            named = (word for token in _CAPITALISED.findall(start[:120]) for word in token.split())
            found.update(islice((key for key in map(fold, named) if key not in _SMALL), 1))
            if sentence.number == 0 and (late := _SUBJECT_LATE.search(sentence.text[:240])):
                found.add(fold(late["name"]))
            found.update(fold(named[1]) for named in _CALLED.finditer(sentence.text[:160]))
        return frozenset(one for one in found if len(one) > 1)

    def names_itself(self, words: str) -> bool:
        """Whether words name the startup, by its name or as "we"."""
        for word in re.findall(r"[\w&.'-]+", words):
            key = fold(word)
            if key in self.names or key in _OURSELVES:
                return True
        return False


_OURSELVES = frozenset(
    [
        "we",
        "our",
        "us",
        "company",
        "startup",
        "firm",
        "wir",
        "unser",
        "unsere",
        "unternehmen",
        "nous",
        "notre",
        "entreprise",
        "societe",
        "nasza",
        "nasz",
        "firma",
        "spolka",
        "nuestra",
        "nuestro",
        "empresa",
        "la",
        "nostra",
        "azienda",
        "societa",
        "wij",
        "ons",
        "onze",
        "bedrijf",
        "vi",
        "var",
        "vart",
        "foretaget",
        "bolaget",
        "virksomheden",
        "selskapet",
        "ми",
        "наша",
        "компанія",
    ]
)
