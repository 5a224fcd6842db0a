"""Which sources are there, and which of them does a file come from?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from programmes.errors import BadDocument, ShapeChanged
from programmes.sources.canadabuys import canadabuys_items
from programmes.sources.common_grants import common_grants_items
from programmes.sources.dsip import dsip_items
from programmes.sources.eu_portal import eu_portal_items
from programmes.sources.grants_gov import grants_gov_items
from programmes.sources.item import Item
from programmes.sources.reading import roots, start_of
from programmes.sources.sam import sam_items
from programmes.sources.ted import ted_items
from programmes.sources.uk_ocds import uk_ocds_items

__all__ = ["SOURCES", "SourceReader", "is_whole", "sniffed"]

ItemReader: TypeAlias = Callable[[Path], Iterator[Item | BadDocument]]


@dataclass(frozen=True, slots=True)
class SourceReader:
    """How one source is read.

    Attributes:
        read: From a file to its items.
        marks: Names at the top of its JSON files, words in the root of its XML or in the heading
            of its tables: one is enough to know it.
        whole: Of these marks, those of files that hold all that the source has today, so that what
            is missing from one is gone.
    """

    read: ItemReader
    marks: frozenset[str]
    whole: frozenset[str] = frozenset()


SOURCES: dict[str, SourceReader] = {
    "eu-portal": SourceReader(
        eu_portal_items,
        frozenset({"fundingData", "TopicDetails", "[TopicDetails", "results"}),
        frozenset({"fundingData"}),
    ),
    "dsip": SourceReader(
        dsip_items,
        frozenset({"topicCode", "[topicCode", "[solicitation_topics", "data topicCode"}),
    ),
    "sam": SourceReader(
        sam_items,
        frozenset({"opportunitiesData", "[noticeId", "NoticeId"}),
        frozenset({"NoticeId"}),
    ),
    "grants-gov": SourceReader(
        grants_gov_items,
        frozenset({"Grants", "oppHits", "data oppHits", "data synopsis", "data forecast"}),
        frozenset({"Grants"}),
    ),
    "ted": SourceReader(
        ted_items,
        frozenset({"notices", "ContractNotice", "PriorInformationNotice", "ContractAwardNotice"}),
    ),
    "uk-ocds": SourceReader(uk_ocds_items, frozenset({"releases", "records", "ocid", "[ocid"})),
    "canadabuys": SourceReader(canadabuys_items, frozenset({"referenceNumber-numeroReference"})),
    "common-grants": SourceReader(
        common_grants_items, frozenset({"items keyDates", "data keyDates", "[keyDates", "keyDates"})
    ),
}
"""The readers, by name; ``awards`` is read beside them, because it holds no calls."""

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s>/]")
_INSIDE = ("topicCode", "oppHits", "synopsis", "forecast", "keyDates")


def sniffed(path: Path) -> str | None:
    """The source whose shape a file has; None where it is none of them."""
    marks = _marks(path)
    return next((name for name, one in SOURCES.items() if marks & one.marks), None)


def is_whole(source: str, path: Path) -> bool:
    """Whether a file holds all that its source has today."""
    return bool(SOURCES[source].whole & _marks(path))


def _marks(path: Path) -> frozenset[str]:
    try:
        start = start_of(path).lstrip(b"\xef\xbb\xbf \t\r\n")
    except ShapeChanged:
        return frozenset()
    if start[:1] == b"<":
        found = _ROOT.search(re.sub(rb"<\?.*?\?>|<!--.*?-->|<!.*?>", b"", start, flags=re.DOTALL))
        return frozenset({found[1].decode()}) if found else frozenset()
    if start[:1] in {b"{", b"["}:
        top = roots(path)
        said = start.decode("utf-8", "replace")
        inside = {
            f"{name} {word}"
            for name in ("data", "items")
            if name in top
            for word in _INSIDE
            if f'"{word}"' in said
        }
        return top | inside
    heading = start.split(b"\n", 1)[0].decode("utf-8", "replace")
    return frozenset(part.strip().strip('"') for part in re.split(r"[,;\t]", heading))
