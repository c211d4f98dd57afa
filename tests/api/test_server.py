"""The API over real HTTP: what only sockets can send, and what survives a killed server."""

import contextlib
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from core.services import records
from core.services.work import App
from core.testing.api import SignUp

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Served:
    """A running server and a token for it."""

    process: subprocess.Popen[str]
    port: int
    token: str

    def client(self) -> httpx2.Client:
        headers = {"authorization": f"Bearer {self.token}"}
        return httpx2.Client(
            base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=30, verify=False
        )

    def raw(self, *lines: str, body: bytes = b"", hang_up: bool = False) -> bytes:
        """Send these header lines and bytes, then read everything that is answered; or hang up at once."""
        head = "\r\n".join(
            [*lines, "Host: x", "Connection: close", f"Authorization: Bearer {self.token}", "", ""]
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(head.encode() + body)
            return b"" if hang_up else b"".join(received(connection))


def received(connection: socket.socket) -> Iterator[bytes]:
    """What is answered until the server closes, or resets because it does not want to read the rest."""
    with contextlib.suppress(ConnectionResetError):
        yield from iter(lambda: connection.recv(65536), b"")


@pytest.fixture
def served(app: App, sign_up: SignUp, tmp_path: Path) -> Iterator[Served]:
    """A server process on the test's database."""
    token = sign_up({"*": "all"})
    url = app.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.api.serving", url, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        yield Served(process, int(process.stdout.readline()), token)
        process.kill()


def test_a_created_record_survives_a_killed_server(served: Served, app: App) -> None:
    with served.client() as client:
        answers = [client.post("/api/v1/customers", json={"name": f"C{n}"}) for n in range(20)]
    served.process.send_signal(signal.SIGKILL)
    served.process.wait()
    ids = sorted(answer.json()["id"] for answer in answers if answer.status_code == 201)
    with app.reading(app.system()) as work:
        assert len(records.read_many(work, "customers", ids)) == len(answers)


POST = ("POST /api/v1/customers HTTP/1.1", "Content-Type: application/json")


def status_and_code(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["code"]


@pytest.mark.databases("sqlite")
def test_a_body_that_is_too_large_is_refused_before_or_while_it_comes(served: Served) -> None:
    declared = served.raw(*POST, f"Content-Length: {2 * 2**30}")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    undeclared = served.raw(*POST, "Transfer-Encoding: chunked", body=chunk * 2)
    assert status_and_code(declared) == status_and_code(undeclared) == (413, "too_large")


@pytest.mark.databases("sqlite")
def test_lies_about_the_length_of_a_body_create_nothing(served: Served) -> None:
    for length in ("-1", "abc", "1e3", "9" * 30):
        answer = served.raw(*POST, f"Content-Length: {length}", body=b'{"name": "Acme"}')
        assert int(answer.split()[1]) in (400, 413)
    served.raw(*POST, "Content-Length: 1000", body=b'{"name": "Acme"}', hang_up=True)
    longer = served.raw(*POST, "Content-Length: 16", body=b'{"name": "Long"}{"name": "Evil"}')
    assert int(longer.split()[1]) == 201
    with served.client() as client:
        assert [row["name"] for row in client.get("/api/v1/customers").json()["data"]] == ["Long"]
        assert client.head("/api/v1/customers").content == b""
        assert client.get("/health").json() == {"status": "ok"}
