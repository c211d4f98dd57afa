"""The `Work` protocol: one unit of work, as plugins see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from sqlalchemy.orm import Session

from core.contracts.calls import Calls

ReachName = Literal["own", "team", "unit", "all"]
REACHES: tuple[ReachName, ...] = ("own", "team", "unit", "all")
"""From the narrowest to the widest: own records, own teams', own branch of the tree of units, all."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, through which door, with which rights at this moment.

    `grants` maps a permission to its reach. `user_id` is None for the system itself (command line of the
    machine's administrator, jobs), which may do everything. `unit_ids` is the actor's own branch of the tree.
    """

    user_id: int | None = None
    name: str = "system"
    door: str = "cli"
    unit_id: int | None = None
    unit_ids: tuple[int, ...] = ()
    grants: Mapping[str, ReachName] = field(default_factory=dict)
    locale: str = "en"
    time_zone: str = "UTC"
    country: str = ""
    scopes: str = ""
    """Of the token that he used, separated by blanks; empty: all that he may. A job of his has them too."""
    until: date | None = None
    """The last day of that token, if it has one."""

    @property
    def is_system(self) -> bool:
        """Whether this is the system itself."""
        return self.user_id is None

    def reach(self, permission: str) -> ReachName | None:
        """How far the actor's right goes, or None where there is no right."""
        return "all" if self.is_system else self.grants.get(permission)


class Work(Protocol):
    """One transaction: who acts, when, and what is to happen after the commit."""

    @property
    def session(self) -> Session:
        """The guarded session: every statement is limited to what the actor may see."""
        ...

    @property
    def actor(self) -> Actor:
        """Who acts."""
        ...

    @property
    def now(self) -> datetime:
        """The moment of this work (UTC); the only clock there is."""
        ...

    @property
    def unit(self) -> int | None:
        """The unit for which the actor works, where there is one."""
        ...

    @property
    def hooks(self) -> Calls:
        """The way to call hooks, those that the plugin specifies itself too."""
        ...

    def require(self, permission: str) -> None:
        """Raise Forbidden unless the actor holds the permission with any reach."""
        ...

    def record(self, action: str, subject: str, details: Mapping[str, Any]) -> None:
        """Write a row of the journal for something that is not a change of a record."""
        ...

    def enqueue(
        self,
        job: str,
        payload: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        due_at: datetime | None = None,
    ) -> int:
        """Have a job done later, not before `due_at`, if this work is committed; answers the job's id.

        While a job of this kind with the same `key` waits or runs, that one's id is answered instead.
        """
        ...

    def warn(self, code: str, message: str, ids: Sequence[int] = ()) -> None:
        """Tell whoever asked for this something that does not stop it; `ids` are the records it is about.

        The API answers it as `warnings` beside the record, the command line prints it to stderr.
        """
        ...

    def after_commit(self, function: Callable[[], None]) -> None:
        """Call `function` once this work is safely on disk; never if it is rolled back."""
        ...
