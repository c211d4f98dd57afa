"""Two servers with two children each write on while plugins change: no record passes by a new plugin."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from core.data.engine import Database
from core.data.models import Customer
from core.services import processes
from core.services.clock import utc_now
from tests.server.conftest import Enable, Guanxi, Install, living
from tests.servers import PATIENCE, Serve, Server, eventually, fetch

CUSTOMERS = "/api/v1/customers"
PACE = 0.1
"""Seconds between two requests of a client, so that the servers find time to begin."""

STAMPING = """
from core.plugin_api import hookimpl

@hookimpl(resource="customers")
def record_validating(changes):
    return {index: {"legal_name": "stamped"} for index, change in enumerate(changes)}
"""


@dataclass
class Load:
    """Clients that write and read all the time, each over one connection, at its own server."""

    token: str
    asked: int = 0
    created: list[int] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def write(self, server: Server) -> None:
        """Any failure to connect, or connection that breaks off, is raised."""
        with server.client(self.token) as client:
            while not self.over.is_set():
                answer = client.post(CUSTOMERS, json={"name": "Acme"})
                self.statuses.add(answer.status_code)
                if answer.status_code == 201:
                    self.created.append(answer.json()["id"])
                assert client.get("/health").status_code == 200
                self.over.wait(PACE)

    @contextmanager
    def on(self, *servers: Server) -> Iterator[None]:
        """A client for each server, until the end of the `with`."""
        with ThreadPoolExecutor(len(servers)) as threads:
            clients = [threads.submit(self.write, server) for server in servers]
            try:
                yield
            finally:
                self.over.set()
        for client in clients:
            client.result()

    def more(self, count: int = 20) -> None:
        """Wait for so many more records."""
        goal = len(self.created) + count
        eventually(lambda: len(self.created) >= goal)


def stamps(database: Database) -> dict[int, str | None]:
    """The customers, and what the plugin wrote on them."""
    with database.reading() as connection:
        return dict(connection.execute(select(Customer.id, Customer.legal_name)).all())


def test_no_record_is_saved_without_a_new_plugin_once_it_is_enabled(
    serve: Serve, install: Install, guanxi: Guanxi, token: str, database: Database
) -> None:
    install("stamp", STAMPING)
    servers = [serve(workers=2) for _ in range(2)]
    first = {process.pid for process in living(database)}
    load = Load(token)
    with load.on(*servers):
        load.more()
        guanxi("plugin", "enable", "stamp", "--yes")
        acknowledged = max(stamps(database))  # whatever has a higher id was written after that
        processes.wait_until_all_at(database, utc_now, 1, PATIENCE)
        load.more()
    assert load.statuses == {201, 503}
    stored = stamps(database)
    assert set(load.created) == stored.keys()
    assert {stored[id] for id in stored if id > acknowledged} == {"stamped"}
    now = living(database)
    assert {process.generation for process in now} == {1}
    assert all(process.running == ["stamp"] for process in now)
    assert len(now) == 4 and not first & {process.pid for process in now}


@pytest.mark.databases("sqlite")
def test_children_go_only_when_their_successors_serve_and_removing_waits_for_them(
    serve: Serve, install: Install, enable: Enable, guanxi: Guanxi, database: Database
) -> None:
    install("stamp", STAMPING)
    install("broken", "raise RuntimeError('nothing works')")
    server = serve(workers=1)
    with ThreadPoolExecutor(1) as threads:
        over = threading.Event()
        asking = threads.submit(ask_until, over, server)
        processes.wait_until_all_at(database, utc_now, enable("stamp", "broken"), PATIENCE)
        (process,) = living(database)
        assert process.running == ["stamp"]
        assert "nothing works" in process.quarantined["broken"]
        guanxi("plugin", "remove", "stamp", "--yes")
        assert [process.running for process in living(database)] == [[]]
        over.set()
        assert asking.result() > 3


def ask_until(over: threading.Event, server: Server) -> int:
    """Ask over a new connection each time; answers how often."""
    asked = 0
    while not over.is_set():
        assert fetch(f"{server.url}/health").status_code == 200
        asked += 1
    return asked


@pytest.mark.databases("sqlite")
def test_safe_mode_serves_without_plugins(
    serve: Serve, install: Install, enable: Enable, token: str, database: Database
) -> None:
    install("stamp", STAMPING)
    enable("stamp")
    server = serve(workers=1, safe=True)
    with server.client(token) as client:
        assert client.post(CUSTOMERS, json={"name": "Acme"}).json()["legal_name"] is None
        assert 'guanxi_plugin_state{plugin="stamp",state="safe mode"} 1.0' in client.get("/metrics").text
    (process,) = living(database)
    assert (process.running, list(process.quarantined)) == ([], ["stamp"])
