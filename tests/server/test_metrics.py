"""`/metrics` speaks for all children, whichever of them answers, and forgets nothing when one dies."""

import os
import re
import signal

import pytest

from core.data.engine import Database
from tests.server.conftest import Enable, Install, living
from tests.servers import Serve, Server, eventually, fetch

CUSTOMERS = "/api/v1/customers"
PROCESSES = re.compile(r'^process_resident_memory_bytes\{pid="(\d+)"\}', re.MULTILINE)

FAILING = """
from core.plugin_api import hookimpl

@hookimpl(resource="customers")
def record_validating(changes):
    raise ValueError("no customer is good enough")
"""


def numbers(server: Server, name: str) -> list[float]:
    """The values of a metric, over a new connection."""
    text = fetch(f"{server.url}/metrics").text
    return [float(value) for value in re.findall(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)]


def lists(server: Server) -> float:
    """How many lists of customers were answered with 401."""
    name = f'guanxi_http_requests_total{{method="GET",route="{CUSTOMERS}",status="401"}}'
    return sum(numbers(server, name))


def numbers_of_processes(server: Server) -> list[int]:
    """The processes of which the memory is told."""
    text = fetch(f"{server.url}/metrics").text
    return [int(pid) for pid in PROCESSES.findall(text)]


@pytest.mark.databases("sqlite")
def test_children_count_together_and_successors_go_on_counting(serve: Serve, database: Database) -> None:
    server = serve(workers=2)
    first = eventually(lambda: set(server.children()) if len(living(database)) == 2 else set())
    assert set(numbers_of_processes(server)) == {server.process.pid, *first}
    for _ in range(30):
        assert fetch(f"{server.url}{CUSTOMERS}").status_code == 401
    assert {lists(server) for _ in range(8)} == {30}
    for child in first:
        os.kill(child, signal.SIGKILL)
    eventually(lambda: len(server.children()) == 2 and not first & {each.pid for each in living(database)})
    assert fetch(f"{server.url}{CUSTOMERS}").status_code == 401
    assert {lists(server) for _ in range(8)} == {31}
    assert numbers(server, "guanxi_http_in_flight") == [0.0]


@pytest.mark.databases("sqlite")
def test_failures_and_states_of_plugins_are_told(
    serve: Serve, install: Install, enable: Enable, token: str
) -> None:
    install("failing", FAILING)
    install("broken", "import nothing_of_this_name")
    enable("failing", "broken")
    server = serve(workers=2)
    for _ in range(4):
        with server.client(token) as client:
            assert client.post(CUSTOMERS, json={"name": "Acme"}).status_code == 500
    assert numbers(server, 'guanxi_plugin_failures_total{hook="record_validating",plugin="failing"}') == [4]
    assert numbers(server, 'guanxi_plugin_state{plugin="failing",state="running"}') == [1]
    assert numbers(server, 'guanxi_plugin_state{plugin="broken",state="quarantined"}') == [1]
