"""One unit of work: one transaction, who acts, and when."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.contracts import hookspecs
from core.contracts.work import Actor
from core.data.engine import Database
from core.data.session import GuardedSession
from core.host.hooks import Hooks
from core.host.registry import Registry
from core.services import journal
from core.services.access import Access
from core.services.clock import utc_now


@dataclass(frozen=True, eq=False)
class Platform:
    """What every work of one process shares."""

    database: Database
    hooks: Hooks
    registry: Registry
    access: Access
    clock: Callable[[], datetime] = utc_now

    @contextmanager
    def work(self, actor: Actor, cause: str = "") -> Iterator[Work]:
        """A transaction that writes: committed at the end, rolled back on any exception."""
        with self.database.writing() as connection:
            options = self.database.writer_session_options
            with GuardedSession(bind=connection, guard=self.access.guard(actor), **options) as session:
                work = Work(self, session, actor, cause)
                yield work
        work.finish()

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Work]:
        """A transaction that cannot write."""
        with (
            self.database.reading() as connection,
            GuardedSession(bind=connection, guard=self.access.guard(actor)) as session,
        ):
            yield Work(self, session, actor)


@dataclass(eq=False)
class Work:
    """The `Work` of `core.contracts.work`, with what core's own services need besides.

    `cause` names the import, rule or plugin on whose behalf it happens; `uid` is the same on every row of the
    journal that this work writes.
    """

    platform: Platform
    session: Session
    actor: Actor
    cause: str = ""
    depth: int = 0
    uid: str = field(default_factory=lambda: uuid.uuid4().hex)
    now: datetime = field(init=False)
    events: list[Mapping[str, Any]] = field(default_factory=list)
    _afterwards: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.platform.clock()

    @property
    def registry(self) -> Registry:
        """Every record type and field."""
        return self.platform.registry

    @property
    def hooks(self) -> Hooks:
        """The way to call hooks."""
        return self.platform.hooks

    @property
    def access(self) -> Access:
        """What the actor may see and do."""
        return self.platform.access

    @property
    def unit(self) -> int | None:
        """The unit for which the actor works."""
        return self.actor.unit_id

    def require(self, permission: str) -> None:
        """Raise Forbidden unless the actor holds the permission with any reach."""
        self.access.require(self.actor, permission)

    def record(self, action: str, subject: str, details: Mapping[str, Any]) -> None:
        """Write a row of the journal for something that is not a change of a record."""
        journal.write(self, [journal.entry(self, action, details={"subject": subject, **details})])

    def after_commit(self, function: Callable[[], None]) -> None:
        """Call `function` once this work is on disk."""
        self._afterwards.append(function)

    def finish(self) -> None:
        """After the commit: tell observers, then run what was asked for."""
        if self.events:
            self.hooks.observe(hookspecs.committed, events=tuple(self.events))
        for function in self._afterwards:
            function()
