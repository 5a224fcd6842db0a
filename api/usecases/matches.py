"""How is a profile matched, and a pair explained?

An answer is a function of the profile's content, the settings, the instant and the page. All of
them are in the question under which it is kept, so a kept answer is never stale and is never
another caller's: it is asked for only after the caller may see the profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from api.errors import Missing, Unusable
from api.schemas.paging import place
from api.store.records import RowCache
from api.usecases.access import hidden_from, owner_of, sees_former
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from api.usecases.engine import Engine
from matcher.answers.explain import match, refusal
from matcher.answers.listing import Listing
from matcher.answers.page import (
    DEFAULT,
    Ask,
    cut,
    etag,
    pathway_of,
    questions_of,
    state_of,
    written,
)
from profiles.errors import UnknownProfile
from profiles.facts import with_read
from profiles.model import Profile
from profiles.store import content_hash
from programmes.filters import Filters

__all__ = [
    "WeighedProfile",
    "explain",
    "found_ids",
    "make_ready",
    "match_body",
    "matches",
    "moment_of",
    "part",
    "ready",
    "weighed",
    "weighed_profile",
]  # fmt: skip

Part = Literal["questions", "near-misses", "pathway"]


def moment_of(desk: UseCase, on: str | None, engine: Engine) -> str:
    """The instant that is asked about.

    Raises:
        Unusable: It is no date.
    """
    try:
        return desk.context.moment(on, engine)
    except ValueError as error:
        raise Unusable(str(error), parameter="on") from None


def _profile(desk: UseCase, identifier: str) -> Profile:
    try:
        return desk.context.stores.profiles.get(identifier)
    except UnknownProfile:
        raise Missing("profile") from None


def ready(
    desk: UseCase,
    identifier: str,
    ask: Ask,
    on: str | None,
    cursor: str | None,
    seen: RowCache | None = None,
) -> tuple[bytes, str] | None:
    """An answer that takes no work: kept in memory or in the store; else None.

    Only founders' own profiles are answered here, because sight of another's is written down
    first. It is quick enough for the event loop: at most one look-up by key.
    """
    context = desk.context
    known = seen or desk.records.seen()
    engine = context.current_for(known)
    if engine is None or owner_of(identifier) != desk.caller.holder:
        return None
    mark, gone = known.profile(identifier)
    if mark is None:
        raise Missing("profile")
    moment = moment_of(desk, on, engine)
    question = (identifier, mark, engine.mark, moment, ask, cursor, gone)
    found = context.answers.get(question)
    if found is None and ask == DEFAULT and cursor is None:
        packed = context.stores.matches.answer(identifier, f"{engine.mark}|{moment}")
        if packed is not None and packed[0] == mark + gone:
            found = packed[1], packed[2]
            context.answers.put(question, found, size=len(found[0]))
    return found


def matches(
    desk: UseCase, identifier: str, ask: Ask, on: str | None, cursor: str | None
) -> tuple[bytes, str]:
    """A page of a stored profile's matches, as JSON with its ETag.

    Raises:
        Missing: The profile is not there, or not for this caller.
        Unusable: ``on`` is no date, or the cursor is of another state.
    """
    desk.look_at(identifier, "matches.read")
    context, engine = desk.context, desk.context.engine
    moment = moment_of(desk, on, engine)
    mark, gone = desk.records.seen().profile(identifier)
    question = (identifier, mark, engine.mark, moment, ask, cursor, gone)
    found = context.answers.get(question)
    if found is None:
        profile = _profile(desk, identifier)
        with context.working():
            listing = weighed(context, engine, profile, moment)
            content = _page(engine, profile, listing, ask, moment, cursor, gone)
        found = content, etag(content)
        context.answers.put(question, found, size=len(content))
        if ask == DEFAULT and cursor is None and not on:
            context.wanted.add(identifier)
    return found


@dataclass(frozen=True, slots=True)
class WeighedProfile:
    """A stored profile before all programmes.

    Attributes:
        engine: Of the catalogue.
        profile: The startup.
        listing: It before all programmes.
        moment: The instant asked about.
        without: What was dismissed for it.
    """

    engine: Engine
    profile: Profile
    listing: Listing
    moment: str
    without: tuple[str, ...]


def weighed_profile(desk: UseCase, identifier: str, version: int | None = None) -> WeighedProfile:
    """A stored profile, or a version of it, before all programmes.

    Raises:
        Missing: The profile is not there, or not for this caller.
    """
    desk.look_at(identifier, "matches.read")
    context, engine = desk.context, desk.context.engine
    moment = moment_of(desk, None, engine)
    gone = desk.records.seen().profile(identifier)[1]
    if version is not None and not sees_former(desk.caller, identifier):
        raise Missing("version")
    try:
        profile = desk.context.stores.profiles.get(identifier, version)
    except UnknownProfile:
        raise Missing("profile") from None
    with context.working():
        listing = weighed(context, engine, profile, moment)
    return WeighedProfile(engine, profile, listing, moment, tuple(gone.split(",")) if gone else ())


def weighed(context: AppContext, engine: Engine, profile: Profile, moment: str) -> Listing:
    """A stored profile before all programmes: as it was worked out last, or now."""
    question = (profile.id, content_hash(profile), moment)
    found = engine.listings.get(question)
    if found is None:
        found = engine.matcher.listing(profile, on=moment)
        engine.listings.put(question, found, size=found.size)
    return found


def make_ready(context: AppContext, identifier: str) -> bool:
    """Work out the answer of a stored profile that is asked for most, and keep it in the store.

    Returns:
        Whether there was anything to do.
    """
    engine, stores = context.engine, context.stores
    mark, gone = stores.records.seen().profile(identifier)
    moment = context.moment(None, engine)
    name = f"{engine.mark}|{moment}"
    if mark is None or stores.matches.answers_for(identifier, name) == mark + gone:
        return False
    question = (identifier, mark, engine.mark, moment, DEFAULT, None, gone)
    if given := context.answers.get(question):
        content = given[0]  # somebody was quicker and asked
    else:
        try:
            profile = stores.profiles.get(identifier)
        except UnknownProfile:
            return False
        if content_hash(profile) != mark:
            return False  # changed in between: it is asked for again
        with context.working():
            listing = weighed(context, engine, profile, moment)
            content = _page(engine, profile, listing, DEFAULT, moment, None, gone)
    most = context.settings.ready_answers
    stores.matches.keep_ready(identifier, name, (mark, gone), content, most=most)
    return True


def _page(
    engine: Engine,
    profile: Profile,
    listing: Listing,
    ask: Ask,
    moment: str,
    cursor: str | None,
    gone: str,
) -> bytes:
    ask = replace(ask, without=tuple(gone.split(",")) if gone else ())
    state = state_of(engine.mark, moment, ask, content_hash(profile))
    full = replace(ask, start=place(cursor, state))
    return written(engine.matcher.page(listing, full, on=moment), full, state)


def match_body(
    desk: UseCase, profile: Profile, ask: Ask, on: str | None, cursor: str | None
) -> bytes:
    """A page of the matches of a profile that is not kept, nor are its vectors."""
    engine = desk.context.engine
    moment, profile = moment_of(desk, on, engine), with_read(profile)
    with desk.context.working():
        listing = engine.guest.listing(profile, on=moment)
        gone = ",".join(sorted(hidden_from(desk.caller, desk.records)))
        return _page(engine, profile, listing, ask, moment, cursor, gone)


def part(
    desk: UseCase,
    identifier: str,
    which: Part,
    on: str | None,
    *,
    limit: int = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """One part of a profile's matches: questions, near misses or the pathway.

    Raises:
        Missing: The profile is not there, or not for this caller.
        Unusable: ``on`` is no date, or the cursor is of another state.
    """
    desk.look_at(identifier, "matches.read")
    engine = desk.context.engine
    moment = moment_of(desk, on, engine)
    mark, gone = desk.records.seen().profile(identifier)
    profile = _profile(desk, identifier)
    state = "|".join((engine.mark, moment, which, mark or "", gone))
    start, following = place(cursor, state), None
    with desk.context.working():
        listing = weighed(desk.context, engine, profile, moment)
        chosen = listing.select(Filters(), tuple(gone.split(",")) if gone else ())
        items: Sequence[Any]
        match which:
            case "questions":
                items = questions_of(listing, chosen.inside)
            case "pathway":
                items = pathway_of(listing, chosen.inside)
            case "near-misses":
                shown = chosen.near[start : start + limit].tolist()
                items = [refusal(listing, each) for each in shown]
                if start + limit < len(chosen.near):
                    following = cut(start + limit, state)
    return {"profile": identifier, "on": moment, "items": items, "next": following}


def found_ids(desk: UseCase, identifier: str, filters: Filters) -> list[str]:
    """The ids of all matches of a profile at present, best first, without what was dismissed."""
    desk.look_at(identifier, "matches.read")
    engine = desk.context.engine
    profile, gone = _profile(desk, identifier), desk.records.seen().profile(identifier)[1]
    with desk.context.working():
        listing = weighed(desk.context, engine, profile, moment_of(desk, None, engine))
    chosen = listing.select(filters, tuple(gone.split(",")) if gone else ())
    return [listing.snapshot.ids[place] for place in chosen.inside.tolist()]


def explain(desk: UseCase, profile: str, programme: str, on: str | None) -> dict[str, Any]:
    """One pair with all its reasons.

    Raises:
        Missing: The profile is not there, or not for this caller.
        UnknownProgramme: No programme of that id.
    """
    desk.look_at(profile, "explain.read")
    engine = desk.context.engine
    moment = moment_of(desk, on, engine)
    programme = desk.programme(programme).id
    given = _profile(desk, profile)
    with desk.context.working():
        listing = weighed(desk.context, engine, given, moment)
        found = match(listing, listing.snapshot.places[programme], None)
    return {"on": moment, "match": found}
