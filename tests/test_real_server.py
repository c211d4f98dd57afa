"""A walk over real HTTP: `guanxi serve` with two workers, as machines and people use and end it."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from core.services import records
from core.services.work import App
from core.testing.api import SignUp
from tests.servers import PATIENCE, Serve, Server, eventually

CUSTOMERS = "/api/v1/customers"
KEY = {"idempotency-key": "4d9a5f0e"}


@pytest.fixture
def token(sign_up: SignUp) -> str:
    """The token of somebody who may do everything."""
    return sign_up({"*": "all"})


def post(server: Server, token: str, **more: object) -> httpx2.Response:
    """A new customer, over a connection of its own."""
    with server.client(token) as client:
        return client.post(CUSTOMERS, **{"json": {"name": "Acme"}, **more})  # type: ignore[arg-type]


def test_the_same_request_to_several_workers_at_once_is_done_once(serve: Serve, token: str, app: App) -> None:
    server = serve(workers=2)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _n: post(server, token, headers=KEY), range(16)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 15
    with app.reading(app.system()) as work:
        assert len(records.read_many(work, "customers", range(1, 20))) == 1


def test_what_was_answered_survives_the_death_of_all_processes(serve: Serve, token: str, app: App) -> None:
    server = serve(workers=2)
    done: list[int] = []

    def write() -> None:
        with server.client(token) as client:
            while True:
                answer = client.post(CUSTOMERS, json={"name": "Acme", "phones": [{"phone": "4711"}]})
                done.append(answer.json()["id"])

    with ThreadPoolExecutor(4) as threads:
        writers = [threads.submit(write) for _ in range(4)]
        eventually(lambda: len(done) > 40)
        server.kill()
    assert all(isinstance(writer.exception(), httpx2.TransportError) for writer in writers)
    with app.reading(app.system()) as work:
        rows = {row["id"]: row for row in records.read_many(work, "customers", range(1, max(done) + 100))}
    assert set(done) <= rows.keys()
    assert all(len(row["phones"]) == 1 for row in rows.values())
    assert post(serve(workers=1), token).status_code == 201


@pytest.mark.databases("sqlite")
def test_a_stale_write_is_refused_by_every_worker(serve: Serve, token: str) -> None:
    server = serve(workers=2)
    path = post(server, token).headers["location"]
    with server.client(token) as client:
        assert client.patch(path, json={"name": "First"}, headers={"if-match": '"1"'}).status_code == 200
    for _ in range(8):
        with server.client(token) as client:
            stale = client.patch(path, json={"name": "Second"}, headers={"if-match": '"1"'})
            assert (stale.status_code, stale.json()["changes"][0]["fields"]) == (412, ["name"])
            assert client.patch(path, json={"name": "Second", "version": 1}).status_code == 409
            assert client.get(path).json()["name"] == "First"


@pytest.mark.databases("sqlite")
def test_a_revoked_token_is_worth_nothing_at_any_worker_from_then_on(
    serve: Serve, token: str, sign_up: SignUp
) -> None:
    server, other = serve(workers=2), sign_up({"core.customers.view": "all"})
    for _ in range(8):  # every worker knows it
        assert asked(server, other).status_code == 200
    with server.client(token) as client:
        (found,) = client.get("/api/v1/tokens", params={"filter[user]": "user2"}).json()["data"]
        assert client.post(f"/api/v1/tokens/{found['id']}/revoke").status_code == 200
    answers = [asked(server, other) for _ in range(12)]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(401, "not_signed_in")}


def asked(server: Server, token: str) -> httpx2.Response:
    """A list, over a connection of its own."""
    with server.client(token) as client:
        return client.get(CUSTOMERS)


@contextmanager
def nobody_writes(app: App) -> Iterator[None]:
    """Hold what every writer needs; let it go at the end."""
    with app.database.writing() as connection:
        if app.database.kind == "postgresql":
            connection.execute(text("LOCK TABLE core_customer IN EXCLUSIVE MODE"))
        yield


def test_too_many_requests_are_refused_while_others_wait_and_lose_nothing(
    serve: Serve, token: str, app: App
) -> None:
    server = serve(workers=1, max_in_flight=2)
    with ThreadPoolExecutor(6) as threads:
        with nobody_writes(app):
            requests = [threads.submit(post, server, token) for _ in range(6)]
            refused = eventually(lambda: four_done(requests))
            assert {answer.status_code for answer in refused} == {503}
            assert all(answer.headers["retry-after"] == "1" for answer in refused)
            assert {answer.json()["code"] for answer in refused} == {"busy"}
            with server.client() as client:
                assert client.get("/health").status_code == 200
        answers = [request.result() for request in requests]
    assert sorted(answer.status_code for answer in answers) == [201, 201, 503, 503, 503, 503]


def four_done(requests: list[Future[httpx2.Response]]) -> list[httpx2.Response]:
    """The answers of those that are answered, once they are four."""
    answers = [request.result() for request in requests if request.done()]
    return answers if len(answers) == 4 else []


def test_a_server_that_is_to_end_answers_what_it_has_begun(serve: Serve, token: str, app: App) -> None:
    server = serve(workers=1)
    with ThreadPoolExecutor(3) as threads:
        with nobody_writes(app):
            requests = [threads.submit(post, server, token) for _ in range(3)]
            eventually(lambda: in_flight(server) == "3.0")
            server.process.send_signal(signal.SIGTERM)
            eventually(lambda: "Shutting down" in server.log.read_text(encoding="utf-8"))
        answers = [request.result() for request in requests]
    assert {answer.status_code for answer in answers} == {201}
    assert server.process.wait(PATIENCE) in (0, -signal.SIGTERM)
    with app.reading(app.system()) as work:
        ids = [answer.json()["id"] for answer in answers]
        assert len(records.read_many(work, "customers", ids)) == 3


def in_flight(server: Server) -> str:
    """How many requests its only worker works on, as it says itself."""
    with server.client() as client:
        metrics = client.get("/metrics").text
    (line,) = (line for line in metrics.splitlines() if line.startswith("guanxi_http_in_flight "))
    return line.split()[1]


@pytest.mark.databases("sqlite")
def test_a_worker_that_dies_is_replaced_while_others_serve(serve: Serve, token: str) -> None:
    server = serve(workers=2)
    first = {child for child in server.children() if is_worker(child)}
    os.kill(min(first), signal.SIGKILL)
    eventually(lambda: len({c for c in server.children() if is_worker(c)} - first) == 1)
    assert {asked(server, token).status_code for _ in range(8)} == {200}


def is_worker(process: int) -> bool:
    """Whether it serves; what ended while its name was being read does not."""
    try:
        return "core.server.child" in Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
