"""What each thread does for a plugin, published while it does it, so that whoever looks can see it hang.

The server's supervisor shares a small piece of memory with each of its children. Reading it needs nothing
from the child, not even its interpreter lock, so code that never returns is seen too.
"""

from __future__ import annotations

import mmap
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Protocol

BEGIN = struct.Struct("<d")
REST = struct.Struct("<?3xf24s88s")
PLACE = struct.Struct("<d?3xf24s88s")
"""When a hook began (0: none runs), whether it writes, its own limit or 0, the owner, the hook."""

PLACES = 256
SIZE = PLACES * PLACE.size
"""Bytes of the memory of one process: more threads than one has."""


class Watch(Protocol):
    """Whoever wants to know which hook runs where; asked around every call of an implementation."""

    def running(self, owner: str, hook: str, writes: bool) -> AbstractContextManager[None]:
        """Inside the `with` this thread runs the implementation that `owner` has of `hook`.

        `writes`: others wait for it, as a transaction that writes is open. A hook that is called inside
        another one counts alone until it ends; then the outer one goes on with the time that it had.
        """
        ...


class Unwatched:
    """The watch of commands and tests: nobody looks."""

    def running(self, owner: str, hook: str, writes: bool) -> AbstractContextManager[None]:
        """Nothing."""
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Running:
    """A hook that runs; `since` is a moment of `time.monotonic()`, which all processes of a machine share."""

    owner: str
    hook: str
    writes: bool
    since: float
    limit: float = 0.0
    """Seconds that it may take; 0: what all hooks may."""


def look(memory: mmap.mmap) -> Iterator[Running]:
    """The hooks that run now in the process that has this memory."""
    for since, writes, limit, owner, hook in PLACE.iter_unpack(memory[:SIZE]):
        if since:
            yield Running(_read(owner), _read(hook), writes, since, limit)


def _read(text: bytes) -> str:
    return text.rstrip(b"\0").decode("utf-8", errors="replace")


class SharedWatch:
    """Publishes in the memory of an open file of `SIZE` bytes. Costs about a microsecond a call."""

    def __init__(self, file: int) -> None:
        self.memory = mmap.mmap(file, SIZE)
        self._free = deque(range(PLACES))
        self._thread = _Thread(self._free)
        self._known: dict[tuple[str, str, bool], bytes] = {}

    def running(self, owner: str, hook: str, writes: bool) -> AbstractContextManager[None]:
        """See `Watch`."""
        what = self._known.get((owner, hook, writes))
        if what is None:
            what = REST.pack(writes, 0.0, owner.encode(), hook.encode())
            self._known[owner, hook, writes] = what
        return _Call(self.memory, self._thread, what)

    @contextmanager
    def limited(self, owner: str, what: str, seconds: float) -> Iterator[None]:
        """Inside the `with` this process works on something that may take `seconds`, hooks included."""
        place = _Place(self._free)
        if place.offset is None:
            raise RuntimeError("no place is left to publish what has a limit")
        begin = slice(place.offset, place.offset + PLACE.size)
        packed = REST.pack(False, seconds, owner.encode(), what.encode())
        self.memory[begin] = BEGIN.pack(time.monotonic()) + packed
        try:
            yield
        finally:
            self.memory[begin] = bytes(PLACE.size)


class _Thread(threading.local):
    """What a thread has of its own: a place in the memory, free for others when it ends, and what runs."""

    current: _Call | None = None

    def __init__(self, free: deque[int]) -> None:
        self.place = _Place(free)


class _Place:
    """A place in the memory; None if all are taken, and then the thread is not watched."""

    def __init__(self, free: deque[int]) -> None:
        self._free = free
        self.offset = free.popleft() * PLACE.size if free else None

    def __del__(self) -> None:
        if self.offset is not None:
            self._free.append(self.offset // PLACE.size)


class _Call(AbstractContextManager[None]):
    """One call of an implementation: published, with the outer one set aside meanwhile."""

    __slots__ = ("_began", "_memory", "_outer", "_since", "_thread", "_what")

    def __init__(self, memory: mmap.mmap, thread: _Thread, what: bytes) -> None:
        self._memory, self._thread, self._what = memory, thread, what

    def __enter__(self) -> None:
        self._outer, self._thread.current = self._thread.current, self
        self._since = self._began = time.monotonic()
        self._publish()

    def __exit__(self, *_error: object) -> None:
        outer = self._thread.current = self._outer
        if outer is not None:
            outer._since += time.monotonic() - self._began
            outer._publish()
        elif (offset := self._thread.place.offset) is not None:
            self._memory[offset : offset + BEGIN.size] = bytes(BEGIN.size)

    def _publish(self) -> None:
        # Whoever reads half of it sees the beginning first: one that is recent, so nothing hangs.
        if (offset := self._thread.place.offset) is not None:
            self._memory[offset : offset + PLACE.size] = BEGIN.pack(self._since) + self._what
