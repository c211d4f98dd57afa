"""Servers that are killed, again and again, while others write."""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.load import Load
from tests.servers import Server

START = 5
"""So many requests are acknowledged at least before a server is killed."""


@dataclass(frozen=True, slots=True)
class Kills:
    """What came of it: how often, requests without an answer, seconds from a start to the first answer."""

    kills: int
    broken: int
    restart: float


def kill_servers(start: Callable[[], Server], load: Load, kills: int, seed: int) -> Kills:
    """Start and kill so many servers, with their children, under load; the last one stays."""
    chance = random.Random(seed)
    seconds: list[float] = []
    with load.running():
        for number in range(kills + 1):
            began = time.monotonic()
            server = start()
            seconds.append(time.monotonic() - began)
            load.url = server.url
            load.wait_for(START)
            if number < kills:
                time.sleep(chance.uniform(0, 0.2))
                server.kill()
    return Kills(kills, load.broken, round(statistics.median(seconds), 2))
