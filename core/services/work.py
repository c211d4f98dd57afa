"""The application and its unit of work: one transaction, who acts, and when."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from core.config import Settings
from core.contracts import hookspecs
from core.contracts.work import Actor
from core.data.bulk import insert_rows
from core.data.engine import Database
from core.data.models.journal import JournalEntry
from core.data.session import GuardedSession
from core.errors import PluginFault
from core.host.discovery import Places
from core.host.hooks import Hooks
from core.host.plugins import Assembly, Plugins
from core.host.registry import Registry
from core.host.translations import Catalogues, locale_of
from core.labels import Translator
from core.services.access import Access
from core.services.actors import Actors
from core.services.clock import utc_now
from core.services.jobs.enqueuing import enqueue
from core.services.plugins.pausing import pause_if_wanted

BY_HOOK = ":hook"
"""What the cause of a change ends with that a hook made: it followed from what was asked for."""


@dataclass(frozen=True, eq=False, kw_only=True)
class App:
    """One application: what every work of a process shares. Put together by `core.app.build`."""

    settings: Settings
    database: Database
    hooks: Hooks
    registry: Registry
    access: Access
    actors: Actors
    plugins: Plugins
    catalogues: Catalogues
    places: Places
    assemble: Callable[..., Assembly]
    """Puts other plugins together in the same way, to see what would run: `assemble(states, generation)`."""
    clock: Callable[[], datetime] = utc_now

    def system(self, door: str = "cli", name: str = "system") -> Actor:
        """The system itself, which may do everything: the machine's administrator, jobs."""
        return Actor(name=name, door=door)

    @contextmanager
    def work(self, actor: Actor, cause: str = "") -> Iterator[Work]:
        """A transaction that writes: committed at the end, rolled back on any exception.

        A plugin that failed is paused then, if that is what its manifest asks for.
        """
        try:
            with self.database.writing() as connection:
                options = self.database.writer_session_options
                with GuardedSession(bind=connection, guard=self.access.guard(actor), **options) as session:
                    work = Work(self, session, actor, cause)
                    yield work
        except PluginFault as fault:
            pause_if_wanted(self.plugins, self.database, fault, self.clock())
            raise
        work.finish()

    @contextmanager
    def reading(self, actor: Actor, begun: Connection | None = None) -> Iterator[Work]:
        """A transaction that cannot write, or a work in one that has `begun`."""
        with (
            nullcontext(begun) if begun else self.database.reading() as connection,
            GuardedSession(bind=connection, guard=self.access.guard(actor)) as session,
        ):
            yield Work(self, session, actor)

    def close(self) -> None:
        """Let go of all connections."""
        self.database.dispose()


@dataclass(eq=False)
class Work:
    """The `Work` of `core.contracts.work`, with what core's own services need besides.

    `cause` names the import, rule or plugin on whose behalf it happens; `uid` is the same on every row of the
    journal that this work writes; `depth` counts hooks that write within hooks. `acts_for` is the user whom
    the journal names when the system does what follows from his request. `operation` is what is being done
    that can be undone as one, `noted` what has been by its kind and resource; `undoing` says that records
    become what they were, which no rule of their life forbids.
    """

    app: App
    session: Session
    actor: Actor
    cause: str = ""
    depth: int = 0
    uid: str = field(default_factory=lambda: uuid.uuid4().hex)
    now: datetime = field(init=False)
    events: list[Mapping[str, Any]] = field(default_factory=list)
    acts_for: int | None = None
    warnings: list[dict[str, Any]] = field(default_factory=list)
    """What the caller is to know although it was done: `{code, message, ids}`."""
    operation: int | None = None
    noted: dict[tuple[str, str], int] = field(default_factory=dict)
    undoing: bool = False
    _afterwards: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.app.clock()

    @property
    def registry(self) -> Registry:
        """Every record type and field."""
        return self.app.registry

    @property
    def hooks(self) -> Hooks:
        """The way to call hooks."""
        return self.app.hooks

    @property
    def access(self) -> Access:
        """What the actor may see and do."""
        return self.app.access

    @property
    def unit(self) -> int | None:
        """The unit for which the actor works."""
        return self.actor.unit_id

    @cached_property
    def translate(self) -> Translator:
        """From labels to texts in the language of whoever reads what this work answers."""
        return self.app.catalogues.translator(locale_of(self.actor.locale))

    def require(self, permission: str) -> None:
        """Raise Forbidden unless the actor holds the permission with any reach."""
        self.access.require(self.actor, permission)

    def record(self, action: str, subject: str, details: Mapping[str, Any]) -> None:
        """Write a row of the journal for something that is not a change of a record."""
        self.log([self.entry(action, details={"subject": subject, **details})])

    def entry(
        self,
        operation: str,
        *,
        resource: str | None = None,
        record_id: int | None = None,
        customer_id: int | None = None,
        version: int | None = None,
        before: Mapping[str, Any] | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """A row for `log`; `before` holds only the fields that changed (a creation stores none)."""
        return {
            "at": self.now,
            "actor_id": self.acts_for or self.actor.user_id,
            "actor_name": self.actor.name,
            "door": self.actor.door,
            "cause": f"{self.cause}{BY_HOOK}" if self.cause and self.depth else self.cause,
            "operation": operation,
            "work_uid": self.uid,
            "resource": resource,
            "record_id": record_id,
            "customer_id": customer_id,
            "version": version,
            "before": before,
            "details": details,
        }

    def log(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Write rows of the journal in this transaction; observers get them after the commit."""
        if entries:
            insert_rows(self.session, JournalEntry, entries)
            self.events.extend(entries)

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
        Raises NotFound for an unknown job, Invalid for a payload, key or moment that cannot be kept.
        """
        return enqueue(self, job, payload or {}, key, due_at)

    @contextmanager
    def unlimited(self, cause: str) -> Iterator[Work]:
        """The same transaction with the rights of the system, for what follows from what the actor may do.

        The journal names the actor, and `cause`. Whoever uses it has asked for his rights before.
        """
        system = self.app.system(self.actor.door, self.actor.name)
        guard, options = self.access.guard(system), self.app.database.writer_session_options
        connection = cast(Connection, self.session.get_bind())
        with GuardedSession(bind=connection, guard=guard, **options) as session:
            shared: dict[str, Any] = {"events": self.events, "_afterwards": self._afterwards, "uid": self.uid}
            shared["warnings"] = self.warnings
            user = self.acts_for or self.actor.user_id
            inner = Work(self.app, session, system, cause, self.depth, acts_for=user, **shared)
            inner.now = self.now
            yield inner

    def warn(self, code: str, message: str, ids: Sequence[int] = ()) -> None:
        """Tell whoever asked for this something that does not stop it; `ids` are the records it is about."""
        self.warnings.append({"code": code, "message": message, "ids": list(ids)})

    def after_commit(self, function: Callable[[], None]) -> None:
        """Call `function` once this work is on disk."""
        self._afterwards.append(function)

    def finish(self) -> None:
        """After the commit: tell observers, then run what was asked for."""
        if self.events:
            self.hooks.observe(hookspecs.committed, events=tuple(self.events))
        for function in self._afterwards:
            function()
