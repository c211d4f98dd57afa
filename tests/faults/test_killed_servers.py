"""kill -9 of the whole server under load: what was acknowledged is there, once, with all that goes with it.

Nightly it is killed a hundred times, or as often as the variable KILLS says.
"""

import os
import sys

import pytest

from core.data.engine import Database
from tests.faults.conftest import Start
from tests.faults.counting import Count, counted
from tests.faults.killing import kill_servers
from tests.faults.load import Load
from tests.servers import Serve

KILLS = int(os.environ.get("KILLS", "100"))


def survive(start: Start, load: Load, database: Database, kills: int) -> Count:
    killed = kill_servers(start, load, kills, seed=kills)
    count = counted(database, load.acknowledged)
    sys.stdout.write(f"{database.kind}: {killed} {count} {dict(load.statuses)}\n")
    return count


@pytest.mark.databases("sqlite")
def test_a_server_that_is_killed_loses_nothing_and_does_nothing_twice(
    serve: Serve, load: Load, database: Database
) -> None:
    count = survive(serve, load, database, kills=3)
    assert count.is_whole, count
    assert set(load.statuses) <= {201, 503}


@pytest.mark.nightly
def test_a_server_that_is_killed_a_hundred_times_loses_nothing(
    serve: Serve, load: Load, database: Database
) -> None:
    count = survive(lambda: serve(workers=2), load, database, KILLS)
    assert count.is_whole, count
    assert set(load.statuses) <= {201, 503}


@pytest.mark.nightly
@pytest.mark.databases("sqlite")
def test_a_server_that_answers_before_it_commits_is_found_out(
    start_hasty: Start, load: Load, database: Database
) -> None:
    """The negative control: the same harness sees what such a server loses."""
    count = survive(start_hasty, load, database, kills=5)
    assert 0 < count.lost < count.acknowledged
