"""A child as its supervisor sees it: its process, its messages, and what its threads do."""

from __future__ import annotations

import json
import mmap
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from core.host.watching import SIZE, Running, look
from core.server.folder import VARIABLE, Folder
from core.server.orders import ChildOrder, Plan, command, environment
from core.services.process_roles import SERVER, WORKER

MODULES: Mapping[str, str] = MappingProxyType({SERVER: "core.server.child", WORKER: "core.jobs.child"})
"""What children run, by their role."""

PATIENCE = 5.0
"""Seconds that a child may take longer than agreed until it is killed."""


@dataclass(eq=False)
class Fault:
    """A child was killed because a hook of a plugin hung; the child `carrier` is to count that."""

    plugin: str
    hook: str
    seconds: float
    carrier: Child | None = None


@dataclass(eq=False)
class Child:
    """A child; `generation` is None until it answers requests. Moments are those of `time.monotonic()`."""

    role: str
    place: int
    process: subprocess.Popen[bytes]
    control: socket.socket
    memory: mmap.mmap
    generation: int | None = None
    ready_at: float = 0.0
    dead_line: float | None = None
    ended: bool = False
    killed_for: Running | None = None
    complaint: dict[str, Any] | None = None
    _unread: bytes = field(default=b"", repr=False)

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    @property
    def is_ready(self) -> bool:
        """Whether it answers requests."""
        return self.generation is not None

    @property
    def is_leaving(self) -> bool:
        """Whether it was told to end."""
        return self.dead_line is not None or self.killed_for is not None

    def messages(self) -> Iterator[dict[str, Any]]:
        """What it has said since the last time; notices its end."""
        while not self.ended:
            try:
                block = self.control.recv(65536)
            except BlockingIOError:
                break
            except ConnectionResetError:
                block = b""
            self.ended = not block
            self._unread += block
        *lines, self._unread = self._unread.split(b"\n")
        yield from map(json.loads, lines)

    def running(self) -> Sequence[Running]:
        """The hooks that its threads are in."""
        return tuple(look(self.memory))

    def drain(self, seconds: float) -> None:
        """Let it finish what it has begun, and end; it is killed if that takes too long."""
        if self.dead_line is None:
            self.dead_line = time.monotonic() + seconds + PATIENCE
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()

    def bury(self) -> int:
        """Wait for its end, which is near, and let go of everything; answers how it ended."""
        self.control.close()
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.memory.close()
        return code


def start(
    plan: Plan, role: str, place: int, folder: Folder, faults: Sequence[Fault], gone: Sequence[int]
) -> Child:
    """A new child, in a fresh process."""
    ours, theirs = socket.socketpair()
    file = folder.open_memory(SIZE)
    order = ChildOrder(
        listener=plan.listener if role == SERVER else plan.metrics,
        control=theirs.fileno(),
        memory=file,
        place=place,
        drain_seconds=plan.drain_seconds,
        locale=plan.locale,
        faults=tuple((fault.plugin, fault.hook, fault.seconds) for fault in faults),
        gone=tuple(gone),
    )
    try:
        memory = mmap.mmap(file, SIZE)
        child = Child(role, place, _spawn(order, role, folder), ours, memory)
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
        os.close(file)
    ours.setblocking(False)
    for fault in faults:
        fault.carrier = child
    return child


def _spawn(order: ChildOrder, role: str, folder: Folder) -> subprocess.Popen[bytes]:
    with deaf_to_ctrl_c():
        return subprocess.Popen(  # noqa: S603 - our own interpreter
            command(MODULES[role], order),
            env=environment(**{VARIABLE: folder.path}),
            stdin=subprocess.DEVNULL,
            pass_fds=order.files,
        )


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Whoever begins meanwhile never hears of Ctrl-C, which terminals send to all; we hear it afterwards."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
