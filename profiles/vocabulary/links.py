"""Which addresses may stand where a person clicks?

Those of a short list of schemes. To refuse the harmful ones instead would have to know them all:
``javascript:``, ``data:``, ``vbscript:``, and what a browser makes of a tab within a word.
"""

from __future__ import annotations

import re

from profiles.errors import BadValue

__all__ = ["link", "link_or_none"]

_SCHEMES = ("https", "http", "mailto")
_SCHEME = re.compile(r"(?P<scheme>[^/?#.:]*):(?!\d+(?:[/?#]|$))")
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?")
_PLAIN = re.compile(r"[^\s\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>\"\\]+")
_LONGEST = 2_000


def link(text: str) -> str:
    r"""An address that a browser may be sent to; one without a scheme is taken for https.

    Raises:
        BadValue: It has another scheme, or holds spaces or characters that do not show.

    >>> link("https://www.diana.nato.int/apply"), link("www.example.org/call")
    ('https://www.diana.nato.int/apply', 'https://www.example.org/call')
    >>> link("java\tscript:alert(1)")
    Traceback (most recent call last):
        ...
    profiles.errors.BadValue: found 'java\tscript:alert(1)', expected a link such as https://example.org/call
    """
    said = text.strip()
    found = _SCHEME.match(said)
    scheme = found["scheme"].lower() if found else ""
    if len(said) <= _LONGEST and _PLAIN.fullmatch(said):
        if scheme in _SCHEMES[:2] and re.match(r"https?://[^/?#]", said, re.IGNORECASE):
            return said
        if scheme == "mailto" and "@" in said:
            return said
        if not found and _BARE.fullmatch(said):
            return f"https://{said}"
    raise BadValue(text, "a link such as https://example.org/call")


def link_or_none(text: object) -> str | None:
    """The same for what was not written to be a link: None where it is none.

    >>> link_or_none("n/a"), link_or_none(None), link_or_none("mailto:calls@example.org")
    (None, None, 'mailto:calls@example.org')
    """
    try:
        return link(text) if isinstance(text, str) else None
    except BadValue:
        return None
