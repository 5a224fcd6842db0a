"""What do requests and answers look like, for example?

One small startup and what the server says of it; the description of the interface shows them.
"""

from __future__ import annotations

from typing import Any

PROFILE: dict[str, Any] = {
    "id": "acme",
    "name": "Acme Quantum",
    "description": "We build magnetometers that find a ship by the field it disturbs.",
    "incorporated_in": "DE",
    "areas": ["quantum/quantum-sensing-timing"],
    "trl": 5,
    "stage": "seed",
}
ID = "acme-labs~acme"
STORED = {"id": ID, "version": 1, "profile": {**PROFILE, "id": ID}}
ON = "2026-06-15"
MATCH: dict[str, Any] = {
    "rank": 1, "profile": ID, "programme": "nato-diana-2027",
    "name": "DIANA challenge programme, 2027 cohort", "kind": "challenge", "status": "open",
    "section": "now", "outlook": "likely", "opens": "2026-06-01", "closes": "2026-07-03T12:00:00Z",
    "verdict": "eligible", "fit": 0.4009,
    "topic": None, "near_miss": False,
    "apply_url": "https://www.diana.nato.int",
    "findings": [
        {
            "criterion": "open-to", "answer": "met", "field": None, "value": None,
            "basis": None, "quote": None, "level": "programme",
            "says": "Companies may apply", "source": "diana27-applicant", "as_of": "2026-06-23",
            "confidence": "high", "sources": ["diana27-applicant"], "missing": False,
            "change": None, "note": None,
        }
    ],
    "guidance": [],
    "contributions": [{"feature": "start", "value": None, "points": 0.0998}],
    "evidence": [],
}  # fmt: skip
SETTINGS = {"model": "eb32e586", "catalogue": "72239cc3", "fit": "1", "text": "1/1"}
MATCHES = {
    "profile": ID, "on": ON, "settings": SETTINGS,
    "counts": {"matches": 31, "ineligible": 22, "near_misses": 4},
    "facets": {
        "section": {"now": 23, "past": 8},
        "verdict": {"eligible": 12, "undetermined": 17, "supply_chain": 2},
        "status": {"open": 9, "rolling": 14, "closed": 8},
        "kind": {"grant": 20, "fund": 11}, "area": {"quantum": 13},
    },
    "matches": [MATCH], "ineligible": [], "near_misses": [], "questions": [], "pathway": [],
    "suggestions": [], "notes": [], "next": "ZDI4N2E0YzE1Zjo3MA==",
}  # fmt: skip
EXPLAINED = {"on": ON, "match": {**MATCH, "rank": None}}
QUESTION = {
    "field": "headcount", "asks": "How many people work for you?", "settles": 7, "decides": 3,
}  # fmt: skip
QUESTIONS = {"profile": ID, "on": ON, "items": [QUESTION]}
DRAFT_WANTED = {
    "name": "Acme",
    "text": "We are based in Delft and employ 14 people. Our magnetometers find ships.",
}
DRAFT: dict[str, Any] = {
    "profile": {
        "id": "acme", "name": "Acme", "description": DRAFT_WANTED["text"],
        "read": {"headcount": {"value": 14, "basis": "read", "quote": "employ 14 people"}},
    },
    "on": ON,
    "facts": {
        "headcount": {
            "value": 14, "basis": "read", "quote": "employ 14 people", "start": 27, "end": 43,
        }
    },
    "counts": {"undetermined": 40, "ineligible": 4}, "changed": "", "questions": [QUESTION],
}  # fmt: skip
NEAR_MISSES: dict[str, Any] = {"profile": ID, "on": ON, "items": [], "next": None}
STEP = {
    "programme": "nato-diana-2027", "name": "DIANA challenge programme, 2027 cohort",
    "verdict": "eligible", "status": "open", "readiness": "TRL 4 to 7",
    "says": "Enter with TRL 5",
}  # fmt: skip
PATHWAY = {"profile": ID, "on": ON, "items": [STEP]}
CANDIDATE = {
    "rank": 1, "profile": ID, "verdict": "eligible", "fit": 0.4009, "near_miss": False,
    "grade": 3, "match": None,
}  # fmt: skip
CANDIDATES = {
    "programme": "nato-diana-2027", "on": ON, "run": "run-0123456789ab", "total": 1,
    "items": [CANDIDATE], "next": None,
}  # fmt: skip
LISTING = {
    "id": "nato-diana-2027", "name": "DIANA challenge programme, 2027 cohort", "owner": "NATO",
    "kind": "challenge", "status": "open", "opens": "2026-06-01",
    "closes": "2026-07-03T12:00:00Z", "areas": ["quantum"], "instruments": ["grant"],
    "amount": 100000.0, "currency": "EUR", "summary": "Six months with test centres.",
    "apply_url": "https://www.diana.nato.int", "fit": None,
}  # fmt: skip
PROGRAMMES = {
    "on": ON, "total": 1, "items": [LISTING], "next": None,
    "facets": {
        "area": {"quantum": 1}, "country": {"DE": 1}, "kind": {"challenge": 1},
        "status": {"open": 1}, "instrument": {"grant": 1}, "size": {"100k-to-1m": 1},
    },
}  # fmt: skip
PROGRAMME: dict[str, Any] = {
    "id": "own-grant-2027", "name": "A grant of our own", "owner": "Our agency", "kind": "grant",
    "summary": "Prototypes of quantum sensors.", "description": "We pay for prototypes.",
    "areas": ["quantum"],
    "calls": [{"id": "first", "opens": "2027-01-01", "closes": "2027-03-01"}],
    "provenance": {"*": {"source": ["own-page"]}},
}  # fmt: skip
SOURCE = {
    "slug": "own-page", "url": "https://example.org/grant", "as_of": "2026-11-01", "kind": "call",
    "retrieved": "2026-11-01",
}  # fmt: skip
SHOWN = {"on": ON, "status": "forecast", "programme": PROGRAMME, "sources": [SOURCE]}
IMPORTED = {
    "accepted": 2, "added": 2, "changed": 0, "unchanged": 0, "faults": 1, "notes": [],
    "rejected": [
        {"line": 3, "field": "trl", "detail": "found 'twelve', expected a whole number from 1 to 9",
         "id": "beta"}
    ],
}  # fmt: skip
HISTORY = {"id": ID, "items": [{"number": 1, "hash": "9f86d081", "known_on": "2026-06-15"}]}
ERASURE = {
    "id": "erasure-0123456789ab", "profile": ID, "began": "2026-06-15T09:30:00Z",
    "whole": "2026-06-15T09:30:01Z", "removed": {"profiles": 2, "decisions": 1, "vectors": 9},
    "runs": {"run-0123456789ab": "looked at, and without it"}, "waits_for": [],
    "kept": ["lines in the audit log"],
}  # fmt: skip
JUDGED = {"grade": 3, "note": "Strong team, right problem."}
DECISION = {
    "programme": "nato-diana-2027", "profile": ID, "organisation": "diana", **JUDGED,
    "by": "1f3a9c02", "at": "2026-06-15T09:30:00+00:00", "id": "d-0123456789ab",
    "shown": "0" * 64, "replaces": "",
}  # fmt: skip
SEARCH = {"name": "Open grants", "kind": ["grant"], "min_fit": 0.3}
SAVED = {
    "id": "4be1a09c", "name": "Open grants", "filters": {"kind": ["grant"], "min_fit": 0.3},
    "created": "2026-06-15T09:30:00+00:00", "new": [],
}  # fmt: skip
FEED = {
    "id": "77aa01bc", "atom": "https://match.example.org/feeds/SECRET/matches.atom",
    "calendar": "https://match.example.org/feeds/SECRET/deadlines.ics",
}  # fmt: skip
FEEDS = {"items": [{"id": "77aa01bc", "key": "1f3a9c02", "created": "2026-06-15T09:30:00Z"}]}
HOOK = {"url": "https://example.org/news", "profile": ID}
RUN = {
    "id": "run-0123456789ab", "state": "running", "by": "1f3a9c02",
    "asked": {"on": None, "top": 20}, "on": "2026-06-15T00:00:00Z",
    "mark": "eb32e5861794.72239cc32543.1.1/1", "done": 300, "total": 1000, "reason": None,
    "created": "2026-06-15T01:00:00Z",
    "started": "2026-06-15T01:00:01Z", "finished": None, "starts": 1,
}  # fmt: skip
RUN_ROWS = {
    "run": "run-0123456789ab", "total": 1, "next": None,
    "items": [
        {"profile": ID, "programme": "nato-diana-2027", "rank": 1, "verdict": "eligible",
         "status": "open", "fit": 0.4009, "contributions": {"start": 0.0998},
         "challenge": None, "findings": "++?"}
    ],
}  # fmt: skip
KEY = {"role": "officer", "holder": "diana", "grants": ["nato-diana-2027"], "days": 365}
KEYS = {
    "items": [
        {"prefix": "1f3a9c02", "role": "officer", "holder": "diana", "note": "",
         "grants": ["nato-diana-2027"], "created": 1781514000.0, "expires": 1813050000.0,
         "revoked": None, "state": "valid"}
    ]
}  # fmt: skip
AUDIT = {
    "items": [
        {"id": 7, "at": 1781514000.0, "key": "1f3a9c02", "holder": "diana",
         "action": "candidates.read", "subject": "nato-diana-2027", "request": "9c1e"}
    ]
}  # fmt: skip
SESSIONS = {
    "items": [{"id": "9f86d081884c", "key": "1f3a9c02", "kind": "session", "expires": 1781600000.0}]
}
USAGE = {
    "holder": "acme-labs",
    "kept": {"profiles": 2, "bytes": 3120, "programmes": 0},
    "most": {"profiles": 1000, "bytes": 1000000000, "programmes": 1000},
}
DEMANDS = {
    "demands": [
        {"id": "hr-1", "country": "HR", "item": "155 mm shells", "quantity": 12000, "unit": "pcs"},
        {"id": "cz-1", "country": "CZ", "item": "Granáty 155 mm", "quantity": 9000, "unit": "ks"},
    ],
    "decisions": {"merge": [["cz-1", "hr-1"]]},
}
CHOICES = {
    "choices": [
        {"profile": "acme", "programme": "nato-diana-2027", "fit": 0.81, "verdict": "eligible"},
        {"profile": "nordlys", "programme": "nato-diana-2027", "fit": 0.64, "verdict": "eligible"},
    ],
    "terms": {"capacity": {"nato-diana-2027": 1}},
}
ASSIGNMENT: dict[str, Any] = {
    "kind": "programme",
    "aim": "total",
    "graded": False,
    "total": 0.81,
    "worst": 0.81,
    "placed": [{"applicant": "acme", "host": "nato-diana-2027", "fit": 0.81, "says": "1 of 2"}],
    "unplaced": [{"applicant": "nordlys", "says": "nato-diana-2027 is full at 1"}],
    "hosts": [{"host": "nato-diana-2027", "given": 1, "least": None, "most": 1}],
    "terms": [{"says": "nato-diana-2027 has at most 1 place", "came_to": 1, "reached": True}],
    "notes": [],
}
POOLS: dict[str, Any] = {
    "on": ON,
    "months": 12,
    "settings": {"model": "eb32e586", "likeness": "b183a23debba"},
    "currency": "EUR",
    "rates": [],
    "pools": [{"id": "pool-0695e948ab", "name": "155 mm shells", "participants": ["CZ", "HR"]}],
    "alone": [],
    "aside": [],
    "aside_by_reason": {},
    "notes": [],
}
SUPPLIERS: dict[str, Any] = {
    "on": ON,
    "pool": "nspa-155mm-2024",
    "name": "155 mm ammunition framework contracts (CAESAR, PzH 2000)",
    "parts": ["Fuzes and their electronics, batteries and safety devices"],
    "suppliers": [{"profile": "acme", "name": "Acme", "country": "DE", "able": True}],
    "teams": [{"members": ["acme"], "says": ["Acme: fuzes"], "missing": []}],
    "asked": 1,
    "uncovered": [],
}
SIGHT = {
    "profile": ID, "programme": "nato-diana-2027", "applied": True,
    "since": "2026-06-15T09:30:00+00:00",
}  # fmt: skip
SIGHTS = {"profile": ID, "items": [SIGHT]}
MADE = {"programme": "own-grant-2027", "maker": "diana", "asked": 1781515800.0, "published": None}
OPEN_TO_PARTNERS = {"profile": ID, "since": "2026-06-15T09:30:00+00:00"}
PARTNERS: dict[str, Any] = {
    "on": ON,
    "profile": ID,
    "programme": "edf-2026",
    "topic": None,
    "parts": ["Sensors that find what hides"],
    "teams": [{"members": [{"profile": ID, "name": "Acme", "country": "DE"}], "missing": []}],
    "own": [],
    "asked": 2,
    "left_out": {"seat": 1},
    "notes": [],
}
VIEW = {
    "programme": "nato-diana-2027", "profile": {**PROFILE, "id": ID},
    "version": {"number": 1, "hash": "0" * 64}, "on": ON, "settings": SETTINGS,
    "match": {**MATCH, "rank": None},
}  # fmt: skip
JUDGMENTS_IMPORTED = {
    "accepted": 59,
    "rejected": [{"line": 7, "field": "grade", "detail": "found '7', expected 0, 1, 2 or 3",
                  "id": ID}],
}  # fmt: skip
AGREED = {
    "programme": "nato-diana-2027", "alpha": 0.71, "judged_by_several": 30,
    "officers": [{"officer": "0123abcd", "judged": 60, "mean": 1.4, "lenient": -0.3}],
    "items": [{"profile": ID, "grades": {"0123abcd": 2}, "mean": 2.0, "comparable": 2.3}],
}  # fmt: skip
CONFLICT = {
    "profile": ID, "officer": "0123abcd", "why": "I worked there.",
    "at": "2026-06-15T09:30:00+00:00",
}  # fmt: skip
LEARNED = {
    "programme": "nato-diana-2027", "version": "0" * 64, "by": "0123abcd",
    "report": {
        "judged": 60, "pairs": 410, "shipped": 0.71, "learned": 0.78, "gain": 0.07, "low": 0.02,
        "high": 0.12, "better": True,
    },
    "at": "2026-06-15T09:30:00+00:00", "promoted": None,
}  # fmt: skip
SUGGESTED = {"programme": "nato-diana-2027", "items": [{"profile": ID}]}
