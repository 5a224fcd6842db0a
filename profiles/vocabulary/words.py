"""When are two spellings the same word, and which known word is nearest to an unknown one?

Two spellings are the same when their letters and digits are: case, accents, dots, hyphens and
spaces carry no meaning in a name that a person types, nor does a leading "the".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

__all__ = ["LONGEST", "fold", "nearest", "nearest_slug"]

LONGEST = 200
"""Letters that a term, a date or an amount may have. What is longer is a text in the wrong place,
and patterns and distances would take minutes over a book."""

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ə": "a",
    }
)
_SILENT = re.compile(r"[.'\u2019\u02bc`\u00b4]")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Reduce a name to the letters and digits that tell it from others.

    >>> fold("U.S.A."), fold(" the Netherlands "), fold("TÜRKİYE"), fold("St. Lucia")
    ('usa', 'netherlands', 'turkiye', 'saintlucia')
    """
    # Casefolding can yield accents again (İ), hence the second decomposition.
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in flat if not unicodedata.combining(c)).translate(_LETTERS)
    words = _WORD.findall(_SILENT.sub("", bare).replace("&", " and "))
    if len(words) > 1 and words[0] == "the":
        del words[0]
    if len(words) > 1:
        words = ["saint" if word == "st" else word for word in words]
    return "".join(words)


def nearest(text: str, known: Mapping[str, str], *, most: int = 3) -> tuple[str, ...]:
    """Suggest what was probably meant.

    Args:
        text: What was written.
        known: Folded spellings, each with what to suggest for it.
        most: How many different suggestions to give at most.

    Returns:
        The suggestions, nearest first; none where nothing is near.
    """
    from rapidfuzz import fuzz, process  # only needed once something went wrong

    folded = fold(text)
    # In a code of two or three letters every other code is one letter away: no hint is better.
    spellings = sorted(key for key in known if len(key) > 3)
    if not 3 <= len(folded) <= LONGEST:
        return ()
    hits = process.extract(folded, spellings, scorer=fuzz.ratio, score_cutoff=75, limit=20)
    near = [known[key] for key, score, _ in hits if score > hits[0][1] - 10]
    return tuple(dict.fromkeys(near))[:most]


def nearest_slug(slug: object, known: Iterable[str]) -> tuple[str, ...]:
    """Suggest which of the known slugs was probably meant.

    >>> nearest_slug("eu27", ["eu_27", "nato_32"])
    ('eu_27',)
    """
    return nearest(str(slug), {fold(one): one for one in known})
