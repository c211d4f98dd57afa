"""Many at once, but not more than a statement can name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from core.plugin_api import chunks

T = TypeVar("T")
MOST = 5_000


def groups(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in groups of at most `MOST`."""
    return chunks(items, MOST)
