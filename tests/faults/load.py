"""Writers over HTTP that never give up, and what they were promised."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

import httpx2

from tests.servers import PATIENCE, eventually

CUSTOMERS = "/api/v1/customers"
PAUSE = 0.1
"""Seconds before a request is sent again."""


@dataclass(eq=False)
class Load:
    """Writers that create customers, each again with its Idempotency-Key until it is acknowledged (201).

    `acknowledged` are the ids by name; `statuses` counts every answer, `problems` their codes, `broken` the
    requests without one; `hasty` are 503s without a Retry-After. `longest` is the most that one answer took,
    `slowest` the most that it took until one was acknowledged, in seconds.
    """

    token: str
    url: str = ""
    acknowledged: dict[str, int] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    hasty: int = 0
    longest: float = 0.0
    slowest: float = 0.0
    _stopping: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self, writers: int = 4) -> Iterator[None]:
        """Write meanwhile; at the end every request that was begun is carried through."""
        with ThreadPoolExecutor(writers) as threads:
            running: list[Future[None]] = [threads.submit(self._write, n) for n in range(writers)]
            try:
                yield
            finally:
                self._stopping.set()
        for each in running:
            each.result()

    def wait_for(self, more: int) -> None:
        """Until so many more are acknowledged."""
        enough = len(self.acknowledged) + more
        eventually(lambda: len(self.acknowledged) >= enough)

    def _write(self, writer: int) -> None:
        with httpx2.Client(timeout=PATIENCE, verify=False) as client:
            for number in count():
                if self._stopping.is_set():
                    return
                self._create(client, f"W{writer} {number}")

    def _create(self, client: httpx2.Client, name: str) -> None:
        headers = {"authorization": f"Bearer {self.token}", "idempotency-key": uuid4().hex}
        deadline, began = time.monotonic() + PATIENCE, time.monotonic()
        while time.monotonic() < deadline:
            answer = self._send(client, headers, name)
            if answer is not None and answer.status_code == 201:
                self.acknowledged[name] = answer.json()["id"]
                self.slowest = max(self.slowest, time.monotonic() - began)
                return
            time.sleep(PAUSE)
        raise TimeoutError(f"{name} was never acknowledged: {self.problems}")

    def _send(self, client: httpx2.Client, headers: dict[str, str], name: str) -> httpx2.Response | None:
        began = time.monotonic()
        try:
            answer = client.post(f"{self.url}{CUSTOMERS}", json={"name": name}, headers=headers)
        except (httpx2.TransportError, httpx2.UnsupportedProtocol):
            self.broken += 1
            return None
        self.longest = max(self.longest, time.monotonic() - began)
        self.statuses[answer.status_code] += 1
        if answer.status_code != 201:
            self.problems[answer.json()["code"]] += 1
        self.hasty += answer.status_code == 503 and "retry-after" not in answer.headers
        return answer
