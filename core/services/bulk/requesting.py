"""Bulk changes as they are asked for: checked at once, done by a job or in the foreground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select, update

from core.data.models.operation import RUNNING, STOPPED, Operation
from core.errors import Busy, GuanxiError, NotFound, invalid
from core.labels import translations
from core.services import lists
from core.services.bulk.changing import MOST_EXAMPLES, Bulk, Ended, OpenWork, Progress, Wanted
from core.services.jobs.giving_up import key_of
from core.services.jobs.run import JobRun
from core.services.notifications import notify
from core.services.records.preparing import context_of
from core.services.undo import noting
from core.services.undo.reasons import Reasons, reason_of, shown
from core.services.work import App, Work

_ = translations("core")

JOB = "core.bulk"
FORBIDDEN = _("You may not set this field.")
DONE = _("The bulk change has ended: {changed} records changed, {failed} not.")
NO_VALUES = _("There is nothing to write.")


def wanted(work: Work, resource: Any, where: Any, q: str | None, values: Mapping[str, Any] | None) -> Wanted:
    """What is asked for, if the actor may; `values` None deletes.

    Raises Forbidden, or Invalid for a filter with fields that he may not see, and for values that no record
    can have or that he may not write.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("delete" if values is None else "edit"))
    query = lists.Query(fields=("id",), where=where, q=q)
    lists.ids_beyond(work, record_type, query, None, 1)
    if values is not None:
        if not values:
            raise invalid("values", "required", NO_VALUES)
        sent = record_type.parse("update", values, context_of(work))
        writable = work.access.field_rights(work.actor, record_type).writable
        for name in sent.keys() - writable:
            raise invalid(name, "field_forbidden", FORBIDDEN)
    return Wanted(record_type=record_type, query=query, values=values)


def request(work: Work, resource: Any, where: Any, q: str | None, values: Mapping[str, Any] | None) -> Any:
    """Have a bulk change done by a job; answers `{job, operation, matching}`. Raises what `wanted` does."""
    found = wanted(work, resource, where, q, values)
    matching = lists.count_all(work, found.record_type, found.query)
    operation = begin(work, found)
    said = {"resource": found.record_type.name, "where": where, "q": q, "values": values}
    payload = {"operation": operation, "matching": matching, **said}
    job = work.enqueue(JOB, payload, key=key_of(operation))
    return {"job": job, "operation": operation, "matching": matching}


def begin(work: Work, found: Wanted) -> int:
    """Register the operation."""
    kind = noting.DELETIONS if found.values is None else noting.EDIT
    told = {"where": found.query.where, "q": found.query.q, "fields": sorted(found.values or ())}
    return noting.begin(work, kind, found.record_type.name, details=told)


@contextmanager
def foreground(
    app: App, open_work: OpenWork, reading: OpenWork, found: Wanted, progress: Progress, *, dry_run: bool
) -> Iterator[Bulk]:
    """A bulk change that is done here and now; what is done counts, even if it is interrupted."""
    operation = None
    if not dry_run:
        with open_work() as work:
            operation = begin(work, found)
    bulk = Bulk(app, found, open_work, reading, operation, progress=progress)
    try:
        yield bulk
    finally:
        if operation is not None:
            with open_work() as work:
                noting.end(work, operation)


def run(run: JobRun) -> dict[str, Any]:
    """The job: goes on where the operation is; one that may not go on says why, and ends."""
    row = _resumed(run)
    if row.status != RUNNING:
        return _result(row)
    try:
        _bulk(run, row).go()
    except Busy:
        raise
    except Ended as error:
        return {**_result(_row(run)), "ended": str(error)}
    except GuanxiError as error:
        return _ended(run, error)
    return _ended(run)


def _bulk(run: JobRun, row: Any) -> Bulk:
    """What is left to do, with the rights of this moment."""
    with run.reading() as work:
        found = wanted(work, *(run.payload[name] for name in ("resource", "where", "q", "values")))
    return Bulk(
        run.app,
        found,
        run.work,
        run.reading,
        row.id,
        position=row.position,
        changed=row.changed,
        failures=Reasons(MOST_EXAMPLES, row.failures),
        progress=run.progress,
    )


def _resumed(run: JobRun) -> Any:
    """The operation, which goes on if its job was given up before and is to run again."""
    row = _row(run)
    if row.status != STOPPED or row.undo_position is not None:
        return row
    with run.work() as work:
        stopped = update(Operation).where(Operation.id == row.id, Operation.status == STOPPED)
        work.session.execute(stopped.values(status=RUNNING, finished_at=None, last_change=None))
    return _row(run)


def _row(run: JobRun) -> Any:
    names = ("id", "status", "position", "changed", "failures", "undo_position")
    columns = [getattr(Operation, name) for name in names]
    with run.reading() as work:
        statement = select(*columns).where(Operation.id == run.payload["operation"])
        row = work.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return row


def _ended(run: JobRun, error: GuanxiError | None = None) -> dict[str, Any]:
    """Note that it has ended; for all that is left the `error` is the reason."""
    row = _row(run)
    with run.work() as work:
        if error is not None:
            failures = Reasons(MOST_EXAMPLES, row.failures)
            left = run.payload["matching"] - row.changed - failures.count
            failures.add_many(reason_of(error), max(1, left))
            values = {"failed": failures.count, "failures": failures.stored()}
            work.session.execute(update(Operation).where(Operation.id == row.id).values(values))
        noting.end(work, row.id)
        _tell(work, row.id)
    return _result(_row(run))


def _tell(work: Work, operation: int) -> None:
    """Tell whoever wanted it how it has ended: he may be elsewhere by now."""
    row = work.session.execute(
        select(Operation.changed, Operation.failed).where(Operation.id == operation)
    ).one()
    user = work.acts_for or work.actor.user_id
    text = DONE.fill(changed=row.changed, failed=row.failed)
    notify(work, [user] if user else [], text, f"/undo/{operation}")


def _result(row: Any) -> dict[str, Any]:
    failures = Reasons(MOST_EXAMPLES, row.failures)
    return {"changed": row.changed, "failed": failures.count, "failures": shown(failures.stored())}
