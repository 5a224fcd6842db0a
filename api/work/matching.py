"""How is a profile matched, a programme's candidates listed, and a pair explained?

An answer is a function of the profile's content, the settings, the instant and the page. All of
them are in the question under which it is kept, so a kept answer is never stale and is never
another caller's: it is asked for only after the caller may see the profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Literal

import orjson

from api.access import Sight, must_serve, owner_of
from api.context import Engine
from api.errors import Conflict, Missing, Unusable
from api.work.base import Desk
from api.writing import etag, page, place
from matcher.answers import DEFAULT, Ask, cut, match_page, state_of, whole
from matcher.rank import Filters
from matcher.results import Match, Refusal
from matcher.store import Run
from profiles.errors import NotFound
from profiles.model import Profile
from profiles.store import content_hash

__all__ = ["PARTS", "candidates", "explain", "match_body", "matches", "part", "ready"]

Part = Literal["questions", "near-misses", "pathway"]
PARTS: tuple[Part, ...] = ("questions", "near-misses", "pathway")


def _moment(desk: Desk, on: str | None, engine: Engine) -> str:
    try:
        return desk.context.moment(on, engine)
    except ValueError as error:
        raise Unusable(str(error), parameter="on") from None


def _profile(desk: Desk, identifier: str) -> Profile:
    try:
        return desk.context.stores.profiles.get(identifier)
    except NotFound:
        raise Missing("profile") from None


def ready(
    desk: Desk, identifier: str, ask: Ask, on: str | None, cursor: str | None
) -> tuple[bytes, str] | None:
    """An answer that takes no work: kept in memory, or worked out by a run; else None.

    Only founders' own profiles are answered here, because sight of another's is written down
    first. It is quick enough for the event loop: four look-ups by key.
    """
    context = desk.context
    engine = context.current
    if engine is None or owner_of(identifier) != desk.caller.holder:
        return None
    mark = desk.records.profile_row(identifier)
    if mark is None:
        raise Missing("profile")
    moment = _moment(desk, on, engine)
    gone = desk.records.dismissed(identifier)
    question = (identifier, mark, engine.mark, moment, ask, cursor, gone)
    found = context.answers.get(question)
    if found is None and ask == DEFAULT and cursor is None and not gone:
        packed = context.stores.matches.answer(identifier, f"{engine.mark}|{moment}")
        if packed is not None and packed[0] == mark:
            found = packed[1], etag(packed[1])
            context.answers.put(question, found)
    return found


def matches(
    desk: Desk, identifier: str, ask: Ask, on: str | None, cursor: str | None
) -> tuple[bytes, str]:
    """A page of a stored profile's matches, as JSON with its ETag.

    Raises:
        Missing: The profile is not there, or not for this caller.
        Unusable: ``on`` is no date, or the cursor is of another state.
    """
    desk.look_at(identifier, "matches.read")
    profile = _profile(desk, identifier)
    context, engine = desk.context, desk.context.engine
    moment = _moment(desk, on, engine)
    mark, gone = desk.records.profile_row(identifier), desk.records.dismissed(identifier)
    question = (identifier, mark, engine.mark, moment, ask, cursor, gone)
    found = context.answers.get(question)
    if found is None:
        content = _worked_out(desk, engine, profile, ask, moment, cursor, gone)
        found = content, etag(content)
        context.answers.put(question, found)
    return found


def _worked_out(
    desk: Desk,
    engine: Engine,
    profile: Profile,
    ask: Ask,
    moment: str,
    cursor: str | None,
    gone: str,
    *,
    guest: bool = False,
) -> bytes:
    without = tuple(gone.split(",")) if gone else ()
    ask = replace(ask, without=without)
    state = state_of(engine.mark, moment, ask, content_hash(profile))
    full = replace(ask, start=place(cursor, state))
    with desk.context.working():
        found = match_page(engine.guest if guest else engine.matcher, profile, full, on=moment)
    return whole(found, full, state)


def match_body(desk: Desk, profile: Profile, ask: Ask, on: str | None, cursor: str | None) -> bytes:
    """A page of the matches of a profile that is not kept, nor are its vectors."""
    engine = desk.context.engine
    moment = _moment(desk, on, engine)
    return _worked_out(desk, engine, profile, ask, moment, cursor, "", guest=True)


def part(desk: Desk, identifier: str, which: Part, on: str | None) -> dict[str, Any]:
    """One part of a profile's matches: questions, near misses or the pathway."""
    content, _ = matches(desk, identifier, replace(DEFAULT, limit=100), on, None)
    found = orjson.loads(content)
    items = found[which.replace("-", "_")]
    return {"profile": identifier, "on": found["on"], "items": items, "next": None}


def explain(desk: Desk, profile: str, programme: str, on: str | None) -> dict[str, Any]:
    """One pair with all its reasons.

    Raises:
        Missing: The profile is not there, or not for this caller.
        UnknownProgramme: No programme of that id.
    """
    desk.look_at(profile, "explain.read")
    engine = desk.context.engine
    moment = _moment(desk, on, engine)
    engine.matcher.catalogue.get(programme)
    found = _profile(desk, profile)
    with desk.context.working():
        return {"on": moment, "match": engine.matcher.explain(found, programme, on=moment)}


