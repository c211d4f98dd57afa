"""The journal: who changed what, when, and through which door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.api.endpoints_general import GENERAL
from core.api.openapi.components import ID
from core.api.openapi.names import ref
from core.api.operations import ROOT, Call, Operation, Parameter
from core.api.parameters import AFTER, LIMIT
from core.api.responses import Answer
from core.contracts.kinds import IntegerKind, Kind, MomentKind, ParseContext, Problem
from core.errors import invalid
from core.formats.plain_json import encode
from core.host.registry import Registry
from core.http.query import cursor_id, limit_of, names_of, parameters
from core.services import changes
from core.services.work import Work

# Moments are sent with their offset.
CONTEXT = ParseContext()
READERS: Mapping[str, Kind] = {
    "record": IntegerKind(1),
    "actor": IntegerKind(0),
    "since": MomentKind(),
    "until": MomentKind(),
}


def operations(registry: Registry) -> Iterator[Operation]:
    """The list of changes."""
    moment = {"type": "string", "format": "date-time"}
    yield Operation(
        method="GET",
        path=f"{ROOT}/changes",
        name="changes_list",
        summary="List the journal of changes, newest first",
        tag=GENERAL,
        permission=changes.VIEW,
        run=list_page,
        parameters=(
            Parameter(
                name="resource",
                schema={"type": "string", "enum": list(registry.types)},
                description="Only changes of this kind of record.",
            ),
            Parameter(name="record", schema=ID, description="Only changes of the record with this id."),
            Parameter(
                name="actor",
                schema={**ID, "minimum": 0},
                description="Only changes by this user; 0 is the system itself.",
            ),
            Parameter(name="since", schema=moment, description="Only changes at this moment or later."),
            Parameter(name="until", schema=moment, description="Only changes before this moment."),
            LIMIT,
            AFTER,
        ),
        answer=ref("Changes"),
    )


def list_page(work: Work, call: Call) -> Answer:
    """A page of the journal."""
    found = parameters(call.query, {"resource", "limit", "after", *READERS})
    (resource,) = names_of(found, "resource", work.registry.types) or (None,)
    page = changes.list_changes(
        work,
        changes.ChangesQuery(
            resource=resource,
            record_id=_read(found, "record"),
            actor_id=_read(found, "actor"),
            since=_read(found, "since"),
            until=_read(found, "until"),
            limit=limit_of(found),
            before_id=cursor_id(found),
        ),
    )
    following = None if page.next is None else str(page.next)
    return Answer(encode({"data": page.rows, "next": following}))


def _read(found: Mapping[str, str], name: str) -> Any:
    """The value of a parameter as its kind reads it."""
    try:
        return READERS[name].parse(found.get(name), CONTEXT)
    except Problem as problem:
        raise invalid(name, problem.code, problem.message) from problem
