"""Jobs at every door: who sees which, running again, discarding, counting."""

from typing import Any

import pytest

from core.app import build
from core.config import Settings
from core.contracts.work import Actor
from core.data.models import JobMark, QueuedJob
from core.errors import Conflict, NotFound
from core.plugin_api import JobRun
from core.services.jobs import managing
from core.services.jobs.managing import JobsQuery
from core.services.work import App
from core.testing.app import Clock, actor_with
from core.testing.cli import Cli
from core.testing.jobs import RunJobs
from core.testing.people import Hire
from tests.services.jobs.conftest import Enqueue, Row, Works
from tests.services.jobs.test_running import count, fail


@pytest.fixture
def dead(works: Works, enqueue: Enqueue, run_jobs: RunJobs, clock: Clock) -> int:
    """A job that has failed too often."""
    works.does = fail
    id = enqueue({"what": "paper"}, key="once")
    for _ in range(3):
        run_jobs()
        clock.forward(hours=6)
    return id


def listed(app: App, actor: Actor, **query: Any) -> list[int]:
    with app.reading(actor) as work:
        return [row["id"] for row in managing.list_jobs(work, JobsQuery(**query)).rows]


def test_a_dead_job_runs_again_with_all_its_attempts(
    app: App, works: Works, dead: int, run_jobs: RunJobs, row: Row
) -> None:
    assert listed(app, app.system(), state="dead") == [dead]
    with app.work(app.system("test")) as work:
        assert managing.retry(work, dead)["state"] == "waiting"
    works.does = lambda run: "good"
    run_jobs()
    assert (row(dead).state, row(dead).attempt, row(dead).result) == ("done", 1, "good")
    with pytest.raises(Conflict, match="is done"), app.work(app.system("test")) as work:
        managing.retry(work, dead)


def test_a_job_does_not_run_again_beside_another_one_with_its_key(
    app: App, dead: int, enqueue: Enqueue, row: Row
) -> None:
    enqueue(key="once")
    with pytest.raises(Conflict, match="key of job"), app.work(app.system("test")) as work:
        managing.retry(work, dead)
    assert row(dead).state == "dead"


def test_what_is_discarded_does_not_run(
    app: App, works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row
) -> None:
    id = enqueue()
    with app.work(app.system("test")) as work:
        managing.discard(work, id)
    run_jobs()
    assert (row(id).state, [run for run in works.runs if run[0] == id]) == ("discarded", [])
    with pytest.raises(Conflict), app.work(app.system("test")) as work:
        managing.discard(work, id)
    assert listed(app, app.system(), state="discarded") == [id]


def test_a_job_that_is_discarded_while_it_runs_writes_nothing_more(
    app: App, works: Works, enqueue: Enqueue, run_jobs: RunJobs, row: Row
) -> None:
    def does(run: JobRun) -> str:
        with app.work(app.system("test")) as work:
            managing.discard(work, run.id)
        with run.work():
            raise AssertionError

    works.does = does
    id = enqueue()
    run_jobs()
    assert (row(id).state, row(id).error) == ("discarded", "")


def test_everybody_has_his_own_jobs(app: App, hire: Hire) -> None:
    anna, bert, chef = hire("anna"), hire("bert"), hire("chef", "administrator")
    with app.work(app.actors.of_user(anna.id, "test")) as work:
        hers = work.enqueue("works.work", {"n": 1})
    path = f"/api/v1/jobs/{hers}"
    assert [each.api.get(path).status_code for each in (anna, bert, chef)] == [200, 404, 200]
    assert [len(each.api.get("/api/v1/jobs").json()["data"]) for each in (anna, bert, chef)] == [1, 0, 1]
    assert bert.api.post(f"{path}/discard").status_code == 404
    shown = chef.api.post(f"{path}/discard").json()
    assert (shown["state"], shown["payload"], shown["actor"]) == (
        "discarded", {"n": 1}, {"id": anna.id, "name": "Anna"}
    )  # fmt: skip
    assert anna.api.post(f"{path}/retry").json()["state"] == "waiting"


@pytest.mark.databases("sqlite")
def test_pages_and_filters_at_the_api(hire: Hire, enqueue: Enqueue) -> None:
    first, second = enqueue(), enqueue(name="works.other")
    api = hire("chef", "administrator").api
    page = api.get("/api/v1/jobs?limit=1&state=waiting").json()
    assert ([row["id"] for row in page["data"]], page["next"]) == ([second], str(second))
    assert [row["id"] for row in api.get(f"/api/v1/jobs?after={second}").json()["data"]] == [first]
    assert [row["id"] for row in api.get("/api/v1/jobs?name=works.other").json()["data"]] == [second]
    for wrong in ("state=sleeping", "limit=0", "after=x", "nme=x"):
        assert api.get(f"/api/v1/jobs?{wrong}").status_code == 422
    assert 'guanxi_jobs{job="works.other",state="waiting"} 1.0' in api.get("/metrics").text


@pytest.mark.databases("sqlite")
def test_jobs_at_the_command_line(cli: Cli, dead: int, enqueue: Enqueue, row: Row) -> None:
    assert [job["id"] for job in cli("jobs", "list", "--state", "dead", "--json").data] == [dead]
    assert "ValueError: no paper" in cli("jobs", "list", "--name", "works.work").stdout
    assert "Attempt: 3/3" in cli("jobs", "show", str(dead)).stdout
    assert cli("jobs", "retry", str(dead), "--dry-run").code == 0
    assert row(dead).state == "dead"
    assert cli("jobs", "retry", str(dead)).stdout == f"Job {dead} runs again.\n"
    assert cli("jobs", "discard", str(dead), "--json").data["state"] == "discarded"
    assert row(dead).state == "discarded"
    assert cli("jobs", "list", "--state", "asleep").code == 2
    assert cli("jobs", "show", "99").code == 1


@pytest.mark.databases("sqlite")
def test_jobs_whose_plugin_does_not_run_are_parked(app: App, enqueue: Enqueue, settings: Settings) -> None:
    id = enqueue()
    without = build(settings, {})
    assert listed(without, without.system(), state="parked") == [id]
    assert listed(without, without.system(), state="waiting") == []
    assert listed(app, app.system(), state="parked") == []
    without.close()


def test_old_jobs_and_marks_are_tidied_up(
    app: App, works: Works, enqueue: Enqueue, run_jobs: RunJobs, clock: Clock, row: Row
) -> None:
    def does(run: JobRun) -> None:
        with run.work() as work:
            run.once(work, "step")

    works.does = does
    enqueue()
    run_jobs()
    for days in (31, 30):
        clock.forward(days=days)
        run_jobs()
    assert (count(app, JobMark), listed(app, app.system(), name="works.work")) == (0, [])
    assert count(app, QueuedJob) > 0


def test_who_may_see_none_finds_none(app: App, enqueue: Enqueue) -> None:
    id = enqueue()
    assert listed(app, actor_with({})) == []
    with pytest.raises(NotFound), app.reading(actor_with({})) as work:
        managing.read_job(work, id)
