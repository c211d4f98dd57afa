"""Processes that do jobs: limits of time, deaths, drains, and how far a job is."""

import os
import signal
from pathlib import Path

import pytest

from core.services.jobs import managing
from core.services.work import App
from tests.jobs.conftest import Work, end, enqueue, job, tasks
from tests.servers import eventually


def test_a_job_that_hangs_is_killed_and_one_that_kills_its_process_is_noticed(app: App, worker: Work) -> None:
    (hanging,), (dying,) = enqueue(app, "hang", {}), enqueue(app, "die", {})
    worker(processes=2)
    (good,) = enqueue(app, "effect", {"n": 1})
    eventually(lambda: {job(app, id).state for id in (hanging, dying)} == {"dead"})
    eventually(lambda: job(app, good).state == "done")
    assert job(app, hanging).error.startswith("It took longer than the 0.3 seconds")
    assert job(app, dying).error == "The process that ran it ended before it did."
    assert tasks(app) == ["1 first", "1 second"]


@pytest.mark.databases("sqlite")
def test_a_worker_that_is_told_to_end_finishes_its_job_and_begins_no_other(
    app: App, worker: Work, tmp_path: Path
) -> None:
    first, second = enqueue(app, "wait", *[{"folder": str(tmp_path)}] * 2)
    working = worker()
    eventually((tmp_path / "waiting").exists)
    for process in (*working.children(), working.process.pid):  # the child has heard of it before it goes on
        os.kill(process, signal.SIGTERM)
    (tmp_path / "go").touch()
    working.process.wait()
    assert (job(app, first).result, job(app, second).state) == ("waited", "waiting")


@pytest.mark.databases("sqlite")
def test_a_job_that_does_not_end_in_time_goes_back_without_costing_an_attempt(
    app: App, worker: Work, tmp_path: Path
) -> None:
    (id,) = enqueue(app, "wait", {"folder": str(tmp_path)})
    working = worker(drain_seconds=1)
    eventually((tmp_path / "waiting").exists)
    end(working)
    assert (job(app, id).state, job(app, id).attempt) == ("waiting", 0)


def test_progress_is_seen_and_a_discarded_job_stops(app: App, worker: Work) -> None:
    (id,) = enqueue(app, "long", {})
    working = worker()
    with app.reading(app.system("test")) as work:
        assert managing.read_job(work, id)["progress"]["text"] in ("", "of many")
    eventually(lambda: job(app, id).done)
    with app.work(app.system("test")) as work:
        assert managing.discard(work, id)["progress"]["total"] == 1_000_000
    (next_one,) = enqueue(app, "effect", {"n": 1})
    eventually(lambda: job(app, next_one).state == "done")
    assert (job(app, id).state, job(app, id).error) == ("discarded", "")
    end(working)


@pytest.mark.databases("sqlite")
def test_a_worker_that_lost_its_supervisor_ends(app: App, worker: Work) -> None:
    working = worker(drain_seconds=1)
    (child,) = working.children()
    os.kill(working.process.pid, signal.SIGKILL)
    working.process.wait()
    assert eventually(lambda: not Path(f"/proc/{child}").exists())


@pytest.mark.databases("sqlite")
def test_the_server_does_jobs_too_unless_it_is_told_not_to(app: App, serve: Work) -> None:
    server = serve(serve_worker="auto", worker_processes=1)
    (id,) = enqueue(app, "effect", {"n": 1})
    eventually(lambda: job(app, id).state == "done")
    assert tasks(app) == ["1 first", "1 second"]
    end(server)
