"""`serve`: checks before it begins, answers, and ends in order."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cli.processes import PATIENCE, run, start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answer(port: int, path: str) -> tuple[int, dict[str, object]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    response = connection.getresponse()
    body = json.loads(response.read())
    connection.close()
    return response.status, body


@contextmanager
def serving(home: Path, *words: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A server that answers; ended at the end."""
    port = free_port()
    with start(home, *words, "--port", str(port), stderr=subprocess.STDOUT) as process:
        try:
            wait_for(port, process)
            yield port, process
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE)


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Until somebody listens; that may be later than uvicorn says so."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nobody listens")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("serving")
    assert run(home, "init", "--yes").returncode == 0
    return home


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_answers_until_ctrl_c(home: Path, workers: str) -> None:
    with serving(home, "serve", "--workers", workers) as (port, process):
        status, health = answer(port, "/health")
        assert (status, answer(port, "/api/v1/customers")[0]) == (200, 401), health
    assert process.returncode == 0


def test_options_count_before_the_environment(home: Path, tmp_path: Path) -> None:
    with serving(tmp_path, "serve", "--home", str(home), "--workers", "1") as (port, _process):
        assert answer(port, "/health")[0] == 200


def test_a_port_in_use_is_one_line(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ran = run(home, "serve", "--port", str(other.getsockname()[1]))
    assert ran.returncode == 1
    assert ran.stderr.startswith("Error: 127.0.0.1:")
    assert "--port" in ran.stderr


def test_an_old_database_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "guanxi.sqlite3").touch()
    ran = run(tmp_path, "serve", "--port", str(free_port()))
    assert ran.returncode == 1
    assert "guanxi db upgrade" in ran.stderr


def test_many_workers_cannot_reload(home: Path) -> None:
    assert run(home, "serve", "--reload", "--workers", "4").returncode == 2
