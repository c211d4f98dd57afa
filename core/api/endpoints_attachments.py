"""Attachments: `POST` and `GET /{resource}/{id}/attachments`, `GET /attachments/{id}/content`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from typing import BinaryIO

from core.api.endpoints_records import address, list_page, written
from core.api.idempotency import once
from core.api.openapi.names import ref
from core.api.operations import Call, Described, FileOperation, Operation, Parameter
from core.api.parameters import IDEMPOTENCY_KEY, IF_NONE_MATCH, list_parameters
from core.api.responses import Answer, AnyAnswer, ContentAnswer
from core.contracts.work import Actor
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.http.query import parameters
from core.http.requests import is_unchanged, record_id
from core.http.uploads import ANYTHING, FORM
from core.services import records
from core.services.attachments import About, attach_kept, content_of, keep, may_have
from core.services.work import App, Work

ATTACHMENTS = "attachments"
ADD_ABOUT = """
The file is the body, or the part `file` of a form. It is kept once, however often it is attached. What it is
is told by its content; programs are refused, and pages and drawings with scripts are kept as
`application/octet-stream`. Its name is cleaned: parts of paths and unseen characters are taken away.
""".strip()
CONTENT_ABOUT = "Always a download. `Range` asks for a part of it; the `ETag` is the SHA-256 of the content."

NAME = Parameter(
    name="name",
    schema={"type": "string", "maxLength": 1000},
    description="The name of the file; that of the form's part when left out.",
    example="contract.pdf",
)
DESCRIPTION = Parameter(
    name="description", schema={"type": "string", "maxLength": 500}, description="What the file is."
)


def operations(registry: Registry, record_type: RecordType) -> Iterator[Described]:
    """Adding to and listing of one record's files; the content of an attachment."""
    attachments = registry.type_of(ATTACHMENTS)
    if record_type is attachments:
        yield _content(attachments)
    if may_have(record_type):
        yield _add(record_type, attachments)
        if record_type.name != "customers":  # theirs are listed with those of all that belongs to them
            yield _list(registry, record_type, attachments)


def _add(record_type: RecordType, attachments: RecordType) -> FileOperation:
    return FileOperation(
        method="POST",
        path=f"{address(record_type)}/{{id}}/{ATTACHMENTS}",
        name=f"{record_type.name}_{ATTACHMENTS}_create".replace(".", "_"),
        summary=f"Attach a file to one of {record_type.resource.title}",
        description=ADD_ABOUT,
        tag=str(record_type.resource.title),
        permission=attachments.resource.permission("create"),
        parameters=(NAME, DESCRIPTION, IDEMPOTENCY_KEY),
        status=HTTPStatus.CREATED,
        answer=ref("Attachments"),
        answer_headers=("Location", "ETag"),
        transfer=partial(add, record_type, attachments),
        keeps=True,
        takes=(ANYTHING, FORM),
        limit="max_attachment_bytes",
    )


def _list(registry: Registry, record_type: RecordType, attachments: RecordType) -> Operation:
    return Operation(
        method="GET",
        path=f"{address(record_type)}/{{id}}/{ATTACHMENTS}",
        name=f"{record_type.name}_{ATTACHMENTS}_list".replace(".", "_"),
        summary=f"List Attachments of one of {record_type.resource.title}",
        tag=str(record_type.resource.title),
        permission=attachments.resource.permission("view"),
        run=partial(list_of, record_type, attachments),
        parameters=list_parameters(registry, attachments),
        answer=ref("AttachmentsPage"),
    )


def _content(attachments: RecordType) -> FileOperation:
    return FileOperation(
        method="GET",
        path=f"{address(attachments)}/{{id}}/content",
        name="attachments_content",
        summary="Read the file of an attachment",
        description=CONTENT_ABOUT,
        tag=str(attachments.resource.title),
        permission=attachments.resource.permission("view"),
        parameters=(IF_NONE_MATCH,),
        answer_headers=("ETag",),
        transfer=give,
        gives=("*/*",),
    )


def add(
    record_type: RecordType,
    attachments: RecordType,
    app: App,
    actor: Actor,
    call: Call,
    file: BinaryIO | None,
) -> Answer:
    """Attach what has arrived."""
    assert file is not None  # noqa: S101  # it takes one
    found = parameters(call.query, {"name", "description"})
    name = found.get("name") or call.file_name
    about = About(record_type.name, record_id(call.path["id"]), name, found.get("description"))
    kept = keep(app, actor, about, file)
    with app.work(actor) as work:
        return once(work, call, lambda: _attached(attachments, work, attach_kept(work, about, kept)))


def _attached(attachments: RecordType, work: Work, id: int) -> Answer:
    location = {"location": f"{address(attachments)}/{id}"}
    return written(attachments, work, id, HTTPStatus.CREATED, location)


def list_of(record_type: RecordType, attachments: RecordType, work: Work, call: Call) -> Answer:
    """A page of the attachments of the record of the path; NotFound if there is none to see."""
    id = record_id(call.path["id"])
    records.read(work, record_type, id, ("id",))
    of_record = (("resource", record_type.name), ("record_id", id))
    within = {"and": [{"field": name, "op": "eq", "value": value} for name, value in of_record]}
    return list_page(attachments, work, call, within)


def give(app: App, actor: Actor, call: Call, _file: BinaryIO | None) -> AnyAnswer:
    """The content, or 304 if the caller has it already."""
    parameters(call.query, ())
    with app.reading(actor) as work:
        content = content_of(work, record_id(call.path["id"]))
    tag = f'"{content.sha256}"'
    if is_unchanged(call.headers, tag):
        return Answer(b"", HTTPStatus.NOT_MODIFIED, {"etag": tag})
    return ContentAnswer(content.path, content.media_type, content.name, tag)
