"""What does every use case of the server get?"""

from __future__ import annotations

from dataclasses import dataclass

from api.store.keys import Caller
from api.store.records import Records
from api.usecases.access import must_see
from api.usecases.context import AppContext

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

    def look_at(self, profile: str, action: str) -> None:
        """Check that the caller may see a profile, and note it if it is another's.

        Raises:
            Missing: The caller may not know of it.
        """
        if must_see(self.caller, profile, self.records):
            self.note(action, profile)
