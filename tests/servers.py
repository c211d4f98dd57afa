"""`guanxi serve` as people run it: a process with workers, on the database of a test."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx2
import pytest

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
ADDRESS = re.compile(r"Serving at (http://\S+)")

Serve = Callable[..., "Server"]
Answer = TypeVar("Answer")


@dataclass
class Server:
    """A running server: the process that was started, its log and the address that it serves on."""

    process: subprocess.Popen[bytes]
    log: Path
    url: str = ""

    def wait_until_ready(self) -> None:
        """Wait for the address, then for the first answer."""
        self.url = eventually(self._address)
        eventually(self._answers)

    def client(self, token: str = "") -> httpx2.Client:
        """A client, with a token if one is given."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=PATIENCE, verify=False)

    def children(self) -> list[int]:
        """The processes that it started."""
        file = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in file.read_text(encoding="ascii").split()]

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _address(self) -> str:
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text(encoding="utf-8"))
        found = ADDRESS.search(self.log.read_text(encoding="utf-8"))
        return found[1] if found else ""

    def _answers(self) -> bool:
        try:
            return fetch(f"{self.url}/health").is_success
        except httpx2.TransportError:
            return False


def fetch(url: str) -> httpx2.Response:
    """What is at an address. Nobody here has certificates: those of the machine take 40 ms to read."""
    return httpx2.get(url, timeout=PATIENCE, verify=False)


def eventually(ask: Callable[[], Answer], patience: float = PATIENCE) -> Answer:
    """The first answer that is not empty, for which it waits so many seconds at most."""
    deadline = time.monotonic() + patience
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{ask} has no answer")
        time.sleep(0.02)
    return answer


@pytest.fixture
def serve(database_url: str, tmp_path: Path) -> Iterator[Serve]:
    """Start a server: `serve(workers=2, max_in_flight=1)`; every setting can be given."""
    servers: list[Server] = []

    def serve(*, workers: int = 1, **settings: object) -> Server:
        # Jobs would wait for their own processes: tests that want them say so.
        given = {"home": tmp_path, "database_url": database_url, "serve_worker": "no", **settings}
        variables = {f"GUANXI_{name.upper()}": str(value) for name, value in given.items()}
        log = Path(str(given["home"])) / f"server{len(servers)}.log"
        command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", "--workers", str(workers)]
        with log.open("wb") as file:
            process = subprocess.Popen(
                command,
                # A server that is killed with all its children leaves its temporary folder.
                env={"TMPDIR": str(tmp_path), **os.environ, **variables},
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        servers.append(Server(process, log))
        servers[-1].wait_until_ready()
        return servers[-1]

    yield serve
    for server in servers:
        if server.process.poll() is None:
            server.kill()
