"""JSON Schemas of records as they are written and read, and the few shapes that all answers share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from core.api.openapi.examples import record_example
from core.api.openapi.filters import filter_schemas
from core.api.openapi.import_report import IMPORT_REPORT
from core.api.openapi.jobs import JOB, JOB_IN_FULL
from core.api.openapi.names import PREFIX, class_name, ref
from core.api.openapi.undo import BULK_JOB, UNDO_JOB, UNDOABLE, UNDOABLE_IN_FULL
from core.api.operations import Schema
from core.contracts.choices import ChoiceKind
from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.formats.numbers import INTEGER_MAX
from core.host.nesting import EXTENSIONS
from core.host.record_types import ChildType, RecordType
from core.host.schemas import json_schema

# A bulk request holds at most this many records.
MAX_ROWS = 1000
# Set by the system on every record.
ALWAYS_THERE = frozenset({"id", "version", "created_at", "updated_at"})
ID: Schema = {"type": "integer", "minimum": 1, "maximum": INTEGER_MAX}


INCLUDED: Schema = {
    "type": "object",
    "readOnly": True,
    "description": "What `include` asked for: `{id, name}` of a reference, the newest records of a kind.",
}
WARNINGS: Schema = {
    "type": "array",
    "readOnly": True,
    "description": "Only in answers to a write: what the caller is to know although it was done.",
    "items": {
        "type": "object",
        "properties": {
            "code": {"type": "string"},
            "message": {"type": "string"},
            "ids": {"type": "array", "items": ID, "description": "The records that it is about."},
        },
    },
}


def model_schemas(model: type[BaseModel]) -> dict[str, Schema]:
    """The components of an input model: itself and what it is made of."""
    schema = model.model_json_schema(ref_template=PREFIX + "{model}")
    inner: dict[str, Schema] = schema.pop("$defs", {})
    return {model.__name__: nested_schema(_without_null_defaults(schema))} | {
        name: _without_null_defaults(part) for name, part in inner.items()
    }


def nested_schema(schema: Schema) -> Schema:
    """The schema with the fields of extensions as they stand in JSON; they are never required."""
    own: dict[str, Schema] = {}
    beside: dict[str, dict[str, Schema]] = {}
    for path, part in schema.get("properties", {}).items():
        owner, dot, name = path.partition(".")
        (beside.setdefault(owner, {}) if dot else own)[name if dot else path] = part
    if not beside:
        return schema
    extensions = {owner: _closed(fields) for owner, fields in beside.items()}
    return {**schema, "properties": {**own, EXTENSIONS: _closed(extensions)}}


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _without_null_defaults(schema: Schema) -> Schema:
    """A field that may be left out has no default value: leaving it out is not sending null."""
    for part in schema.get("properties", {}).values():
        if "default" in part and part["default"] is None:
            del part["default"]
    schema.pop("description", None)
    return schema


def record_schemas(record_type: RecordType) -> dict[str, Schema]:
    """The components of a record type: written anew, changed, read, and the lines of each."""
    name = class_name(record_type)
    found = model_schemas(record_type.create_model) | model_schemas(record_type.update_model)
    found[record_type.create_model.__name__]["examples"] = [record_example(record_type)]
    found[f"{name}Row"] = row_schema(found[record_type.update_model.__name__])
    children = {key: ref(f"{name}{key.title()}Line") for key in record_type.children}
    read = read_schema(record_type.public, children, str(record_type.resource.singular))
    found[name] = nested_schema(read)
    found[name]["properties"] |= {"included": INCLUDED, "warnings": WARNINGS}
    for key, child in record_type.children.items():
        found[f"{name}{key.title()}Line"] = line_schema(child)
    found |= filter_schemas(record_type)
    found[f"{name}Page"] = page_schema(ref(name), counted=True)
    return found


def row_schema(update: Schema) -> Schema:
    """One row of a bulk update: the id and what is to change."""
    return {**update, "title": "Row", "properties": {"id": ID, **update["properties"]}, "required": ["id"]}


def line_schema(child: ChildType) -> Schema:
    """One line of a record as it is read."""
    return read_schema(child.public, {}, str(child.children.title))


def read_schema(fields: Iterable[Field], children: dict[str, Schema], title: str) -> Schema:
    """A record as it is read. Fields that the reader may not see are left out, so only the id is certain."""
    properties = {field.name: read_value(field) for field in fields}
    properties |= {name: {"type": "array", "items": line} for name, line in children.items()}
    return {
        "type": "object",
        "title": title,
        "properties": properties,
        "required": ["id"],
        "additionalProperties": False,
    }


def read_value(field: Field) -> Schema:
    """A field's value as it is read: masked ones have other forms, choices may be a disabled plugin's."""
    schema = json_schema(field)
    for rule in ("enum", "maxLength", "pattern") if field.sensitive or _open(field) else ():
        schema.pop(rule, None)
    if isinstance(field.kind, ReferenceKind):
        schema |= {"type": ["integer", "null"], "description": "the id of the record"}
    if field.name in ALWAYS_THERE:
        schema["type"] = field.kind.schema()["type"]
    return {**schema, "readOnly": True} if field.read_only else schema


def _open(field: Field) -> bool:
    return isinstance(field.kind, ChoiceKind) and bool(field.kind.source)


def page_schema(item: Schema, *, counted: bool) -> Schema:
    """A page of a list."""
    properties: dict[str, Schema] = {
        "data": {"type": "array", "items": item},
        "next": {
            "type": ["string", "null"],
            "description": "Send it as `after` for the next page; null on the last one.",
        },
    }
    if counted:
        properties["count"] = {
            "type": ["integer", "null"],
            "description": "How many there are in all; null where counting would take long (see `count`).",
        }
    return {"type": "object", "properties": properties, "required": list(properties)}


def rows_schema(item: Schema) -> Schema:
    """Several rows in one request."""
    return {"type": "array", "items": item, "minItems": 1, "maxItems": MAX_ROWS}


def _object(required: Iterable[str], **properties: Any) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


FIELD_ERRORS: Schema = {
    "type": "object",
    "description": "What is wrong, by field path (`name`, `phones.0.number`; empty: the record as a whole).",
    "additionalProperties": {
        "type": "array",
        "items": _object(["code", "message"], code={"type": "string"}, message={"type": "string"}),
    },
}
PROBLEM: Schema = _object(
    ["type", "title", "status", "code", "detail", "request_id"],
    type={"type": "string", "format": "uri"},
    title={"type": "string"},
    status={"type": "integer"},
    code={"type": "string", "description": "Stable; never translated."},
    detail={"type": "string", "description": "What is wrong."},
    why={"type": "string", "description": "Why it is so."},
    fix={"type": "string", "description": "What to do."},
    errors=FIELD_ERRORS,
    rows={
        "type": "object",
        "description": "For requests with many rows: the errors of each wrong row, by its index.",
        "additionalProperties": FIELD_ERRORS,
    },
    changes={
        "type": "array",
        "description": "For conflicts: the changes that were made in the meantime.",
        "items": {"type": "object"},
    },
    merged_into={**ID, "description": "Where the record went that is asked for."},
    request_id={"type": "string"},
)
IDS: Schema = _object(["ids"], ids=rows_schema(ID))
CHANGED_IDS: Schema = _object(
    ["ids"],
    ids={
        "type": "array",
        "items": {"type": "integer"},
        "description": "The records that are different now; those that were so already are left out.",
    },
)
TEXT: Schema = {"type": "string"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MAYBE_ID: Schema = {"type": ["integer", "null"]}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
ENTRY: dict[str, Schema] = {
    "id": {"type": "integer"},
    "at": MOMENT,
    "actor": _object(["id", "name"], id=MAYBE_ID, name=TEXT),
    "door": {"type": "string", "description": "api, web, cli, job."},
    "cause": {
        "type": "string",
        "description": "On whose behalf: an import, a rule, a plugin; empty: the actor's own.",
    },
    "operation": {
        "type": "string",
        "description": "create, update, delete, restore, or the name of an action.",
    },
    "version": MAYBE_ID,
    "details": {"type": ["object", "null"]},
}
HISTORY_ENTRY: Schema = _object(
    [*ENTRY, "fields"],
    **ENTRY,
    fields={
        "type": "object",
        "description": "The fields that were changed.",
        "additionalProperties": _object(["before", "after"], before={}, after={}),
    },
)
CHANGE: Schema = _object(
    [*ENTRY, "resource", "record_id", "customer_id", "fields"],
    **ENTRY,
    resource=MAYBE_TEXT,
    record_id=MAYBE_ID,
    customer_id=MAYBE_ID,
    fields={"type": "array", "items": TEXT, "description": "The names of the fields that were changed."},
)
ME: Schema = _object(
    ["user", "name", "permissions"],
    user=MAYBE_ID,
    name=TEXT,
    unit=MAYBE_ID,
    units={"type": "array", "items": {"type": "integer"}},
    locale=TEXT,
    time_zone=TEXT,
    permissions={
        "type": "object",
        "description": "Each permission with its reach.",
        "additionalProperties": {"type": "string", "enum": ["own", "team", "unit", "all"]},
    },
)
HITS: Schema = _object(
    ["data"],
    data={
        "type": "array",
        "items": _object(
            ["resource", "id", "label", "customer"],
            resource=TEXT,
            id={"type": "integer"},
            label={"type": "string", "description": "By what people know it."},
            customer={"type": ["integer", "null"], "description": "The customer that it belongs to."},
        ),
    },
)
VIEWS: Schema = _object(
    ["data"],
    data={
        "type": "array",
        "items": _object(
            ["name", "title", "resource", "definition", "visibility", "id", "owner"],
            name={"type": "string", "description": "The name of a ready-made view, the id of a saved one."},
            title=TEXT,
            resource=TEXT,
            definition={
                "type": "object",
                "description": "where, sort, columns, widths, q and roles, as far as said.",
            },
            visibility={"type": "string", "description": "private, team or public."},
            id={"type": ["integer", "null"], "description": "null for a ready-made one."},
            owner={"type": ["integer", "null"]},
        ),
    },
)
DECIMAL: Schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
TOTALS: Schema = _object(
    ["sums", "currency", "total", "missing"],
    sums={
        "type": "object",
        "description": "The sum of each currency; of plain numbers there is one sum, under the empty name.",
        "additionalProperties": DECIMAL,
    },
    currency=MAYBE_TEXT,
    total={
        **DECIMAL,
        "type": ["string", "null"],
        "description": "All sums in `currency`; null if a rate is missing.",
    },
    missing={
        "type": "array",
        "items": TEXT,
        "description": "The currencies that have no rate to `currency`.",
    },
)
SHARED: dict[str, Schema] = {
    "ImportReport": IMPORT_REPORT,
    "Totals": TOTALS,
    "Views": VIEWS,
    "Changes": page_schema(CHANGE, counted=False),
    "Job": JOB_IN_FULL,
    "Jobs": page_schema(JOB, counted=False),
    "History": page_schema(HISTORY_ENTRY, counted=False),
    "Hits": HITS,
    "Me": ME,
    "Problem": PROBLEM,
    "Undoable": UNDOABLE_IN_FULL,
    "Undoables": page_schema(UNDOABLE, counted=False),
    "UndoJob": UNDO_JOB,
    "BulkJob": BULK_JOB,
    "Ids": IDS,
    "ChangedIds": CHANGED_IDS,
}
