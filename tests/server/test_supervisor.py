"""`guanxi serve` loses processes, is killed, told to end, or cannot begin."""

import os
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
from core.services import records
from core.services.work import App
from tests.server.conftest import Enable, Install, living
from tests.servers import PATIENCE, ROOT, Serve, Server, eventually

CUSTOMERS = "/api/v1/customers"


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
def test_children_end_when_their_supervisor_is_killed(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = tmp_path / "temporary"
    folders.mkdir()
    monkeypatch.setenv("TMPDIR", str(folders))
    server = serve(workers=2)
    children = server.children()
    server.process.kill()
    server.process.wait()
    eventually(lambda: not any(map(is_alive, children)))
    assert list(folders.iterdir()) == []
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{server.url}/health")


@pytest.mark.databases("sqlite")
def test_the_second_signal_ends_what_does_not_want_to_end(
    serve: Serve, install: Install, enable: Enable, token: str
) -> None:
    install("slow", HANGING)
    enable("slow")
    server = serve(workers=1)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(lambda: server.client(token).post(CUSTOMERS, json={"name": "Hang"}))
        eventually(lambda: "guanxi_http_in_flight 1.0" in httpx2.get(f"{server.url}/metrics").text)
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


def start(home: Path, database_url: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`guanxi serve` that is expected to end by itself."""
    variables = {**os.environ, "GUANXI_HOME": str(home), "GUANXI_DATABASE_URL": database_url, **more}
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", "--workers", "2"]
    return subprocess.run(
        command, env=variables, cwd=home, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_an_old_database_is_named_once_by_its_children(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with database.migrating() as connection:
        connection.execute(text("UPDATE alembic_version_core SET version_num = 'core_0001_initial'"))
    ended = start(tmp_path, database_url)
    assert ended.returncode == 1
    assert ended.stderr.count("Error: The database needs an upgrade.") == 1
    assert "Fix: Run guanxi db upgrade." in ended.stderr
    assert "Serving" not in ended.stderr


@pytest.mark.databases("sqlite")
def test_children_that_crash_at_their_start_are_given_up(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("import os; os._exit(3)")
    ended = start(tmp_path, database_url, PYTHONPATH=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == "Error: A server process ended with 3 at its start."
    assert ended.stderr.count('"event": "a server process died"') in (5, 6)


@pytest.mark.databases("sqlite")
def test_another_core_in_the_folder_of_the_moment_does_not_matter(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text("raise SystemExit('the wrong core')")
    (tmp_path / "guanxi.toml").write_text("threads = 0")
    ended = start(tmp_path, database_url)
    assert "the wrong core" not in ended.stderr
    assert "threads cannot be 0" in ended.stderr
