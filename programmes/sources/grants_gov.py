"""What does Grants.gov publish?

The daily extract (XML, hundreds of megabytes) and the answers of its API: hits of the search, which
have no sums, and single opportunities. What is archived or past is left out by the rule by which
the site counts; forecasts are kept as such.

Source:
    Grants.gov's XML extract and API, as their fields stood in October 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from programmes.errors import BadDocument, ShapeChanged
from programmes.model import Amount
from programmes.sources.deadlines import deadlines
from programmes.sources.item import Item, slug_of
from programmes.sources.phrases import conditions_in
from programmes.sources.reading import json_items, roots, start_of, xml_records
from programmes.sources.records import Row, items_of
from programmes.sources.tables import table
from programmes.sources.values import amount, moment, text

__all__ = ["grants_gov_items"]

SOURCE = "grants-gov"
_RECORDS = frozenset({"OpportunitySynopsisDetail_1_0", "OpportunityForecastDetail_1_0"})
_PAGE = "https://www.grants.gov/search-results-detail/"
_COMPANIES = {"22": "company", "23": "company", "99": "company"}
_OTHERS = {"06": "research", "20": "research", "12": "research", "13": "research", "21": "person"}
_STATES = {"00": "state", "01": "state", "02": "state", "04": "state"}
_INSTRUMENTS = {"G": "grant", "CA": "grant", "PC": "contract", "O": "grant"}


def grants_gov_items(path: Path) -> Iterator[Item | BadDocument]:
    """The opportunities of the extract or of an answer, each or what is wrong with its record.

    Raises:
        ShapeChanged: It is neither, is cut short, or holds no opportunity.
    """
    if start_of(path).lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        records: Iterator[tuple[int, Any]] = (
            (number, _flat(element))
            for number, element in enumerate(xml_records(path, _RECORDS), 1)
        )
        yield from items_of(records, _extract, source=SOURCE, file=path.name)
        return
    found = roots(path)
    if "oppHits" in found or "data" in found:
        hits = list(json_items(path, "oppHits.item" if "oppHits" in found else "data.oppHits.item"))
        if hits:
            records = iter(enumerate(hits, 1))
            yield from items_of(records, _hit, source=SOURCE, file=path.name)
            return
        records = enumerate(json_items(path, "data"), 1)
        yield from items_of(records, _single, source=SOURCE, file=path.name)
        return
    named = ", ".join(sorted(found)[:6]) or "nothing"
    raise ShapeChanged(path.name, f"holds {named}; expected Grants, or data: its shape changed")


def _flat(element: Any) -> Row:
    """An element's children by name; those that stand several times as a list."""
    found: Row = {"_kind": element.tag.rpartition("}")[2]}
    for child in element:
        if isinstance(child.tag, str):
            name, said = child.tag.rpartition("}")[2], (child.text or "").strip()
            if said:
                found[name] = [*found[name], said] if name in found else [said]
    return found


def _extract(row: Row) -> Row | str | None:
    one = {name: value[0] for name, value in row.items() if isinstance(value, list)}
    forecast = "Forecast" in row["_kind"]
    opens = one.get("PostDate") if not forecast else one.get("EstimatedSynopsisPostDate")
    closes = one.get("CloseDate") if not forecast else one.get("EstimatedSynopsisCloseDate")
    return _opportunity(
        key=one.get("OpportunityID"),
        number=one.get("OpportunityNumber"),
        title=one.get("OpportunityTitle"),
        prose=one.get("Description"),
        agency=one.get("AgencyName"),
        code=one.get("AgencyCode"),
        opens=_mmddyyyy(opens),
        closes=_mmddyyyy(closes),
        forecast=forecast,
        low=one.get("AwardFloor"),
        high=one.get("AwardCeiling"),
        pot=one.get("EstimatedTotalProgramFunding"),
        applicants=_applicants(row.get("EligibleApplicants", [])),
        conditions=one.get("AdditionalInformationOnEligibility"),
        instruments=[_INSTRUMENTS.get(x, "grant") for x in row.get("FundingInstrumentType", [])],
        url=None,
    )


