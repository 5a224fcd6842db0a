"""How are programmes searched, shown, added and taken back?

What the catalogue holds is shown to every caller alike: offers are meant to be found. What an
organisation adds is its own, a draft marked with its maker, until an administrator publishes it; a
change makes a draft of it again, because nobody has agreed to what it says now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from api.errors import Conflict, Forbidden, Missing, Unusable
from api.schemas.paging import page
from api.usecases.access import allow, hidden_from, must_see
from api.usecases.base import UseCase
from api.usecases.matches import weighed, weighed_profile
from api.usecases.moments import written
from matcher.answers.explain import outline
from profiles.errors import UnknownProfile
from profiles.vocabulary import instant
from programmes.entries import topic_of
from programmes.errors import UnknownProgramme
from programmes.filters import Filters
from programmes.model import Programme, Source, current_call
from programmes.search import Query
from programmes.taken import summed_up

if TYPE_CHECKING:
    from datetime import datetime

    from api.usecases.matches import WeighedProfile

_AWARDS = 30
"""Firms that a page names of those whom a programme took."""

__all__ = [
    "add", "change", "deadlines", "deadlines_of", "found", "made", "page_of", "publish", "show",
    "take_back",
]  # fmt: skip

_PATIENCE_S = 2.0
"""How long a change of the catalogue is waited for before it is answered."""


def found(
    desk: UseCase,
    query: Query,
    *,
    on: str | None,
    limit: int,
    cursor: str | None,
    profile: str | None = None,
) -> dict[str, Any]:
    """A page of the programmes that a query keeps, with facets.

    Args:
        desk: Who asks.
        query: What is looked for.
        on: The day or instant asked about.
        limit: Programmes on a page.
        cursor: Of the page.
        profile: Whose fits to show; needed to sort by fit.

    Raises:
        Unusable: ``on`` is no date, the cursor is old, or a fit is asked for without a profile.
        Missing: The profile is not for this caller.
    """
    engine = desk.context.engine
    try:
        moment = desk.context.moment(on, engine)
    except ValueError as error:
        raise Unusable(str(error), parameter="on") from None
    fits = _fits(desk, profile, moment) if profile else None
    if fits is None and (query.sort == "fit" or query.filters.min_fit > 0):
        raise Unusable("needs the id of a profile beside it", parameter="profile")
    with desk.context.working():
        unseen = hidden_from(desk.caller, desk.records)
        result = engine.search_index(instant(moment), unseen).search(query, fits)
    state = "|".join((engine.mark, moment, repr(query), profile or "", repr(sorted(unseen))))
    items, following = page(result.hits, cursor, limit, state)
    return {
        "on": moment,
        "total": len(result.hits),
        "facets": result.facets,
        "items": items,
        "next": following,
    }


def _fits(desk: UseCase, profile: str, moment: str) -> dict[str, float]:
    if must_see(desk.caller, profile, desk.context.stores):
        desk.note("matches.read", profile)
    try:
        kept = desk.context.stores.profiles.get(profile)
    except UnknownProfile:
        raise Missing("profile") from None
    with desk.context.working():
        listing = weighed(desk.context, desk.context.engine, kept, moment)
    found: dict[str, float] = {}
    for entry, fit in zip(listing.snapshot.ids, listing.fits.tolist(), strict=True):
        # Of a programme whose topics are entered one by one, the best of them counts.
        whole, _ = topic_of(entry)
        found[whole] = max(fit, found.get(whole, 0.0))
    return found


def show(desk: UseCase, identifier: str, on: str | None) -> dict[str, Any]:
    """A programme with its status and its sources.

    Raises:
        UnknownProgramme: No programme of that id.
    """
    found = page_of(desk, identifier, on)
    names = ("on", "status", "programme", "sources", "maker", "published")
    return _plain({name: found[name] for name in names})


def page_of(desk: UseCase, identifier: str, on: str | None) -> dict[str, Any]:
    """The same for a page: the values themselves, where a field that is not known is None.

    Raises:
        UnknownProgramme: No programme of that id.
        Unusable: ``on`` is no date.
    """
    engine = desk.context.engine
    try:
        moment = desk.context.moment(on, engine)
    except ValueError as error:
        raise Unusable(str(error), parameter="on") from None
    catalogue = engine.matcher.catalogue
    found = desk.programme(identifier)
    shown = _shown(desk, found, catalogue.sources, moment)
    awards = catalogue.taken.get(topic_of(found.id)[0], ())
    return {**shown, "awards": awards[:_AWARDS], "took": summed_up(awards)}


def _shown(
    desk: UseCase, programme: Programme, known: Mapping[str, Source], moment: str
) -> dict[str, Any]:
    _, status = current_call(programme, on=instant(moment))
    slugs = {slug for entry in programme.provenance.values() for slug in entry.source}
    slugs |= {slug for each in programme.criteria for slug in each.source}
    sources = [known[slug] for slug in sorted(slugs) if slug in known]
    return {
        "on": moment,
        "status": str(status),
        "programme": programme,
        "sources": sources,
        "maker": programme.maker,
        "published": topic_of(programme.id)[0] not in desk.records.seen().drafts,
    }


def _plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """What is shown of a programme as JSON has it: fields that are not known are left out."""
    return {
        **found,
        "programme": found["programme"].model_dump(mode="json", exclude_none=True),
        "sources": [one.model_dump(mode="json", exclude_none=True) for one in found["sources"]],
    }


def add(desk: UseCase, programme: Programme, sources: tuple[Source, ...]) -> dict[str, Any]:
    """Add a programme of the caller's organisation, as a draft that nobody else sees.

    It is kept at once. Reading the catalogue anew takes a moment for each programme in it: answers
    count on the new one a little later where there are many, and ``in_effect`` says which it is.

    Raises:
        Forbidden: The caller is no officer.
        Conflict: The id is taken, also by another version of one's own, which ``change`` replaces;
            or its name is that of another programme.
        Unusable: It names a source that is not there, or holds a link that is not https.
    """
    allow(desk.caller, "officer")
    identifier, holder = programme.id, desk.caller.holder
    owned = identifier in desk.records.owned(holder)
    if identifier in desk.context.engine.matcher.catalogue and not owned:
        raise Conflict(f"the id {identifier!r} is taken: choose another")
    most = desk.context.settings.holder_programmes
    if not owned and len(desk.records.owned(holder)) >= most:
        raise Conflict(f"an organisation may add {most:,} programmes: delete some")
    made = _checked(desk, programme, sources)
    # Of two organisations that ask for one id at a time, the one whose row stands has it.
    desk.records.claim(identifier, holder)
    if identifier not in desk.records.owned(holder):
        raise Conflict(f"the id {identifier!r} is taken: choose another")
    kept = desk.context.stores.programmes
    if identifier in kept.ids() and kept.get(identifier) != made:
        raise Conflict(f"your organisation has a programme {identifier!r}: change it by PUT")
    return _kept(desk, made, sources)


def change(desk: UseCase, programme: Programme, sources: tuple[Source, ...]) -> dict[str, Any]:
    """Put another version of a programme in the place of the one that the caller has added.

    It is a draft again: an administrator has agreed to what it said before.

    Raises:
        Forbidden: It is not the caller's.
        UnknownProgramme: No programme of that id.
        Conflict: A source has a slug that another has already, or the name is another's.
        Unusable: It names a source that is not there, or holds a link that is not https.
    """
    _must_own(desk, programme.id)
    return _kept(desk, _checked(desk, programme, sources), sources)


def publish(desk: UseCase, identifier: str, *, yes: bool) -> dict[str, Any]:
    """Show an organisation's programme to everybody, or make a draft of it again.

    Its maker may ask to have it published, and may take it back; the yes is an administrator's.

    Raises:
        Forbidden: It is not the caller's.
        UnknownProgramme: No organisation has added one of that id.
    """
    admin = desk.caller.role == "admin"
    if admin and identifier not in desk.records.makers():
        raise UnknownProgramme(identifier)
    if not admin:
        _must_own(desk, identifier)
    at = desk.context.clock().timestamp()
    desk.records.publish(
        identifier, asked=at if yes else None, agreed=at if yes and admin else None
    )
    if yes and not admin:
        desk.note("programme.ask", identifier)
    else:
        desk.note("programme.publish" if yes else "programme.withdraw", identifier)
    return _state_of(desk, identifier)


def _state_of(desk: UseCase, identifier: str) -> dict[str, Any]:
    return next(row for row in desk.records.made() if row["programme"] == identifier)


def made(desk: UseCase) -> dict[str, Any]:
    """The programmes of the caller's organisation, or of all for an administrator, and their state.

    Raises:
        Forbidden: The caller is no officer.
    """
    allow(desk.caller, "officer")
    mine = None if desk.caller.role == "admin" else desk.caller.holder
    rows = [row for row in desk.records.made() if mine in {None, row["maker"]}]
    return {"items": rows}


def _must_own(desk: UseCase, identifier: str) -> None:
    allow(desk.caller, "officer")
    if identifier not in desk.records.owned(desk.caller.holder):
        desk.programme(identifier)
        raise Forbidden("this programme is not one that your organisation has added")


def _checked(desk: UseCase, programme: Programme, sources: tuple[Source, ...]) -> Programme:
    """The programme with its maker's mark, if nothing speaks against it."""
    catalogue = desk.context.engine.matcher.catalogue
    for pointer, address in _links(programme, sources):
        if not address.startswith("https://"):
            raise Unusable(f"found {address[:100]!r}, expected an https address", pointer=pointer)
    said = {" ".join(name.casefold().split()) for name in _names(programme)}
    # Of another's draft nothing is told, not even that its name is taken.
    unseen = desk.records.seen().drafts
    for one in catalogue:
        if one.id != programme.id and one.maker != desk.caller.holder and one.id not in unseen:
            names = {" ".join(name.casefold().split()) for name in _names(one)}
            if both := sorted(said & names):
                raise Conflict(f"{both[0]!r} is a name of {one.id}: choose one of your own")
    known = {*catalogue.sources, *(one.slug for one in sources)}
    named = {slug for entry in programme.provenance.values() for slug in entry.source}
    named |= {slug for each in (*programme.criteria, *programme.guidance) for slug in each.source}
    if unknown := sorted(named - known):
        raise Unusable(f"no source is called {unknown[0]!r}: send it along", pointer="#/sources")
    clash = [one.slug for one in sources if catalogue.sources.get(one.slug, one) != one]
    if clash:
        raise Conflict(f"{clash[0]!r} is another source already: choose another slug")
    return programme.model_copy(update={"maker": desk.caller.holder})


