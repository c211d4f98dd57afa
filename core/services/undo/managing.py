"""Operations as people see them: list, look at, undo. Everybody has his own; some see and undo all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, false, select, true, update

from core.data.models.import_run import ImportRun
from core.data.models.operation import DONE, RUNNING, STOPPED, UNDOING, UNDONE, Operation
from core.errors import Conflict, Forbidden, NotFound, invalid
from core.labels import Label, translations
from core.services.entry_pages import EntryPage, read_page
from core.services.jobs.giving_up import key_of
from core.services.settings import get
from core.services.undo import noting
from core.services.undo.reasons import shown
from core.services.undo.undoing import Described, OpenWork, Undoing
from core.services.work import App, Work

_ = translations("core")

MANAGE, DAYS, JOB = "core.undo.manage", "core.undo_days", "core.undo"
STATUSES = (RUNNING, STOPPED, DONE, UNDOING, UNDONE)

KINDS: Mapping[str, Label] = MappingProxyType(
    {
        noting.IMPORT: _("Import"),
        noting.EDIT: _("Bulk edit"),
        noting.DELETION: _("Deletion"),
        noting.DELETIONS: _("Bulk deletion"),
        noting.MERGE: _("Merge"),
        noting.REASSIGNMENT: _("Reassignment"),
        noting.ACTION: _("Action"),
    }
)
NEEDED: Mapping[str, str] = MappingProxyType(
    {
        noting.IMPORT: "import",
        noting.EDIT: "edit",
        noting.DELETION: "delete",
        noting.DELETIONS: "delete",
        noting.MERGE: "merge",
        noting.REASSIGNMENT: "edit",
        noting.ACTION: "edit",
    }
)
"""The right to do it, which whoever undoes it must still have."""

IS_UNDONE = _("Operation {id} is undone already.")
BY_WHOM = _("{who} has done that at {at}.")
TOO_OLD = _("Operation {id} is too old to be undone.")
SO_LONG = _("That can be done for {days} days.")
NOT_YOURS = _("You may not undo operation {id}.")
NEEDS = _("It takes the right {permission}.")
NO_STATUS = _("There is no such status. Use one of {statuses}.")
NOTHING = _("There is no such operation, or you may not see it.")

COLUMNS = (
    *("id", "kind", "resource", "cause", "status", "details", "actor_id", "actor_name", "door", "at"),
    *("finished_at", "first_change", "last_change", "changed", "failed", "failures", "undo_position"),
    *("undone", "kept", "kept_reasons", "undone_at", "undone_by_id", "undone_by_name"),
)


@dataclass(frozen=True, kw_only=True)
class OperationsQuery:
    """Which operations; `before_id` goes on after the last of the page before, as the newest come first."""

    kind: str | None = None
    status: str | None = None
    limit: int = 50
    before_id: int | None = None

    def criteria(self) -> Iterator[ColumnElement[bool]]:
        """What operations must be like."""
        if self.status is not None and self.status not in STATUSES:
            message = NO_STATUS.fill(statuses=", ".join(STATUSES))
            raise invalid("status", "choice_unknown", message, self.status)
        if self.kind is not None:
            yield Operation.kind == self.kind
        if self.status is not None:
            yield Operation.status == self.status
        if self.before_id is not None:
            yield Operation.id < self.before_id


def list_operations(work: Work, query: OperationsQuery) -> EntryPage:
    """What the actor has done at once, or what all have done if he may undo that; the newest first."""
    statement = _select().where(_allowed(work), *query.criteria()).order_by(Operation.id.desc())
    days = get(work, DAYS)
    return read_page(
        work, statement, query.limit, lambda found: [_described(work, row, days) for row in found]
    )


def read_operation(work: Work, id: int) -> dict[str, Any]:
    """One operation with all that failed and all that was kept; NotFound if the actor may not see it."""
    row = _find(work, id)
    reasons = {"failures": shown(row.failures), "kept_reasons": shown(row.kept_reasons)}
    return {**_described(work, row, get(work, DAYS)), **reasons}


def request(work: Work, id: int, *, dry_run: bool = False) -> int:
    """Have an operation undone by a job; answers the job's id, the same while it is not finished.

    Raises NotFound, Forbidden, or Conflict for what is undone or too old.
    """
    check(work, id)
    if dry_run:
        return work.enqueue(JOB, {"operation": id, "dry_run": True})
    begin(work, id)
    return work.enqueue(JOB, {"operation": id}, key=key_of(id))


def check(work: Work, id: int) -> Row[Any]:
    """The operation, if the actor may undo it now."""
    row = _find(work, id)
    if row.status == UNDONE:
        who = BY_WHOM.fill(who=row.undone_by_name, at=_moment(row.undone_at))
        raise Conflict(IS_UNDONE.fill(id=id), why=who)
    days = get(work, DAYS)
    if row.status != UNDOING and work.now > _until(row, days):
        raise Conflict(TOO_OLD.fill(id=id), why=SO_LONG.fill(days=days))
    permission = _permission(work, row)
    if permission is not None and work.actor.reach(permission) is None:
        raise Forbidden(NOT_YOURS.fill(id=id), why=NEEDS.fill(permission=permission))
    return row


def begin(work: Work, id: int) -> None:
    """From now on it is being undone: what is still going on of it ends."""
    going = (RUNNING, STOPPED, DONE)
    statement = (
        update(Operation).where(Operation.id == id, Operation.status.in_(going)).values(status=UNDOING)
    )
    cause = work.session.execute(statement.returning(Operation.cause)).scalar()
    if cause and cause.startswith("import:"):
        run = update(ImportRun).where(ImportRun.id == int(cause.partition(":")[2]))
        ended = {"status": UNDONE, "finished_at": work.now, "updated_at": work.now}
        work.session.execute(run.where(ImportRun.status == RUNNING).values(ended))


def undoing(
    app: App, open_work: OpenWork, reading: OpenWork, id: int, *, dry_run: bool = False, **more: Any
) -> Undoing:
    """What undoes an operation: begun, if whoever works may; NotFound if there is none."""
    with open_work() as work:
        row = check(work, id)
        if not dry_run:
            begin(work, id)
    return Undoing(app, described(row), open_work, reading, dry_run, **more)


def described(row: Row[Any]) -> Described:
    """An operation as the engine needs it."""
    names = ("id", "kind", "resource", "details", "first_change", "last_change", "changed")
    values = {name: getattr(row, name) for name in (*names, "undo_position", "undone", "kept_reasons")}
    return Described(cause=row.cause or noting.cause_of(row.id), **values)


def _select() -> Any:
    return select(*(getattr(Operation, name) for name in COLUMNS))


def _find(work: Work, id: int) -> Row[Any]:
    found: list[Row[Any]] = [*work.session.execute(_select().where(Operation.id == id, _allowed(work)))]
    if not found:
        raise NotFound(NOTHING)
    return found[0]


def _allowed(work: Work) -> ColumnElement[bool]:
    actor = work.actor
    if actor.reach(MANAGE) is not None:
        return true()
    return Operation.actor_id == actor.user_id if actor.user_id is not None else false()


def _permission(work: Work, row: Row[Any]) -> str | None:
    """The right that it takes; None if nobody declares its resource any more."""
    record_type = work.registry.types.get("customers" if row.kind == noting.REASSIGNMENT else row.resource)
    return record_type.resource.permission(NEEDED[row.kind]) if record_type else None


def _until(row: Row[Any], days: int) -> datetime:
    since: datetime = row.finished_at or row.at
    return since + timedelta(days=days)


def _described(work: Work, row: Row[Any], days: int) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ("id", "kind", "resource", "status", "details", "door")}
    permission = _permission(work, row)
    may = permission is None or work.actor.reach(permission) is not None
    until = _until(row, days)
    open_ = row.status == UNDOING or (row.status != UNDONE and work.now <= until)
    by = None if row.undone_at is None else {"id": row.undone_by_id, "name": row.undone_by_name}
    return {
        **values,
        "title": KINDS[row.kind],
        "records": _title(work, row.resource),
        "actor": {"id": row.actor_id, "name": row.actor_name},
        **{name: getattr(row, name) for name in ("at", "finished_at", "changed", "failed", "undone", "kept")},
        "undone_at": row.undone_at,
        "undone_by": by,
        "until": until,
        "can_undo": may and open_,
    }


def _title(work: Work, resource: str) -> str:
    record_type = work.registry.types.get(resource)
    return record_type.resource.title if record_type else resource


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
