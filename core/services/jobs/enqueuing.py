"""Enqueue a job in a transaction that goes on: if that is rolled back, there never was a job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core.contracts.jobs import Job
from core.contracts.work import Actor
from core.data.models.job import RUNNING, UNFINISHED, WAITING, QueuedJob
from core.data.upserts import insert_unless_there
from core.errors import NotFound, did_you_mean, invalid
from core.formats.plain_json import plain
from core.host.registry import Registry
from core.labels import translations

_ = translations("core")

LONGEST_KEY = 255
LARGEST_PAYLOAD = 2**20
"""Characters: what is larger belongs into a table of the owner's own."""

UNKNOWN = _("There is no job called {name}.")
NO_JSON = _("The payload of a job is an object of JSON: {error}.")
TOO_LARGE = _("The payload of a job has at most {limit} characters.")
BAD_KEY = _("The key of a job has 1 to {limit} characters.")
MOMENT = _("It must be a moment with a time zone.")


class Enqueuing(Protocol):
    """What is needed of a work."""

    session: Session
    actor: Actor
    now: datetime

    @property
    def registry(self) -> Registry:
        """Every job."""
        ...


def enqueue(
    work: Enqueuing, job: str, payload: Mapping[str, Any], key: str | None, due_at: datetime | None
) -> int:
    """See `Work.enqueue`. Raises NotFound for an unknown job, Invalid for what cannot be kept."""
    find(work.registry, job)
    values = {
        "owner": job.partition(".")[0],
        "name": job,
        "key": checked_key(key),
        "payload": checked_payload(payload),
        "actor_id": work.actor.user_id,
        "scopes": work.actor.scopes,
        "enqueued_at": work.now,
        "due_at": work.now if due_at is None else checked_moment(due_at),
    }
    if key is None:
        made = work.session.execute(insert(QueuedJob).values(values).returning(QueuedJob.id))
        return int(made.scalar_one())
    return _enqueue_once(work.session, values)


def find(registry: Registry, name: str) -> Job:
    """A job by name; NotFound, with the nearest name, if nobody declares it."""
    found = registry.jobs.get(name)
    if found is None:
        raise NotFound(UNKNOWN.fill(name=name), fix=did_you_mean(name, registry.jobs))
    return found


def checked_payload(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The payload, if it can be kept as JSON."""
    try:
        text = json.dumps(dict(payload), ensure_ascii=False, allow_nan=False, default=plain)
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise invalid("payload", "not_json", NO_JSON.fill(error=error)) from error
    if len(text) > LARGEST_PAYLOAD:
        raise invalid("payload", "payload_too_large", TOO_LARGE.fill(limit=LARGEST_PAYLOAD))
    return payload


def checked_key(key: str | None) -> str | None:
    """The key, if it can be kept."""
    if key is not None and (not 0 < len(key) <= LONGEST_KEY or "\0" in key):
        raise invalid("key", "out_of_range", BAD_KEY.fill(limit=LONGEST_KEY), key[:LONGEST_KEY])
    return key


def checked_moment(moment: datetime) -> datetime:
    """The moment, if it is one."""
    if moment.tzinfo is None:
        raise invalid("due_at", "moment_invalid", MOMENT, str(moment))
    return moment


def _enqueue_once(session: Session, values: Mapping[str, Any]) -> int:
    """Insert it unless one with its key is unfinished; answers the id of either."""
    unique = (QueuedJob.name, QueuedJob.key)
    present = select(QueuedJob.id).where(
        QueuedJob.name == values["name"],
        QueuedJob.key == values["key"],
        QueuedJob.state.in_((WAITING, RUNNING)),
    )
    while True:  # on PostgreSQL the other one may end between the two statements
        made = insert_unless_there(session, QueuedJob, values, unique, where=UNFINISHED, answer=QueuedJob.id)
        row = made or session.execute(present).first()
        if row is not None:
            return int(row[0])