def _names(programme: Programme) -> tuple[str, ...]:
    return (programme.name, *programme.also_known_as)


def _links(programme: Programme, sources: tuple[Source, ...]) -> Iterator[tuple[str, str]]:
    """Every address that a page would show, with where it stands."""
    for number, one in enumerate(sources):
        if ":" in one.url:
            yield f"#/sources/{number}/url", one.url
    places: list[tuple[str, Any]] = [("#/programme", programme)]
    for name in ("calls", "challenges"):
        held = getattr(programme, name)
        places += [(f"#/programme/{name}/{at}", one) for at, one in enumerate(held)]
    for place, one in places:
        for field in ("apply_url", "url"):
            if address := getattr(one, field, None):
                yield f"{place}/{field}", address


def _kept(desk: UseCase, programme: Programme, sources: tuple[Source, ...]) -> dict[str, Any]:
    known = desk.context.engine.matcher.catalogue.sources
    # A draft first: what was agreed to is not what is written now.
    desk.records.publish(programme.id, asked=None, agreed=None)
    desk.context.stores.programmes.save(programme, sources)
    revision = desk.records.raise_revision("programmes")
    desk.note("programme.save", programme.id)
    engine = desk.context.renewed(_PATIENCE_S)
    shown = _shown(
        desk,
        programme,
        {**known, **{one.slug: one for one in sources}},
        desk.context.moment(None, engine),
    )
    return {**_plain(shown), "in_effect": engine.revision >= revision}


