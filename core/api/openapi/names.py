"""The names of the components that belong to a record type, and the schema of what has just these keys."""

from __future__ import annotations

from core.api.operations import Schema
from core.host.record_types import RecordType

PREFIX = "#/components/schemas/"


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": PREFIX + name}


def closed(properties: dict[str, Schema], *, type: object = "object") -> Schema:
    """An object with all of these keys and no others."""
    return {
        "type": type,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def class_name(record_type: RecordType) -> str:
    """The name of a record type's component: `sales.opportunities` is `SalesOpportunities`."""
    return "".join(part.title() for part in record_type.name.replace(".", "_").split("_"))
