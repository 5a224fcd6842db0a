"""How are profiles kept and read?

A founder's profiles stand under its holder's name. How one is forgotten is told by
``api.usecases.erasure``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from api.errors import Conflict, Missing, Problem, Unusable
from api.usecases.access import Visibility, must_own, named, sees_former
from api.usecases.base import UseCase
from api.usecases.erasure import wait_for_erasure
from profiles.errors import BadValue, UnknownProfile
from profiles.facts import with_read
from profiles.ids import checked_id
from profiles.model import Profile
from profiles.store import Version, content_hash
from profiles.usage import Quota
from profiles.vocabulary import link_or_none

__all__ = [
    "check_link", "create", "history", "ids", "names", "quota_of", "read", "update", "usage",
]  # fmt: skip


def names(desk: UseCase, identifiers: Sequence[str]) -> dict[str, str]:
    """The companies' names by the ids of their profiles; one that is gone has none.

    The ids are those of a list that the caller may see.
    """
    found = {}
    for one in identifiers:
        try:
            found[one] = desk.context.stores.profiles.get(one).name
        except UnknownProfile:
            continue
    return found


def create(desk: UseCase, profile: Profile) -> dict[str, Any]:
    """Keep a profile under the caller's name, where none is yet.

    Raises:
        Unusable: The id is another's.
        Conflict: Another profile of the caller's has it; the same one again is no conflict.
    """
    check_link(profile)
    wanted = named(desk.caller, profile.id)
    mark = content_hash(profile.model_copy(update={"id": wanted}))

    def check(before: Version | None) -> None:
        if before is not None and before.hash != mark:
            detail = f"there is a profile {wanted!r} already: change it by PUT, or choose an id"
            raise Conflict(detail)

    return _kept(desk, profile, wanted, check)


def update(
    desk: UseCase, identifier: str, profile: Profile, *, expected: str = ""
) -> dict[str, Any]:
    """Keep a profile in the place of the one with this id, or as the first under it.

    Args:
        desk: Who asks.
        identifier: The id of the address; the body's is left aside.
        profile: What to keep.
        expected: The ETag that the caller has, where it must not overwrite another's change.

    Raises:
        Missing: The address is another holder's.
        Problem: It was changed meanwhile, or is not there (412).
    """
    must_own(desk.caller, identifier)
    check_link(profile)
    tags = {each.strip() for each in expected.split(",")} - {""}

    def check(before: Version | None) -> None:
        now = version_tag(before.number, before.hash) if before else ""
        if tags and not (now in tags or (before and "*" in tags)):
            raise Problem(412, "changed", "the profile was changed meanwhile: read it again")
        if before is None:
            _check_id(identifier)  # one that is there may be older than the rule

    return _kept(desk, profile, identifier, check)


def check_link(profile: Profile) -> None:
    """Refuse an address that no page may show.

    Raises:
        Unusable: The website has another scheme than those of the web.
    """
    site = profile.website
    if site is not None and ":" in site and link_or_none(site) is None:
        raise Unusable("expected a link such as https://example.org", pointer="#/website")


def _check_id(identifier: str) -> None:
    try:
        normal = checked_id(identifier)
    except BadValue as error:
        raise Unusable(str(error), pointer="#/id") from None
    if normal != identifier:
        raise Unusable(f"expected the same in its normal form, {normal!r}", pointer="#/id")


def quota_of(desk: UseCase) -> Quota | None:
    """What the caller may keep; an administrator writes for everybody, and is not held up."""
    caller, settings = desk.caller, desk.context.settings
    if caller.role == "admin":
        return None
    founder = caller.role == "founder"
    profiles = settings.founder_profiles if founder else settings.holder_profiles
    return Quota(caller.holder, profiles, settings.holder_bytes)


def usage(desk: UseCase) -> dict[str, Any]:
    """What the caller's holder keeps, and what it may; without bound where that is null."""
    kept, quota = desk.context.stores.profiles.usage(desk.caller.holder), quota_of(desk)
    most = (
        {"profiles": quota.profiles, "bytes": quota.bytes}
        if quota
        else dict.fromkeys(("profiles", "bytes"))
    )
    programmes = len(desk.records.owned(desk.caller.holder))
    most["programmes"] = desk.context.settings.holder_programmes
    return {
        "holder": desk.caller.holder,
        "kept": {"profiles": kept.profiles, "bytes": kept.bytes, "programmes": programmes},
        "most": most,
    }


def _kept(
    desk: UseCase, profile: Profile, identifier: str, check: Callable[[Version | None], None]
) -> dict[str, Any]:
    wait_for_erasure(desk, identifier)
    kept = with_read(profile.model_copy(update={"id": identifier}))
    before: list[Version | None] = []

    def noted(version: Version | None) -> None:
        before.append(version)
        check(version)

    store = desk.context.stores.profiles
    day, quota = desk.context.clock().date(), quota_of(desk)
    changed = store.save(kept, on=day, check=noted, quota=quota)
    created = before == [None]
    if changed:
        desk.context.wanted.add(identifier)
        desk.note("profile.create" if created else "profile.update", identifier)
    return {**_shown(desk, kept), "created": created}


def read(desk: UseCase, identifier: str, version: int | None = None) -> dict[str, Any]:
    """A profile that the caller may see, as it is or as a version of it was.

    Raises:
        Missing: It is not there, or not for this caller.
    """
    desk.look_at(identifier, "profile.read")
    try:
        found = desk.context.stores.profiles.get(identifier)
        if version not in {None, _version(desk, identifier)[0]}:
            if not sees_former(desk.caller, identifier):
                raise Missing("version")
            found = desk.context.stores.profiles.get(identifier, version)
    except UnknownProfile:
        raise Missing("profile") from None
    return _shown(desk, found, version)


def version_tag(number: int, mark: str) -> str:
    """The ETag of a version of a profile."""
    return f'"v{number}-{mark[:16]}"'


def _version(desk: UseCase, identifier: str) -> tuple[int, str]:
    last = desk.context.stores.profiles.versions(identifier)[-1]
    return last.number, last.hash


def _shown(desk: UseCase, profile: Profile, version: int | None = None) -> dict[str, Any]:
    number, mark = _version(desk, profile.id)
    said = profile.model_dump(mode="json", exclude_none=True)
    tag = version_tag(version or number, mark)
    return {"id": profile.id, "version": version or number, "profile": said, "tag": tag}


def history(desk: UseCase, identifier: str) -> dict[str, Any]:
    """The versions of a profile; an officer of others' sees the present one alone.

    Raises:
        Missing: It is not there, or not for this caller.
    """
    desk.look_at(identifier, "profile.history")
    try:
        found = desk.context.stores.profiles.versions(identifier)
    except UnknownProfile:
        raise Missing("profile") from None
    if not sees_former(desk.caller, identifier):
        found = found[-1:]
    items = [
        {
            "number": one.number,
            "hash": one.hash,
            "known_on": one.known_on.isoformat() if one.known_on else None,
        }
        for one in found
    ]
    return {"id": identifier, "items": items}


def ids(desk: UseCase) -> Sequence[str]:
    """The ids of all profiles that the caller sees, sorted."""
    if desk.caller.role == "founder":
        return desk.records.profiles_of(desk.caller.holder)
    sight = Visibility(desk.caller, desk.context.stores)
    return [one for one in desk.context.stores.profiles.ids() if sight.sees(one)]
