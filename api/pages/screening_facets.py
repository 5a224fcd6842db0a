"""What can a list of candidates be narrowed by, in an officer's words?

The list counts what it holds; here each count gets a title and words. Who wants to see grades of
their own chooses them without a count: they change with every key that is pressed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from profiles.vocabulary import areas, by_code

__all__ = ["ALIKE", "candidate_facets"]

_TITLES = {
    "verdict": "Verdict", "outlook": "Outlook", "flag": "Look into", "country": "Country",
    "area": "Area", "reading": "Text", "section": "Section",
}  # fmt: skip
_WORDS = {
    "eligible": "yes, by every rule", "undetermined": "open", "ineligible": "no, by a rule",
    "supply_chain": "supplier", "read": "read", "too-little": "too little to judge",
    "not-read": "in a language that is not read", "one-change": "after one change",
    "not-for-you": "refused",
}  # fmt: skip
ALIKE = {
    "same-name": "same name as another", "same-website": "same website as another",
    "same-text": "same text as another", "near-text": "nearly the same text as another",
    "conflict": "you declared a conflict of interest",
}  # fmt: skip
"""What is said of who is alike another, or should be judged by somebody else."""
_GRADES = (("none", "none yet"), ("3", "3, fits best"), ("2", "2, fits"), ("1", "1, perhaps"),
           ("0", "0, does not fit"))  # fmt: skip
_LISTED = 12


def candidate_facets(
    counts: Mapping[str, Mapping[str, int]], asked: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    """The facets of a list of candidates, as a form shows them.

    Args:
        counts: How many there are of each word, by facet.
        asked: What the address asks for, as names and values.

    >>> candidate_facets({"verdict": {"eligible": 2, "ineligible": 1}}, [])[0]["words"][0]["says"]
    'yes, by every rule'
    """
    on = set(asked)
    found = []
    for name, title in _TITLES.items():
        some = sorted(counts.get(name, {}).items(), key=lambda pair: (-pair[1], pair[0]))
        words = [
            {"value": word, "says": _said(name, word), "number": number, "on": (name, word) in on}
            for word, number in some
        ]
        words += [
            {"value": value, "says": _said(name, value), "number": 0, "on": True}
            for other, value in sorted(on)
            if other == name and value and value not in counts.get(name, {})
        ]
        shown = [one for at, one in enumerate(words) if at < _LISTED or one["on"]]
        if len(shown) > 1 or any(one["on"] for one in shown):
            found.append({"name": name, "title": title, "words": shown})
    grades = [
        {"value": value, "says": says, "number": "", "on": ("grade", value) in on}
        for value, says in _GRADES
    ]
    return [*found, {"name": "grade", "title": "My grade", "words": grades}]


def _said(name: str, word: str) -> str:
    if name == "country":
        try:
            return by_code(word).name
        except ValueError:
            return word
    if name == "area":
        return next((one.name for one in areas() if one.slug == word), word)
    return _WORDS.get(word) or ALIKE.get(word) or (word.replace("-", " ").replace("_", " "))
