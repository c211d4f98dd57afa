"""A process that has all of Guanxi loaded and forks for every command: `python -m tests.warm.server ADDRESS`.

Its stdin is the socket that listens at ADDRESS. It ends with the process that started it.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import shutil
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import cli
import core.asgi
import core.cli.logs
import core.cli.resources
import core.data.inline  # noqa: F401 (all that commands load)
from core.cli.commands import COMMANDS

NUMBER = 8  # bytes
SECONDS = 1.0


class Server:
    """Takes orders at the door and tells each caller how his command ended."""

    def __init__(self, door: socket.socket) -> None:
        self._events = selectors.DefaultSelector()
        self._door = door
        self._events.register(door, selectors.EVENT_READ, self._begin)

    def run(self) -> None:
        """Until the process that started this one has gone."""
        parent = os.getppid()
        while os.getppid() == parent:
            for event, _mask in self._events.select(SECONDS):
                act: Callable[[], None] = event.data
                act()

    def _begin(self) -> None:
        caller, _address = self._door.accept()
        head, files, _flags, _from = socket.recv_fds(caller, NUMBER, 3)
        order = json.loads(caller.recv(int.from_bytes(head), socket.MSG_WAITALL))
        process = get_context("fork").Process(target=carry_out, args=(order, files))
        process.start()
        for file in files:
            os.close(file)
        self._events.register(process.sentinel, selectors.EVENT_READ, partial(self._end, caller, process))
        self._events.register(caller, selectors.EVENT_READ, partial(self._leave, caller, process))
        _tell(caller, process.pid or 0)

    def _end(self, caller: socket.socket, process: ForkProcess) -> None:
        process.join()
        self._events.unregister(process.sentinel)
        if caller in self._events.get_map():
            self._events.unregister(caller)
        _tell(caller, process.exitcode or 0)
        caller.close()
        process.close()

    def _leave(self, caller: socket.socket, process: ForkProcess) -> None:
        """A caller says nothing while his command runs: he has ended, and the command ends with him."""
        self._events.unregister(caller)
        process.kill()


def _tell(caller: socket.socket, number: int) -> None:
    with suppress(OSError):  # he has gone, and nobody waits for it
        caller.sendall(number.to_bytes(NUMBER, signed=True))


def carry_out(order: Mapping[str, Any], files: Sequence[int]) -> None:
    """Run the command in this process, as if it had just begun."""
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])
    for number in range(3):
        os.close(number)
    for number, file in zip(order["files"], files, strict=True):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = (_stream(number) for number in range(3))
    sys.argv[:] = ["guanxi", *order["words"]]
    cli.main()


def _stream(number: int) -> Any:
    """What Python makes of an open file when it begins; None for a closed one."""
    try:
        os.fstat(number)
    except OSError:
        return None
    errors = "backslashreplace" if number == 2 else "strict"
    return open(number, "w" if number else "r", encoding="utf-8", errors=errors, closefd=False)


def main() -> None:
    """Serve; the folder of the address goes with it."""
    try:
        with socket.socket(fileno=os.dup(0)) as door:
            for entry in COMMANDS.values():
                entry.load()
            gc.collect()
            gc.freeze()
            Server(door).run()
    finally:
        shutil.rmtree(Path(sys.argv[1]).parent)


if __name__ == "__main__":
    main()
