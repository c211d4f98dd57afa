"""Which reaches cover so many rows that SQL must look at each row instead of beginning with the few."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from sqlalchemy import func, select

from core.contracts.work import ReachName
from core.data.engine import Database

MOST_NARROW = 20_000
MAXIMUM_AGE = 600.0
MOST_REMEMBERED = 10_000

Pair = tuple[str, ReachName]
"""A record type's name and a reach."""


class Breadth:
    """Counts, once in a while, how much each reach of somebody covers; it decides speed, never what is seen.

    What is remembered is filed under everything that it depends on (user, units, reaches), so a changed role
    or tree is counted anew; that records come and go is noticed after `maximum_age` seconds.
    """

    def __init__(
        self,
        database: Database,
        most_narrow: int = MOST_NARROW,
        maximum_age: float = MAXIMUM_AGE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._most_narrow = most_narrow
        self._maximum_age = maximum_age
        self._clock = clock
        self._lock = Lock()
        self._known: dict[Hashable, tuple[float, frozenset[Pair]]] = {}

    def wide(self, whose: Hashable, ids: Mapping[Pair, Any]) -> frozenset[Pair]:
        """Those of the reaches that cover more than `most_narrow` rows; `ids` selects the ids of each."""
        if not ids:
            return frozenset()
        key, now = (whose, frozenset(ids)), self._clock()
        counted_at, found = self._known.get(key, (now - self._maximum_age, frozenset()))
        if now - counted_at >= self._maximum_age:
            found = self._count(ids)
            self._remember(key, now, found)
        return found

    def _remember(self, key: Hashable, now: float, found: frozenset[Pair]) -> None:
        with self._lock:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = (now, found)

    def _count(self, ids: Mapping[Pair, Any]) -> frozenset[Pair]:
        """One query for all; each count stops as soon as the answer is known."""
        counts = [
            select(func.count()).select_from(rows.limit(self._most_narrow + 1).subquery()).scalar_subquery()
            for rows in ids.values()
        ]
        with self._database.reading() as connection:
            counted = connection.execute(select(*counts)).one()
        return frozenset(pair for pair, count in zip(ids, counted, strict=True) if count > self._most_narrow)
