"""Pages about failures: what, why, what to do, and the number of the request."""

from __future__ import annotations

from starlette.requests import Request

from core.contracts.pages import Shown, Toast
from core.errors import Busy, GuanxiError, Invalid, PluginFault, TooManyAttempts
from core.http.errors import NoSuchPath
from core.http.failures import presentable, status_of
from core.labels import Translator
from core.web.typed import typed_of

TEMPLATE = "error.html"


def failure_page(request: Request, failure: Exception, translate: Translator) -> Shown:
    """The page for an error; what is not for the reader's eyes is logged only."""
    request_id = request.scope.get("guanxi.request_id", "")
    error = presentable(failure, request_id)
    status = status_of(error)
    is_ours = status >= 500
    values = {
        "title": translate(type(error).default),
        "message": translate(_message(error, translate)),
        # What a driver or a plugin says of its failure names hosts, files and SQL: that is for the log.
        "why": "" if is_ours else translate(error.why),
        # The list of addresses is one of the API's.
        "fix": "" if isinstance(error, NoSuchPath) else translate(error.fix),
        "request_id": request_id,
        "back": "",
        "typed": typed_of(request),
    }
    toast = Toast(
        text=" ".join(filter(None, (values["message"], values["why"], values["fix"]))), tone="error"
    )
    headers = {"retry-after": str(error.retry_after)} if isinstance(error, Busy | TooManyAttempts) else {}
    return Shown(template=TEMPLATE, values=values, status=int(status), toast=toast, headers=headers)


def _message(error: GuanxiError, translate: Translator) -> str:
    """The message, with what is wrong with each field."""
    if isinstance(error, Invalid) and error.errors:
        found = [translate(item.message) for items in error.errors.values() for item in items]
        return " ".join([translate(error.message), *found])
    if isinstance(error, PluginFault):
        return error.message
    return error.message
