"""JSON Schemas of operations that can be undone, and of the jobs that do it."""

from __future__ import annotations

from core.api.openapi.names import closed
from core.api.operations import Schema

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}

ACTOR: dict[str, Schema] = {"id": {"type": ["integer", "null"]}, "name": TEXT}
REASONS: Schema = {
    "type": "array",
    "items": closed(
        {
            "reason": TEXT,
            "count": {**NUMBER, "description": "How many records it holds for."},
            "examples": {"type": "array", "items": {"type": ["string", "integer"]}},
        }
    ),
}
BRIEF: dict[str, Schema] = {
    "id": NUMBER,
    "kind": {**TEXT, "description": "import, bulk_edit, bulk_delete, delete, merge, reassign, action."},
    "title": TEXT,
    "resource": TEXT,
    "records": {**TEXT, "description": "What the records are called."},
    "status": {**TEXT, "description": "running, done, undoing, undone."},
    "details": {"type": "object"},
    "actor": closed(ACTOR),
    "door": TEXT,
    "at": MOMENT,
    "finished_at": MAYBE_MOMENT,
    "changed": {**NUMBER, "description": "How many records it has changed."},
    "failed": {**NUMBER, "description": "How many it could not change."},
    "undone": {**NUMBER, "description": "How many records were taken back."},
    "kept": {**NUMBER, "description": "How many were kept, or fields of them, for they were changed since."},
    "undone_at": MAYBE_MOMENT,
    "undone_by": closed({**ACTOR, "name": {"type": ["string", "null"]}}, type=["object", "null"]),
    "until": {**MOMENT, "description": "So long it can be undone."},
    "can_undo": {"type": "boolean", "description": "Whether whoever asks may undo it now."},
}
UNDOABLE = closed(BRIEF)
UNDOABLE_IN_FULL = closed({**BRIEF, "failures": REASONS, "kept_reasons": REASONS})
UNDO_JOB = closed({"job": NUMBER, "operation": NUMBER})
BULK_JOB = closed(
    {"job": NUMBER, "operation": NUMBER, "matching": {**NUMBER, "description": "How many records match."}}
)
