"""What do answers and bodies look like, as OpenAPI describes them?

The matcher's own values describe themselves; here stand only the envelopes around them. Answers
are written straight from the values and never pass through these models: a test compares them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.store.values import LONGEST_NOTE
from matcher.fit.learning.agreement import GradedCandidate, GradingOfficer
from matcher.results import Counts, Facets, Mark, Match, Question, Step
from profiles.model import Profile
from profiles.values import AreaSlug, CountryCode
from programmes.model import Kind, Status
from programmes.pools.decisions import Decisions
from programmes.search import Hit

__all__ = [
    "Agreed",
    "AssignmentMade",
    "AssignmentWanted",
    "Audit",
    "CandidateView",
    "Candidates",
    "ChoiceGiven",
    "CompactPage",
    "ConflictRow",
    "ConflictWanted",
    "Conflicts",
    "Decision",
    "DraftMade",
    "DraftWanted",
    "Explained",
    "Feed",
    "Feeds",
    "Health",
    "History",
    "Hook",
    "Imported",
    "Judged",
    "Judgments",
    "JudgmentsImported",
    "KeyMade",
    "KeyWanted",
    "Keys",
    "LearnedRow",
    "LearnedRows",
    "MadeProgramme",
    "MadeProgrammes",
    "NearMisses",
    "NewHook",
    "NewSearch",
    "Pathway",
    "PoolSuppliers",
    "PoolsMade",
    "PoolsWanted",
    "ProfileKept",
    "Profiles",
    "ProgrammeAdded",
    "ProgrammeShown",
    "Programmes",
    "Questions",
    "RunRow",
    "RunRows",
    "RunWanted",
    "Runs",
    "Searches",
    "Sessions",
    "SightWanted",
    "Sighting",
    "Sightings",
    "Suggested",
    "SuppliersWanted",
    "Usage",
]  # fmt: skip

Cursor = Annotated[str | None, Field(description="The next page's cursor; null on the last one.")]


Verdict = Literal["eligible", "undetermined", "supply_chain", "ineligible"]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Fit = Annotated[float, Field(ge=0, le=1)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Health(BaseModel):
    """Whether the server lives, or is ready."""

    status: Literal["ok", "starting"]
    version: str


class CompactMatch(BaseModel):
    """A match without its reasons."""

    rank: int | None
    programme: str
    name: str
    kind: Kind
    status: Status
    section: str
    outlook: Literal["likely", "open", "unlikely"]
    closes: str | None
    verdict: Verdict
    fit: Fit
    topic: str | None
    near_miss: bool
    reading: Mark
    flags: tuple[str, ...]
    maker: str | None = None
    topic_status: str | None = None


class CompactPage(BaseModel):
    """A page of one of the two lists without reasons, or with the fields that were asked for."""

    profile: str
    on: str
    settings: dict[str, Any]
    counts: Counts
    facets: Facets
    matches: list[CompactMatch] | list[dict[str, Any]] = []
    ineligible: list[CompactMatch] | list[dict[str, Any]] = []
    next: Cursor


class Explained(BaseModel):
    """One pair with all its reasons."""

    on: str
    match: Match


class Questions(BaseModel):
    """What is not known of a profile, the fact first that settles most."""

    profile: str
    on: str
    items: list[Question]


class DraftWanted(BaseModel):
    """A text or the profile of the draft before, and the steps to take with it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str | None, Field(max_length=50_000)] = None
    name: Annotated[str | None, Field(max_length=200)] = None
    profile: Profile | None = None
    accept: Annotated[list[str], Field(max_length=60)] = []
    state: Annotated[dict[str, str], Field(max_length=60)] = {}
    dismiss: Annotated[list[str], Field(max_length=60)] = []


class FactShown(BaseModel):
    """A fact of a draft, and how it is known."""

    value: Any
    basis: Literal["stated", "read", "inferred"]
    quote: str | None
    start: int | None
    end: int | None


class DraftMade(BaseModel):
    """A draft after its steps: its facts, the verdicts of programmes, and what to ask next."""

    profile: Profile
    on: str
    facts: dict[str, FactShown]
    counts: dict[str, int]
    changed: str
    questions: list[Question]


class NearMisses(BaseModel):
    """Programmes that one changeable criterion stands before."""

    profile: str
    on: str
    items: list[Match]
    next: Cursor


class Pathway(BaseModel):
    """The way from prototype to production."""

    profile: str
    on: str
    items: list[Step]


