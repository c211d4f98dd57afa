"""Pages of what has an id and is listed with the newest first: the journal, jobs, operations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select

from core.errors import invalid
from core.labels import translations
from core.services.work import Work

_ = translations("core")

MAX_LIMIT = 500

Describe = Callable[[Sequence[Row[Any]]], list[dict[str, Any]]]
"""Rows as they are answered."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries; `next` is the `before_id` of the following page, None on the last."""

    rows: list[dict[str, Any]]
    next: int | None


def read_page(work: Work, statement: Select[Any], limit: int, describe: Describe) -> EntryPage:
    """The first `limit` entries of an ordered SELECT; Invalid for a limit that no page has."""
    if not 1 <= limit <= MAX_LIMIT:
        raise invalid("limit", "out_of_range", _("It must be from 1 to {n}.").fill(n=MAX_LIMIT), limit)
    found: list[Row[Any]] = [*work.session.execute(statement.limit(limit + 1))]
    rows = describe(found[:limit])
    return EntryPage(rows, rows[-1]["id"] if len(found) > limit else None)