def candidates(
    desk: Desk,
    programme: str,
    filters: Filters,
    *,
    limit: int,
    on: str | None = None,
    cursor: str | None = None,
    full: bool = False,
) -> dict[str, Any]:
    """A page of a programme's candidates, best first.

    They come from the last run for this instant and these settings; without one they are worked
    out, if there are few enough.

    Raises:
        Forbidden: The programme is not the caller's.
        UnknownProgramme: No programme of that id.
        Conflict: There are too many profiles and no run.
    """
    engine = desk.context.engine
    must_serve(desk.caller, programme, desk.records)
    engine.matcher.catalogue.get(programme)
    moment = _moment(desk, on, engine)
    run = _run(desk, engine, moment)
    sight = Sight(desk.caller, desk.records)
    store = desk.context.stores.matches
    if run is not None:
        shown = _page_of_run(desk, run, programme, filters, sight, limit, cursor)
    else:
        shown = _page_worked_out(desk, engine, programme, filters, sight, moment, limit, cursor)
    organisation = desk.caller.holder if desk.caller.role == "officer" else None
    grades = {one.profile: one.grade for one in store.judgments(programme, organisation)}
    explained = _explained(desk, engine, programme, shown["items"], moment) if full else {}
    for item in shown["items"]:
        item["grade"] = grades.get(item["profile"])
        item["match"] = explained.get(item["profile"])
    desk.note("candidates.read", programme)
    return {"programme": programme, "on": moment, "run": run.id if run else None, **shown}


def _run(desk: Desk, engine: Engine, moment: str) -> Run | None:
    fitting = (
        run
        for run in desk.context.stores.matches.runs()
        if run.state == "done" and run.on == moment and run.mark == engine.mark
    )
    return next(fitting, None)


def _page_of_run(
    desk: Desk,
    run: Run,
    programme: str,
    filters: Filters,
    sight: Sight,
    limit: int,
    cursor: str | None,
) -> dict[str, Any]:
    store = desk.context.stores.matches
    state = f"{run.id}|{programme}|{filters}"
    start = place(cursor, state)
    seen = _seen(store.candidates(run.id, programme), filters, sight)
    shown = list(islice(seen, start, start + limit + 1))
    everything = filters == Filters() and desk.caller.role != "officer"
    counts = store.counts(run.id, programme) if everything else None
    items = [{**_short(row), "rank": rank} for rank, row in enumerate(shown[:limit], start + 1)]
    more = len(shown) > limit
    return {
        "total": sum(counts.values()) if counts else None,
        "items": items,
        "next": cut(start + limit, state) if more else None,
    }


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("profile", "verdict", "fit", "near_miss")}


def _seen(
    rows: Iterator[dict[str, Any]], filters: Filters, sight: Sight
) -> Iterator[dict[str, Any]]:
    countries, areas = set(filters.countries), set(filters.areas)
    for row in rows:
        if (
            row["fit"] >= filters.min_fit
            and (not countries or not countries.isdisjoint(row["countries"]))
            and (not areas or not areas.isdisjoint(row["areas"]))
            and sight.sees(row["profile"])
        ):
            yield row


def _page_worked_out(
    desk: Desk,
    engine: Engine,
    programme: str,
    filters: Filters,
    sight: Sight,
    moment: str,
    limit: int,
    cursor: str | None,
) -> dict[str, Any]:
    store, most = desk.context.stores.profiles, desk.context.settings.live_candidates
    if len(store) > most:
        detail = (
            f"there are more than {most} profiles and no finished run for {moment}:"
            " start one by POST /v1/runs"
        )
        raise Conflict(detail)
    found = [one for one in store.many() if sight.sees(one.id)]
    with desk.context.working():
        result = engine.matcher.screen(programme, found, on=moment, filters=filters)
    pairs: tuple[Match | Refusal, ...] = (*result.candidates, *result.ineligible)
    rows = [
        {
            "profile": one.profile,
            "verdict": one.verdict if isinstance(one, Match) else "ineligible",
            "fit": one.fit,
            "near_miss": one.near_miss,
        }
        for one in pairs
    ]
    state = "|".join((engine.mark, moment, programme, repr(filters), repr(rows)))
    items, following = page(rows, cursor, limit, state)
    first = place(cursor, state) + 1
    ranked = [{**row, "rank": rank} for rank, row in enumerate(items, first)]
    return {"total": len(rows), "items": ranked, "next": following}


def _explained(
    desk: Desk, engine: Engine, programme: str, items: Sequence[dict[str, Any]], moment: str
) -> dict[str, Match]:
    """The pairs of a page with all their reasons."""
    store = desk.context.stores.profiles
    found = [store.get(item["profile"]) for item in items if item["profile"] in store]
    with desk.context.working():
        return {one.id: engine.matcher.explain(one, programme, on=moment) for one in found}
