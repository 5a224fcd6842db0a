"""How does a founder hear of new matches: saved searches, dismissals, feeds, webhooks?

All of them belong to one profile, and to whoever owns it. The address of a feed holds a secret that
is kept as a hash only: it can be revoked and never shown again.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from api.errors import Conflict, Missing
from api.feeds import addresses, webhooks
from api.feeds.documents import atom, calendar
from api.schemas.query import filters_of
from api.store import news
from api.store.keys import Caller, hashed
from api.store.values import SavedSearch
from api.usecases.access import must_own, owner_of
from api.usecases.base import UseCase
from api.usecases.context import AppContext
from api.usecases.matches import found_ids, matches
from api.usecases.moments import written
from api.usecases.programmes import deadlines
from matcher.answers.page import DEFAULT

__all__ = [
    "add_feed", "add_hook", "add_search", "dismiss", "dismissed", "drop_feed", "drop_hook",
    "drop_search", "feed", "feeds", "hooks", "mark_seen", "restore", "searches", "tell_news",
]  # fmt: skip

_MOST = 50
_FEEDS = 20
_ALL_SEARCHES = 500
"""Saved searches of all profiles of a holder together."""


def _owned(desk: UseCase, profile: str) -> None:
    must_own(desk.caller, profile)
    if profile not in desk.context.stores.profiles:
        raise Missing("profile")


def _matched(desk: UseCase, profile: str, filters: Mapping[str, Any]) -> list[str]:
    return found_ids(desk, profile, filters_of(**filters))


def add_search(
    desk: UseCase, profile: str, name: str, filters: Mapping[str, Any]
) -> dict[str, Any]:
    """Save a search; what matches now counts as seen.

    Raises:
        Missing: The profile is not the caller's.
        Conflict: It has as many as it may.
        Unusable: A filter is none.
    """
    _owned(desk, profile)
    store = desk.context.stores.matches
    if len(store.searches(profile)) >= _MOST:
        raise Conflict(f"a profile may have {_MOST} saved searches: delete some")
    holder = owner_of(profile)
    if holder and store.searches_of(holder) >= _ALL_SEARCHES:
        raise Conflict(f"a holder may have {_ALL_SEARCHES} saved searches: delete some")
    seen = tuple(_matched(desk, profile, filters))
    identifier = secrets.token_hex(8)
    made = SavedSearch(identifier, profile, name, dict(filters), seen, desk.context.clock())
    store.save_search(made)
    desk.note("search.save", profile)
    return _shown(made, [])


def searches(desk: UseCase, profile: str) -> dict[str, Any]:
    """The saved searches of a profile, each with the matches that are new.

    Raises:
        Missing: The profile is not the caller's.
    """
    _owned(desk, profile)
    return {
        "items": [
            _shown(one, _new(desk, one)) for one in desk.context.stores.matches.searches(profile)
        ]
    }


def _new(desk: UseCase, search: SavedSearch) -> list[str]:
    seen = set(search.seen)
    return [p for p in _matched(desk, search.profile, search.filters) if p not in seen]


def _shown(search: SavedSearch, new: list[str]) -> dict[str, Any]:
    return {
        "id": search.id,
        "name": search.name,
        "filters": search.filters,
        "created": search.created.isoformat(),
        "new": new,
    }


def _search(desk: UseCase, profile: str, identifier: str) -> SavedSearch:
    _owned(desk, profile)
    for one in desk.context.stores.matches.searches(profile):
        if one.id == identifier:
            return one
    raise Missing("saved search")


def mark_seen(desk: UseCase, profile: str, identifier: str) -> dict[str, Any]:
    """Count what matches now as seen.

    Raises:
        Missing: The profile is not the caller's, or has no such search.
    """
    search = _search(desk, profile, identifier)
    fresh = tuple(sorted({*search.seen, *_matched(desk, profile, search.filters)}))
    desk.context.stores.matches.save_search(replace(search, seen=fresh))
    return _shown(search, [])


def drop_search(desk: UseCase, profile: str, identifier: str) -> None:
    """Forget a saved search.

    Raises:
        Missing: The profile is not the caller's, or has no such search.
    """
    desk.context.stores.matches.drop_search(_search(desk, profile, identifier).id)
    desk.note("search.delete", profile)


def dismiss(desk: UseCase, profile: str, programme: str) -> None:
    """Never show a programme to a profile again.

    Raises:
        Missing: The profile is not the caller's.
        UnknownProgramme: No programme of that id.
    """
    _owned(desk, profile)
    programme = desk.programme(programme).id
    desk.context.stores.matches.dismiss(profile, programme, desk.context.clock())
    desk.note("dismissal.save", f"{profile} {programme}")


def restore(desk: UseCase, profile: str, programme: str) -> None:
    """Show a dismissed programme again.

    Raises:
        Missing: The profile is not the caller's.
        NotFound: The programme was not dismissed.
    """
    _owned(desk, profile)
    desk.context.stores.matches.restore(profile, programme)
    desk.note("dismissal.delete", f"{profile} {programme}")


def dismissed(desk: UseCase, profile: str) -> dict[str, Any]:
    """What was dismissed for a profile.

    Raises:
        Missing: The profile is not the caller's.
    """
    _owned(desk, profile)
    found = desk.context.stores.matches.dismissals(profile)
    return {"items": [{"programme": one.programme, "at": one.at.isoformat()} for one in found]}


def add_feed(desk: UseCase, profile: str, base: str) -> dict[str, str]:
    """Make the secret addresses of a profile's feeds.

    Args:
        desk: Who asks.
        profile: Whose.
        base: How clients call the server.

    Raises:
        Missing: The profile is not the caller's.
    """
    _owned(desk, profile)
    if len(news.feeds_of(desk.records, profile)) >= _FEEDS:
        raise Conflict(f"a profile may have {_FEEDS} feeds: revoke some")
    secret = secrets.token_urlsafe(32)
    prefix = secrets.token_hex(4)
    row = {"hash": hashed(secret), "profile": profile, "holder": owner_of(profile)}
    made = {"prefix": prefix, "key": desk.caller.key, "created": time.time()}
    news.add_feed(desk.records, {**row, **made})
    desk.note("feed.create", profile)
    address = f"{base}/feeds/{secret}"
    return {"id": prefix, "atom": f"{address}/matches.atom",
            "calendar": f"{address}/deadlines.ics"}  # fmt: skip


def feeds(desk: UseCase, profile: str) -> dict[str, Any]:
    """The feeds of a profile, without their addresses, which are shown once.

    Raises:
        Missing: The profile is not the caller's.
    """
    _owned(desk, profile)
    rows = news.feeds_of(desk.records, profile)
    return {"items": [{**row, "created": _written(row["created"])} for row in rows]}


def _written(seconds: float) -> str:
    return written(datetime.fromtimestamp(seconds, UTC))


def drop_feed(desk: UseCase, profile: str, identifier: str) -> None:
    """Revoke the addresses of a feed.

    Raises:
        Missing: The profile is not the caller's, or has no such feed.
    """
    _owned(desk, profile)
    if not news.drop_feeds(desk.records, profile, identifier):
        raise Missing("feed")
    desk.note("feed.revoke", profile)


def feed(context: AppContext, secret: str, form: str) -> bytes:
    """A feed, for whoever knows its address.

    Args:
        context: What requests share.
        secret: Of the address.
        form: ``atom`` or ``calendar``.

    Raises:
        Missing: There is no such address, or no longer.
    """
    found = news.feed_of(context.records, hashed(secret))
    if found is None:
        raise Missing("feed")
    profile, holder = found
    desk = UseCase(context, Caller("feed", "founder", holder))
    updated = context.moment(None)
    if form == "calendar":
        return calendar(profile, updated, deadlines(desk, profile, limit=200))
    content, _ = matches(desk, profile, replace(DEFAULT, view="compact", limit=50), None, None)
    listed = orjson.loads(content)["matches"]
    return atom(profile, updated, [one for one in listed if one["status"] != "closed"])


def add_hook(desk: UseCase, url: str, profile: str) -> dict[str, Any]:
    """Send news of a profile to an address.

    Raises:
        Missing: The profile is not the caller's.
        Unusable: The address may not be called.
        Conflict: There are as many as there may be.
    """
    _owned(desk, profile)
    addresses.check(url, private=desk.context.settings.private_webhooks)
    holder = owner_of(profile)
    if holder and len(news.webhooks_of(desk.records, holder=holder)) >= _MOST:
        raise Conflict(f"a holder may have {_MOST} webhooks: delete some")
    row = {"id": secrets.token_hex(8), "url": url, "profile": profile}
    secret = secrets.token_urlsafe(32)
    made = {"secret": secret, "key": desk.caller.key, "created": time.time()}
    news.add_webhook(desk.records, {**row, **made, "holder": holder})
    desk.note("webhook.create", profile)
    return {**row, "secret": secret}


def hooks(desk: UseCase) -> dict[str, Any]:
    """The webhooks that tell of the caller's profiles, an administrator's all; without secrets."""
    holder = None if desk.caller.role == "admin" else desk.caller.holder
    return {"items": news.webhooks_of(desk.records, holder=holder)}


def drop_hook(desk: UseCase, identifier: str) -> None:
    """Stop sending to an address, also what still waits.

    Raises:
        Missing: The caller has no such webhook.
    """
    if identifier not in {row["id"] for row in hooks(desk)["items"]}:
        raise Missing("webhook")
    news.drop_webhooks(desk.records, "id", identifier)
    desk.note("webhook.delete", identifier)


def tell_news(context: AppContext) -> int:
    """Queue a message for every webhook that was not told of a new match; how many were queued.

    What is told to a machine is not thereby seen by a person: the list of the founder's own news
    stays as it is until somebody says that it was read.
    """
    queued = 0
    records = context.records
    for search in context.stores.matches.searches():
        listening = news.webhooks_of(records, profile=search.profile)
        if not listening or search.profile not in context.stores.profiles:
            continue
        desk = UseCase(context, Caller("news", "founder", owner_of(search.profile)))
        new = _new(desk, search)
        for hook in listening:
            told = news.told(records, hook["id"], search.id)
            if fresh := [one for one in new if one not in told]:
                event = {"event": "new-matches", "search": search.name, "programmes": fresh}
                message = webhooks.message(hook["id"], {**event, "profile": search.profile})
                news.tell(records, hook["id"], search.id, told.union(fresh), message)
                queued += 1
    return queued
