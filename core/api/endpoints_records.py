"""One record and lists of records: read, create, change, delete, history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from core.api import endpoints_bulk as bulk
from core.api.decoding import wanted_version
from core.api.openapi.names import class_name, ref
from core.api.operations import ROOT, Call, Operation
from core.api.parameters import (
    AFTER,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    LIMIT,
    fields_parameter,
    list_parameters,
    readable,
)
from core.api.responses import Answer
from core.errors import Conflict, invalid
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.http.errors import PreconditionFailed
from core.http.query import Pairs, cursor_id, limit_of, name_list, names_of, parameters, split_filters
from core.http.requests import is_unchanged, record_id
from core.labels import translations
from core.services import lists, records
from core.services.filters import read_tree, short_form
from core.services.work import Work

_ = translations("core")

LIST = frozenset({"where", "q", "sort", "limit", "after", "fields", "count", "include"})


def address(record_type: RecordType) -> str:
    """The path of the collection."""
    return f"{ROOT}/{record_type.resource.path}"


def operation(
    record_type: RecordType, verb: str, path: str, run: Callable[..., Answer], **more: Any
) -> Operation:
    """An operation of a record type; `path` follows the collection's, `run` gets the record type."""
    return Operation(
        path=address(record_type) + path,
        name=f"{record_type.name.replace('.', '_')}_{verb}",
        tag=str(record_type.resource.title),
        run=partial(run, record_type),
        **more,
    )


def operations(registry: Registry, record_type: RecordType) -> Iterator[Operation]:
    """The general operations that the resource offers."""
    verbs = record_type.resource.verbs
    makers: dict[str, Callable[[RecordType], Iterator[Operation]]] = {
        "list": partial(_list, registry),
        "read": _read,
        "create": _create,
        "update": _update,
        "delete": _delete,
    }
    for verb, maker in makers.items():
        if verb in verbs:
            yield from maker(record_type)


def _list(registry: Registry, record_type: RecordType) -> Iterator[Operation]:
    yield operation(
        record_type,
        "list",
        "",
        list_page,
        method="GET",
        summary=f"List {record_type.resource.title}",
        permission=record_type.resource.permission("view"),
        parameters=list_parameters(registry, record_type),
        answer=ref(f"{class_name(record_type)}Page"),
    )


def _read(record_type: RecordType) -> Iterator[Operation]:
    shared: dict[str, Any] = {"method": "GET", "permission": record_type.resource.permission("view")}
    yield operation(
        record_type,
        "read",
        "/{id}",
        read_one,
        summary=f"Read one of {record_type.resource.title}",
        parameters=(fields_parameter(record_type), IF_NONE_MATCH),
        answer=ref(class_name(record_type)),
        answer_headers=("ETag",),
        **shared,
    )
    yield operation(
        record_type,
        "history",
        "/{id}/history",
        history,
        summary=f"Every change of one of {record_type.resource.title}, newest first",
        parameters=(LIMIT, AFTER),
        answer=ref("History"),
        **shared,
    )


def _create(record_type: RecordType) -> Iterator[Operation]:
    row = ref(f"{class_name(record_type)}Create")
    yield operation(
        record_type,
        "create",
        "",
        create,
        method="POST",
        summary=f"Create one or many of {record_type.resource.title}",
        description=bulk.MANY,
        permission=record_type.resource.permission("create"),
        parameters=(IDEMPOTENCY_KEY,),
        body=bulk.one_or_many(row),
        status=HTTPStatus.CREATED,
        answer={"anyOf": [ref(class_name(record_type)), ref("Ids")]},
        answer_headers=("Location", "ETag"),
    )


def _update(record_type: RecordType) -> Iterator[Operation]:
    yield operation(
        record_type,
        "update",
        "/{id}",
        update,
        method="PATCH",
        summary=f"Change one of {record_type.resource.title}",
        description="Only what is sent is changed; lines that are left out of a list of lines are removed.",
        permission=record_type.resource.permission("edit"),
        parameters=(IF_MATCH,),
        body=ref(f"{class_name(record_type)}Update"),
        answer=ref(class_name(record_type)),
        answer_headers=("ETag",),
    )
    yield operation(record_type, "update_many", "", bulk.update, **bulk.update_options(record_type))


def _delete(record_type: RecordType) -> Iterator[Operation]:
    yield operation(
        record_type,
        "delete",
        "/{id}",
        delete,
        method="DELETE",
        summary=f"Put one of {record_type.resource.title} into the trash",
        permission=record_type.resource.permission("delete"),
        parameters=(IF_MATCH,),
        status=HTTPStatus.NO_CONTENT,
    )
    yield operation(
        record_type,
        "restore",
        "/{id}/restore",
        restore,
        method="POST",
        summary=f"Take one of {record_type.resource.title} out of the trash",
        permission=record_type.resource.permission("delete"),
        parameters=(IDEMPOTENCY_KEY,),
        answer=ref(class_name(record_type)),
        answer_headers=("ETag",),
    )
    yield operation(record_type, "delete_many", "", bulk.delete, **bulk.delete_options(record_type))


def list_page(
    record_type: RecordType, work: Work, call: Call, within: Mapping[str, Any] | None = None
) -> Answer:
    """A page of the list; `within` is a filter that the address itself says."""
    page = lists.list_records(work, record_type, list_query(call, within))
    rows = [record_type.as_json(row) for row in page.rows] if record_type.extensions else page.rows
    return Answer(encode({"data": rows, "next": page.next, "count": page.count}, work.translate))


