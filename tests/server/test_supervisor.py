"""`guanxi serve` loses processes, is killed, told to end, or cannot begin."""

import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from core.data.engine import Database
from core.server.folder import NAME, place
from core.services import records
from core.services.work import App
from tests.server.conftest import Enable, Install, living
from tests.servers import PATIENCE, ROOT, Serve, Server, eventually, fetch

CUSTOMERS = "/api/v1/customers"
Process = subprocess.Popen[bytes]


def pids(database: Database) -> set[int]:
    return {process.pid for process in living(database)}


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except FileNotFoundError:
        return False


def write(server: Server, token: str, answered: list[int]) -> str:
    """Write over one connection until the server is gone, as a client does that tries again."""
    with server.client(token) as client:
        while True:
            try:
                answer = client.post(CUSTOMERS, json={"name": "Acme"})
            except httpx2.TransportError as error:
                return type(error).__name__
            assert answer.status_code == 201
            answered.append(answer.json()["id"])


def test_an_end_under_load_answers_all_that_it_has_taken(serve: Serve, token: str, app: App) -> None:
    server = serve(workers=2)
    answered: list[list[int]] = [[] for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        ends = [threads.submit(write, server, token, mine) for mine in answered]
        eventually(lambda: all(len(mine) > 3 for mine in answered))
        server.process.send_signal(signal.SIGTERM)
        assert {end.result() for end in ends} == {"ConnectError"}  # refused, never broken off
    assert server.process.wait(PATIENCE) == 0
    with app.reading(app.system()) as work:
        done = list(chain(*answered))
        assert len(records.read_many(work, "customers", range(1, max(done) + 100))) == len(done)


@pytest.mark.databases("sqlite")
def test_a_dead_child_is_replaced_in_the_table_too_and_the_end_leaves_no_row(
    serve: Serve, token: str, database: Database
) -> None:
    server = serve(workers=2)
    first = eventually(lambda: pids(database) if len(pids(database)) == 2 else set())
    assert first == set(server.children())
    os.kill(min(first), signal.SIGKILL)
    eventually(lambda: len(pids(database)) == 2 and pids(database) != first)
    assert pids(database) == set(server.children())
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(PATIENCE) == 0
    assert pids(database) == set()


@pytest.mark.databases("sqlite")
def test_a_machine_that_has_no_more_processes_to_give_is_asked_again(
    serve: Serve, database: Database
) -> None:
    server = serve(workers=2)
    first = eventually(lambda: pids(database) if len(pids(database)) == 2 else set())
    limits = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    used = {int(file.name) for file in Path(f"/proc/{server.process.pid}/fd").iterdir()}
    first_free = min(set(range(1_000)) - used)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (first_free, limits[1]))
    os.kill(min(first), signal.SIGKILL)
    eventually(lambda: "cannot be started" in server.log.read_text(encoding="utf-8"))
    assert fetch(f"{server.url}/health").status_code == 200
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, limits)
    eventually(lambda: len(pids(database) - {min(first)}) == 2)


@pytest.mark.databases("sqlite")
def test_children_end_when_their_supervisor_is_killed(
    serve: Serve,
) -> None:
    server = serve(workers=2)
    children, folders = server.children(), f"{NAME}{server.process.pid}-*"
    assert list(place().glob(folders)) != []
    server.process.kill()
    server.process.wait()
    eventually(lambda: not any(map(is_alive, children)))
    assert list(place().glob(folders)) == []
    with pytest.raises(httpx2.ConnectError):
        fetch(f"{server.url}/health")


@pytest.mark.databases("sqlite")
def test_what_a_supervisor_left_is_removed_by_the_next_one_and_nothing_else(serve: Serve) -> None:
    killed, living = serve(), serve()
    killed.kill()
    left, used = (f"{NAME}{each.process.pid}-*" for each in (killed, living))
    assert list(place().glob(left)) != []
    serve()
    assert list(place().glob(left)) == []
    assert list(place().glob(used)) != []


@pytest.mark.databases("sqlite")
def test_ctrl_c_while_children_begin_ends_without_a_word(database_url: str, tmp_path: Path) -> None:
    process = launch(tmp_path, database_url)
    server = Server(process, tmp_path / "server.log")
    eventually(server.children)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _out, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, b"")


@pytest.mark.databases("sqlite")
def test_the_second_signal_ends_what_does_not_want_to_end(
    serve: Serve, install: Install, enable: Enable, token: str
) -> None:
    install("slow", HANGING)
    enable("slow")
    server = serve(workers=1)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(lambda: server.client(token).post(CUSTOMERS, json={"name": "Hang"}))
        eventually(lambda: "guanxi_http_in_flight 1.0" in fetch(f"{server.url}/metrics").text)
        server.process.send_signal(signal.SIGTERM)
        eventually(lambda: "Shutting down" in server.log.read_text(encoding="utf-8"))
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
        assert isinstance(waiting.exception(), httpx2.TransportError)


HANGING = """
import time
from core.plugin_api import hookimpl

@hookimpl(resource="customers")
def record_validating(changes):
    if any(change.after["name"] == "Hang" for change in changes):
        time.sleep(600)
"""


def launch(home: Path, database_url: str, **more: str) -> Process:
    """`guanxi serve`, with its words for us to read."""
    variables = {**os.environ, "GUANXI_HOME": str(home), "GUANXI_DATABASE_URL": database_url, **more}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", "--workers", "2"],
        env=variables,
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def start(home: Path, database_url: str, **more: str) -> tuple[int, str]:
    """The exit code and the complaints of `guanxi serve` that ends by itself."""
    process = launch(home, database_url, **more)
    _out, complaints = process.communicate(timeout=PATIENCE)
    return process.returncode, complaints.decode()


@pytest.mark.databases("sqlite")
def test_an_old_database_is_named_once_by_its_children(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with database.migrating() as connection:
        connection.execute(text("UPDATE alembic_version_core SET version_num = 'core_0001_initial'"))
    code, said = start(tmp_path, database_url)
    assert code == 1
    assert said.count("Error: The database needs an upgrade.") == 1
    assert "Fix: Run guanxi db upgrade." in said
    assert "Serving" not in said


@pytest.mark.databases("sqlite")
def test_children_that_crash_at_their_start_are_given_up(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("import os; os._exit(3)")
    code, said = start(tmp_path, database_url, PYTHONPATH=str(tmp_path))
    assert code == 1
    assert said.splitlines()[-1] == "Error: A process ended with 3 at its start."
    assert said.count('"event": "a server process died"') in (5, 6)


@pytest.mark.databases("sqlite")
def test_another_core_in_the_folder_of_the_moment_does_not_matter(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text("raise SystemExit('the wrong core')")
    (tmp_path / "guanxi.toml").write_text("threads = 0")
    _code, said = start(tmp_path, database_url)
    assert "the wrong core" not in said
    assert "threads cannot be 0" in said
