"""A hook that does not come back costs its process; a plugin that does it twice is stopped, others go on."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

import httpx2
import pytest
from sqlalchemy import select

from core.data.engine import Database
from core.data.models import JournalEntry
from tests.server.conftest import Enable, Install, living, row_of
from tests.server.test_recycling import STAMPING
from tests.servers import Serve, Server, eventually, fetch

CUSTOMERS = "/api/v1/customers"

HANGING = """
import time
from core.plugin_api import hookimpl

@hookimpl(resource="customers")
def record_validating(changes):
    if any(change.after["name"] == "Hang" for change in changes):
        while True:
            {wait}
"""
SLEEPING = HANGING.format(wait="time.sleep(600)")
SPINNING = HANGING.format(wait="pass")
# Nothing else of its process moves, for this keeps the interpreter's lock.
OBSERVING = """
import re
from core.plugin_api import hookimpl

@hookimpl()
def committed(events):
    re.match(r"(a+)+$", "a" * 64 + "b")
"""


def post(server: Server, token: str, name: str) -> httpx2.Response:
    with server.client(token) as client:
        return client.post(CUSTOMERS, json={"name": name})


def hang(server: Server, token: str) -> None:
    """Send a request that hangs, until its process is killed."""
    with pytest.raises(httpx2.TransportError):
        post(server, token, "Hang")


@pytest.mark.databases("postgresql")
def test_the_second_hanging_hook_stops_its_plugin_and_the_others_go_on(
    serve: Serve, install: Install, enable: Enable, token: str, database: Database
) -> None:
    install("hanging", SLEEPING)
    install("stamp", STAMPING)
    enable("hanging", "stamp")
    server = serve(workers=1, write_hook_seconds=0.3)
    hang(server, token)
    assert eventually(lambda: row_of(database, "hanging").faults) == 1
    hang(server, token)
    assert eventually(lambda: row_of(database, "hanging").paused_because).startswith(
        "A process was ended 2 times because of its hooks, at last record_validating after 0."
    )
    saved = post(server, token, "Hang")
    assert (saved.status_code, saved.json()["legal_name"]) == (201, "stamped")
    assert (row_of(database, "hanging").state, row_of(database, "stamp").faults) == ("disabled", 0)
    assert [process.running for process in living(database)] == [["stamp"]]
    with database.reading() as connection:
        operations = connection.scalars(select(JournalEntry.operation).where(JournalEntry.door == "server"))
        assert sorted(operations) == ["plugin_hung", "plugin_hung", "plugin_stopped"]
    kills = 'guanxi_plugin_kills_total{hook="record_validating",plugin="hanging"} 2.0'
    assert kills in fetch(f"{server.url}/metrics").text


@pytest.mark.databases("sqlite")
def test_health_and_metrics_answer_while_all_threads_hang(
    serve: Serve, install: Install, enable: Enable, token: str
) -> None:
    install("hanging", SPINNING)
    enable("hanging")
    server = serve(workers=1, threads=2, max_in_flight=4)
    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(post, server, token, "Hang") for _ in range(4)]
        eventually(lambda: "guanxi_http_in_flight 4.0" in metrics(server))
        assert fetch(f"{server.url}/health").status_code == 200
        assert post(server, token, "Acme").status_code == 503
        server.kill()
    assert all(isinstance(future.exception(), httpx2.TransportError) for future in waiting)


def metrics(server: Server) -> str:
    return fetch(f"{server.url}/metrics").text


@pytest.mark.databases("sqlite")
def test_what_hangs_in_one_child_does_not_hurt_the_other(
    serve: Serve, install: Install, enable: Enable, token: str, database: Database
) -> None:
    install("hanging", OBSERVING)
    enable("hanging")
    server = serve(workers=2, hook_seconds=0.5)
    with ThreadPoolExecutor(1) as threads:
        waiting: Future[httpx2.Response] = threads.submit(post, server, token, "Acme")
        failures = 0
        while not waiting.done():
            try:
                assert fetch(f"{server.url}/health").status_code == 200
            except httpx2.TransportError:  # the child that is killed may have taken one more connection
                failures += 1
            time.sleep(0.05)
        assert failures <= 1
        assert isinstance(waiting.exception(), httpx2.TransportError)
    with server.client(token) as client:  # the commit was before the hook
        assert [row["name"] for row in client.get(CUSTOMERS).json()["data"]] == ["Acme"]
    assert row_of(database, "hanging").state == "enabled"


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("code", ["import os; os._exit(9)", "import time; time.sleep(600)"])
def test_a_plugin_that_takes_its_process_along_at_the_start_is_stopped(
    serve: Serve, install: Install, enable: Enable, database: Database, code: str
) -> None:
    install("deadly", code)
    enable("deadly")
    server = serve(workers=1, hook_seconds=0.5)
    assert fetch(f"{server.url}/health").status_code == 200
    assert "import after" in row_of(database, "deadly").paused_because
    assert [process.running for process in living(database)] == [[]]
