"""How is a small drawing written as SVG, safely and the same each time?

Rectangles, lines and texts of our own, no more. Every text and every attribute is escaped, numbers
have one form, and a title says what each shape means to someone who cannot see it.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

__all__ = ["Drawing", "fit_text"]

_FONT = "system-ui, sans-serif"
_WIDE = 0.56
"""Mean width of a letter of a sans-serif face, as a share of its size."""


def fit_text(text: str, width: float, size: float) -> str:
    """A text cut to about a width.

    >>> fit_text("European Defence Industry Programme", 120, 12)
    'European Defence…'
    """
    most = max(1, int(width / (size * _WIDE)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class Drawing:
    """Shapes in the order in which they are drawn.

    Args:
        width, height: In pixels.
        title: What the drawing shows.
    """

    width: float
    height: float
    title: str

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height, self.title = width, height, title
        self._parts: list[str] = []

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        title: str,
        *,
        dashed: bool = False,
    ) -> None:
        """A box; ``title`` is what it means."""
        stroke = ' stroke="#8a1c1c" stroke-dasharray="4 3"' if dashed else ""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            f" fill={quoteattr(_clean(fill))}{stroke}><title>{_text(title)}</title></rect>"
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = "#d0d5dd") -> None:
        """A thin line."""
        self._parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            f" stroke={quoteattr(_clean(colour))}/>"
        )

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: float = 12,
        colour: str = "#1f2933",
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """A line of text, its base line at ``y``."""
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill={quoteattr(_clean(colour))}'
            f" text-anchor={quoteattr(anchor)}{weight}>{_text(said)}</text>"
        )

    def __str__(self) -> str:
        size = f'width="{_n(self.width)}" height="{_n(self.height)}"'
        box = f'viewBox="0 0 {_n(self.width)} {_n(self.height)}"'
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img"'
            f' font-family="{_FONT}"><title>{_text(self.title)}</title>'
            f'<rect width="{_n(self.width)}" height="{_n(self.height)}" fill="#ffffff"/>'
        )
        return "\n".join((head, *self._parts, "</svg>")) + "\n"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold, even escaped."""
    return "".join(
        c
        for c in text
        if c in "\t\n"
        or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000 and ord(c) not in (0xFFFE, 0xFFFF))
    )


def _text(text: str) -> str:
    return escape(_clean(text))