def take_back(desk: UseCase, identifier: str) -> None:
    """Delete a programme of the caller's organisation.

    Raises:
        Forbidden: It is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    _must_own(desk, identifier)
    desk.context.stores.programmes.delete(identifier)
    desk.context.stores.matches.hide_all(identifier)
    desk.records.raise_revision("shown")
    desk.records.disown(identifier)
    desk.records.raise_revision("programmes")
    desk.note("programme.delete", identifier)
    desk.context.renewed(_PATIENCE_S)


def deadlines(desk: UseCase, profile: str, *, limit: int) -> list[dict[str, Any]]:
    """The closing dates of what a profile may still enter, the next one first.

    Raises:
        Missing: The profile is not there, or not for this caller.
    """
    found = weighed_profile(desk, profile)
    return deadlines_of(found, desk.context.clock(), limit=limit)


def deadlines_of(weighed: WeighedProfile, now: datetime, *, limit: int) -> list[dict[str, Any]]:
    """The same of a profile that was weighed before.

    Args:
        weighed: The profile before all programmes.
        now: What closes by then is left out.
        limit: How many.
    """
    listing, rows = weighed.listing, []
    for place in listing.select(Filters(), weighed.without).inside.tolist():
        call, _ = listing.snapshot.calls[place]
        closes = call.closes_when if call else None
        if closes is not None and closes.latest > now:
            match = outline(listing, place, None)
            row: dict[str, Any] = {"programme": match.programme, "name": match.name}
            row["verdict"] = match.verdict
            row |= {"status": match.status, "closes": written(closes.latest), "fit": match.fit}
            rows.append({**row, "said": match.closes, "outlook": match.outlook})
    return sorted(rows, key=lambda row: (row["closes"], row["programme"]))[:limit]
