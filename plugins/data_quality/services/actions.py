"""What can be done with a pair, and the question that a form asks while somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import Work, records
from plugins.data_quality.services import pairs, profiles
from plugins.data_quality.services.following import examine_again

Inputs = Mapping[str, Any]


def dismiss(work: Work, id: int | None, _inputs: Inputs) -> int:
    """They are not the same, and are not asked about again."""
    return _set_status(work, id, "dismissed")


def reopen(work: Work, id: int | None, _inputs: Inputs) -> int:
    """They may be the same after all."""
    return _set_status(work, id, "open")


def _set_status(work: Work, id: int | None, status: str) -> int:
    assert id is not None  # noqa: S101  # an action on a record
    records.update(work, pairs.RESOURCE, [records.Update(id, {"status": status})])
    pair = records.read(work, pairs.RESOURCE, id, ("customer", "other"))
    examine_again(work, [pair["customer"], pair["other"]])
    return id


def merge(work: Work, id: int | None, inputs: Inputs) -> dict[str, Any]:
    """Make the two one, or say what that would do."""
    assert id is not None  # noqa: S101
    pair = records.read(work, pairs.RESOURCE, id, ("customer", "other"))
    keep, lose = pair["customer"], pair["other"]
    if inputs.get("keep_other"):
        keep, lose = lose, keep
    fields = inputs.get("fields") or {}
    if inputs.get("preview"):
        return records.preview_merge(work, "customers", keep, lose, fields)
    return {"merge": records.merge(work, "customers", keep, lose, fields), "keep": keep, "lost": lose}


def check(work: Work, _id: int | None, inputs: Inputs) -> dict[str, Any]:
    """Visible customers that are likely the one that is being typed."""
    row = {**dict.fromkeys(profiles.NAMES), **inputs, "id": 0}
    (profile,) = profiles.of_rows([row])
    found = pairs.like(work, profile)
    names = {
        each["id"]: each
        for each in records.read_many(
            work, "customers", [id for id, _score, _why in found], ("id", "number", "name")
        )
    }
    likely = [{**names[id], "likeness": score, "reasons": why} for id, score, why in found if id in names]
    return {"likely": likely}
