"""What a file says against what is there: each row of it meets one equal row at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
Wanted = tuple[Hashable, Mapping[str, Any]]
"""What makes a row equal to another, and its values."""


def by_key(rows: Iterable[tuple[Hashable, T]]) -> dict[Hashable, list[T]]:
    """What is there, by what makes rows equal."""
    found: dict[Hashable, list[T]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return found


def paired(
    wanted: Iterable[Wanted], there: Mapping[Hashable, list[T]]
) -> list[tuple[Mapping[str, Any], T | None]]:
    """Each wanted row with its equal; with None where there is none (any more)."""
    left = {key: list(rows) for key, rows in there.items()}
    return [(values, left[key].pop(0) if left.get(key) else None) for key, values in wanted]
