"""Who comes to a socket on which several serve: all have about equally many, and nobody is forgotten."""

import asyncio
import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from logging.handlers import BufferingHandler

import pytest

from core.server import accepting
from core.server.accepting import Door
from core.server.launch import listen

Visitor = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Guest(asyncio.Protocol):
    """A connection, which says its number in the order in which it was taken."""

    def __init__(self, guests: list["Guest"]) -> None:
        self.guests = guests

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.guests.append(self)
        transport.write(b"welcome")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with listen("127.0.0.1", 0) as found:
        yield found


async def come(listener: socket.socket, count: int) -> list[Visitor]:
    """So many at once, without a word."""
    address = listener.getsockname()
    return await asyncio.gather(*(asyncio.open_connection(*address) for _ in range(count)))


async def welcomed(visitors: list[Visitor]) -> int:
    """How many were taken; waits for all of them, who leave."""
    said = await asyncio.wait_for(asyncio.gather(*(reader.read(7) for reader, _writer in visitors)), 20)
    for _reader, writer in visitors:
        writer.close()
        await writer.wait_closed()
    return said.count(b"welcome")


Doors = Callable[[], tuple[Door, list[Guest]]]


@pytest.fixture
def door(listener: socket.socket) -> Iterator[Doors]:
    """Makes doors of one socket, each as in a process of its own."""
    with ExitStack() as opened:

        def make() -> tuple[Door, list[Guest]]:
            guests: list[Guest] = []
            return Door(opened.enter_context(listener.dup()), lambda: Guest(guests), guests), guests

        yield make


@pytest.mark.parametrize(("count", "apart"), [(10, 2), (300, 60)])
def test_whoever_comes_at_once_is_shared_out(
    listener: socket.socket, door: Doors, count: int, apart: int
) -> None:
    async def run() -> list[int]:
        doors = [door() for _ in range(3)]
        for each, _guests in doors:
            each.open()
        assert await welcomed(await come(listener, count)) == count
        return sorted(len(guests) for _door, guests in doors)

    numbers = asyncio.run(run())
    assert sum(numbers) == count
    assert all(many - few <= apart for few, many in pairwise(numbers))


def test_whoever_waits_as_a_door_is_closed_still_comes_in(listener: socket.socket, door: Doors) -> None:
    async def run() -> int:
        closing, guests = door()
        closing.open()
        visitors = await come(listener, 40)
        await closing.close()
        assert await welcomed(visitors) == 40
        return len(guests)

    assert asyncio.run(run()) == 40


@pytest.fixture
def told() -> Iterator[BufferingHandler]:
    """What was logged, whatever others have done to the loggers above."""
    handler = BufferingHandler(1_000)
    accepting.log.addHandler(handler)
    yield handler
    accepting.log.removeHandler(handler)


def test_a_process_without_room_for_files_takes_them_when_it_has_room(
    listener: socket.socket, door: Doors, told: BufferingHandler
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)

    async def refused() -> None:
        while not told.buffer:
            await asyncio.sleep(0.01)

    async def run() -> int:
        taking, _guests = door()
        visitors = await come(listener, 3)
        resource.setrlimit(resource.RLIMIT_NOFILE, (len(visitors), limits[1]))
        taking.open()
        await asyncio.wait_for(refused(), 20)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        return await welcomed(visitors)

    try:
        assert asyncio.run(run()) == 3
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
