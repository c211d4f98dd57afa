"""`/{resource}/bulk_update` and `/bulk_delete`: all that a filter finds, however many, as a job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from core.api.endpoints_records import operation
from core.api.openapi.filters import filter_name
from core.api.openapi.names import class_name, ref
from core.api.operations import Call, Operation
from core.api.parameters import IDEMPOTENCY_KEY
from core.api.responses import Answer
from core.errors import invalid
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.http.query import parameters
from core.labels import translations
from core.services.bulk import requesting
from core.services.work import Work

_ = translations("core")

AS_JOB = (
    "A job does it, with the rights that the caller has then; its progress is at `/api/v1/jobs/{job}`, what "
    "failed and why at `/api/v1/undo/{operation}`, where all of it can be undone as one. `where: null` means "
    "all records."
)
SHAPE = _("Send an object with where (and perhaps q){more}.")
AND_VALUES = _(", and values")


def operations(record_type: RecordType) -> Iterator[Operation]:
    """The bulk operations that the resource offers."""
    verbs, title = record_type.resource.verbs, record_type.resource.title
    if "list" not in verbs:
        return
    which = {"where": {"anyOf": [ref(filter_name(record_type)), {"type": "null"}]}, "q": {"type": "string"}}
    if "update" in verbs:
        values = {"values": ref(f"{class_name(record_type)}Update")}
        summary = f"Change all of {title} that match"
        yield _operation(record_type, "update", "edit", summary, {**which, **values}, ("where", "values"))
    if "delete" in verbs:
        summary = f"Put all of {title} that match into the trash"
        yield _operation(record_type, "delete", "delete", summary, which, ("where",))


def _operation(
    record_type: RecordType,
    verb: str,
    action: str,
    summary: str,
    properties: Mapping[str, Any],
    required: tuple[str, ...],
) -> Operation:
    body = {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }
    return operation(
        record_type,
        f"bulk_{verb}",
        f"/bulk_{verb}",
        partial(start, required=frozenset(required)),
        method="POST",
        summary=summary,
        description=AS_JOB,
        permission=record_type.resource.permission(action),
        parameters=(IDEMPOTENCY_KEY,),
        body=body,
        status=HTTPStatus.ACCEPTED,
        answer=ref("BulkJob"),
    )


def start(record_type: RecordType, work: Work, call: Call, required: frozenset[str]) -> Answer:
    """Check it, and enqueue the job."""
    parameters(call.query, ())
    body = call.body
    if not isinstance(body, dict) or not required <= body.keys() <= {*required, "q"}:
        raise invalid("", "shape", SHAPE.fill(more=AND_VALUES if "values" in required else ""))
    values, q = body.get("values"), body.get("q")
    if "values" in required and not isinstance(values, dict):
        raise invalid("values", "shape", SHAPE.fill(more=AND_VALUES))
    if q is not None and not isinstance(q, str):
        raise invalid("q", "shape", SHAPE.fill(more=""))
    return Answer(
        encode(requesting.request(work, record_type, body["where"], q, values)), HTTPStatus.ACCEPTED
    )
