"""`/{resource}/totals`: exact sums of a field over everything that a list's filters find."""

from __future__ import annotations

from collections.abc import Iterator

from core.api.endpoints_records import find_query, operation
from core.api.openapi.names import ref
from core.api.operations import Call, Operation, Parameter
from core.api.parameters import find_parameters
from core.api.responses import Answer
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.http.query import parameters, required, split_filters
from core.labels import translations
from core.services import lists
from core.services.work import Work

_ = translations("core")

CURRENCY = Parameter(
    name="currency",
    schema={"type": "string", "minLength": 3, "maxLength": 3},
    description="For amounts: the currency to convert to, with the exchange rates that hold today.",
    example="EUR",
)


def operations(record_type: RecordType) -> Iterator[Operation]:
    """The totals of a resource that has anything to add up."""
    fields = lists.summable(record_type)
    if not fields or "list" not in record_type.resource.verbs:
        return
    summed = Parameter(
        name="sum",
        schema={"type": "string", "enum": fields},
        description="The field to add up.",
        required=True,
    )
    yield operation(
        record_type,
        "totals",
        "/totals",
        totals,
        method="GET",
        summary=f"Add up a field of {record_type.resource.title}",
        permission=record_type.resource.permission("view"),
        parameters=(summed, CURRENCY, *find_parameters(record_type)),
        answer=ref("Totals"),
    )


def totals(record_type: RecordType, work: Work, call: Call) -> Answer:
    """The sums by currency, and the total in one currency where that was asked for."""
    filters, others = split_filters(call.query)
    found = parameters(others, {"sum", "currency", "where", "q"})
    field = required(found, "sum")
    answer = lists.totals(work, record_type, field, find_query(found, filters), found.get("currency"))
    return Answer(
        encode(
            {
                "sums": answer.sums,
                "currency": answer.currency or None,
                "total": answer.total,
                "missing": answer.missing,
            }
        )
    )
