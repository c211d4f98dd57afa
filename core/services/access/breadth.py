"""Which reaches cover so many rows that SQL must look at each row instead of beginning with the few.

It decides speed only, never what is seen: a number that has become wrong does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core.contracts.work import ReachName
from core.data.engine import Database

# Measured with 1,000,000 customers: from about 1,000 rows on (PostgreSQL) and 5,000 (SQLite), looking at each
# row in the order of a list finds the first page sooner than fetching and sorting all that are within reach.
MOST_NARROW = 2_000

Pair = tuple[str, ReachName]
"""A record type's name and a reach."""


@dataclass(frozen=True, slots=True)
class Breadth:
    """Counts how much reaches cover; up to `most_narrow` rows are few."""

    database: Database
    most_narrow: int = MOST_NARROW

    def wide(self, ids: Mapping[Pair, Any]) -> frozenset[Pair]:
        """Those of the reaches that cover more; `ids` selects the ids of each.

        One query for all, and each count stops as soon as the answer is known.
        """
        if not ids:
            return frozenset()
        counts = [
            select(func.count()).select_from(rows.limit(self.most_narrow + 1).subquery()).scalar_subquery()
            for rows in ids.values()
        ]
        with self.database.reading() as connection:
            counted = connection.execute(select(*counts)).one()
        return frozenset(pair for pair, count in zip(ids, counted, strict=True) if count > self.most_narrow)