class Candidate(BaseModel):
    """One applicant of a programme."""

    rank: int
    profile: str
    verdict: Verdict
    fit: Fit
    outlook: Literal["likely", "open", "unlikely"] = "open"
    section: str = "now"
    near_miss: bool
    reading: Mark = "read"
    flags: list[str] = Field(default=[], description="What to look into; likeness among them.")
    alike: list[str] = Field(default=[], description="Who has the same name, site or text.")
    newer: bool = Field(default=False, description="Whether it was written since the run.")
    grade: Annotated[int, Field(ge=0, le=3)] | None = None
    decision: str | None = None
    note: str | None = None
    match: Match | None = None


class Newer(BaseModel):
    """How many were written since: joined in, and waiting to be weighed."""

    joined: int
    waiting: int


class Candidates(BaseModel):
    """A page of a programme's candidates, best first; ``total`` is null where it is not counted."""

    programme: str
    on: str
    run: str | None
    as_of: Instant | None = Field(default=None, description="When the list was worked out.")
    stale: str | None = Field(default=None, description="Why it is not of the present day.")
    newer: Newer | None = None
    learned: str | None = Field(default=None, description="The learned fit that ranks, if any.")
    total: int | None
    facets: dict[str, dict[str, int]] = {}
    items: list[Candidate] | list[dict[str, Any]]
    next: Cursor


class ProfileKept(BaseModel):
    """A stored profile: what it says, and which version that is."""

    id: str
    version: int
    profile: dict[str, Any]


class Profiles(BaseModel):
    """Ids of stored profiles."""

    items: list[dict[str, str]]
    total: int
    next: Cursor


class VersionRow(BaseModel):
    """One state of a profile."""

    number: int
    hash: str
    known_on: str | None


class History(BaseModel):
    """The versions of a profile, the first one first."""

    id: str
    items: list[VersionRow]


class Erasure(BaseModel):
    """Where somebody who is forgotten was looked for, and what was found there."""

    id: str
    profile: str
    began: str
    whole: str | None = Field(description="When every place was found clean; null until then.")
    removed: dict[str, int] = Field(description="Rows and vectors that were removed, by place.")
    runs: dict[str, str] = Field(description="What became of the files of each run.")
    waits_for: list[str] = Field(description="Runs at work, or what could not be reached: then.")
    kept: list[str] = Field(description="What is left, and where nobody looked.")


class Rejected(BaseModel):
    """A row that was not taken."""

    line: int
    field: str | None
    detail: str
    id: str | None


class Imported(BaseModel):
    """What became of the rows of a file; ``rejected`` lists the first hundred of its faults."""

    accepted: int
    faults: int
    added: int
    changed: int
    unchanged: int
    rejected: list[Rejected]
    notes: list[str]


class Programmes(BaseModel):
    """A page of programmes, and how many there are of each kind."""

    on: str
    total: int
    facets: dict[str, dict[str, int]]
    items: list[Hit] | list[dict[str, Any]]
    next: Cursor


class ProgrammeShown(BaseModel):
    """A programme with its status on a day and the sources that it rests on."""

    on: str
    status: str
    programme: dict[str, Any]
    sources: list[dict[str, Any]]
    maker: str | None = Field(default=None, description="Whose it is; null in the catalogue.")
    published: bool = True


class ProgrammeAdded(ProgrammeShown):
    """A programme that was kept, and whether answers count on it already or in a moment."""

    in_effect: bool


class SightWanted(_Given):
    """How a profile is shown to a programme."""

    applied: bool = False


class Sighting(BaseModel):
    """A programme whose officers may read a profile; ``*`` stands for all."""

    profile: str
    programme: str
    applied: bool
    since: Instant


class Sightings(BaseModel):
    """To whom a profile is shown."""

    profile: str
    items: list[Sighting]


class MadeProgramme(BaseModel):
    """An organisation's programme: since when its maker asks to publish it, and others see it."""

    programme: str
    maker: str
    asked: float | None
    published: float | None


class MadeProgrammes(BaseModel):
    """Programmes that organisations have added."""

    items: list[MadeProgramme]


class Judged(_Given):
    """An officer's decision."""

    grade: Annotated[int, Field(ge=0, le=3, strict=True)]
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    shown: Annotated[str, Field(max_length=80)] = Field(
        default="", description="ETag of the candidate as you saw it; another is refused."
    )
    after: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, description='Your former decision\'s id, `""` for none: else refused.'
    )


class Decision(BaseModel):
    """A judgment as it is kept."""

    programme: str
    profile: str
    organisation: str
    grade: int | None = Field(description="Null where the decision before was taken back.")
    note: str
    by: str
    at: Instant
    id: str
    shown: str = Field(description="SHA-256 of what the officer saw; empty if not known.")
    replaces: str = Field(description="The officer's decision before; empty for the first.")


class Judgments(BaseModel):
    """The judgments of a programme's candidates."""

    items: list[Decision]


class CandidateView(BaseModel):
    """One candidate as an officer decides on it."""

    programme: str
    profile: dict[str, Any]
    version: dict[str, Any]
    on: str
    settings: dict[str, str]
    match: Match


