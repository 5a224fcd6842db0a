"""In which language is a text written, as far as its small words tell?

The model reads English. A text in another language still matches by its words, and the answer has
to say that its meaning was not read: so a text is called foreign only where another language's
function words clearly outnumber the English ones, or its script is not Latin.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

__all__ = ["LANGUAGES", "SMALL_WORDS", "language", "unread"]

SMALL_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(words.split())
        for name, words in {
            "English": (
                "a an the and of to in for with is are that we our on by from as it this which at"
                " be can has have not or"
            ),
            "French": (
                "le la les des et une un du dans pour avec est sont que nous notre nos sur par qui"
                " au aux ce cette en de ou"
            ),
            "German": (
                "der die das und ein eine einen für mit ist sind wir unsere auf von den dem zu zur"
                " im nicht auch aus bei werden oder"
            ),
            "Polish": (
                "i w na z do się jest są dla oraz które który nasz nasza przez od po jako nie to ze"
                " tej tych lub"
            ),
            "Spanish": (
                "el la los las y una un de del en para con es son que nuestra nuestro por se al"
                " como o"
            ),
            "Italian": (
                "il la le gli e una un di del della delle in per con è sono che nostra nostro da al"
                " come nel"
            ),
            "Dutch": (
                "de het een en van in voor met is zijn dat wij onze op door uit bij te aan niet ook"
                " of"
            ),
            "Portuguese": (
                "o a os as e uma um de do da em para com é são que nossa nosso por no na ao como ou"
            ),
            "Swedish": (
                "och att det en ett för med är som vi vår på av från den till inte kan i har eller"
            ),
            "Danish": "og at det en et for med er som vi vores på af fra den til ikke kan i har",
            "Norwegian": "og å det en et for med er som vi vår våre på av fra den til ikke kan i",
            "Icelandic": "og að í á er sem við okkar um með það ekki frá til eða",
            "Finnish": "ja on ei se että joka ovat meidän kanssa sekä myös voi mutta kun tai",
            "Estonian": "ja on ei see et mis meie ka ning kui või oma selle",
            "Czech": "a v na s do se je jsou pro které který náš naše od po jako ne to z k nebo",
            "Slovak": "a v na s do sa je sú pre ktoré ktorý náš naše od po ako nie to z k alebo",
            "Slovenian": "in v na s do se je so za ki naš naša od po kot ne to iz k ali",
            "Croatian": "i u na s do se je su za koji koja naš naša od po kao ne to iz k ili",
            "Hungarian": "a az és egy hogy nem van ez mint által amely amelyek vagy már csak mi",
            "Romanian": "și în de la cu este sunt pentru care un o din pe noastră prin ca nu",
            "Albanian": "dhe të e në për me një nga që është janë tonë si ose",
            "Turkish": "ve bir bu için ile olarak de da olan çok gibi daha bizim en veya",
            "Lithuanian": "ir yra į su kad tai mūsų kaip iš dėl ar bei apie",
            "Latvian": "un ir no uz ar kas par mūsu vai lai pie kā bet tas",
        }.items()
    }
)
"""By language, words that nearly every sentence of it has."""
_SPEAKERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        word: tuple(name for name, known in SMALL_WORDS.items() if word in known)
        for word in frozenset[str]().union(*SMALL_WORDS.values())
    }
)
"""Each small word with the languages that have it."""
_TOKEN = re.compile(r"[^\W\d_]+")
_SAMPLE = 2_000
_LEAD = 1.5
_FEW = 2
_RARE, _RARER = 0.12, 0.04
"""Share of small words below which a text is in no language that has them."""
_ENGLISH = SMALL_WORDS["English"]
_FEWEST, _ACCENTED = 6, 4
"""In six words without one small English one, one in four with an accent tells enough."""
_USUAL = 8
"""One word in so many is a small English one, in English."""
LANGUAGES = tuple(SMALL_WORDS)
"""The languages that are told apart by their words; others are named by their script."""


def language(text: str) -> str | None:
    """The language other than English that a text is surely written in; None for English.

    Short texts without function words are taken for English: most are lists of terms.

    >>> language("Nous développons un capteur quantique pour la navigation des navires.")
    'French'
    >>> language("Ми розробляємо дрони.")
    'a language in Cyrillic script'
    >>> language("Nasze satelity lokalizują nadajniki statków, które wyłączyły transpondery.")
    'Polish'
    >>> language("A quantum sensor for the navigation of ships.")
    """
    script = _script(text)
    if script is not None:
        return f"a language in {script} script"
    words = _TOKEN.findall(text.casefold())
    counts = dict.fromkeys(SMALL_WORDS, 0)
    for word, times in Counter(words).items():
        for name in _SPEAKERS.get(word, ()):
            counts[name] += times
    best = max(counts, key=lambda name: (counts[name], name == "English"))
    # A list of English terms may hold an "in" and an "s"; it holds no letter with an accent.
    least = _RARE if text.isascii() else _RARER
    if best != "English" and counts[best] >= max(
        _FEW, _LEAD * counts["English"], len(words) * least
    ):
        return best
    accented = sum(not word.isascii() for word in words)
    if best != "English" and not counts["English"] and len(words) >= _FEWEST:
        return best if accented * _ACCENTED >= len(words) else None
    return None


def unread(sentences: Sequence[str]) -> str | None:
    """The language of a text that a model of English does not read; None for English.

    Where small English words are as frequent as they are in English nothing else is looked at.
    """
    text = " ".join(sentences)
    words = text.lower().split()
    if sum(map(_ENGLISH.__contains__, words)) * _USUAL >= len(words):
        return None
    return language(text)


def _script(text: str) -> str | None:
    """The script of most letters, where it is not Latin: the first word of their Unicode names."""
    if text.isascii():
        return None
    letters = [c for c in text if c.isalpha()][:_SAMPLE]
    scripts = Counter(
        "LATIN" if c < "\u0250" else unicodedata.name(c, "LATIN").partition(" ")[0] for c in letters
    )
    foreign = [(n, name) for name, n in scripts.items() if name != "LATIN"]
    if 2 * sum(n for n, _ in foreign) <= len(letters):
        return None
    _, name = max(foreign)
    return name if name == "CJK" else name.capitalize()
