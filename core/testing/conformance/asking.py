"""Requests to an application in this process, without a client that would have to be installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import anyio
from anyio.from_thread import BlockingPortal
from starlette.applications import Starlette
from starlette.types import Message


@dataclass(frozen=True)
class Answer:
    """What was answered; the names of headers in small letters."""

    status: int
    headers: Mapping[str, str]


def ask(
    loop: BlockingPortal,
    site: Starlette,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes = b"",
) -> Answer:
    """Send one request, which is answered in a loop that answers others too: to begin one takes longer."""
    return loop.call(_ask, site, method, path, {"host": "localhost", **headers}, body)


async def _ask(site: Starlette, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
    plain, _mark, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    answers: list[Answer] = []
    received: list[bytes] = []

    async def receive() -> Message:
        if received:
            await anyio.sleep_forever()  # nobody disconnects: who waits for that is cancelled
        received.append(body)
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answers.append(Answer(message["status"], _readable(message["headers"])))

    await site(scope, receive, send)
    return answers[0]


def _readable(headers: list[tuple[bytes, bytes]]) -> Mapping[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
