"""Who may see and do what?

The one place that decides it, for HTTP, pages, feeds and assistants alike. Whose a profile is
stands in its id: ``holder~name``. So a founder who asks for another's is refused by looking at the
question alone: nothing is looked up, and the answer cannot depend on what is there.
"""

from __future__ import annotations

from api.errors import Forbidden, Missing, Unusable
from api.store.keys import Caller, Role
from api.store.records import Records
from profiles.errors import BadValue
from profiles.ids import LONGEST_ID, checked_id

__all__ = [
    "MARK",
    "Visibility",
    "allow",
    "must_own",
    "must_see",
    "must_serve",
    "named",
    "owner_of",
]

MARK = "~"
"""Stands between the holder and the rest of a profile's id."""


def allow(caller: Caller, *roles: Role) -> None:
    """Refuse callers of other roles; an administrator may do everything.

    Raises:
        Forbidden: The caller's role is none of these.
    """
    if caller.role != "admin" and caller.role not in roles:
        raise Forbidden(f"this takes a key of the role {' or '.join((*roles, 'admin'))}")


def owner_of(profile: str) -> str:
    """The holder of a profile; empty for one that was imported by command.

    >>> owner_of("acme-labs~acme"), owner_of("acme")
    ('acme-labs', '')
    """
    return profile.partition(MARK)[0] if MARK in profile else ""


def named(caller: Caller, identifier: str) -> str:
    """The id under which a caller's profile is kept, in its normal form.

    Raises:
        Unusable: The id is another holder's, too long, or one that no address could hold.
    """
    try:
        identifier = checked_id(identifier)
    except BadValue as error:
        raise Unusable(str(error), pointer="#/id") from None
    if MARK in identifier:
        if caller.role == "admin" or owner_of(identifier) == caller.holder:
            return identifier
        detail = f"found {identifier!r}, expected an id without {MARK!r}, or one of your own"
        raise Unusable(detail, pointer="#/id")
    found = identifier if caller.role == "admin" else f"{caller.holder}{MARK}{identifier}"
    if len(found) > LONGEST_ID:
        raise Unusable(
            f"has {len(found)} characters with the holder before it, at most {LONGEST_ID}",
            pointer="#/id",
        )
    return found


def must_own(caller: Caller, profile: str) -> None:
    """Refuse changes to what is not the caller's own, as if it were not there.

    Raises:
        Missing: It belongs to another holder, whether or not it exists.
    """
    if caller.role != "admin" and owner_of(profile) != caller.holder:
        raise Missing("profile")


class Visibility:
    """Which profiles a caller sees.

    A founder sees its own. An officer sees its organisation's, founders' and those imported by
    command, and no other organisation's. Analysts and administrators see all.
    """

    def __init__(self, caller: Caller, records: Records) -> None:
        self.caller = caller
        self._founders = records.founders() if caller.role == "officer" else frozenset()

    def sees(self, profile: str) -> bool:
        """Whether the caller may know of this profile."""
        owner = owner_of(profile)
        match self.caller.role:
            case "founder":
                return owner == self.caller.holder
            case "officer":
                return owner in {"", self.caller.holder} or owner in self._founders
            case "analyst" | "admin":
                return True


def must_see(caller: Caller, profile: str, records: Records) -> bool:
    """Refuse sight of what is not the caller's to see; True if it is another holder's.

    Raises:
        Missing: The caller may not know of it, whether or not it exists.
    """
    if owner_of(profile) == caller.holder:
        return False
    if caller.role == "founder" or not Visibility(caller, records).sees(profile):
        raise Missing("profile")
    return True


def must_serve(caller: Caller, programme: str, records: Records) -> None:
    """Refuse candidates and judgments of programmes that are not the officer's.

    Raises:
        Forbidden: The caller is a founder, or an officer of another organisation.
    """
    allow(caller, "officer", "analyst")
    if caller.role != "officer" or "*" in caller.grants or programme in caller.grants:
        return
    if programme not in records.owned(caller.holder):
        raise Forbidden("this key has no grant for the candidates of this programme")
