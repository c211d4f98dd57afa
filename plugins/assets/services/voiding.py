"""A reading that was wrong is made void, and counts again when that was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import Work, records

READINGS = "assets.readings"


def void(work: Work, id: int | None, inputs: Mapping[str, Any]) -> int:
    """It counts for nothing from now on; it stays, with the reason."""
    return _set(work, id, {"void_reason": inputs["reason"]})


def unvoid(work: Work, id: int | None, _inputs: Mapping[str, Any]) -> int:
    """It counts again."""
    return _set(work, id, {"void_reason": None, "voided_at": None})


def _set(work: Work, id: int | None, values: Mapping[str, Any]) -> int:
    assert id is not None  # noqa: S101  # an action on a record
    records.update(work, READINGS, [records.Update(id, values)])
    return id