def _hit(row: Row) -> Row | str | None:
    return _opportunity(
        key=text(str(row.get("id") or "")),
        number=text(row.get("number")),
        title=text(row.get("title")),
        agency=text(row.get("agency")),
        code=text(row.get("agencyCode")),
        opens=moment(row.get("openDate")),
        closes=moment(row.get("closeDate")),
        forecast=row.get("oppStatus") == "forecasted",
    )


def _single(row: Row) -> Row | str | None:
    synopsis = row.get("synopsis") or row.get("forecast") or {}
    kinds = [
        _INSTRUMENTS.get(str(one.get("id")), "grant")
        for one in synopsis.get("fundingInstruments", [])
        if isinstance(one, dict)
    ]
    codes = [str(a.get("id")) for a in synopsis.get("applicantTypes", []) if isinstance(a, dict)]
    return _opportunity(
        key=text(str(row.get("id") or "")),
        number=text(row.get("opportunityNumber")),
        title=text(row.get("opportunityTitle")),
        prose=synopsis.get("synopsisDesc") or synopsis.get("forecastDesc"),
        agency=text(synopsis.get("agencyName")),
        code=text(synopsis.get("agencyCode")) or text(row.get("owningAgencyCode")),
        opens=_words(synopsis.get("postingDate")),
        closes=_words(synopsis.get("responseDate")),
        forecast="forecast" in row and "synopsis" not in row,
        low=synopsis.get("awardFloor"),
        high=synopsis.get("awardCeiling"),
        pot=synopsis.get("estimatedFunding"),
        applicants=_applicants(codes),
        conditions=synopsis.get("applicantEligibilityDesc"),
        instruments=kinds,
    )


def _opportunity(
    *, key: str | None, number: str | None, title: str | None, prose: Any = None,
    agency: str | None, code: str | None, opens: str | None, closes: str | None, forecast: bool,
    low: Any = None, high: Any = None, pot: Any = None, applicants: tuple[str, ...] = (),
    conditions: Any = None, instruments: list[str] | None = None, url: str | None = None,
) -> Row | str | None:  # fmt: skip
    title = text(title)
    if not key or not title:
        return "is missing its OpportunityID or its title"
    slug = slug_of(number or key)
    said = text(prose)
    return {
        "key": key,
        "id": slug,
        "title": title,
        "statement": said,
        "basis": "stated" if said else "our-reading",
        "instruments": tuple(dict.fromkeys(instruments or ["grant"])),
        "owner": agency,
        "opens": opens,
        **deadlines([closes] if closes else [], zone=table(SOURCE).zone),
        "expected": True if forecast else None,
        "amounts": _amounts(low, high, pot),
        "applicants": applicants,
        "criteria": conditions_in(text(conditions), f"{SOURCE}-{slug}"),
        "url": url or f"{_PAGE}{key}",
        "hints": {
            "agency": (code or "", agency or ""),
            "number": (number or "",),
            "words": (f" {title} ".lower(),),
        },
    }


def _amounts(low: Any, high: Any, pot: Any) -> tuple[Amount, ...]:
    small, large, whole = (amount(one, "USD") for one in (low, high, pot))
    found = []
    if small or large:
        floor, ceiling = small[0] if small else None, large[0] if large else None
        if floor and ceiling and floor > ceiling:
            floor = None
        found.append(Amount(label="one award", min=floor, max=ceiling, currency="USD"))
    if whole:
        found.append(Amount(label="all awards", max=whole[0], currency="USD", per="programme"))
    return tuple(found)


def _applicants(codes: list[str]) -> tuple[str, ...]:
    """Who may apply, by the codes whose meaning is known; nobody is said if one is not known."""
    known = {**_COMPANIES, **_OTHERS, **_STATES}
    found = [known[code] for code in codes if code in known]
    return tuple(dict.fromkeys(found)) if len(found) == len(codes) and "company" in found else ()


def _mmddyyyy(said: str | None) -> str | None:
    if said is None or len(said) != 8 or not said.isdigit():
        return said
    return f"{said[4:]}-{said[:2]}-{said[2:4]}"


def _words(said: Any) -> str | None:
    """A date such as "Jun 01, 2026 12:00:00 AM EDT": midnight means the day."""
    if not isinstance(said, str) or not said.strip():
        return None
    day, midnight, _ = said.partition(" 12:00:00 AM")
    return day.strip() if midnight else said.strip()
