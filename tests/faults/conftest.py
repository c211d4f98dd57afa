"""Who writes in these tests."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.testing.api import SignUp
from tests.faults.load import Load
from tests.servers import ROOT, Server

Start = Callable[[], Server]


@pytest.fixture
def token(sign_up: SignUp) -> str:
    """The token of somebody who may do everything."""
    return sign_up({"*": "all"})


@pytest.fixture
def load(token: str) -> Load:
    """Writers."""
    return Load(token)


@pytest.fixture
def start_hasty(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Start a server that answers before it commits."""
    servers: list[Server] = []

    def start() -> Server:
        log = tmp_path / f"hasty{len(servers)}.log"
        command = [sys.executable, "-m", "tests.faults.hasty", database_url, str(tmp_path)]
        with log.open("wb") as file:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "TMPDIR": str(tmp_path)},
                stderr=file,
                stdout=file,
                start_new_session=True,
            )
        servers.append(Server(process, log))
        servers[-1].wait_until_ready()
        return servers[-1]

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.kill()
