"""What makes a lead of a source the same whenever it arrives."""

from __future__ import annotations


def key_of(source: str | None, source_key: str | None) -> str | None:
    """The key of a lead; None for one that its source does not number. The length tells the parts apart."""
    if not source_key:
        return None
    named = source or ""
    return f"{len(named)}:{named}:{source_key}"
