"""Errors as problem details (RFC 9457): the one place that knows which error has which status."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from core.api.responses import Answer
from core.errors import (
    Busy,
    Conflict,
    FieldErrors,
    GuanxiError,
    Invalid,
    Merged,
    NotSignedIn,
)
from core.formats.plain_json import encode
from core.http import errors
from core.http.failures import presentable, status_of
from core.labels import Translator, translations

_ = translations("core")

MEDIA_TYPE = "application/problem+json"


def problem_answer(error: Exception, request_id: str, translate: Translator = str) -> Answer:
    """The answer to a request that failed with `error`; what is not for the caller's eyes is logged only."""
    shown = presentable(error, request_id)
    status = status_of(shown)
    body = {name: value for name, value in _members(shown, status, request_id, translate) if value}
    return Answer(encode(body), status, {**_headers(shown), "content-type": MEDIA_TYPE})


def _members(
    error: GuanxiError, status: HTTPStatus, request_id: str, translate: Translator
) -> Iterator[tuple[str, Any]]:
    """The members of the problem; those without a value are left out."""
    yield "type", f"urn:guanxi:problem:{error.code}"
    yield "title", translate(type(error).default)
    yield "status", int(status)
    yield "code", error.code
    yield "detail", translate(error.message)
    # What a driver or a plugin says of its failure names hosts, files and SQL: that is for the log.
    yield "why", translate(error.why) if status < HTTPStatus.INTERNAL_SERVER_ERROR else ""
    yield "fix", translate(error.fix)
    if isinstance(error, Invalid):
        yield "errors", _fields(error.errors, translate)
    if isinstance(error, errors.InvalidRows):
        yield "rows", {str(index): _fields(row, translate) for index, row in error.rows.items()}
    if isinstance(error, Conflict):
        yield "changes", error.changes
    if isinstance(error, Merged):
        yield "merged_into", error.into
    yield "request_id", request_id


def _fields(found: FieldErrors, translate: Translator) -> dict[str, list[dict[str, str]]]:
    return {
        path: [{"code": item.code, "message": translate(item.message)} for item in items]
        for path, items in found.items()
    }


def _headers(error: GuanxiError) -> dict[str, str]:
    if isinstance(error, NotSignedIn):
        return {"www-authenticate": 'Bearer realm="Guanxi"'}
    if isinstance(error, Busy):
        return {"retry-after": str(error.retry_after)}
    if isinstance(error, errors.MethodNotAllowed):
        return {"allow": error.allowed}
    return {}
