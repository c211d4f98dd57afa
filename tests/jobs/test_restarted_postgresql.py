"""PostgreSQL is restarted while jobs run: none is lost, nothing is done twice, workers go on."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Busy
from core.services.work import App
from core.testing.databases import PostgresqlDatabases, Preparation
from tests.faults.restarting import OwnServer, own_server
from tests.jobs.conftest import Work, enqueue
from tests.jobs.killing import counted, unfinished
from tests.servers import PATIENCE

pytestmark = [pytest.mark.nightly, pytest.mark.databases("postgresql")]

JOBS = 300


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[OwnServer]:
    with own_server(tmp_path / "postgres") as server:
        yield server


@pytest.fixture
def database_url(
    database_kind: str, preparation: Preparation, postgres: OwnServer, tmp_path: Path
) -> Iterator[str]:
    with PostgresqlDatabases(tmp_path / "postgres", postgres.url).fresh(preparation) as url:
        yield url


def left(app: App) -> int:
    """Jobs that have not ended; all of them if the connection was broken."""
    try:
        return unfinished(app)
    except Busy:
        return JOBS


def test_restarts_of_postgresql_lose_no_jobs(app: App, worker: Work, postgres: OwnServer) -> None:
    server = worker(processes=2)
    before = server.children()
    enqueue(app, "effect", *[{"n": n, "pause": 0.01} for n in range(JOBS)])
    for share in (0.9, 0.6, 0.3):
        wait_until(app, JOBS * share)
        postgres.restart("immediate")
    wait_until(app, 0)
    killed = counted(app, JOBS, 0)
    assert (killed.lost, killed.missing, killed.twice) == (0, 0, 0), killed
    assert server.children() == before


def wait_until(app: App, most: float) -> None:
    """Until no more jobs than so many have yet to end; one that failed waits for some seconds."""
    deadline = time.monotonic() + 2 * PATIENCE
    while left(app) > most and time.monotonic() < deadline:
        time.sleep(0.05)
