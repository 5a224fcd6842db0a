"""What stands above an answer: search, order, facets, and what is chosen at present?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.pages.choosing import address, chosen_words, facets_shown, sorts, word_shown

if TYPE_CHECKING:
    from api.usecases.arrangement import Arranged, ViewChoice

__all__ = ["toolbar"]


def toolbar(arranged: Arranged, choice: ViewChoice) -> dict[str, Any]:
    """The toolbar of an answer.

    Args:
        arranged: The answer with its facets.
        choice: What is chosen.
    """
    return {
        "facets": facets_shown(arranged, choice),
        "sorts": sorts(),
        "chosen": [
            {"name": name, "value": value, "says": word_shown(name, value),
             "without": address(choice, (name, value)) or "?"}
            for name, value in chosen_words(choice)
        ],
        "all": address(choice) or "",
    }  # fmt: skip
