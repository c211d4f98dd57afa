"""The whole OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import core
from core.api.openapi.components import ID, SHARED, record_schemas
from core.api.openapi.names import ref
from core.api.operations import Described, FileOperation, Parameter, Schema
from core.host.registry import Registry

JSON = "application/json"
FORM = "multipart/form-data"
PROBLEM = "application/problem+json"
BEARER = "bearer"

ABOUT = """
The REST API of Guanxi: the same records, rules and rights as in the web pages and on the command line.

- **Signing in.** Send a token with every request: `Authorization: Bearer gx_...`. It can do what its user
  can, as far as its scopes go.
- **Lists** answer `{"data": [...], "next": cursor or null, "count": n or null}`. Go on with `after=<next>`.
- **Values.** Amounts and decimals are strings (`"1234.50"`), moments are UTC (`2026-11-21T14:30:00Z`), dates
  are dates. Moments that you send need their offset. References are ids; when writing, a key will do as well.
- **Conflicts.** Each record has a `version`, which is also its ETag. Send it back with `If-Match` (412) or in
  the body (409): a change of somebody else in the meantime is then never overwritten.
- **Trying again.** With an `Idempotency-Key` a POST can be sent again safely: it is answered again, not done
  again.
- **Problems** are answered as RFC 9457 describes: `code` is stable, `detail`, `why` and `fix` are for people,
  `errors` names the fields. `request_id` is also in the header `X-Request-Id`.
- **Too busy?** 503 with `Retry-After`: nothing was done, come again.
""".strip()

REASONS: Mapping[HTTPStatus, str] = {
    HTTPStatus.NOT_MODIFIED: "The record is still at the version of If-None-Match.",
    HTTPStatus.BAD_REQUEST: "The request cannot be read.",
    HTTPStatus.UNAUTHORIZED: "There is no valid token.",
    HTTPStatus.FORBIDDEN: "The token's user may not do this.",
    HTTPStatus.NOT_FOUND: "There is no such record, or none that the user may see.",
    HTTPStatus.GONE: "The record was merged into another one; `merged_into` is its id.",
    HTTPStatus.REQUEST_TIMEOUT: "The body did not arrive in time.",
    HTTPStatus.CONFLICT: "The record was changed in the meantime.",
    HTTPStatus.PRECONDITION_FAILED: "The record is not at the version of If-Match.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is of a kind that is not taken here.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The input is not valid; `errors` says where.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too busy; come again after Retry-After seconds.",
}
ALWAYS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
WITH_BODY = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
HEADERS: Mapping[str, Schema] = {
    "ETag": {"description": "The version of the record.", "schema": {"type": "string"}},
    "Content-Disposition": {"description": "The name of the file.", "schema": {"type": "string"}},
    "Location": {"description": "The address of the new record.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "How to sign in.", "schema": {"type": "string"}},
    "X-Request-Id": {"description": "The id of this request.", "schema": {"type": "string"}},
}


def document(
    registry: Registry, operations: Iterable[Described], more: Mapping[str, Schema]
) -> dict[str, Any]:
    """The document of these operations; `more` are components beside those of the record types."""
    schemas: dict[str, Schema] = {**SHARED, **more}
    for record_type in registry.types.values():
        schemas |= record_schemas(record_type)
    listed = list(operations)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Guanxi API", "version": core.__version__, "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(item.tag for item in listed)],
        "paths": _paths(listed),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "headers": dict(HEADERS),
            "responses": {
                status.name: _problem(status) for status in REASONS if status >= HTTPStatus.BAD_REQUEST
            },
            "securitySchemes": {BEARER: {"type": "http", "scheme": "bearer", "bearerFormat": "gx_..."}},
        },
        "security": [{BEARER: []}],
    }


def _paths(operations: Iterable[Described]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for item in operations:
        path = paths.setdefault(item.path, {"parameters": [ID_IN_PATH]} if "{id}" in item.path else {})
        path[item.method.lower()] = _operation(item)
    return dict(sorted(paths.items()))


ID_IN_PATH: Schema = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": ID,
}


def _operation(item: Described) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": item.name, "summary": item.summary, "tags": [item.tag]}
    if item.description:
        described["description"] = item.description
    if item.parameters:
        described["parameters"] = [_parameter(parameter) for parameter in item.parameters]
    if item.body is not None:
        described["requestBody"] = {"required": not item.empty_body, "content": {JSON: {"schema": item.body}}}
    if isinstance(item, FileOperation) and item.takes:
        described["requestBody"] = {"required": True, "content": {name: _upload(name) for name in item.takes}}
    described["responses"] = {str(int(status)): answer for status, answer in sorted(_answers(item))}
    return described


def _upload(media_type: str) -> Schema:
    """A file as the body, or as the part `file` of a form."""
    file: Schema = {"type": "string", "contentMediaType": "application/octet-stream"}
    form = {"type": "object", "properties": {"file": file}, "required": ["file"]}
    return {"schema": form if media_type == FORM else {}}


def _parameter(item: Parameter) -> Schema:
    described: Schema = {
        "name": item.name,
        "in": item.place,
        "description": item.description,
    }
    if item.written == "json":
        described["content"] = {JSON: {"schema": item.schema}}
    else:
        described["schema"] = item.schema
    if item.written == "commas":
        described |= {"style": "form", "explode": False}
    if item.required:
        described["required"] = True
    if item.example is not None:
        described["example"] = item.example
    return described


def _answers(item: Described) -> Iterator[tuple[HTTPStatus, Schema]]:
    """Every answer that the operation can give."""
    success: Schema = {"description": item.status.phrase, "headers": _headers(*item.answer_headers)}
    if item.answer is not None:
        success["content"] = {JSON: {"schema": item.answer}}
    if isinstance(item, FileOperation) and item.gives:
        success["content"] = {media_type: {} for media_type in item.gives}
    yield item.status, success
    if any(parameter.name == "If-None-Match" for parameter in item.parameters):
        yield (
            HTTPStatus.NOT_MODIFIED,
            {"description": REASONS[HTTPStatus.NOT_MODIFIED], "headers": _headers("ETag")},
        )
    for status in problem_statuses(item):
        yield status, {"$ref": f"#/components/responses/{status.name}"}


def problem_statuses(item: Described) -> set[HTTPStatus]:
    """The problems that can happen, from what the operation is."""
    found = set(ALWAYS)
    if item.body is not None or (isinstance(item, FileOperation) and item.takes):
        found.update(WITH_BODY)
    if "{id}" in item.path:
        found |= {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
    if item.writes:
        found |= {HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
    if any(parameter.name == "If-Match" for parameter in item.parameters):
        found.add(HTTPStatus.PRECONDITION_FAILED)
    return found


def _problem(status: HTTPStatus) -> Schema:
    extra = {HTTPStatus.UNAUTHORIZED: ["WWW-Authenticate"], HTTPStatus.SERVICE_UNAVAILABLE: ["Retry-After"]}
    return {
        "description": REASONS[status],
        "headers": _headers(*extra.get(status, [])),
        "content": {PROBLEM: {"schema": ref("Problem")}},
    }


def _headers(*names: str) -> dict[str, Schema]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, "X-Request-Id")}
