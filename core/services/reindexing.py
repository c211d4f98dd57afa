"""Making the search index anew: as it would be if every record were written now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, exists, select

from core.host.record_types import RecordType
from core.services import records, search
from core.services.jobs.run import JobRun
from core.services.records.references import customer_of
from core.services.work import Work

JOB = "core.reindex"
RECORDS = 500
"""Records in one transaction."""

OpenWork = Callable[[], AbstractContextManager[Work]]
"""Opens a transaction of the system."""


def reindex(
    open_work: OpenWork, resources: Sequence[str] = (), progress: Callable[[int], None] = lambda done: None
) -> dict[str, int]:
    """Correct the entries of all records of these kinds (of all kinds by default); answers how many records.

    Entries that are right are not written. Those of kinds that nobody declares now stay: their plugin may
    come back. Raises NotFound for an unknown kind.
    """
    with open_work() as work:
        types = [work.registry.type_of(name) for name in resources or work.registry.types]
    done: dict[str, int] = {}
    for record_type in types:
        done[record_type.name], after = 0, 0
        while ids := _correct(open_work, record_type, after):
            after = ids[-1]
            done[record_type.name] += len(ids)
            progress(sum(done.values()))
    return done


def _correct(open_work: OpenWork, record_type: RecordType, after: int) -> Sequence[int]:
    """Correct the entries of the next records, and delete those of records that are no more; their ids."""
    with open_work() as work:
        model, known = record_type.model, record_type.searched & record_type.children.keys()
        ids = work.session.scalars(select(model.id).where(model.id > after).order_by(model.id).limit(RECORDS))
        # Locked: words of a change that is made meanwhile would be written over.
        rows = records.load(work, record_type, ids.all(), children=known, for_action="edit")
        subjects = [search.Subject(row["id"], customer_of(record_type, row["id"], row), row) for row in rows]
        search.write_entries(work, record_type, subjects, new=False)
        found = [row["id"] for row in rows]
        search.remove_between(work, record_type, after, found[-1] if found else None, found)
        return found


def enqueue_if_words_come_or_go(work: Work, connection: Connection, owner: str) -> None:
    """After a plugin is enabled, before it is disabled: words of its extensions are found only while it runs.

    Done by a job, for there may be a million of them.
    """
    concerned = [
        item.name
        for item in work.registry.types.values()
        if owner in item.extensions and _has_words(connection, item, owner)
    ]
    if concerned:
        as_system = Work(work.app, work.session, work.app.system("job"))
        as_system.enqueue(JOB, {"resources": concerned})


def _has_words(connection: Connection, record_type: RecordType, owner: str) -> bool:
    """Whether there are rows with fields that are searched."""
    extension = record_type.extensions[owner]
    rows: Any = select(exists(select(extension.model.id)))
    return any(field.search for field in extension.fields.values()) and bool(connection.scalar(rows))


def run(job: JobRun) -> dict[str, int]:
    """The job `core.reindex`."""
    return reindex(job.work, job.payload.get("resources", ()), job.progress)
