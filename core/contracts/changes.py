"""What hooks are told of a write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after an operation, as flat names and plain values.

    `before` is None for a creation, `after` is None for a deletion. Children stand under their name as lists.
    While `record_validating` runs on a creation, `id` is 0.
    """

    resource: str
    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def changed(self, *names: str) -> bool:
        """Whether one of these fields (any field, when none is named) has another value than before."""
        before, after = self.before or {}, self.after or {}
        return any(before.get(name) != after.get(name) for name in names or {*before, *after})


@dataclass(frozen=True, slots=True)
class Merge:
    """Two records that became one: everything that named the lost one names the kept one now.

    `number` is the merge's own; `before` and `lost_values` are both as they were, `after` is what is kept.
    """

    number: int
    resource: str
    kept: int
    lost: int
    before: Mapping[str, Any]
    lost_values: Mapping[str, Any]
    after: Mapping[str, Any]