class JudgmentsImported(BaseModel):
    """What became of the rows of a file."""

    accepted: int
    rejected: list[Rejected]


class Agreed(BaseModel):
    """How far officers agree, and grades with what is strict or lenient taken out."""

    programme: str
    alpha: float | None = Field(description="Krippendorff's, for ordered grades.")
    judged_by_several: int
    officers: list[GradingOfficer]
    items: list[GradedCandidate]


class ConflictWanted(_Given):
    """Why an officer must not judge."""

    why: Annotated[str, Field(max_length=1000)] = ""


class ConflictRow(BaseModel):
    """A conflict of interest that an officer has declared."""

    profile: str
    officer: str
    why: str
    at: Instant


class Conflicts(BaseModel):
    """Conflicts of interest."""

    items: list[ConflictRow]


class LearnedReport(BaseModel):
    """How a learned fit and the shipped one do on later judgments: shares of pairs in order."""

    judged: int
    pairs: int
    shipped: float | None
    learned: float | None
    gain: float | None
    low: float | None = Field(description="A wide interval for the gain.")
    high: float | None
    better: bool


class LearnedRow(BaseModel):
    """What was learned from a programme's judgments; ``promoted`` since when it ranks."""

    programme: str
    version: str
    report: LearnedReport
    by: str
    at: Instant
    promoted: Instant | None


class LearnedRows(BaseModel):
    """Learned fits, the newest first."""

    items: list[LearnedRow]


class Suggested(BaseModel):
    """Candidates that are most worth a judgment."""

    programme: str
    items: list[dict[str, str]]


class NewSearch(_Given):
    """New matches to be told of."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    country: Annotated[list[str], Field(max_length=20)] = []
    area: Annotated[list[str], Field(max_length=20)] = []
    kind: Annotated[list[str], Field(max_length=20)] = []
    status: Annotated[list[str], Field(max_length=20)] = []
    min_fit: Annotated[float, Field(ge=0, le=1)] = 0.0


class SearchRow(BaseModel):
    """A saved search with what is new since it was last asked."""

    id: str
    name: str
    filters: dict[str, Any]
    created: Instant
    new: list[str]


class Searches(BaseModel):
    """The saved searches of a profile."""

    items: list[SearchRow]


class Feed(BaseModel):
    """Secret addresses; whoever knows them can read them, until they are revoked."""

    id: str
    atom: str
    calendar: str


class FeedRow(BaseModel):
    """A feed that is open: which key made it (null for one from before that was noted), and when.

    It ends with that key.
    """

    id: str
    key: str | None
    created: Instant


class Feeds(BaseModel):
    """The feeds of a profile, without their addresses."""

    items: list[FeedRow]


class NewHook(_Given):
    """Where to send news of a profile."""

    url: Annotated[str, Field(min_length=8, max_length=500)]
    profile: Annotated[str, Field(min_length=1, max_length=120)]


class Hook(BaseModel):
    """A webhook; ``secret`` is shown once."""

    id: str
    url: str
    profile: str
    secret: str | None = None


class RunWanted(_Given):
    """What to rank: on which day, and how many matches of each profile to keep as rows."""

    on: str | None = None
    top: Annotated[int, Field(ge=1, le=100, strict=True)] = 20


class RunRow(BaseModel):
    """A run and how far it has come."""

    id: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    by: str
    asked: dict[str, Any]
    on: str
    mark: str
    done: int
    total: int
    reason: str | None
    created: Instant
    started: Instant | None
    finished: Instant | None
    starts: int = Field(description="Starts of its process since it last finished a shard.")


class Runs(BaseModel):
    """All runs, the newest first."""

    items: list[RunRow]


class RunRows(BaseModel):
    """A page of what a run found."""

    run: str
    total: int
    items: list[dict[str, Any]]
    next: Cursor


class KeyWanted(_Given):
    """A key to be made."""

    role: Literal["founder", "officer", "analyst", "admin"]
    holder: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    grants: Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=100)] = []
    days: Annotated[float, Field(gt=0, le=3650)] | None = None
    note: Annotated[str, Field(max_length=200)] = ""


class KeyMade(BaseModel):
    """A new key: the only time that it is shown."""

    key: str


class KeyRow(BaseModel):
    """A key as lists show it."""

    prefix: str
    role: Literal["founder", "officer", "analyst", "admin"]
    holder: str
    note: str
    grants: list[str]
    created: float
    expires: float | None
    revoked: float | None
    state: Literal["valid", "expired", "revoked"]


class Keys(BaseModel):
    """All keys, the newest first."""

    items: list[KeyRow]


class SessionRow(BaseModel):
    """A browser's session, or a sign-in link that nobody has used, and the key that began it."""

    id: str
    key: str
    kind: Literal["session", "link"]
    expires: float


