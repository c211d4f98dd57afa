"""Jobs from the work that wants them to their end, whatever their functions do."""

from datetime import timedelta
from typing import Any, NoReturn

import pytest
from sqlalchemy import func, select, update

from core.contracts.jobs import JobStopped
from core.data.models import JobMark, JournalEntry, QueuedJob
from core.errors import Invalid, NotFound
from core.jobs.engine import Engine
from core.plugin_api import JobRun
from core.services import records
from core.services.jobs.claiming import Claims, share_of
from core.services.jobs.finishing import pause_after
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from core.testing.people import Hire
from tests.services.jobs.conftest import Enqueue, Row, Works


def fail(run: JobRun) -> NoReturn:
    raise ValueError(f"no {run.payload['what']}\0")


def count(app: App, model: Any) -> int:
    with app.reading(app.system("test")) as work:
        return work.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_job_is_done_with_its_payload_and_keeps_its_result(
    works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row
) -> None:
    works.does = lambda run: {"got": run.payload, "key": run.key, "last": run.is_last}
    id = enqueue({"names": ["王伟", None, 1.5]}, key="k")
    assert (run_jobs(), run_jobs()) == (1, 0)
    done = row(id)
    assert (done.state, done.attempt, done.process_id, done.lease_until) == ("done", 1, None, None)
    assert done.result == {"got": {"names": ["王伟", None, 1.5]}, "key": "k", "last": False}


def test_a_work_that_is_rolled_back_leaves_no_job(app: App, run_jobs: RunJobs) -> None:
    with pytest.raises(RuntimeError), app.work(app.system("test")) as work:
        work.enqueue("works.work")
        raise RuntimeError
    assert (run_jobs(), count(app, QueuedJob)) == (0, 0)


def test_a_job_is_not_done_before_it_is_due(
    works: Works, enqueue: Enqueue, run_jobs: RunJobs, clock: Clock
) -> None:
    late = enqueue(due_at=clock() + timedelta(hours=1))
    soon = enqueue()
    run_jobs()
    clock.forward(hours=1)
    run_jobs()
    assert works.runs == [(soon, 1), (late, 1)]


def test_a_key_is_unique_among_what_is_not_finished(enqueue: Enqueue, run_jobs: RunJobs) -> None:
    first = enqueue({"n": 1}, key="day")
    assert enqueue({"n": 2}, key="day") == first
    assert enqueue(key="day", name="works.other") != first
    run_jobs()
    assert enqueue(key="day") > first


def test_a_job_that_always_fails_waits_longer_each_time_and_is_dead_in_the_end(
    works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row, clock: Clock
) -> None:
    works.does = fail
    id = enqueue({"what": "paper"})
    for attempt in (1, 2):
        assert (run_jobs(), run_jobs()) == (1, 0)
        assert (row(id).state, row(id).due_at - clock()) == ("waiting", pause_after(attempt))
        clock.forward(seconds=pause_after(attempt).total_seconds())
    assert run_jobs() == 1
    assert (row(id).state, row(id).finished_at) == ("dead", clock())
    assert row(id).error.startswith("ValueError: no paper (")
    clock.forward(days=1)
    run_jobs()
    assert works.runs == [(id, 1), (id, 2), (id, 3)]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("wrong", [SystemExit(3), RecursionError(), MemoryError(), Invalid(message="No.")])
def test_whatever_a_job_raises_the_worker_goes_on(
    works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row, wrong: BaseException
) -> None:
    def does(run: JobRun) -> None:
        if run.payload:
            raise wrong

    works.does = does
    bad, good = enqueue({"bad": True}), enqueue()
    assert run_jobs() == 2
    assert (row(bad).state, row(good).state) == ("waiting", "done")


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("result", [object(), {1, "a"}, float("nan"), "\ud800", "x" * 2**20])
def test_what_a_job_did_counts_even_if_its_result_cannot_be_kept(
    works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row, result: object
) -> None:
    works.does = lambda run: result
    id = enqueue()
    assert (run_jobs(), run_jobs()) == (1, 0)
    assert (row(id).state, row(id).result) == ("done", None)
    assert "not kept" in row(id).error


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    "payload", [{"a": object()}, {"a": float("inf")}, {"a": "\ud800"}, {"a": "x" * 2**20}, {("a",): 1}]
)
def test_a_payload_that_is_no_json_is_refused(app: App, enqueue: Enqueue, payload: Any) -> None:
    with pytest.raises(Invalid):
        enqueue(payload)
    for options in (
        {"key": ""},
        {"key": "x" * 256},
        {"key": "\0"},
        {"due_at": app.clock().replace(tzinfo=None)},
    ):
        with pytest.raises(Invalid):
            enqueue(**options)


def test_an_unknown_job_is_refused_with_a_near_name(enqueue: Enqueue) -> None:
    with pytest.raises(NotFound, match=r"called works\.worc.*Did you mean works\.work\?"):
        enqueue(name="works.worc")


def test_a_step_is_done_once_however_often_the_job_runs(
    app: App, works: Works, enqueue: Enqueue, run_jobs: RunJobs, clock: Clock
) -> None:
    def does(run: JobRun) -> None:
        with run.work() as work:
            if run.once(work, "make"):
                records.create(work, "customers", [{"name": "Acme"}])
        if run.attempt == 1:
            raise RuntimeError

    works.does = does
    enqueue()
    run_jobs()
    clock.forward(minutes=1)
    assert run_jobs() == 1
    with app.reading(app.system()) as work:
        causes = list(work.session.scalars(select(JournalEntry.cause)))
    assert (causes, count(app, JobMark)) == (["job:1"], 1)


