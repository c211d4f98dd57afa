"""What was done at once, and undoing it."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from core.api.endpoints_general import GENERAL
from core.api.openapi.names import ref
from core.api.operations import ROOT, SIGNED_IN, Call, Operation, Parameter
from core.api.parameters import AFTER, IDEMPOTENCY_KEY, LIMIT
from core.api.responses import Answer
from core.errors import invalid
from core.formats.plain_json import encode
from core.http.query import cursor_id, limit_of, parameters
from core.http.requests import record_id
from core.labels import translations
from core.services.undo import managing
from core.services.work import Work

_ = translations("core")

ALL, ONE = f"{ROOT}/undo", f"{ROOT}/undo/{{id}}"
OWN = "Everybody has his own; those of others need `core.undo.manage`."
AS_JOB = (
    "A job does it; asked again before it has ended, the answer is the same job. Fields that others have "
    "changed since are kept and named, and so is what others have built upon. With `dry_run` nothing is "
    "changed, and the job's result says what would be."
)
BODY = {
    "type": "object",
    "properties": {"dry_run": {"type": "boolean"}},
    "additionalProperties": False,
}
SHAPE = _("Send nothing, or an object with dry_run: true or false.")


def operations() -> Iterator[Operation]:
    """Reading and undoing."""
    shared: dict[str, Any] = {"tag": GENERAL, "permission": SIGNED_IN}
    yield Operation(
        method="GET",
        path=ALL,
        name="undo_list",
        summary="List what was done at once, newest first",
        description=OWN,
        run=list_page,
        parameters=(
            _parameter("kind", managing.KINDS, "Only operations of this kind."),
            _parameter("status", managing.STATUSES, "Only operations with this status."),
            LIMIT,
            AFTER,
        ),
        answer=ref("Undoables"),
        **shared,
    )
    yield Operation(
        method="GET",
        path=ONE,
        name="undo_read",
        summary="Read one, with what failed and what was kept",
        run=read,
        answer=ref("Undoable"),
        **shared,
    )
    yield Operation(
        method="POST",
        path=ONE,
        name="undo_apply",
        summary="Undo one",
        description=AS_JOB,
        run=apply,
        parameters=(IDEMPOTENCY_KEY,),
        body=BODY,
        empty_body=True,
        status=HTTPStatus.ACCEPTED,
        answer=ref("UndoJob"),
        **shared,
    )


def _parameter(name: str, values: Any, description: str) -> Parameter:
    return Parameter(name=name, schema={"type": "string", "enum": list(values)}, description=description)


def list_page(work: Work, call: Call) -> Answer:
    """A page of operations."""
    found = parameters(call.query, ("kind", "status", "limit", "after"))
    query = managing.OperationsQuery(
        kind=found.get("kind"),
        status=found.get("status"),
        limit=limit_of(found),
        before_id=cursor_id(found),
    )
    page = managing.list_operations(work, query)
    return Answer(encode({"data": page.rows, "next": None if page.next is None else str(page.next)}))


def read(work: Work, call: Call) -> Answer:
    """One operation."""
    parameters(call.query, ())
    return Answer(encode(managing.read_operation(work, record_id(call.path["id"]))))


def apply(work: Work, call: Call) -> Answer:
    """Have it undone."""
    parameters(call.query, ())
    body = {} if call.body is None else call.body
    if (
        not isinstance(body, dict)
        or body.keys() - {"dry_run"}
        or not isinstance(body.get("dry_run", False), bool)
    ):
        raise invalid("", "shape", SHAPE)
    id = record_id(call.path["id"])
    job = managing.request(work, id, dry_run=body.get("dry_run", False))
    return Answer(encode({"job": job, "operation": id}), HTTPStatus.ACCEPTED)