def list_query(call: Call, within: Mapping[str, Any] | None = None) -> lists.Query:
    """What the parameters of a list ask for."""
    filters, others = split_filters(call.query)
    found = parameters(others, LIST)
    return replace(
        find_query(found, filters, within),
        fields=name_list(found, "fields"),
        sort=found.get("sort"),
        limit=limit_of(found),
        after=found.get("after"),
        count=found.get("count", "auto"),  # type: ignore[arg-type]  # the service refuses what it does not know
        include=name_list(found, "include") or (),
    )


def find_query(
    found: Mapping[str, str], filters: Pairs, within: Mapping[str, Any] | None = None
) -> lists.Query:
    """The part of a query that says which records are meant: `where`, `filter[...]` and `q`."""
    trees = [within, read_tree(found["where"]) if "where" in found else None, short_form(filters)]
    return lists.Query(where=all_of([tree for tree in trees if tree is not None]), q=found.get("q"))


def all_of(trees: Sequence[Any]) -> Any:
    """One filter of several."""
    return {"and": list(trees)} if len(trees) > 1 else trees[0] if trees else None


def read_one(record_type: RecordType, work: Work, call: Call) -> Answer:
    """One record, or 304 if the caller has it already."""
    names = names_of(parameters(call.query, {"fields"}), "fields", readable(record_type))
    row = records.read(work, record_type, record_id(call.path["id"]))
    tag = entity_tag(row)
    if is_unchanged(call.headers, tag):
        return Answer(b"", HTTPStatus.NOT_MODIFIED, {"etag": tag})
    shown = row if names is None else {name: row[name] for name in ("id", *names) if name in row}
    return Answer(encode(record_type.as_json(shown), work.translate), headers={"etag": tag})


def entity_tag(row: Mapping[str, Any]) -> str:
    """The ETag of a record: its version."""
    return f'"{row["version"]}"'


def history(record_type: RecordType, work: Work, call: Call) -> Answer:
    """A page of the changes of one record."""
    found = parameters(call.query, {"limit", "after"})
    limit, before_id = limit_of(found), cursor_id(found)
    rows = records.history(
        work, record_type, record_id(call.path["id"]), limit=limit + 1, before_id=before_id
    )
    following = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Answer(encode({"data": rows[:limit], "next": following}))


def create(record_type: RecordType, work: Work, call: Call, given: Mapping[str, Any] | None = None) -> Answer:
    """One record from an object, several from a list; `given` are values that the address itself says."""
    parameters(call.query, ())
    rows = bulk.rows_of(call.body)
    if rows is not None:
        with bulk.naming_rows():
            return bulk.ids_answer(
                records.create(work, record_type, [with_given(row, given) for row in rows]),
                HTTPStatus.CREATED,
            )
    (id,) = records.create(work, record_type, [with_given(call.body, given)])
    location = {"location": f"{address(record_type)}/{id}"}
    return written(record_type, work, id, HTTPStatus.CREATED, location)


def with_given(row: Any, given: Mapping[str, Any] | None) -> Any:
    """The row with the values of the address; another value for one of them is refused."""
    if not given or not isinstance(row, dict):
        return row
    for name, value in given.items():
        if row.get(name, value) != value:
            raise invalid(name, "not_of_this_address", _("The address says {value}.").fill(value=value))
    return {**row, **given}


def written(
    record_type: RecordType,
    work: Work,
    id: int,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """A record as it is after a write; only its id where the writer may not see it (any longer)."""
    may_look = work.actor.reach(record_type.resource.permission("view"))
    rows = records.read_many(work, record_type, [id]) if may_look else []
    if not rows:
        return Answer(encode({"id": id}), status, headers or {})
    known = {**(headers or {}), "etag": entity_tag(rows[0])}
    warnings = {"warnings": work.warnings} if work.warnings else {}
    return Answer(encode({**record_type.as_json(rows[0]), **warnings}, work.translate), status, known)


def update(record_type: RecordType, work: Work, call: Call) -> Answer:
    """Change one record: 412 if it is not at the version of `If-Match`, 409 if not at that of the body."""
    parameters(call.query, ())
    id, version = record_id(call.path["id"]), wanted_version(call.headers)
    try:
        records.update(work, record_type, [records.Update(id, call.body, version)])
    except Conflict as error:
        raise stale(error, version) from error
    return written(record_type, work, id)


def delete(record_type: RecordType, work: Work, call: Call) -> Answer:
    """Put one record into the trash."""
    parameters(call.query, ())
    id, version = record_id(call.path["id"]), wanted_version(call.headers)
    try:
        records.delete(work, record_type, [id], None if version is None else {id: version})
    except Conflict as error:
        raise stale(error, version) from error
    return Answer(status=HTTPStatus.NO_CONTENT)


def stale(error: Conflict, version: int | None) -> Conflict:
    """The conflict, as a failed precondition where `If-Match` was sent."""
    if version is None:
        return error
    return PreconditionFailed(error.message, why=error.why, fix=error.fix, changes=error.changes)


def restore(record_type: RecordType, work: Work, call: Call) -> Answer:
    """Take one record out of the trash."""
    parameters(call.query, ())
    id = record_id(call.path["id"])
    records.restore(work, record_type, [id])
    return written(record_type, work, id)
