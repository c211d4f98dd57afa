"""What is measured from outside: how long the command and the server take to start, and their memory."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

from benchmarks.results import Result
from core.services.work import App

ROUNDS = 5


def measure_processes(app: App, home: Path) -> list[Result]:
    """Start-up of the command (a bare interpreter beside it) and of the server, and the server's memory."""
    environment = {**os.environ, "GUANXI_HOME": str(home.absolute())}
    bare = _median(lambda: _run([sys.executable, "-c", "pass"], environment))
    guanxi = [sys.executable, "cli.py"]
    help_page = _median(lambda: _run([*guanxi, "--help"], environment))
    started, megabytes = _serve(guanxi, environment)
    return [
        Result("guanxi --help", "-", help_page, bare),
        Result("server, start to first answer", "-", started, bare),
        Result("server, idle memory", "-", megabytes, None, "MB"),
    ]


def _median(call: Callable[[], float]) -> float:
    return statistics.median(call() for _ in range(ROUNDS))


def _run(command: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return (time.perf_counter() - begun) * 1e3


def _serve(guanxi: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Milliseconds until /health answers, and the memory of the supervisor and its child then."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    command = [*guanxi, "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/health")
            elapsed = (time.perf_counter() - begun) * 1e3
            return elapsed, sum(map(_resident, _family(server.pid)))
        finally:
            server.terminate()


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310  # our own server
                answer.read()
                return
        except OSError:
            time.sleep(0.005)
    raise TimeoutError("the server does not answer")


def _family(process: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [process, *map(int, children.split())]


def _resident(process: int) -> float:
    """Megabytes of memory that a process holds now."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(kilobytes) / 1024
