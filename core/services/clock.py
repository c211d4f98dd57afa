"""The clock: the only place that asks the machine for the time."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """This moment in UTC, to the microsecond."""
    return datetime.now(UTC)
