"""How many rows one transaction takes: others want to write too.

SQLite has one writer. A chunk is to hold the lock for at most 50 milliseconds; whoever waits is next, since
the following chunk queues behind him. PostgreSQL has many writers; there a
chunk is only not to be endless.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HELD_SECONDS = 0.05
AIM = 0.6
"""The part of HELD_SECONDS that is aimed at, for the next rows may be slower than the last ones."""

SMALLEST = 20
"""Below this a transaction costs more than its rows: on a machine too busy for it, fewer would not help."""

LARGEST_ON_POSTGRESQL = 500


@dataclass(eq=False)
class Held:
    """Since when the lock is held, by the monotonic clock."""

    since: float = field(default_factory=time.monotonic)

    def begins(self) -> None:
        """The lock was taken only now: others were waited for before."""
        self.since = time.monotonic()


class Pace:
    """The pace of an import, a bulk change or an undo: `rows` is how many the next chunk takes."""

    def __init__(self, *, one_writer: bool, largest: int) -> None:
        self._one_writer = one_writer
        self._largest = max(1, largest if one_writer else min(largest, LARGEST_ON_POSTGRESQL))
        self.rows = min(SMALLEST, self._largest) if one_writer else self._largest

    def held(self, seconds: float, rows: int) -> None:
        """Learn that so many rows held the lock for so long."""
        if self._one_writer and rows:
            fitting = int(rows * HELD_SECONDS * AIM / max(seconds, 1e-6))
            self.rows = min(max(SMALLEST, min(fitting, 2 * self.rows)), self._largest)

    @contextmanager
    def holding(self, rows: int) -> Iterator[Held]:
        """Around the transaction of so many rows, which says when it `begins`: learn how long it held."""
        held = Held()
        try:
            yield held
        finally:
            self.held(time.monotonic() - held.since, rows)
