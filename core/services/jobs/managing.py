"""Jobs as people see them: list, look at, run again, discard. Everybody has his own; some see all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, false, or_, select, update
from sqlalchemy.exc import IntegrityError

from core.data.models import User
from core.data.models.job import DEAD, DISCARDED, RUNNING, STATES, WAITING, QueuedJob
from core.errors import Conflict, NotFound, invalid
from core.labels import Label, translations
from core.services.entry_pages import EntryPage, read_page
from core.services.jobs.giving_up import give_up
from core.services.work import Work

_ = translations("core")

VIEW, MANAGE = "core.jobs.view", "core.jobs.manage"
PARKED = "parked"
"""The state that is shown of a job that waits for a plugin that does not run."""

AGAIN, ENDABLE = (DEAD, DISCARDED, WAITING), (WAITING, RUNNING, DEAD)
BRIEF = (
    *("id", "name", "key", "state", "actor_id", "enqueued_at", "due_at", "started_at", "finished_at"),
    *("attempt", "done", "total", "progress", "error"),
)
FULL = (*BRIEF, "payload", "result")

NOT_NOW = _("Job {id} is {state}.")
ONLY_THOSE = _("Only jobs that are {states} can be.")
SAME_KEY = _("Another job with the key of job {id} is not finished yet.")
NO_STATE = _("There is no such state. Use one of {states}.")


@dataclass(frozen=True, kw_only=True)
class JobsQuery:
    """Which jobs; `before_id` goes on after the last one of the page before, as the newest come first."""

    state: str | None = None
    name: str | None = None
    limit: int = 50
    before_id: int | None = None


def list_jobs(work: Work, query: JobsQuery) -> EntryPage:
    """The jobs that the actor may see, newest first. Raises Invalid for an unknown state or a wrong limit."""
    columns = [getattr(QueuedJob, name) for name in BRIEF]
    statement = select(*columns).where(*_criteria(work, query)).order_by(QueuedJob.id.desc())
    return read_page(work, statement, query.limit, partial(_described, work))


def read_job(work: Work, id: int) -> dict[str, Any]:
    """One job with payload and result; NotFound if there is none that the actor may see."""
    columns = [getattr(QueuedJob, name) for name in FULL]
    found: list[Row[Any]] = [
        *work.session.execute(select(*columns).where(QueuedJob.id == id, _allowed(work, VIEW)))
    ]
    if not found:
        raise NotFound
    return _described(work, found)[0]


def retry(work: Work, id: int) -> dict[str, Any]:
    """Run a job again that is dead or discarded, with all its attempts; or now, one that waits.

    Raises NotFound for one that the actor may not manage, Conflict for one that runs, is done, or whose key
    another one has by now.
    """
    fresh = {"state": WAITING, "due_at": work.now, "attempt": 0, "finished_at": None}
    try:
        _change(work, id, AGAIN, fresh)
    except IntegrityError as error:
        raise Conflict(SAME_KEY.fill(id=id)) from error
    work.record("job_retried", f"jobs/{id}", {})
    return read_job(work, id)


def discard(work: Work, id: int) -> dict[str, Any]:
    """End a job that waits, runs or is dead; one that runs is stopped when it next says how far it is.

    Raises NotFound for one that the actor may not manage, Conflict for one that has ended.
    """
    row = _change(work, id, ENDABLE, {"state": DISCARDED, "finished_at": work.now})
    with work.unlimited(work.cause) as everything:
        give_up(everything.session, row.name, row.key, work.now)
    work.record("job_discarded", f"jobs/{id}", {})
    return read_job(work, id)


def _change(work: Work, id: int, states: Sequence[str], values: Mapping[str, Any]) -> Any:
    """Change a job that is in one of the states; answers its name and key."""
    mine = (QueuedJob.id == id, _allowed(work, MANAGE))
    changed = work.session.execute(
        update(QueuedJob)
        .where(*mine, QueuedJob.state.in_(states))
        .values(process_id=None, lease_until=None, claim=QueuedJob.claim + 1, **values)
        .execution_options(synchronize_session=False)
        .returning(QueuedJob.name, QueuedJob.key)
    ).first()
    if changed is None:
        state = work.session.execute(select(QueuedJob.state).where(*mine)).scalar()
        if state is None:
            raise NotFound
        raise Conflict(NOT_NOW.fill(id=id, state=state), why=ONLY_THOSE.fill(states=", ".join(states)))
    return changed


def _criteria(work: Work, query: JobsQuery) -> Iterator[ColumnElement[bool]]:
    yield _allowed(work, VIEW)
    if query.state is not None:
        yield _in_state(work, query.state)
    if query.name is not None:
        yield QueuedJob.name == query.name
    if query.before_id is not None:
        yield QueuedJob.id < query.before_id


def _in_state(work: Work, state: str) -> ColumnElement[bool]:
    known = QueuedJob.name.in_(work.registry.jobs)
    if state == PARKED:
        return (QueuedJob.state == WAITING) & ~known
    if state == WAITING:
        return (QueuedJob.state == WAITING) & known
    if state not in STATES:
        shown = ", ".join((*STATES, PARKED))
        raise invalid("state", "choice_unknown", NO_STATE.fill(states=shown), state)
    return QueuedJob.state == state


def _allowed(work: Work, permission: str) -> ColumnElement[bool]:
    """The jobs that the actor may see or manage: all, or his own and those that he is trusted with."""
    actor = work.actor
    if actor.reach(permission) is not None:
        return QueuedJob.id.is_not(None)
    trusted = [
        name for name, job in work.registry.jobs.items() if job.permission and actor.reach(job.permission)
    ]
    own = QueuedJob.actor_id == actor.user_id if actor.user_id is not None else false()
    return or_(own, QueuedJob.name.in_(trusted)) if trusted else own


def _described(work: Work, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Jobs as they are answered."""
    wanted = {row.actor_id for row in rows} - {None}
    names: dict[int, str] = {}
    if wanted:
        named = select(User.id, User.name).where(User.id.in_(wanted))
        named = named.execution_options(guanxi_trash=True)
        names = {row.id: row.name for row in work.session.execute(named)}
    return [_one(work, dict(row._mapping), names) for row in rows]


def _one(work: Work, row: dict[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    job = work.registry.jobs.get(row["name"])
    actor = row.pop("actor_id")
    return {
        "id": row.pop("id"),
        "name": row["name"],
        "title": job.title if job else Label(row["name"]),
        "state": PARKED if job is None and row["state"] == WAITING else row["state"],
        "actor": None if actor is None else {"id": actor, "name": names.get(actor)},
        "attempts": job.attempts if job else None,
        "progress": {"done": row.pop("done"), "total": row.pop("total"), "text": row.pop("progress")},
        **{name: value for name, value in row.items() if name not in ("name", "state", "progress")},
    }
