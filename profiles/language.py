"""In which language is a text written, as far as its small words tell?

The model reads English. A text in another language still matches by its words, and the answer has
to say that its meaning was not read: so a text is called foreign only where another language's
function words clearly outnumber the English ones, or its script is not Latin.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["LANGUAGES", "language"]

_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(words.split())
        for name, words in {
            "English": (
                "the and of to in for with is are that we our on by from as it this which at be"
            ),
            "French": (
                "le la les des et une un du dans pour avec est"
                " sont que nous notre sur par qui au aux ce cette en de"
            ),
            "German": (
                "der die das und ein eine für mit ist sind wir"
                " unsere auf von den dem zu im nicht auch aus bei werden"
            ),
            "Polish": (
                "i w na z do się jest są dla oraz które"
                " który nasz nasza przez od po jako nie to ze tej tych"
            ),
            "Spanish": (
                "el la los las y una un de del en"
                " para con es son que nuestra nuestro por se al como"
            ),
            "Italian": (
                "il la le gli e una un di del della in"
                " per con è sono che nostra nostro da al come nel"
            ),
            "Dutch": (
                "de het een en van in voor met is zijn dat wij onze op door uit bij te aan niet ook"
            ),
            "Portuguese": (
                "o a os as e uma um de do da em para com é são que nossa nosso por no na ao como"
            ),
            "Swedish": "och att det en ett för med är som vi vår på av från den till inte kan",
            "Finnish": "ja on ei se että joka ovat meidän kanssa sekä myös voi mutta kun tai",
            "Czech": "a v na s do se je jsou pro které který náš naše od po jako ne to z k",
            "Romanian": (
                "și în de la cu este sunt pentru care un o din pe noastră nostru prin ca nu"
            ),
            "Turkish": "ve bir bu için ile olarak de da olan çok gibi daha bizim en",
            "Estonian": "ja on ei see et mis meie ka ning kui või oma selle",
            "Lithuanian": "ir yra į su kad tai mūsų kaip iš dėl ar bei apie",
        }.items()
    }
)
_SCRIPTS = (
    ("Ukrainian or another language in Cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("Greek", re.compile(r"[\u0370-\u03ff]")),
)
_TOKEN = re.compile(r"[^\W\d_]+")
_LEAD = 1.5
_FEW = 2
LANGUAGES = tuple(_WORDS)


def language(text: str) -> str | None:
    """The language other than English that a text is surely written in; None for English.

    Short texts without function words are taken for English: most are lists of terms.

    >>> language("Nous développons un capteur quantique pour la navigation des navires.")
    'French'
    >>> language("A quantum sensor for the navigation of ships.")
    """
    letters = sum(c.isalpha() for c in text)
    for name, script in _SCRIPTS:
        if letters and len(script.findall(text)) > letters / 2:
            return name
    words = [word.casefold() for word in _TOKEN.findall(text)]
    counts = {name: sum(word in known for word in words) for name, known in _WORDS.items()}
    best = max(counts, key=lambda name: (counts[name], name == "English"))
    if best != "English" and counts[best] >= max(_FEW, _LEAD * counts["English"]):
        return best
    return None
