"""kill -9: 0 jobs lost, every effect exactly once. Nightly for long, here for seconds."""

import pytest

from core.services.work import App
from tests.jobs.conftest import Work
from tests.jobs.killing import Killed, kill_workers


def stood(killed: Killed) -> bool:
    return (killed.lost, killed.missing, killed.twice) == (0, 0, 0) and killed.attempts > killed.jobs


def test_workers_that_are_killed_lose_nothing_and_do_nothing_twice(app: App, worker: Work) -> None:
    worker(processes=2)
    killed = kill_workers(app, jobs=60, kills=3, seed=1)
    assert (killed.lost, killed.missing, killed.twice) == (0, 0, 0), killed


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(2))
def test_workers_that_are_killed_for_long_lose_nothing(app: App, worker: Work, seed: int) -> None:
    for _ in range(2):  # two supervisors, as on two machines
        worker(processes=2)
    killed = kill_workers(app, jobs=1_000, kills=40, seed=seed)
    assert stood(killed), killed


@pytest.mark.nightly
@pytest.mark.databases("sqlite")
def test_without_marks_effects_would_come_twice(app: App, worker: Work) -> None:
    """The negative control: the same harness sees what `once` prevents."""
    worker(processes=2)
    killed = kill_workers(app, jobs=400, kills=15, seed=4, job="careless")
    assert killed.lost == 0
    assert killed.twice > 0
