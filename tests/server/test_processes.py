"""The table of processes: who lives, who is taken for dead, and for whom one waits."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.data.engine import Database
from core.errors import Busy
from core.services import processes
from core.services.clock import utc_now
from core.services.processes import DEAD_AFTER, Living
from tests.server.conftest import living

NOW = utc_now()


def registered(database: Database, pid: int = 1, generation: int = 1, now: datetime = NOW) -> Living:
    process = Living(
        host="here", pid=pid, role="server", generation=generation, started_at=now, heartbeat_at=now
    )
    with database.writing() as connection:
        return replace(process, id=processes.register(connection, process))


def test_what_a_process_says_is_read_again(database: Database) -> None:
    said = Living(
        host="here",
        pid=7,
        role="server",
        generation=3,
        running=["sales"],
        quarantined={"broken": "它坏了"},
        started_at=NOW,
        heartbeat_at=NOW,
    )
    with database.writing() as connection:
        number = processes.register(connection, said)
    assert living(database, NOW) == [replace(said, id=number)]


def test_whoever_is_silent_for_long_is_forgotten_by_others_and_comes_back_when_it_speaks(
    database: Database,
) -> None:
    old, new = registered(database, 1, now=NOW - DEAD_AFTER - timedelta(seconds=1)), registered(database, 2)
    assert [process.pid for process in living(database, NOW)] == [2]
    for process in (new, old):
        with database.writing() as connection:
            processes.beat(connection, process, NOW)
    assert [(process.id, process.pid) for process in living(database, NOW)] == [(old.id, 1), (new.id, 2)]


def test_successors_name_those_that_died(database: Database) -> None:
    for pid in (1, 2, 3):
        registered(database, pid)
    process = Living(host="here", pid=4, role="server", generation=1, started_at=NOW, heartbeat_at=NOW)
    with database.writing() as connection:
        processes.register(connection, process, gone=[1, 3])
    with database.writing() as connection:
        processes.register(connection, replace(process, host="elsewhere"), gone=[2, 4])
    assert [process.pid for process in living(database, NOW)] == [2, 4, 4]


def test_one_waits_for_all_that_live_and_names_the_late(database: Database) -> None:
    late = registered(database, 8, generation=1)
    registered(database, 9, generation=2)
    processes.wait_until_all_at(database, lambda: NOW, 1, timeout=0)
    with pytest.raises(Busy, match="here:8") as caught:
        processes.wait_until_all_at(database, lambda: NOW, 2, timeout=0)
    assert "here:9" not in str(caught.value)
    with database.writing() as connection:
        processes.unregister(connection, late)
    processes.wait_until_all_at(database, lambda: NOW, 2, timeout=0)
