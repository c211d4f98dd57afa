"""Lists below a record: `/customers/{id}/contacts`, `/customers/{id}/activities`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from core.api.endpoints_bulk import MANY, one_or_many
from core.api.endpoints_records import address, create, list_page
from core.api.openapi.names import class_name, ref
from core.api.operations import Call, Operation
from core.api.parameters import IDEMPOTENCY_KEY, list_parameters
from core.api.responses import Answer
from core.contracts.kinds import ReferenceKind
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.http.requests import record_id
from core.services import records
from core.services.work import Work


@dataclass(frozen=True)
class Below:
    """Records of the type `child` that name one of the type `above` in their field `reference`."""

    above: RecordType
    child: RecordType
    reference: str

    def list_page(self, work: Work, call: Call) -> Answer:
        """A page of those that belong to the record of the path."""
        id = self._visible(work, call)
        return list_page(self.child, work, call, {"field": self.reference, "op": "eq", "value": id})

    def create(self, work: Work, call: Call) -> Answer:
        """One or many new ones for the record of the path."""
        return create(self.child, work, call, {self.reference: self._visible(work, call)})

    def _visible(self, work: Work, call: Call) -> int:
        """The id of the record above; NotFound if there is none to see."""
        id = record_id(call.path["id"])
        records.read(work, self.above, id, ("id",))
        return id


def operations(registry: Registry, above: RecordType) -> Iterator[Operation]:
    """The lists below the records of one type: what has it as parent or anchor."""
    for child in registry.types.values():
        reference = "customer" if child.anchored else child.resource.parent
        kind = child.fields[reference].kind if reference else None
        if isinstance(kind, ReferenceKind) and kind.table == above.model.__tablename__:
            yield from _operations(registry, Below(above, child, reference))


def _operations(registry: Registry, below: Below) -> Iterator[Operation]:
    child, verbs = below.child, below.child.resource.verbs
    name = f"{below.above.name}_{child.name}".replace(".", "_")
    of_one = f"{child.resource.title} of one of {below.above.resource.title}"
    shared: dict[str, Any] = {
        "path": f"{address(below.above)}/{{id}}/{child.resource.path}",
        "tag": str(below.above.resource.title),
    }
    if "list" in verbs:
        yield Operation(
            method="GET",
            name=f"{name}_list",
            summary=f"List {of_one}",
            permission=child.resource.permission("view"),
            run=below.list_page,
            parameters=list_parameters(registry, child),
            answer=ref(f"{class_name(child)}Page"),
            **shared,
        )
    if "create" in verbs:
        yield Operation(
            method="POST",
            name=f"{name}_create",
            summary=f"Create {of_one}",
            description=MANY,
            permission=child.resource.permission("create"),
            run=below.create,
            parameters=(IDEMPOTENCY_KEY,),
            body=one_or_many(ref(f"{class_name(child)}Create")),
            status=HTTPStatus.CREATED,
            answer={"anyOf": [ref(class_name(child)), ref("Ids")]},
            answer_headers=("Location", "ETag"),
            **shared,
        )
