"""Who may see and do what?

The one place that decides it, for HTTP, pages, feeds and assistants alike. Whose a profile is
stands in its id: ``holder~name``. So a founder who asks for another's is refused by looking at the
question alone: nothing is looked up, and the answer cannot depend on what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from api.errors import Forbidden, Missing, Unusable
from api.store.keys import Caller, Role
from api.store.records import Records
from api.store.sights import ALL
from profiles.errors import BadValue
from profiles.ids import LONGEST_ID, checked_id
from programmes.entries import topic_of

if TYPE_CHECKING:
    from api.usecases.context import Stores

__all__ = [
    "MARK",
    "Visibility",
    "allow",
    "hidden_from",
    "must_own",
    "must_see",
    "must_serve",
    "named",
    "owner_of",
    "sees_former",
    "served",
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

    A founder sees its own. An officer sees its organisation's, those that were imported by command,
    and those that their founders show to a programme it serves, or to all. Analysts and
    administrators see all.

    Args:
        caller: Who looks.
        stores: This thread's connections.
        programme: For the list of which programme; any that the caller serves if None.
    """

    def __init__(self, caller: Caller, stores: Stores, programme: str | None = None) -> None:
        self.caller, self._stores, self._programme = caller, stores, programme

    @cached_property
    def shown(self) -> Mapping[str, bool]:
        """The profiles that founders show to the programme, and whether they apply there."""
        if self._programme is not None:
            return self._stores.matches.shown_in([topic_of(self._programme)[0]])
        if self.caller.role != "officer":
            return {}
        records = self._stores.records
        others = (one for one, who in records.makers().items() if who != self.caller.holder)
        return self._stores.matches.shown_in(served(self.caller, records), others)

    @property
    def state(self) -> tuple[str, str, int]:
        """What a list of those who are seen depends on, but for the profiles themselves."""
        number = self._stores.records.revision("shown")
        return self.caller.role, self.caller.holder, number

    def sees_all_of(self, owner: str) -> bool:
        """Whether the caller sees every profile of a holder, without a choice of its own."""
        if self.caller.role in {"analyst", "admin"}:
            return True
        return owner == self.caller.holder or (self.caller.role == "officer" and not owner)

    def sees(self, profile: str) -> bool:
        """Whether the caller may know of this profile."""
        if self.sees_all_of(owner_of(profile)):
            return True
        return self.caller.role == "officer" and profile in self.shown


def served(caller: Caller, records: Records) -> frozenset[str] | None:
    """The programmes whose candidates an officer screens: granted, or of its organisation.

    Returns:
        Their ids; None where all may be, but for those that other organisations have made.
    """
    return None if "*" in caller.grants else frozenset(caller.grants) | records.owned(caller.holder)


def must_see(caller: Caller, profile: str, stores: Stores) -> bool:
    """Refuse sight of what is not the caller's to see; True if it is another holder's.

    Raises:
        Missing: The caller may not know of it, whether or not it exists.
    """
    owner = owner_of(profile)
    if owner == caller.holder:
        return False
    if caller.role == "founder":
        raise Missing("profile")
    if caller.role == "officer" and owner and not _shown(caller, profile, stores):
        raise Missing("profile")
    return True


def _shown(caller: Caller, profile: str, stores: Stores) -> bool:
    """Whether a founder shows a profile to a programme that an officer serves."""
    may, whose = served(caller, stores.records), stores.records.makers()
    return any(
        one.programme == ALL
        or (one.programme in may if may is not None else
            whose.get(one.programme, caller.holder) == caller.holder)
        for one in stores.matches.shown_of(profile)
    )  # fmt: skip


def sees_former(caller: Caller, profile: str) -> bool:
    """Whether a caller sees earlier versions: what a founder took out was not shown to officers."""
    return owner_of(profile) in {"", caller.holder} or caller.role in {"analyst", "admin"}


def must_serve(caller: Caller, programme: str, records: Records) -> None:
    """Refuse candidates and judgments of programmes that are not the officer's.

    Raises:
        Forbidden: The caller is a founder, or an officer of another organisation.
    """
    allow(caller, "officer", "analyst")
    if caller.role != "officer":
        return
    whole = topic_of(programme)[0]
    maker = records.makers().get(whole)
    granted = {whole, programme} & {*caller.grants}
    if maker == caller.holder or granted or ("*" in caller.grants and maker is None):
        return
    raise Forbidden("this key has no grant for the candidates of this programme")


def hidden_from(caller: Caller, records: Records) -> frozenset[str]:
    """The drafts of other organisations, which this caller does not see."""
    if caller.role in {"analyst", "admin"}:
        return frozenset()
    return records.seen().drafts_for(caller.holder)
