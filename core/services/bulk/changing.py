"""The engine: changes or deletes all that a filter finds, in short transactions that say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update

from core.data.models.operation import RUNNING, Operation
from core.errors import Busy, Conflict, FieldErrors, GuanxiError, Invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists, records
from core.services.pace import Pace
from core.services.records.preparing import context_of
from core.services.records.references import gone
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
        """Deal with these; while that is refused, with halves of them, down to the one that is to blame.

        Edits are judged before the lock is taken; what is refused then is judged anew within it, as the
        records may have changed meanwhile.
        """
        if self.deletes or not self._succeeds(ids, before=True):
            self._process_within(ids)

    def _process_within(self, ids: Sequence[int]) -> None:
        if self._succeeds(ids, last=len(ids) == 1):
            return
        middle = len(ids) // 2
        self._process_within(ids[:middle])
        self._process_within(ids[middle:])

    def _succeeds(self, ids: Sequence[int], *, before: bool = False, last: bool = False) -> bool:
        """Whether these are dealt with; the `last` one always is, if only by noting why it stays."""
        try:
            self._write(ids, self._judged_before(ids) if before else None, None)
        except (Busy, Ended):
            raise
        except GuanxiError as error:
            if last:
                self._write(ids, None, error)
            return last
        return True

    def _write(
        self, ids: Sequence[int], judged: records.Prepared | None, refused: GuanxiError | None
    ) -> None:
        changed, failures = 0, Reasons(MOST_EXAMPLES)
        with self._pace.holding(len(ids)) as held, self._transaction() as work:
            held.begins()
            if refused is not None:
                failures.add(reason_of(refused), ids[0])
            else:
                changed = self._do(work, ids, judged, failures)
            self._checkpoint(work, ids[-1], changed, failures)
        self._position = ids[-1]
        self.changed += changed
        self.failures.add_all(failures)

    @contextmanager
    def _transaction(self) -> Iterator[Work]:
        """One chunk, as a part of the operation."""
        with suppress(_TakenBack), self.open_work() as work:
            with self._within(work):
                yield work
            if self.operation is None:
                raise _TakenBack

    def _within(self, work: Work) -> AbstractContextManager[None]:
        """What is written within is a part of the operation, which a dry run does not have."""
        return noting.within(work, self.operation or -1, noting.cause_of(self.operation or 0))

    def _do(self, work: Work, ids: Sequence[int], judged: records.Prepared | None, failures: Reasons) -> int:
        record_type = self.wanted.record_type
        work.require(record_type.resource.permission("delete" if self.deletes else "edit"))
        if self.deletes:
            rows = records.load(work, record_type, ids, children=(), for_action="delete")
            mine = {row["id"] for row in rows}
            changed = _delete(work, record_type, [id for id in ids if id in mine])
        else:
            changed, mine = self._edit(work, judged or self._judge(work, ids, lock=True), failures)
        for id in sorted(set(ids) - mine):
            failures.add(NOT_YOURS_TO_DELETE if self.deletes else NOT_YOURS, id)
        return changed

    def _edit(self, work: Work, judged: records.Prepared, failures: Reasons) -> tuple[int, set[int]]:
        """How many are different now, and which the actor may change."""
        if gone(work, judged.drafts):
            raise Conflict
        changed = records.update_drafts(work, self.wanted.record_type, judged.drafts)
        for id, wrong in judged.errors.items():
            failures.add(_said(wrong), id)
        return len(changed), {*judged.drafts, *judged.errors}

    def _judged_before(self, ids: Sequence[int]) -> records.Prepared:
        with self.reading() as work, self._within(work):
            return self._judge(work, ids, lock=False)

    def _judge(self, work: Work, ids: Sequence[int], *, lock: bool) -> records.Prepared:
        """What is to be written, by the ids of the records that the actor may change; nothing is."""
        record_type, values = self.wanted.record_type, self.wanted.values or {}
        children = {"tags", *record_type.children} & {"tags", *values}
        rows = records.load(work, record_type, ids, children=children, for_action="edit", lock=lock)
        sent = {row["id"]: record_type.parse("update", values, context_of(work)) for row in rows}
        return records.prepare_changes(work, record_type, sent, {row["id"]: row for row in rows})

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
