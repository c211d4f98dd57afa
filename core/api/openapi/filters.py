"""The JSON Schema of a record type's filters: which fields, and how each can be compared."""

from __future__ import annotations

from core.api.openapi.names import class_name, ref
from core.api.operations import Schema
from core.contracts.fields import Field
from core.contracts.kinds import DecimalKind, IntegerKind
from core.host.record_types import RecordType

# Of a line (`phones.phone`), or of the record that a reference names (`customer.name`); either may be a
# field of an extension, which has a name of two parts itself (`customer.utilities.credit_grade`).
PATH: Schema = {"type": "string", "pattern": r"^\w+(\.\w+){1,3}$"}
OPERATORS = ("eq", "ne", "in", "gt", "gte", "lt", "lte", "contains", "starts", "empty", "has", "under")
ABOUT = (
    'A filter: `{"field": "name", "op": "eq", "value": ...}`, or `{"and": [...]}`, `{"or": [...]}`, '
    '`{"not": {...}}` of filters, at most 10 deep. `field` may lead to a line (`phones.phone`) or one '
    "reference further (`customer.name`). Without `op` it is `eq`."
)


def filter_schemas(record_type: RecordType) -> dict[str, Schema]:
    """The component of a record type's filters."""
    itself = ref(filter_name(record_type))
    nodes = [
        {"title": f"By {field.name}", **_condition({"const": field.name}, _operators(field), _value(field))}
        for field in record_type.public
        if field.kind.operators
    ]
    further = {"title": "By a field further away", **_condition(PATH, OPERATORS, {})}
    joined = [_only(joiner, {"type": "array", "items": itself, "minItems": 1}) for joiner in ("and", "or")]
    return {
        filter_name(record_type): {
            "description": ABOUT,
            "anyOf": [*nodes, further, *joined, _only("not", itself)],
        }
    }


def filter_name(record_type: RecordType) -> str:
    """The name of that component."""
    return f"{class_name(record_type)}Filter"


def _condition(field: Schema, operators: tuple[str, ...], value: Schema) -> Schema:
    operator: Schema = {"type": "string", "enum": list(operators)}
    return {
        "type": "object",
        "properties": {"field": field, "op": operator, "value": value},
        "required": ["field", "value"],
        "additionalProperties": False,
    }


def _operators(field: Field) -> tuple[str, ...]:
    return tuple(name for name in OPERATORS if name in field.kind.operators)


def _value(field: Field) -> Schema:
    """One value of the field, several for `in`, true or false for `empty`."""
    one = {name: rule for name, rule in field.kind.schema().items() if name in ("type", "format", "enum")}
    if isinstance(field.kind, DecimalKind | IntegerKind):
        one = {"type": ["string", "integer"]}
    return {"anyOf": [one, {"type": "array", "items": one}, {"type": "boolean"}]}


def _only(key: str, schema: Schema) -> Schema:
    """An object with this key alone."""
    return {"type": "object", "properties": {key: schema}, "required": [key], "additionalProperties": False}
