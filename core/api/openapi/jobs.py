"""JSON Schemas of jobs."""

from __future__ import annotations

from core.api.openapi.names import closed
from core.api.operations import Schema

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": ["integer", "null"]}
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}

PROGRESS = closed(
    {"done": COUNT, "total": {**COUNT, "description": "null where nobody knows."}, "text": TEXT}
)
ACTOR: Schema = {
    **closed({"id": {"type": "integer"}, "name": {"type": ["string", "null"]}}, type=["object", "null"]),
    "description": "Who wanted it; null is the system itself.",
}
BRIEF: dict[str, Schema] = {
    "id": {"type": "integer"},
    "name": TEXT,
    "title": TEXT,
    "state": {**TEXT, "description": "waiting, running, done, dead, discarded; parked without its plugin."},
    "actor": ACTOR,
    "attempts": {**COUNT, "description": "After so many that failed it is dead."},
    "progress": PROGRESS,
    "key": {"type": ["string", "null"]},
    "enqueued_at": MOMENT,
    "due_at": MOMENT,
    "started_at": MOMENT,
    "finished_at": MOMENT,
    "attempt": {"type": "integer"},
    "error": {**TEXT, "description": "Of the last attempt."},
}
FULL: dict[str, Schema] = {**BRIEF, "payload": {"type": "object"}, "result": {}}

JOB, JOB_IN_FULL = closed(BRIEF), closed(FULL)
