"""Counting the records of several queries at once, each to a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, literal, select, union_all

from core.services.lists.listing import BESIDE, COUNTED

if TYPE_CHECKING:
    from core.services.work import Work


def count_each(work: Work, ids: Sequence[Select[Any]]) -> list[int | None]:
    """How many ids each of these finds, by one statement; None for more than COUNTED."""
    parts = [
        select(literal(place), func.count()).select_from(found.limit(COUNTED + 1).subquery())
        for place, found in enumerate(ids)
    ]
    found = work.session.execute(union_all(*parts).execution_options(**BESIDE))
    counts: dict[int, int] = {row[0]: row[1] for row in found}
    return [None if counts[place] > COUNTED else counts[place] for place in range(len(ids))]
