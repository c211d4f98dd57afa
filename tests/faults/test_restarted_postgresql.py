"""PostgreSQL is restarted under load: clients come again, nothing is lost, nobody has to start anything."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from core.data.engine import Database
from core.testing.databases import PostgresqlDatabases, Preparation
from tests.faults.counting import counted
from tests.faults.load import Load
from tests.faults.restarting import OwnServer, own_server
from tests.servers import Serve, Server, eventually

pytestmark = [pytest.mark.nightly, pytest.mark.databases("postgresql")]

RESTARTS = 5
JOBS = 200


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[OwnServer]:
    with own_server(tmp_path / "postgres") as server:
        yield server


@pytest.fixture
def database_url(
    database_kind: str, preparation: Preparation, postgres: OwnServer, tmp_path: Path
) -> Iterator[str]:
    """A database on the test's own server."""
    with PostgresqlDatabases(tmp_path / "postgres", postgres.url).fresh(preparation) as url:
        yield url


def pids(server: Server) -> set[int]:
    """Its processes."""
    return {server.process.pid, *server.children()}


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_of_postgresql_loses_nothing_and_needs_nobody(
    serve: Serve, load: Load, database: Database, postgres: OwnServer, mode: Literal["fast", "immediate"]
) -> None:
    server = serve(workers=2)
    load.url, before = server.url, pids(server)
    with load.running():
        for _ in range(RESTARTS):
            load.wait_for(10)
            postgres.restart(mode)
        load.wait_for(10)
    count = counted(database, load.acknowledged)
    sys.stdout.write(f"{mode}: {count} {dict(load.statuses)} {load.broken} slowest {load.slowest:.2f}\n")
    assert count.is_whole, count
    assert (set(load.statuses) <= {201, 503}, load.hasty, load.broken) == (True, 0, 0)
    assert pids(server) == before


def test_children_that_begin_while_postgresql_is_away_are_patient(
    serve: Serve, load: Load, postgres: OwnServer
) -> None:
    server = serve(workers=2)
    load.url, before = server.url, server.children()
    postgres.stop()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    said = "cannot begin yet"
    eventually(lambda: server.log.read_text(encoding="utf-8").count(said) > 2)
    postgres.start()
    with load.running():
        load.wait_for(10)
    assert server.process.poll() is None
    eventually(lambda: len(server.children()) == 2)
