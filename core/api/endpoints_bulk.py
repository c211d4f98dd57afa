"""Many records in one request: all of them are written, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from core.api.openapi.components import MAX_ROWS, rows_schema
from core.api.openapi.filters import filter_name
from core.api.openapi.names import class_name, ref
from core.api.operations import Call, Schema
from core.api.responses import Answer
from core.errors import FieldError, FieldErrors, Invalid, invalid
from core.formats.numbers import INTEGER_MAX
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.http.errors import InvalidRows
from core.http.query import parameters
from core.labels import translations
from core.services import lists, records
from core.services.work import Work

_ = translations("core")

MANY = (
    f'Many at once: send a list (or `{{"data": [...]}}`) of at most {MAX_ROWS}. All of them are written or '
    "none; the answer holds their ids, in the same order."
)
NO_ID = _("Every row needs the id of its record.")


def one_or_many(row: Schema) -> Schema:
    """The body of a creation."""
    many = {"type": "object", "properties": {"data": rows_schema(row)}, "required": ["data"]}
    return {"anyOf": [row, rows_schema(row), {**many, "additionalProperties": False}]}


def update_options(record_type: RecordType) -> dict[str, Any]:
    """What the bulk update is, beside how it is run."""
    values = ref(f"{class_name(record_type)}Update")
    matching = {
        "type": "object",
        "properties": {"where": ref(filter_name(record_type)), "values": values},
        "required": ["where", "values"],
        "additionalProperties": False,
    }
    return {
        "method": "PATCH",
        "summary": f"Change many of {record_type.resource.title}",
        "description": (
            "Either a list of rows, each with `id`, the fields to change and perhaps `version`, or `where` "
            f"with the `values` that all matching records get; at most {MAX_ROWS}. All are changed or none."
        ),
        "permission": record_type.resource.permission("edit"),
        "body": {"anyOf": [rows_schema(ref(f"{class_name(record_type)}Row")), matching]},
        "answer": ref("ChangedIds"),
    }


def delete_options(record_type: RecordType) -> dict[str, Any]:
    """What the bulk deletion is, beside how it is run."""
    return {
        "method": "DELETE",
        "summary": f"Put many of {record_type.resource.title} into the trash",
        "permission": record_type.resource.permission("delete"),
        "body": ref("Ids"),
        "answer": ref("Ids"),
    }


def rows_of(body: Any) -> list[Any] | None:
    """The rows of a body that holds many (a list, or a list under `data`); None for a single record."""
    if isinstance(body, dict) and body.keys() == {"data"} and isinstance(body["data"], list):
        return checked(body["data"])
    return checked(body) if isinstance(body, list) else None


def checked(rows: list[Any]) -> list[Any]:
    """Refuse an empty list and one that is too long."""
    if 0 < len(rows) <= MAX_ROWS:
        return rows
    message = _("A request holds from 1 to {most} rows.").fill(most=MAX_ROWS)
    raise invalid("", "row_count", message, fix=_("Send several requests, or use the import."))


@contextmanager
def naming_rows() -> Iterator[None]:
    """Errors of a request with many rows name the rows, even if only the first is wrong."""
    try:
        yield
    except InvalidRows:
        raise
    except Invalid as error:
        if not error.rows:
            raise
        raise InvalidRows(dict(error.rows)) from error


def ids_answer(ids: Sequence[int], status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """The ids of the records that were written."""
    return Answer(encode({"ids": list(ids)}), status)


def update(record_type: RecordType, work: Work, call: Call) -> Answer:
    """Change the records of the rows, or all that match a filter."""
    parameters(call.query, ())
    if isinstance(call.body, list):
        changes = _changes(checked(call.body))
    else:
        changes = _matching(record_type, work, call.body)
    with naming_rows():
        return ids_answer(records.update(work, record_type, changes))


def _changes(rows: list[Any]) -> list[records.Update]:
    """The change that each row asks for."""
    errors: dict[int, FieldErrors] = {}
    changes: dict[int, records.Update] = {}
    for index, row in enumerate(rows):
        id: Any = row.get("id") if isinstance(row, dict) else None
        if not _is_id(id):
            errors[index] = {"id": (FieldError("required", NO_ID, id),)}
        elif id in changes:
            errors[index] = {"id": (FieldError("given_twice", _("This record stands in the list twice.")),)}
        else:
            changes[id] = records.Update(id, {name: value for name, value in row.items() if name != "id"})
    if errors:
        raise InvalidRows(errors)
    return list(changes.values())


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= INTEGER_MAX


def _matching(record_type: RecordType, work: Work, body: Any) -> list[records.Update]:
    """The same change for every record that matches."""
    if not isinstance(body, dict) or body.keys() != {"where", "values"} or body["where"] is None:
        raise invalid("", "shape", _("Send a list of rows, or an object with where and values."))
    query = lists.Query(fields=("id",), where=body["where"])
    ids: list[int] = []
    for chunk in lists.iterate(work, record_type, query, MAX_ROWS):
        ids += [row["id"] for row in chunk]
        if len(ids) > MAX_ROWS:
            message = _("More than {most} records match.").fill(most=MAX_ROWS)
            raise invalid("where", "too_many_rows", message, fix=_("Narrow the filter."))
    return [records.Update(id, body["values"]) for id in ids]


def delete(record_type: RecordType, work: Work, call: Call) -> Answer:
    """Put the records into the trash."""
    parameters(call.query, ())
    ids = call.body.get("ids") if isinstance(call.body, dict) and call.body.keys() == {"ids"} else None
    if not isinstance(ids, list) or not all(_is_id(id) for id in ids):
        raise invalid("ids", "shape", _('Send {"ids": [...]} with the ids of the records.'))
    wanted = list(dict.fromkeys(checked(ids)))
    records.delete(work, record_type, wanted)
    return ids_answer(wanted)