def test_a_step_that_is_rolled_back_is_done_again(
    app: App, works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row, clock: Clock
) -> None:
    def does(run: JobRun) -> bool:
        with run.work() as work:
            first = run.once(work, "make")
            if run.attempt == 1:
                raise RuntimeError
        return first

    works.does = does
    id = enqueue()
    run_jobs()
    assert row(id).error.startswith("make: RuntimeError")
    clock.forward(minutes=1)
    run_jobs()
    assert (row(id).result, count(app, JobMark)) == (True, 1)


def test_jobs_with_one_key_do_a_step_once_though_they_run_one_after_another(
    works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row
) -> None:
    def does(run: JobRun) -> bool:
        with run.work() as work:
            return run.once(work, "send")

    works.does = does
    ids = []
    for key in ("a", "a", "id:1"):
        ids.append(enqueue(key=key))
        run_jobs()
    assert [row(id).result for id in ids] == [True, False, True]


def test_a_job_acts_as_who_wanted_it_with_his_rights_of_now(
    app: App, works: Works, hire: Hire, run_jobs: RunJobs, row: Row
) -> None:
    def does(run: JobRun) -> Any:
        with run.work() as work:
            work.require("core.customers.view")
            return [work.actor.user_id, work.actor.door]

    works.does = does
    user = hire("anna", "salesperson").id
    with app.work(app.actors.of_user(user, "test")) as work:
        allowed = work.enqueue("works.work")
    with app.work(app.actors.of_user(user, "test", "core.contacts.*")) as work:
        narrower = work.enqueue("works.work")
    run_jobs()
    assert (row(allowed).result, row(narrower).state) == ([user, "job"], "waiting")
    assert "needs the right core.customers.view" in row(narrower).error


def test_a_job_of_somebody_who_has_gone_is_dead_at_once(
    app: App, works: Works, hire: Hire, run_jobs: RunJobs, row: Row
) -> None:
    def does(run: JobRun) -> None:
        with run.reading():
            raise AssertionError

    works.does = does
    user = hire("anna").id
    with app.work(app.actors.of_user(user, "test")) as work:
        id = work.enqueue("works.work")
    with app.work(app.system("test")) as work:
        records.update(work, "users", [records.Update(user, {"active": False})])
    run_jobs()
    assert (row(id).state, row(id).attempt) == ("dead", 1)


def test_a_worker_that_was_taken_for_dead_writes_nothing_more(
    app: App, works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row, clock: Clock
) -> None:
    def does(run: JobRun) -> str:
        if run.attempt == 1:
            clock.forward(seconds=31)  # its lease has ended
            assert run_jobs() == 1
            with run.work():
                raise AssertionError
        return "second"

    works.does = does
    id = enqueue()
    assert run_jobs() == 1
    assert (row(id).state, row(id).attempt, row(id).result) == ("done", 2, "second")
    assert works.runs == [(id, 1), (id, 2)]


def test_a_job_that_is_stopped_goes_back_without_costing_an_attempt(
    app: App, works: Works, enqueue: Enqueue, row: Row
) -> None:
    engine = Engine(app)

    def does(run: JobRun) -> None:
        engine.draining = True
        with pytest.raises(JobStopped):
            run.progress(1, 10)
        run.progress(2)

    works.does = does
    id = enqueue()
    assert (engine.turn(), engine.turn()) == (True, False)
    assert (row(id).state, row(id).attempt, row(id).done) == ("waiting", 0, 2)


def test_of_one_plugin_two_workers_do_one_job_at_a_time(app: App, enqueue: Enqueue) -> None:
    """Its share; the other worker is left to others."""
    assert [share_of(workers) for workers in (0, 1, 2, 3, 4, 8)] == [1, 1, 1, 2, 3, 6]
    enqueue(), enqueue()
    claims = Claims(app.registry.jobs)
    with app.database.writing() as connection:
        assert claims.claim(connection, app.clock(), None)
        assert claims.claim(connection, app.clock(), None) is None
        assert claims.due(connection, app.clock()) == []


def test_jobs_of_a_plugin_that_does_not_run_wait(
    app: App, enqueue: Enqueue, run_jobs: RunJobs, row: Row
) -> None:
    parked, id = enqueue(), enqueue()
    with app.database.writing() as connection:
        gone = {"owner": "gone", "name": "gone.work"}
        connection.execute(update(QueuedJob).where(QueuedJob.id == parked).values(gone))
    assert run_jobs() == 1
    assert (row(parked).state, row(id).state) == ("waiting", "done")


def test_a_payload_that_was_spoilt_costs_its_own_job_only(
    app: App, enqueue: Enqueue, run_jobs: RunJobs, row: Row
) -> None:
    spoilt, good = enqueue(), enqueue()
    with app.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE core_job SET payload = '{{' WHERE id = {spoilt}")
    assert run_jobs() == 2
    assert row(good).state == "done"
    with app.database.reading() as connection:
        states = connection.exec_driver_sql(f"SELECT state, error FROM core_job WHERE id = {spoilt}").one()
    assert (states[0], states[1][:15]) == ("waiting", "JSONDecodeError")
