"""Somebody else holds the lock: writers wait, and are told to come again when it takes too long."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from core.data.engine import Database
from tests.faults.counting import counted
from tests.faults.load import CUSTOMERS, Load
from tests.servers import Serve, Server

pytestmark = pytest.mark.nightly

SECONDS = 5.0
"""The lock_timeout of the server; who is answered later than this and a little has waited without end."""

LITTLE = 5.0

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another program holds the lock meanwhile: of the file, or of the table."""
    if database.path is None:
        with database.writing() as connection:
            connection.execute(text("LOCK TABLE core_customer IN SHARE ROW EXCLUSIVE MODE"))
            yield
        return
    command = [sys.executable, "-c", HOLD, str(database.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.stdin.close()


@pytest.fixture
def server(serve: Serve, load: Load) -> Server:
    server = serve(lock_timeout=SECONDS, threads=8)
    load.url = server.url
    return server


def hold(database: Database, server: Server, load: Load, seconds: float) -> int:
    """Hold the lock so long while others write; answers how often was read meanwhile."""
    reads = 0
    with load.running(), server.client(load.token) as client:
        load.wait_for(5)
        with locked(database):
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                assert client.get(CUSTOMERS).status_code == 200
                reads += 1
                time.sleep(0.05)
        load.wait_for(5)
    return reads


def test_writers_wait_for_who_holds_the_lock_for_three_seconds(
    server: Server, load: Load, database: Database
) -> None:
    assert hold(database, server, load, 3.0) > 5
    assert set(load.statuses) == {201}
    assert load.slowest >= 2.5
    assert counted(database, load.acknowledged).is_whole


def test_writers_are_told_to_come_again_by_who_holds_the_lock_for_half_a_minute(
    server: Server, load: Load, database: Database
) -> None:
    assert hold(database, server, load, 30.0) > 50
    assert set(load.statuses) == {201, 503}
    assert load.problems.keys() == {"busy"}
    assert load.hasty == 0
    assert load.longest < SECONDS + LITTLE
    assert load.statuses[503] >= 12  # each of four writers, three times at least
    assert counted(database, load.acknowledged).is_whole
