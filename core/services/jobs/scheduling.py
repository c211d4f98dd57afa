"""Schedules: when each is due next stands in the database, so a job is enqueued once, whoever looks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, delete, select, update

from core.contracts.jobs import Schedule
from core.data.models.job import IS_WAITING, QueuedJob, ScheduleState
from core.data.upserts import insert_unless_there
from core.formats.cron import Cron
from core.formats.plain_json import plain
from core.host.registry import Registry
from core.services import settings
from core.services.work import App, Work

TIME_ZONE = "core.time_zone"
DOOR = "job"
LONGEST_NAME = 200


@dataclass(frozen=True)
class Planned:
    """A schedule with what names it in the database: all that it says."""

    schedule: Schedule

    @cached_property
    def name(self) -> str:
        """Its name; a schedule that is declared differently is another one."""
        item = self.schedule
        said = f"{item.job} {item.cron} {item.time_zone}".strip()
        payload = json.dumps(dict(item.payload), sort_keys=True, default=plain) if item.payload else ""
        if payload or len(said) > LONGEST_NAME - 20:
            digest = hashlib.sha256(f"{said} {payload}".encode()).hexdigest()[:16]
            said = f"{said[: LONGEST_NAME - 20]} #{digest}"
        return said

    def zone(self, company: str) -> str:
        """The time zone whose clocks it follows."""
        return self.schedule.time_zone or company

    def next(self, now: datetime, company: str) -> datetime:
        """When it is due after `now`."""
        return Cron.parse(self.schedule.cron).next(now, ZoneInfo(self.zone(company)))


@dataclass(frozen=True, eq=False)
class Scheduler:
    """Enqueues what is due; any number of them may look at the same database."""

    app: App

    @cached_property
    def planned(self) -> Mapping[str, Planned]:
        """All schedules that are declared, by name."""
        return {item.name: item for item in map(Planned, self.app.registry.schedules)}

    def turn(self) -> None:
        """Look, without a lock, whether there is anything to do, and do it."""
        with self.app.reading(self.app.system(DOOR)) as work:
            present, company = _states(work), settings.get(work, TIME_ZONE)
            now = work.now
        if self._settled(present, company, now):
            return
        with self.app.work(self.app.system(DOOR), "schedule") as work:
            forget_undeclared(work, present, self.planned)
            for name, item in self.planned.items():
                _advance(work, item, present.get(name), company)

    def _settled(self, present: Mapping[str, Row[Any]], company: str, now: datetime) -> bool:
        """Whether all is as it should be, and nothing is due."""
        return not _undeclared(self.app.registry, present, self.planned) and all(
            (row := present.get(name)) is not None
            and row.next_at > now
            and row.time_zone == item.zone(company)
            for name, item in self.planned.items()
        )


def _states(work: Work) -> Mapping[str, Row[Any]]:
    columns = (ScheduleState.name, ScheduleState.job, ScheduleState.time_zone, ScheduleState.next_at)
    rows: list[Row[Any]] = [*work.session.execute(select(*columns))]
    return {row.name: row for row in rows}


def forget_undeclared(work: Work, present: Mapping[str, Row[Any]], planned: Mapping[str, Planned]) -> None:
    """Forget schedules that are declared no more; those of plugins that do not run stay."""
    gone = _undeclared(work.registry, present, planned)
    if gone:
        work.session.execute(delete(ScheduleState).where(ScheduleState.name.in_(gone)))


def _undeclared(
    registry: Registry, present: Mapping[str, Row[Any]], planned: Mapping[str, Planned]
) -> Sequence[str]:
    return [name for name, row in present.items() if name not in planned and row.job in registry.jobs]


def _advance(work: Work, item: Planned, row: Row[Any] | None, company: str) -> None:
    """Enqueue what is due, once however much was missed, and say when it is due again."""
    following = {"next_at": item.next(work.now, company), "time_zone": item.zone(company)}
    if row is None:
        values = {"name": item.name, "job": item.schedule.job, **following}
        insert_unless_there(
            work.session, ScheduleState, values, [ScheduleState.name], answer=ScheduleState.name
        )
        return
    due = row.next_at <= work.now
    if not due and row.time_zone == item.zone(company):
        return
    if due:
        following["last_at"] = row.next_at
    # Whoever comes second finds another moment there, and enqueues nothing.
    mine = (ScheduleState.name == item.name, ScheduleState.next_at == row.next_at)
    changed: Any = work.session.execute(update(ScheduleState).where(*mine).values(following))
    if due and changed.rowcount and not _waits(work, item):
        work.enqueue(
            item.schedule.job, item.schedule.payload, key=f"{_prefix(item)}{row.next_at:%Y%m%dT%H%M}"
        )


def _waits(work: Work, item: Planned) -> bool:
    """Whether the job of the time before has not even begun: another one would only wait behind it."""
    waiting = select(QueuedJob.id).where(
        IS_WAITING,
        QueuedJob.name == item.schedule.job,
        QueuedJob.key.startswith(_prefix(item), autoescape=True),
    )
    return work.session.execute(waiting.limit(1)).first() is not None


def _prefix(item: Planned) -> str:
    return f"schedule {hashlib.sha256(item.name.encode()).hexdigest()[:12]} "
