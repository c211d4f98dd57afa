"""Emptying the trash: everything that has been in it longer than the company wants to keep it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.errors import Conflict
from core.host.record_types import RecordType
from core.labels import Label
from core.services import records
from core.services.attachments import remove_unused_files
from core.services.jobs.run import JobRun
from core.services.pace import Pace
from core.services.settings import get
from core.services.work import Work

TRASH_DAYS = "core.trash_days"
MOST_TOLD = 100
LARGEST = 200
"""Records that one transaction takes at most, for much may go with each of them."""

OpenWork = Callable[[], AbstractContextManager[Work]]
"""Opens a transaction of the system."""


@dataclass(eq=False)
class TrashReport:
    """How many records of each type are gone, and which had to stay and why (at most MOST_TOLD of them)."""

    removed: Counter[str] = field(default_factory=Counter)
    kept: dict[tuple[str, int], str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The same for JSON."""
        told = [
            {"resource": resource, "id": id, "why": str(why)} for (resource, id), why in self.kept.items()
        ]
        return {"removed": dict(self.removed), "kept_count": len(told), "kept": told[:MOST_TOLD]}


@dataclass(eq=False)
class Purging:
    """Purges what went into the trash before a moment."""

    open_work: OpenWork
    before: datetime
    links: records.Links
    pace: Pace

    def steps(self, record_type: RecordType) -> Iterator[records.Purge]:
        """The records that are due, some at a time, and what became of them."""
        after = 0
        while True:
            with self.open_work() as work:
                ids = records.due(work, record_type, self.before, after, self.pace.rows)
            if not ids:
                return
            after = ids[-1]
            yield from self._purged(record_type, ids)

    def _purged(self, record_type: RecordType, ids: Sequence[int]) -> Iterator[records.Purge]:
        """Purge these together; where the database refuses that, one after the other."""
        try:
            step = self._purge(record_type, ids)
        except Conflict as error:
            if len(ids) > 1:
                for id in ids:
                    yield from self._purged(record_type, (id,))
                return
            step = records.Purge(Counter(), {ids[0]: Label(error.message)})
        yield step

    def _purge(self, record_type: RecordType, ids: Sequence[int]) -> records.Purge:
        with self.pace.holding(len(ids)) as held, self.open_work() as work:
            held.begins()
            return records.purge(work, record_type, ids, self.before, self.links)


def run(job: JobRun) -> dict[str, Any]:
    """The job `core.empty_trash`: then the files go that no attachment names any more."""
    report = empty_trash(job.work, job.progress)
    return {**report.to_json(), "files": remove_unused_files(job.app, job.work)}


def empty_trash(open_work: OpenWork, progress: Callable[[int], None] = lambda done: None) -> TrashReport:
    """Purge what is due, in transactions of a few records each; answers what became of it.

    Records that others in the trash name go after these: it goes round until nothing is left that can go.
    `progress` is told how many are gone.
    """
    with open_work() as work:
        before = work.now - timedelta(days=get(work, TRASH_DAYS))
        types, links = list(work.registry.types.values())[::-1], records.read_links(work)
        pace = Pace(one_writer=work.app.database.kind == "sqlite", largest=LARGEST)
    purging, report, gone = Purging(open_work, before, links, pace), TrashReport(), -1
    while gone != (gone := report.removed.total()):
        report.kept.clear()
        for record_type in types:
            for step in purging.steps(record_type):
                report.removed.update(step.removed)
                report.kept |= {(record_type.name, id): why for id, why in step.kept.items()}
                progress(report.removed.total())
    return report
