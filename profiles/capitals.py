"""How is a text read that is written in capitals?

As sentences, with what looks like an acronym or a designation left as it stands. For the vector it
makes no difference, because the model reads no capitals; it does for the passages that are shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase

__all__ = ["quietened", "shouts"]

_SHOUTING = 0.8
_FEW_LETTERS = 24
_SMALL = ascii_lowercase.encode()
_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\w[\w'’&./-]*")
_IN_BRACKETS = re.compile(r"\(([^\W\d_]{2,6})\)")
_ACRONYM_LENGTH = 5
_ACRONYMS = frozenset(
    re.findall(
        r"\w+",
        "AI AR ASIC BVLOS CBRN CMOS COTS DARPA EDF EEG EMI EO ESA EU EW FPGA GIS GNSS GPU IED INS"
        " IOT IR ISR LEO LIDAR MEMS NASA NATO OEM PNT RADAR SAR SATCOM SIGINT SME SOC SWAP TRL UAS"
        " UAV UAVS UGV UK US USA USAF USV UUV UV UWB VR",
    )
)
_VOWELS = frozenset("AEIOUYÀÁÂÃÄÅÈÉÊËÌÍÎÏÒÓÔÕÖÙÚÛÜÝİ")


def shouts(text: str) -> bool:
    """Whether nearly all letters of a text are capitals, and there are enough to tell."""
    plain = text.encode("ascii", "ignore")
    small = len(plain) - len(plain.translate(None, _SMALL))
    # Most texts have so many small letters that the rest cannot matter, and those are soon counted.
    if len(text) - small < _SHOUTING * len(text):
        return False
    upper = sum(map(str.isupper, text))
    cased = upper + sum(map(str.islower, text))
    return cased >= _FEW_LETTERS and upper >= _SHOUTING * cased


def quietened(found: Sequence[str]) -> tuple[str, ...]:
    """Sentence case that keeps what has digits and what looks like an acronym."""
    kept = _ACRONYMS.union(*(_IN_BRACKETS.findall(sentence) for sentence in found))

    def quiet(match: re.Match[str]) -> str:
        token = match[0]
        if any(map(str.isdigit, token)):
            return token
        return _LETTERS.sub(lambda part: part[0] if loud(part[0]) else part[0].lower(), token)

    def loud(part: str) -> bool:
        mute = len(part) <= _ACRONYM_LENGTH and len(part) > 1 and not _VOWELS & set(part.upper())
        return part in kept or mute

    lowered = (_TOKEN.sub(quiet, sentence) for sentence in found)
    return tuple(sentence[:1].upper() + sentence[1:] for sentence in lowered)
