"""Cutting long lists into pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def chunks(items: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Pieces that fit into one statement on any database."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
