"""`Turns`: what gets slower when it is done at once is done in turns, and nobody waits for the slow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """One thread after another; whoever has waited for `seconds` goes on beside those who take long."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn."""
        is_mine = self._turn.acquire(timeout=self._seconds)
        try:
            yield
        finally:
            if is_mine:
                self._turn.release()
