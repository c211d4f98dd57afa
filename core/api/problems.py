"""Errors as problem details (RFC 9457): the one place that knows which error has which status."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from starlette.exceptions import HTTPException

from core.api import errors
from core.api.responses import Answer
from core.errors import (
    Busy,
    Conflict,
    FieldErrors,
    Forbidden,
    GuanxiError,
    Invalid,
    Merged,
    NotFound,
    NotSignedIn,
    PluginFault,
    StorageFull,
    storage_full,
)
from core.formats.plain_json import encode
from core.labels import Translator, translations

_ = translations("core")

MEDIA_TYPE = "application/problem+json"
STATUS: Mapping[type[GuanxiError], HTTPStatus] = {
    errors.BadRequest: HTTPStatus.BAD_REQUEST,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Merged: HTTPStatus.GONE,
    errors.NoSuchPath: HTTPStatus.NOT_FOUND,
    errors.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.RequestTimeout: HTTPStatus.REQUEST_TIMEOUT,
    Conflict: HTTPStatus.CONFLICT,
    errors.PreconditionFailed: HTTPStatus.PRECONDITION_FAILED,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    StorageFull: HTTPStatus.INSUFFICIENT_STORAGE,
}

TranslatorOf = Callable[[str], Translator]
"""From an `Accept-Language` header to the translator for it."""

log = structlog.get_logger("guanxi.api")


class InternalError(GuanxiError):
    """Something failed that the caller can do nothing about: only its id leaves the house."""

    code = "internal_error"
    default = _("Something went wrong on our side.")


def status_of(error: GuanxiError) -> HTTPStatus:
    """The status of an error: that of its nearest class in STATUS, 500 for all others."""
    known = (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return next(known, HTTPStatus.INTERNAL_SERVER_ERROR)


def problem_answer(error: Exception, request_id: str, translate: Translator = str) -> Answer:
    """The answer to a request that failed with `error`; what is not for the caller's eyes is logged only."""
    shown = _presentable(storage_full(error) or error, request_id)
    status = status_of(shown)
    body = {name: value for name, value in _members(shown, status, request_id, translate) if value}
    return Answer(encode(body), status, {**_headers(shown), "content-type": MEDIA_TYPE})


def _presentable(error: Exception, request_id: str) -> GuanxiError:
    """The error as the caller may know it; everything unexpected is logged with its trace."""
    if isinstance(error, HTTPException):
        return _from_http(error)
    if isinstance(error, Busy):
        log.warning(error.code, request_id=request_id, message=error.message, why=error.why)
        return error
    if isinstance(error, GuanxiError) and status_of(error) < HTTPStatus.INTERNAL_SERVER_ERROR:
        return error
    log.error("request failed", request_id=request_id, exc_info=error)
    if isinstance(error, PluginFault):
        return error
    return InternalError(fix=_("Tell your administrator the request id {id}.").fill(id=request_id))


def _from_http(error: HTTPException) -> GuanxiError:
    """What Starlette itself refuses: unknown paths and methods."""
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return errors.MethodNotAllowed(((error.headers or {}).get("Allow") or "").split(", "))
    if error.status_code == HTTPStatus.NOT_FOUND:
        return errors.NoSuchPath(fix=_("All addresses are listed at /api/docs."))
    return errors.BadRequest(why=error.detail)


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
