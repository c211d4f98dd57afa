"""Failures as whoever asked may know them: the one place that knows which error has which status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

import structlog
from starlette.exceptions import HTTPException

from core.errors import (
    Busy,
    Conflict,
    Forbidden,
    GuanxiError,
    Invalid,
    Merged,
    NotFound,
    NotSignedIn,
    PluginFault,
    StorageFull,
    TooManyAttempts,
    storage_full,
)
from core.http import errors
from core.labels import Translator, translations

_ = translations("core")

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
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    StorageFull: HTTPStatus.INSUFFICIENT_STORAGE,
}

TranslatorOf = Callable[[str], Translator]
"""From an `Accept-Language` header to the translator for it."""

log = structlog.get_logger("guanxi.http")


class InternalError(GuanxiError):
    """Something failed that the caller can do nothing about: only its id leaves the house."""

    code = "internal_error"
    default = _("Something went wrong on our side.")


def status_of(error: GuanxiError) -> HTTPStatus:
    """The status of an error: that of its nearest class in STATUS, 500 for all others."""
    known = (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return next(known, HTTPStatus.INTERNAL_SERVER_ERROR)


def presentable(failure: Exception, request_id: str) -> GuanxiError:
    """The error as the caller may know it; everything unexpected is logged with its trace."""
    error = storage_full(failure) or failure
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
