"""The engine: takes an operation back, the newest first, in short transactions that say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import select, update

from core.data.models.journal import JournalEntry
from core.data.models.operation import UNDOING, Operation
from core.errors import Busy, Conflict, GuanxiError
from core.labels import translations
from core.services import records
from core.services.notifications import notify
from core.services.pace import Pace
from core.services.undo import noting
from core.services.undo.building import Key
from core.services.undo.reasons import CHANGED_SINCE, MOST_NAMED, Reasons, reason_of
from core.services.undo.taking_back import Taker
from core.services.work import BY_HOOK, App, Work

_ = translations("core")

LOOKED_AT = 500
"""Rows of the journal that are read at once."""

DONE = _("The undo has ended: {undone} records are as they were, {kept} were changed since and stay.")
ELSEWHERE = _("Somebody else is undoing this.")
WHY = "who did something takes it back, whatever he may see of the journal"

OpenWork = Callable[[], AbstractContextManager[Work]]
Entry = tuple[int, str, int]
"""A row of the journal: its number, the resource and the id of the record."""


class _TakenBack(Exception):
    """Ends a transaction of a dry run."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """An operation as its undo needs it."""

    id: int
    kind: str
    resource: str
    cause: str
    details: dict[str, Any]
    first_change: int
    last_change: int | None
    changed: int
    undo_position: int | None
    undone: int
    kept_reasons: list[dict[str, Any]] | None


@dataclass(eq=False)
class Undoing:
    """Takes one operation back. It may be interrupted and begun again: it goes on where it was.

    `open_work` opens a transaction of whoever wants it, `reading` one that cannot write. A dry run takes back
    what it does, transaction by transaction.
    """

    app: App
    operation: Described
    open_work: OpenWork
    reading: OpenWork
    dry_run: bool = False
    progress: Callable[[int], None] = lambda done: None
    kept: Reasons = field(init=False)
    undone: int = field(init=False)

    def __post_init__(self) -> None:
        operation = self.operation
        self.kept = Reasons(MOST_NAMED, operation.kept_reasons)
        self.undone = operation.undone
        self._position = operation.undo_position
        self._pace = Pace(one_writer=self.app.database.kind == "sqlite", largest=LOOKED_AT)
        self._causes = (operation.cause, operation.cause + BY_HOOK)
        self._taker = Taker(operation.first_change, self._causes, f"undo:{operation.id}")

    def go(self) -> None:
        """Take back what is not taken back yet."""
        if self.operation.kind == noting.MERGE:
            self._unmerge()
            return
        while entries := self._entries():
            while entries:
                part, entries = entries[: self._pace.rows], entries[self._pace.rows :]
                self._process(part)
                self.progress(self.undone + self.kept.count)
        if not self.dry_run:
            with self.open_work() as work:
                noting.note_undone(work, self.operation.id)
                self._record(work)

    def _entries(self) -> list[Entry]:
        """The next rows of the journal."""
        columns = (JournalEntry.id, JournalEntry.resource, JournalEntry.record_id)
        own = JournalEntry.cause.in_(self._causes), JournalEntry.record_id.is_not(None)
        statement = select(*columns).where(*own, JournalEntry.id > self.operation.first_change)
        last = self.operation.last_change
        if self._position is not None:
            statement = statement.where(JournalEntry.id < self._position)
        elif last is not None:
            statement = statement.where(JournalEntry.id <= last)
        statement = statement.order_by(JournalEntry.id.desc()).limit(LOOKED_AT)
        with self.reading() as work, work.access.unrestricted(work, WHY) as session:
            return [(id, resource or "", record or 0) for id, resource, record in session.execute(statement)]

    def _process(self, entries: Sequence[Entry]) -> None:
        """Take these back; while that is refused, halves of them, down to the record that is to blame."""
        try:
            return self._write(entries, None)
        except (Busy, Elsewhere):
            raise
        except GuanxiError as error:
            if len(entries) == 1:
                return self._write(entries, error)
        middle = len(entries) // 2
        self._process(entries[:middle])
        return self._process(entries[middle:])

    def _write(self, entries: Sequence[Entry], refused: GuanxiError | None) -> None:
        """One transaction; a record that was refused stays."""
        done, kept, gone = 0, Reasons(MOST_NAMED), set[Key]()
        with self._pace.holding(len(entries)) as held, self._transaction() as work:
            held.begins()
            if refused is not None:
                kept.add(reason_of(refused), f"{entries[0][1]} {entries[0][2]}")
            else:
                done, gone = self._taker.take(work, self._runs(entries), self._position, kept)
            self._checkpoint(work, entries[-1][0], done, kept)
        self._position = entries[-1][0]
        self.undone += done
        self.kept.add_all(kept)
        self._taker.gone |= gone if self.dry_run else set()

    @contextmanager
    def _transaction(self) -> Iterator[Work]:
        with suppress(_TakenBack), self.open_work() as work:
            yield work
            if self.dry_run:
                raise _TakenBack

    def _runs(self, entries: Sequence[Entry]) -> Iterator[tuple[str, list[int]]]:
        """The records in the order of the journal, those of one resource together as far as they stand so."""
        for resource, rows in groupby(entries, lambda entry: entry[1]):
            yield resource, list(dict.fromkeys(row[2] for row in rows))

    def _checkpoint(self, work: Work, position: int, done: int, kept: Reasons) -> None:
        if self.dry_run:
            return
        total = Reasons(MOST_NAMED, self.kept.stored())
        total.add_all(kept)
        here = Operation.undo_position.is_not_distinct_from(self._position)
        statement = update(Operation).where(Operation.id == self.operation.id, here)
        values = {"undo_position": position, "undone": self.undone + done, "kept": total.count}
        if kept.count:
            values["kept_reasons"] = total.stored()  # type: ignore[assignment]
        mine = statement.where(Operation.status == UNDOING).values(values).returning(Operation.id)
        if work.session.execute(mine).first() is None:
            raise Elsewhere(ELSEWHERE)

    def _unmerge(self) -> None:
        """A merge is taken apart by those who have merged it."""
        kept, lost = self.operation.details["kept"], self.operation.details["lost"]
        with self._transaction() as work:
            answer = records.unmerge(work, self.operation.resource, kept, lost)
            self._record(work)
        self.undone += 2
        for name in answer["kept"]:
            self.kept.add(CHANGED_SINCE, name)

    def _record(self, work: Work) -> None:
        details = {"undone": self.undone, "kept": self.kept.count}
        work.record("undo", noting.cause_of(self.operation.id), details)
        user = work.acts_for or work.actor.user_id
        text = DONE.fill(undone=self.undone, kept=self.kept.count)
        notify(work, [user] if user else [], text, f"/undo/{self.operation.id}")


class Elsewhere(Conflict):
    """Another process takes the same operation back."""
