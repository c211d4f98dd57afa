"""A plugin whose jobs do what a test says."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from sqlalchemy import select

from core.contracts.jobs import Job, Schedule
from core.data.models.job import QueuedJob
from core.labels import Label
from core.plugin_api import JobRun, hookimpl
from core.services.work import App

Row = Callable[[int], Any]
Enqueue = Callable[..., int]
Do = Callable[[JobRun], Any]


class Works:
    """The plugin "works" with the jobs "works.work" and "works.other"; `does` is what they do."""

    def __init__(self) -> None:
        self.does: Do = lambda run: None
        self.runs: list[tuple[int, int]] = []
        self.scheduled: list[Schedule] = []

    @hookimpl
    def jobs(self) -> Iterable[Job]:
        names = ("works.work", "works.other")
        return [Job(name=name, title=Label("Work"), run=self.run, attempts=3) for name in names]

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        return self.scheduled

    def run(self, run: JobRun) -> Any:
        self.runs.append((run.id, run.attempt))
        return self.does(run)


@pytest.fixture
def works() -> Works:
    return Works()


@pytest.fixture
def plugins(works: Works) -> Mapping[str, object]:
    return {"works": works}


@pytest.fixture
def enqueue(app: App) -> Enqueue:
    def enqueue(payload: Mapping[str, Any] | None = None, name: str = "works.work", **options: Any) -> int:
        with app.work(app.system("test")) as work:
            return work.enqueue(name, payload, **options)

    return enqueue


@pytest.fixture
def row(app: App) -> Row:
    """A job as it is in the database now."""

    def row(id: int) -> Any:
        with app.database.reading() as connection:
            columns = QueuedJob.__table__.c
            return connection.execute(select(*columns).where(columns.id == id)).one()

    return row
