"""Every error of the tree has one status; what is not for the caller's eyes stays in the house."""

import errno
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from starlette.exceptions import HTTPException

import core.http.errors  # noqa: F401  # its classes are part of the tree
from core.api.problems import problem_answer
from core.errors import (
    Busy,
    ConfigurationError,
    Conflict,
    FieldError,
    GuanxiError,
    NotFound,
    NotSignedIn,
    PluginFault,
    invalid,
)
from core.http.errors import InvalidRows, MethodNotAllowed, PreconditionFailed
from core.http.failures import status_of
from core.labels import translations

_ = translations("core")


def problem(error: Exception, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(problem_answer(error, "id-1", **options).body)
    return found


def tree(root: type[GuanxiError] = GuanxiError) -> Iterator[type[GuanxiError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from tree(kind)


def test_every_code_has_one_status_and_every_error_a_code_of_its_own() -> None:
    codes: dict[str, set[int]] = {}
    for kind in tree():
        if kind.__module__.startswith("core."):
            codes.setdefault(kind.code, set()).add(status_of(kind.__new__(kind)))
    assert {code: statuses for code, statuses in codes.items() if len(statuses) > 1} == {}
    assert codes["invalid"] == {422}
    assert codes["plugin_fault"] == codes["migration"] == {500}


def test_a_problem_says_what_why_and_what_to_do() -> None:
    error = invalid("name", "required", _("This field is required."), fix=_("Fill it in."))
    assert problem(error) == {
        "type": "urn:guanxi:problem:invalid",
        "title": "The input is not valid.",
        "status": 422,
        "code": "invalid",
        "detail": "The input is not valid.",
        "fix": "Fill it in.",
        "errors": {"name": [{"code": "required", "message": "This field is required."}]},
        "request_id": "id-1",
    }


def test_the_value_that_was_sent_is_not_sent_back() -> None:
    assert "hunter2" not in str(problem(invalid("password", "too_short", "Too short.", "hunter2")))


def test_a_full_disk_is_said_to_be_one_whoever_noticed_it() -> None:
    found = problem(OSError(errno.ENOSPC, "No space left on device", "/secret/place"))
    assert (found["status"], found["code"]) == (507, "storage_full")
    assert "secret" not in str(found)
    assert problem(OSError(errno.EACCES, "Permission denied"))["status"] == 500


def test_rows_are_named_by_their_index_even_if_it_is_the_first() -> None:
    found = problem(InvalidRows({0: {"name": (FieldError("required", "Missing."),)}}))
    assert found["rows"] == {"0": {"name": [{"code": "required", "message": "Missing."}]}}
    assert found["status"] == 422


def test_a_conflict_names_the_other_change() -> None:
    change = {"actor": "Anna", "fields": ["name"], "version": 3}
    assert problem(Conflict(changes=[change]))["changes"] == [change]
    stale = problem(PreconditionFailed(changes=[change]))
    assert (stale["status"], stale["code"], stale["changes"]) == (412, "precondition_failed", [change])


def test_a_busy_database_is_retried_and_its_address_kept_secret() -> None:
    answer = problem_answer(Busy(why="connection to 10.0.0.5 failed for guanxi", retry_after=5), "id-1")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert b"10.0.0.5" not in answer.body


def test_unknown_errors_leak_nothing_but_an_id() -> None:
    found = problem(RuntimeError("SELECT secret FROM core_user"))
    assert (found["status"], found["code"]) == (500, "internal_error")
    assert "secret" not in str(found)
    assert "id-1" in found["fix"]


def test_errors_of_the_installation_leak_nothing_either() -> None:
    found = problem(ConfigurationError("database_url is wrong", why="postgresql://u:pw@host"))
    assert found["code"] == "internal_error"
    assert "pw" not in str(found)


def test_a_failed_plugin_is_named_without_its_trace() -> None:
    found = problem(PluginFault("sales", "record_created", why="KeyError: 'x'"))
    assert "sales" in found["detail"]
    assert "KeyError" not in str(found)


def test_the_answer_says_how_to_sign_in_and_which_methods_there_are() -> None:
    assert problem_answer(NotSignedIn(), "").headers["www-authenticate"].startswith("Bearer")
    assert problem_answer(MethodNotAllowed({"POST", "GET"}), "").headers["allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("status", "code"), [(404, "no_such_path"), (405, "method_not_allowed"), (400, "bad_request")]
)
def test_what_starlette_refuses_is_a_problem_too(status: int, code: str) -> None:
    found = problem(HTTPException(status, headers={"Allow": "GET"}))
    assert (found["status"], found["code"]) == (status, code)


def test_texts_are_translated_and_codes_are_not() -> None:
    found = problem(NotFound(fix=_("Try again in a moment.")), translate=lambda text: f"<{text}>")
    assert found["code"] == "not_found"
    assert all(found[name].startswith("<") for name in ("title", "detail", "fix"))
