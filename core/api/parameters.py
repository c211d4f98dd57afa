"""The parameters that operations share, as they are documented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.api.openapi.filters import filter_name
from core.api.openapi.names import ref
from core.api.operations import Parameter, Schema
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.http.query import DEFAULT_LIMIT, MAX_LIMIT

LIMIT = Parameter(
    name="limit",
    schema={"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    description="How many rows a page has at most.",
)
AFTER = Parameter(
    name="after",
    schema={"type": "string", "maxLength": 2000},
    description="The `next` of the page before: this page begins after it.",
)
TEXT = Parameter(
    name="q",
    schema={"type": "string", "maxLength": 200},
    description="Words to find in the searchable fields.",
)
COUNT = Parameter(
    name="count",
    schema={"type": "string", "enum": ["auto", "exact", "none"], "default": "auto"},
    description="`auto` counts to 1,000 on the first page and answers null otherwise; `exact` always counts.",
)
IF_MATCH = Parameter(
    name="If-Match",
    place="header",
    schema={"type": "string", "pattern": r'^(\*|"[1-9][0-9]{0,8}")$'},
    description="The ETag that the record was read with: a record that was changed since answers 412.",
    example='"3"',
)
IF_NONE_MATCH = Parameter(
    name="If-None-Match",
    place="header",
    schema={"type": "string", "maxLength": 200},
    description="An ETag that is known already: a record that is still at it answers 304 without a body.",
    example='"3"',
)
IDEMPOTENCY_KEY = Parameter(
    name="Idempotency-Key",
    place="header",
    schema={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x20-\\x7e]+$"},
    description="A key of your own for this request: sent again, it is answered again but not done again.",
    example="4d9a5f0e-6f0b-4b7e-9a43-0d0f4c1c2f55",
)


def where_parameter(record_type: RecordType) -> Parameter:
    """`where`: a filter tree."""
    return Parameter(
        name="where",
        schema=ref(filter_name(record_type)),
        written="json",
        description=(
            "A filter as JSON, the same that saved views hold. `filter[field]=value` and "
            "`filter[field][op]=value` (`filter[created_at][gte]=2026-01-01T00:00:00Z`) are short for it; "
            "all that are given must hold."
        ),
        example={"or": [{"field": "id", "value": 1}, {"field": "id", "op": "gt", "value": 100}]},
    )


def names_parameter(name: str, names: Iterable[str], description: str, example: Sequence[str]) -> Parameter:
    """A list of names with commas between them."""
    return Parameter(
        name=name,
        schema={"type": "array", "items": {"type": "string", "enum": list(names)}, "minItems": 1},
        written="commas",
        description=f"{description}, with commas between.",
        example=list(example),
    )


def fields_parameter(record_type: RecordType) -> Parameter:
    """`fields`: what to answer of each record."""
    names = readable(record_type)
    return names_parameter("fields", names, "The fields to answer; all when left out", ["id", *names[1:3]])


def readable(record_type: RecordType) -> list[str]:
    """The names of everything that a record shows, in order."""
    return [*(field.name for field in record_type.public), *record_type.children]


def include_parameter(registry: Registry, record_type: RecordType) -> Parameter:
    """`include`: what each record brings along."""
    references = [field.name for field in record_type.references if not field.hidden]
    below = [item.name for item, field in registry.naming(record_type) if field.name == item.resource.parent]
    about = (
        "What each record brings along in `included`: references (their id and name), and kinds of records "
        "that belong to it (the newest)"
    )
    return names_parameter("include", [*references, *below], about, references[:1])


def sort_names(record_type: RecordType) -> list[str]:
    """The orders that a resource offers, each also downwards."""
    return [name for item in record_type.sorts for name in (item, f"-{item}")]


def list_parameters(registry: Registry, record_type: RecordType) -> tuple[Parameter, ...]:
    """All parameters of a list."""
    sort = Parameter(
        name="sort",
        schema={"type": "string", "enum": sort_names(record_type)},
        description=f"The order; `{record_type.resource.default_sort}` when left out, `-` turns it round.",
    )
    return (
        *(*find_parameters(record_type), sort, LIMIT, AFTER),
        *(fields_parameter(record_type), include_parameter(registry, record_type), COUNT),
    )


def find_parameters(record_type: RecordType) -> tuple[Parameter, ...]:
    """The parameters that say which records are meant."""
    return (where_parameter(record_type), *filter_parameters(record_type), TEXT)


def filter_parameters(record_type: RecordType) -> tuple[Parameter, ...]:
    """`filter[field]` for each field that lists are usually filtered by; others work as well."""
    return tuple(
        Parameter(
            name=f"filter[{name}]",
            schema=_filter_value(record_type, name),
            description=f"Only those with this value in {record_type.fields[name].label}.",
        )
        for name in record_type.filters
    )


def _filter_value(record_type: RecordType, name: str) -> Schema:
    schema = dict(record_type.fields[name].kind.schema())
    return schema if schema.get("type") in ("string", "integer", "boolean") else {"type": "string"}
