"""What of a text is there to be read, once markup and control characters are gone?

Only names that HTML has are taken for tags ("a<b and c>d" is arithmetic), and what is opened and
never closed stays. Every step is linear in the length of the text, whoever wrote it.
"""

from __future__ import annotations

import html
import re
import unicodedata

__all__ = ["clean"]

_BLOCKS = "address|article|blockquote|br|dd|div|dl|dt|figure|footer|h[1-6]|header|hr|li|main|nav"
_BLOCKS += "|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
_INLINE = "a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike"
_INLINE += "|strong|sub|sup|tt|u|wbr"
_HIDDEN = tuple(
    (re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE))
    for start, end in (
        ("<!--", "-->"),
        (r"<script[\s>]", r"</script\s*>"),
        (r"<style[\s>]", r"</style\s*>"),
    )
)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)

_JOINERS = frozenset("\u200c\u200d")  # they change letters in Persian and in Indic scripts


def clean(text: str) -> str:
    r"""Free a text of markup, control characters and needless spaces; lines stay lines.

    >>> clean("<p>Radar&nbsp;for <b>drones</b></p><p>Tested\x07 at 5 &lt; 6 GHz</p>")
    'Radar for drones\nTested at 5 < 6 GHz'
    """
    bare = _TAG.sub("", _BLOCK.sub("\n", _without_hidden(text))) if "<" in text else text
    plain = unicodedata.normalize("NFC", html.unescape(bare))
    tidy = map(_visible, plain.splitlines())
    return "\n".join(line for line in tidy if line)


def _without_hidden(text: str) -> str:
    """Take out comments, scripts and styles; what is opened and never closed stays."""
    for start, end in _HIDDEN:
        kept, at = [], 0
        while (opened := start.search(text, at)) and (closed := end.search(text, opened.end())):
            kept.append(text[at : opened.start()])
            at = closed.end()
        if kept:
            text = " ".join((*kept, text[at:]))
    return text


def _visible(line: str) -> str:
    # A tab, a no-break space and the like are spaces; what else cannot be seen is not text.
    spaced = " ".join(line.split())
    if spaced.isprintable():
        return spaced
    seen = "".join(char for char in spaced if char.isprintable() or char in _JOINERS)
    return " ".join(seen.split())
