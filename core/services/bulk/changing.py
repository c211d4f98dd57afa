"""The engine: changes or deletes all that a filter finds, in short transactions that say how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update

from core.data.models.operation import RUNNING, Operation
from core.errors import Busy, Conflict, FieldErrors, GuanxiError, Invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists, records
from core.services.pace import Pace
from core.services.undo import noting
from core.services.undo.reasons import PROBLEM, Reasons, reason_of
from core.services.work import App, Work

_ = translations("core")

LOOKED_AT = 500
"""Records that are looked up at once."""

MOST_EXAMPLES = 20
"""Ids that are named beside each reason."""

NOT_YOURS = _("You may see it, but not change it.")
NOT_YOURS_TO_DELETE = _("You may see it, but not delete it.")
ENDED = _("This was ended by somebody else.")

OpenWork = Callable[[], AbstractContextManager[Work]]
Progress = Callable[[int, int], None]


class _TakenBack(Exception):
    """Ends a transaction of a dry run."""


class Ended(Conflict):
    """The operation is being undone, or another process goes on with it."""


def _silent(done: int, total: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be done with which records: they get `values`, or are deleted if that is None."""

    record_type: RecordType
    query: lists.Query
    values: Mapping[str, Any] | None


@dataclass(eq=False)
class Bulk:
    """One bulk change; `operation` is what makes it one (None: a dry run).

    `position`, `changed` and `failures` are how far it was when it was interrupted. `progress` is told how
    many records were dealt with, and how many there are.
    """

    app: App
    wanted: Wanted
    open_work: OpenWork
    reading: OpenWork
    operation: int | None
    position: int = 0
    changed: int = 0
    failures: Reasons = field(default_factory=lambda: Reasons(MOST_EXAMPLES))
    progress: Progress = _silent
    matched: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._pace = Pace(one_writer=self.app.database.kind == "sqlite", largest=LOOKED_AT)
        self._position = self.position or None

    @property
    def deletes(self) -> bool:
        """Whether they are deleted. The newest go first, for older ones are what they name."""
        return self.wanted.values is None

    def go(self) -> None:
        """Deal with every record that is left."""
        with self.reading() as work:
            left = lists.count_all(work, self.wanted.record_type, self.wanted.query)
        while ids := self._next():
            while ids:
                part, ids = ids[: self._pace.rows], ids[self._pace.rows :]
                self._process(part)
                self.matched += len(part)
                self.progress(self.matched, max(left, self.matched))

    def _next(self) -> list[int]:
        wanted = self.wanted
        with self.reading() as work:
            return lists.ids_beyond(
                work, wanted.record_type, wanted.query, self._position, LOOKED_AT, descending=self.deletes
            )

    def _process(self, ids: Sequence[int]) -> None:
        """Deal with these; while that is refused, with halves of them, down to the one that is to blame."""
        try:
            return self._write(ids, None)
        except (Busy, Ended):
            raise
        except GuanxiError as error:
            if len(ids) == 1:
                return self._write(ids, error)
        middle = len(ids) // 2
        self._process(ids[:middle])
        return self._process(ids[middle:])

    def _write(self, ids: Sequence[int], refused: GuanxiError | None) -> None:
        begun, changed, failures = time.monotonic(), 0, Reasons(MOST_EXAMPLES)
        try:
            with self._transaction() as work:
                begun = time.monotonic()
                if refused is not None:
                    failures.add(reason_of(refused), ids[0])
                else:
                    changed = self._do(work, ids, failures)
                self._checkpoint(work, ids[-1], changed, failures)
        finally:
            self._pace.held(time.monotonic() - begun, len(ids))
        self._position = ids[-1]
        self.changed += changed
        self.failures.add_all(failures)

    @contextmanager
    def _transaction(self) -> Iterator[Work]:
        """One chunk, as a part of the operation."""
        try:
            with self.open_work() as work:
                id = self.operation or 0
                with noting.within(work, id or -1, noting.cause_of(id)):
                    yield work
                if self.operation is None:
                    raise _TakenBack
        except _TakenBack:
            pass

    def _do(self, work: Work, ids: Sequence[int], failures: Reasons) -> int:
        record_type, values = self.wanted.record_type, self.wanted.values
        action, reason = ("delete", NOT_YOURS_TO_DELETE) if values is None else ("edit", NOT_YOURS)
        work.require(record_type.resource.permission(action))
        allowed = records.load(work, record_type, ids, children=(), for_action=action)
        mine = [row["id"] for row in allowed]
        for id in set(ids) - set(mine):
            failures.add(reason, id)
        return _delete(work, record_type, mine) if values is None else self._edit(work, mine, failures)

    def _edit(self, work: Work, ids: Sequence[int], failures: Reasons) -> int:
        values = self.wanted.values or {}
        changes = [records.Update(id, dict(values)) for id in ids]
        changed, errors = records.update_sound(work, self.wanted.record_type, changes)
        for id, wrong in errors.items():
            failures.add(_said(wrong), id)
        return len(changed)

    def _checkpoint(self, work: Work, position: int, changed: int, failures: Reasons) -> None:
        if self.operation is None:
            return
        here = Operation.position == (self._position or 0)
        statement = update(Operation).where(Operation.id == self.operation, Operation.status == RUNNING, here)
        total = Reasons(MOST_EXAMPLES, self.failures.stored())
        total.add_all(failures)
        values = {"position": position, "changed": self.changed + changed, "failed": total.count}
        if failures.count:
            values["failures"] = total.stored()  # type: ignore[assignment]
        if work.session.execute(statement.values(values).returning(Operation.id)).first() is None:
            raise Ended(ENDED)


def _delete(work: Work, record_type: RecordType, ids: Sequence[int]) -> int:
    """Delete them together; Invalid if others name one: then each is tried alone."""
    if ids:
        used = records.in_use(work, record_type, ids)
        if used and len(ids) > 1:
            raise Invalid()
        try:
            records.delete(work, record_type, ids)
        except Invalid as error:
            raise _nameless(error, used) from error
    return len(ids)


def _nameless(error: Invalid, used: Mapping[int, str]) -> Invalid:
    """Why a record cannot be deleted that others name, in the same words for all of them."""
    found = error.errors.get("id", ())
    if len(used) == 1 and found and found[0].code == "in_use":
        return Invalid({"": (type(found[0])("in_use", next(iter(used.values()))),)})
    return error


def _said(wrong: FieldErrors) -> str:
    path, found = next(iter(wrong.items()))
    return PROBLEM.fill(field=path, message=found[0].message) if path else found[0].message
