"""What can be wrong with a request before any service sees it."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import Conflict, FieldErrors, GuanxiError, Invalid
from core.labels import translations

_ = translations("core")


class BadRequest(GuanxiError):
    """The request is not what HTTP, JSON or this API can read."""

    code = "bad_request"
    default = _("The request cannot be read.")


class NoSuchPath(GuanxiError):
    """Nothing is served at this path."""

    code = "no_such_path"
    default = _("There is nothing at this address.")


class MethodNotAllowed(GuanxiError):
    """The path exists, but not with this method; `allowed` are those that it has."""

    code = "method_not_allowed"
    default = _("This address does not offer this method.")

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = ", ".join(sorted(allowed))
        super().__init__(fix=_("It offers: {methods}.").fill(methods=self.allowed))


class RequestTimeout(GuanxiError):
    """The body did not arrive in time."""

    code = "request_timeout"
    default = _("The request did not arrive in time.")


class TooLarge(GuanxiError):
    """The body is larger than this installation takes."""

    code = "too_large"
    default = _("The request is too large.")

    def __init__(
        self, limit: int, fix: str = _("Send fewer records at once, or use the import for large files.")
    ) -> None:
        super().__init__(why=_("At most {limit} bytes are taken.").fill(limit=limit), fix=fix)


class UnsupportedMediaType(GuanxiError):
    """The body is not JSON in UTF-8."""

    code = "unsupported_media_type"
    default = _("This kind of content is not taken here.")


class PreconditionFailed(Conflict):
    """The record is not at the version that `If-Match` names."""

    code = "precondition_failed"


class KeyReused(Invalid):
    """The `Idempotency-Key` was used before for another request."""

    code = "idempotency_key_reused"
    default = _("This Idempotency-Key was used before for another request.")


class InvalidRows(Invalid):
    """One or more rows of a request with many are wrong; `rows` says which, by index."""

    default = _("Some of the rows are not valid; nothing was written.")

    def __init__(self, rows: dict[int, FieldErrors]) -> None:
        super().__init__(rows=rows, fix=_("Mend the rows that are named and send all of them again."))