class Sessions(BaseModel):
    """Sessions, the one that ends first first."""

    items: list[SessionRow]


class Amounts(BaseModel):
    """Numbers of what is kept; null where there is no bound."""

    profiles: int | None
    bytes: int | None
    programmes: int | None


class Usage(BaseModel):
    """What a holder keeps, and what it may."""

    holder: str
    kept: Amounts
    most: Amounts


class AuditRow(BaseModel):
    """A line of the audit log."""

    id: int
    at: float
    key: str
    holder: str
    action: str
    subject: str
    request: str


class Audit(BaseModel):
    """A page of the audit log, the newest first."""

    items: list[AuditRow]


_Line = Annotated[str, Field(max_length=120)]
_Group = Annotated[list[_Line], Field(min_length=2, max_length=200)]
_Sent = Annotated[list[Profile], Field(max_length=200)]


class DecisionsGiven(_Given):
    """What a person has decided about lines, by their ids."""

    merge: Annotated[list[_Group], Field(max_length=200)] = []
    split: Annotated[list[_Group], Field(max_length=200)] = []
    alone: Annotated[list[_Line], Field(max_length=2000)] = []
    pin: Annotated[dict[str, _Group], Field(max_length=200)] = {}

    def as_decided(self) -> Decisions:
        """The same as the builder takes it."""
        return Decisions(
            tuple(tuple(sorted(set(ids))) for ids in self.merge),
            tuple(tuple(sorted(set(ids))) for ids in self.split),
            tuple(sorted(set(self.alone))),
            {name: tuple(sorted(set(ids))) for name, ids in self.pin.items()},
        )


class PoolsWanted(_Given):
    """Demand lines as a file of them has them, and what was decided about them."""

    demands: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=2000)]
    decisions: DecisionsGiven = DecisionsGiven()
    months: Annotated[int, Field(ge=0, le=600)] = 12
    profiles: _Sent = []


class ChoiceGiven(_Given):
    """One pair that could be: an applicant and a programme, with what is known of both."""

    profile: Annotated[str, Field(min_length=1, max_length=120)]
    programme: Annotated[str, Field(min_length=1, max_length=250)]
    fit: Annotated[float, Field(ge=0, le=1)] | None = None
    verdict: Literal["eligible", "undetermined", "ineligible", "supply_chain"] | None = None
    outlook: Literal["likely", "open", "unlikely"] | None = None
    grade: Annotated[
        float | None, Field(ge=0, le=3, description="The mean of the officers' grades.")
    ] = None
    name: Annotated[str, Field(max_length=300)] | None = None
    country: CountryCode | None = None
    areas: Annotated[list[AreaSlug], Field(max_length=20)] | None = None


class AssignmentWanted(_Given):
    """Pairs, and the terms under which places are given: the fields of a file of terms."""

    choices: Annotated[list[ChoiceGiven], Field(min_length=1, max_length=5000)]
    terms: dict[str, Any]


class AssignmentMade(BaseModel):
    """Who has which place and why; see the page on giving places for the fields."""

    kind: Literal["programme", "officer"]
    aim: Literal["total", "fairest"]
    graded: bool
    total: float | None
    worst: float | None
    placed: list[dict[str, Any]]
    unplaced: list[dict[str, Any]]
    hosts: list[dict[str, Any]]
    terms: list[dict[str, Any]]
    notes: list[str]


class PoolsMade(BaseModel):
    """Pools, and each line that joined none; see the page on pools for their fields."""

    on: str
    months: int
    settings: dict[str, str]
    currency: str
    rates: list[dict[str, str]]
    pools: list[dict[str, Any]]
    alone: list[dict[str, str]]
    aside: list[dict[str, Any]]
    aside_by_reason: dict[str, int]
    notes: list[str]


class SuppliersWanted(_Given):
    """Who is asked about."""

    profiles: Annotated[list[Profile], Field(min_length=1, max_length=200)]


class PoolSuppliers(BaseModel):
    """Who could supply which part of a pool, and which few all of it."""

    on: str
    pool: str
    name: str
    parts: list[str]
    suppliers: list[dict[str, Any]]
    teams: list[dict[str, Any]]
    asked: int
    uncovered: list[str]


class OpenToPartners(BaseModel):
    """Since when a startup may be found as a partner."""

    profile: str
    since: Instant


class PartnersProposed(BaseModel):
    """Teams for a programme, the best first, with the reason for each member."""

    on: str
    profile: str
    programme: str
    topic: str | None
    parts: list[str]
    teams: list[dict[str, Any]]
    own: list[dict[str, Any]]
    asked: int
    left_out: dict[str, int]
    notes: list[str]
