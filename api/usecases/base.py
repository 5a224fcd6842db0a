"""What does every use case of the server get?"""

from __future__ import annotations

from dataclasses import dataclass

from api.store.keys import Caller
from api.store.records import Records
from api.usecases.access import hidden_from, must_see, must_serve
from api.usecases.context import AppContext
from programmes.entries import topic_of
from programmes.model import Programme
from programmes.names import named

__all__ = ["UseCase"]


@dataclass(frozen=True, slots=True)
class UseCase:
    """Who asks, what is shared, and under which request's id it goes into the audit log."""

    context: AppContext
    caller: Caller
    request: str = ""

    @property
    def records(self) -> Records:
        """The server's own tables."""
        return self.context.records

    def note(self, action: str, subject: str) -> None:
        """Write a line into the audit log."""
        caller = {"key": self.caller.key, "holder": self.caller.holder}
        self.records.note(caller, action, subject, self.request)

    def served(self, identifier: str) -> str:
        """The id of a programme whose candidates the caller may see.

        Raises:
            Forbidden: It is not the caller's.
            UnknownProgramme: See ``programme``.
        """
        found = self.programme(identifier).id
        must_serve(self.caller, found, self.records)
        return found

    def programme(self, identifier: str) -> Programme:
        """A programme, or a topic of one, that the caller may know of.

        Args:
            identifier: Its id, or what people call it: a short name, a part of a name, an address.

        Raises:
            AmbiguousProgramme: Several are called so.
            UnknownProgramme: There is none, or it is another organisation's draft: neither the
                error nor what it suggests tells which.
        """
        unseen = hidden_from(self.caller, self.records)
        catalogue = self.context.engine.matcher.catalogue
        whole = topic_of(identifier)[0]
        if whole in catalogue and whole not in unseen:
            return catalogue.get(identifier)
        known = [one for one in catalogue if one.id not in unseen]
        return named(known, identifier, on=self.context.clock())

    def look_at(self, profile: str, action: str) -> None:
        """Check that the caller may see a profile, and note it if it is another's.

        Raises:
            Missing: The caller may not know of it.
        """
        if must_see(self.caller, profile, self.context.stores):
            self.note(action, profile)
