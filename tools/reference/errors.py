"""docs/reference/errors.md: the codes of errors with HTTP status and exit code, and the codes of fields."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import core
from core.cli.errors import EXIT_CODES, MEANINGS
from core.errors import GuanxiError, PluginFault
from core.http.failures import STATUS, InternalError
from tools.reference.field_codes import KIND_CODES, MEANING
from tools.reference.markdown import code, head, sentence, table

INTRODUCTION = (
    "Every error says what is wrong, where it helps why, and what to do. The codes are stable and never\n"
    "translated; the messages are in the reader's language.",
)
API = """
The API answers with problem details (RFC 9457), `application/problem+json`:

```json
{
  "type": "urn:guanxi:problem:invalid",
  "title": "The input is not valid.",
  "status": 422,
  "code": "invalid",
  "detail": "The input is not valid.",
  "errors": {"country": [{"code": "country_invalid", "message": "..."}]},
  "request_id": "1f0c4be2b7d94a6b"
}
```

`why` and `fix` stand there when there is something to say. `errors` holds the findings by field (a line's
by `phones.0.phone`, the record's as a whole under an empty name), `rows` those of a request with many records
by the index of the row, `changes` what somebody else has changed. `request_id` finds the request in the
server's log. A failure of the server itself tells nothing but that id.

The command line writes `Error:`, `Why:` and `Fix:` to stderr, one line each, and a line for each wrong field.

## Errors

"""
EXIT = """
## Exit codes of the command line

"""
FIELDS = """
## Codes of fields

They stand in `errors` and `rows` of the API and in the errors file and the JSON report of an import.

"""
OF_PYDANTIC = """
Lists and objects of a wrong shape carry the code of pydantic: `model_type`, `list_type`, `too_long`.
"""


def page() -> str:
    """The page."""
    errors = table(("code", "HTTP status", "exit code", "meaning"), _errors())
    exits = table(("exit code", "meaning"), [(str(item.value), words) for item, words in MEANINGS.items()])
    meanings = {**MEANING, **KIND_CODES}
    codes = table(("code", "meaning"), [(code(name), meanings[name]) for name in sorted(meanings)])
    return f"{head('Errors', *INTRODUCTION)}{API}{errors}{EXIT}{exits}{FIELDS}{codes}{OF_PYDANTIC}"


def error_classes() -> Iterator[type[GuanxiError]]:
    """Every error of core that has a code of its own, by code."""
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if not module.name.startswith("core.testing"):
            importlib.import_module(module.name)
    yield from sorted(_with_codes(GuanxiError), key=lambda error: error.code)


def _with_codes(error: type[GuanxiError]) -> Iterator[type[GuanxiError]]:
    if "code" in vars(error) and error.__module__.startswith("core."):
        yield error
    for below in error.__subclasses__():
        yield from _with_codes(below)


def _errors() -> Iterator[tuple[str, str, str, str]]:
    for error in error_classes():
        yield code(error.code), _status(error), _exit_code(error), sentence(error.__doc__)


def _status(error: type[GuanxiError]) -> str:
    """The status of its nearest base; nothing where the API never answers it."""
    if error.__module__.startswith("core.cli."):
        return ""
    found = next((STATUS[kind] for kind in error.__mro__ if kind in STATUS), None)
    if found:
        return str(found.value)
    # `_presentable` of core/api/problems.py: what is not the caller's fault is told by these only.
    own = error in (InternalError, PluginFault)
    return "500" if own else f"500 as {code(InternalError.code)}"


def _exit_code(error: type[GuanxiError]) -> str:
    if error.__module__.startswith(("core.api.", "core.http.")):
        return ""
    return str(next(EXIT_CODES[kind].value for kind in error.__mro__ if kind in EXIT_CODES))
