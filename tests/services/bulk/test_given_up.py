"""A bulk change or an undo whose job is given up ends where it is: what was done of it can be undone."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select

from core.contracts.work import Actor
from core.data.models.journal import JournalEntry
from core.services import records
from core.services.jobs import managing as jobs
from core.services.undo import managing
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from tests.services.bulk.test_bulk import SEES, Picky, ask, ids, member, picky, plugins, result
from tests.services.undo.conftest import Names, Operations, operations, undo, values

__all__ = ["ids", "member", "operations", "picky", "plugins", "undo", "values"]

MANY = 600


@pytest.fixture
def half(app: App, picky: Picky, run_jobs: RunJobs, values: Names) -> Mapping[str, int]:
    """A bulk change whose worker died half-way."""
    with app.work(app.system("test")) as work:
        records.create(work, "customers", [{"name": f"N{n}", "city": "Rome"} for n in range(MANY)])
    asked: Mapping[str, int] = ask(app, {"city": "Oslo"})
    picky.dies_at = 2
    die(run_jobs)
    assert 0 < values("customers", "city").count("Oslo") < MANY
    return asked


def die(run_jobs: RunJobs) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_jobs()


def discard(app: App, job: int) -> None:
    with app.work(app.system("test")) as work:
        jobs.discard(work, job)


def retry(app: App, job: int) -> None:
    with app.work(app.system("test")) as work:
        jobs.retry(work, job)


def request_undo(app: App, operation: int) -> int:
    with app.work(app.system("test")) as work:
        return managing.request(work, operation)


def seen(operations: Operations) -> tuple[Any, ...]:
    (row,) = operations()
    return row["status"], row["finished_at"] is not None, row["can_undo"]


def test_a_discarded_bulk_change_is_stopped_and_its_part_is_undone(
    app: App, half: Mapping[str, int], operations: Operations, run_jobs: RunJobs, values: Names
) -> None:
    changed = values("customers", "city").count("Oslo")
    discard(app, half["job"])
    assert (seen(operations), operations()[0]["changed"]) == (("stopped", True, True), changed)
    job = request_undo(app, half["operation"])
    run_jobs()
    assert result(app, {"job": job}) == {"undone": changed, "kept": 0, "kept_reasons": []}
    assert values("customers", "city") == ["Rome"] * MANY


def test_one_that_runs_again_goes_on_where_it_was_stopped(
    app: App, half: Mapping[str, int], operations: Operations, run_jobs: RunJobs, values: Names
) -> None:
    discard(app, half["job"])
    retry(app, half["job"])
    run_jobs()
    assert result(app, half) == {"changed": MANY, "failed": 0, "failures": []}
    assert (seen(operations), set(values("customers", "city"))) == (("done", True, True), {"Oslo"})
    with app.reading(app.system("test")) as work:
        changes = select(func.count()).where(JournalEntry.operation == "update")
        assert work.session.scalar(changes) == MANY


def test_one_that_is_undone_does_not_go_on(
    app: App, half: Mapping[str, int], operations: Operations, run_jobs: RunJobs, values: Names
) -> None:
    discard(app, half["job"])
    request_undo(app, half["operation"])
    run_jobs()
    retry(app, half["job"])
    run_jobs()
    assert (seen(operations)[0], set(values("customers", "city"))) == ("undone", {"Rome"})


def test_a_discarded_undo_is_stopped_and_can_be_begun_again(
    app: App, ids: list[int], picky: Picky, operations: Operations, run_jobs: RunJobs, values: Names
) -> None:
    asked = ask(app, {"city": "Oslo"})
    run_jobs()
    job, picky.dies_at = request_undo(app, asked["operation"]), 1
    die(run_jobs)
    assert seen(operations)[0] == "undoing"
    discard(app, job)
    assert seen(operations) == ("stopped", True, True)
    assert request_undo(app, asked["operation"]) != job
    run_jobs()
    assert (seen(operations)[0], set(values("customers", "city"))) == ("undone", {"Rome"})


def test_a_bulk_change_that_killed_all_its_workers_is_stopped(
    app: App, ids: list[int], picky: Picky, operations: Operations, run_jobs: RunJobs, clock: Clock
) -> None:
    ask(app, {"city": "Oslo"})
    for _attempt in range(5):
        picky.dies_at = 1
        die(run_jobs)
        clock.forward(minutes=1)
    run_jobs()
    assert seen(operations) == ("stopped", True, True)


def test_a_bulk_change_of_somebody_who_has_left_is_stopped(
    app: App, ids: list[int], member: Any, operations: Operations, run_jobs: RunJobs
) -> None:
    anna: Actor = member("anna", SEES)
    ask(app, {"city": "Oslo"}, anna)
    with app.work(app.system("test")) as work:
        records.update(work, "users", [records.Update(anna.user_id or 0, {"active": False})])
    run_jobs()
    assert seen(operations) == ("stopped", True, True)


def test_a_dry_run_of_an_undo_that_is_discarded_stops_nothing(
    app: App, ids: list[int], operations: Operations, run_jobs: RunJobs
) -> None:
    asked = ask(app, {"city": "Oslo"})
    run_jobs()
    with app.work(app.system("test")) as work:
        job = managing.request(work, asked["operation"], dry_run=True)
    request_undo(app, asked["operation"])
    discard(app, job)
    assert seen(operations)[0] == "undoing"
