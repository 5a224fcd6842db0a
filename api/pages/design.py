"""What are the pages made of, all of it on one page?

Every component in every state, from the same macros and the same style sheet as the pages: what is
changed there shows here, and what looks wrong here is wrong there.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from fastapi import APIRouter, Request, Response

from api.pages.maps import map_of
from api.pages.render import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

COLOURS = (
    ("paper", "the page"), ("sheet", "what lies on it"), ("ink", "text"), ("soft", "what is less"),
    ("line", "borders"), ("accent", "what can be done"), ("wash", "what has just happened"),
    ("yes", "may"), ("ask", "has to be asked"), ("no", "may not"), ("mark", "words in common"),
)  # fmt: skip
SPACES = ("s1", "s2", "s3", "s4", "s5", "s6")


def _match(**changed: Any) -> SimpleNamespace:
    """A pair that does not exist, as a card shows it."""
    card = SimpleNamespace(
        name="An example fund", what="Fund for companies of dual use", may="likely yes",
        why="it speaks, as you do, of drones and interceptors", money="EUR 1 to 10 million, equity",
        sought="EUR 8 million", when="any time", effort=None, next="write to the fund",
        missing=("Do private investors carry at least half of the round?",),
        link="https://example.org/",
    )  # fmt: skip
    known: dict[str, Any] = {
        "programme": "example", "verdict": "undetermined", "outlook": "likely", "fit": 0.71,
        "section": "now", "card": card,
    }  # fmt: skip
    return SimpleNamespace(**{**known, **changed})


@router.get("/design")
def design(request: Request) -> Response:
    """Type, space, colour and every component."""
    said = {
        "DE": (4, "most"),
        "PL": (3, "many"),
        "FR": (2, "some"),
        "ES": (1, "few"),
        "CA": (2, ""),
    }
    findings = [
        SimpleNamespace(answer=answer, says=f"A rule that is {says}", quote=quote, change=change,
                        source="a-source", as_of="2026-06-19", confidence="high")
        for answer, says, quote, change in (
            ("met", "met", None, None), ("unmet", "not met", None, "What could be changed"),
            ("unknown", "not known", "words of the text", None),
            ("not-applicable", "of no concern", None, None),
        )
    ]  # fmt: skip
    return render(
        request, "design.html", colours=COLOURS, spaces=SPACES, findings=findings,
        match=_match(), tags=(
            _match(verdict="eligible", card=None), _match(card=None),
            _match(outlook="open", card=None), _match(verdict="ineligible", card=None),
        ), picture=map_of(said, "A map, for example"),
    )  # fmt: skip
