"""schemathesis makes requests from the description: no 5xx, no answer that the description does not know."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.api.endpoints_records import address
from core.api.openapi.examples import record_example
from core.services.work import App
from core.testing.api import SignUp

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
    checks.ignored_auth,
]
# What no example can know: names of record types, rates between two currencies.
NEEDED = {"saved_views": {"resource": "customers"}, "exchange_rates": {"base_currency": "USD"}}
Caller = Callable[[], dict[str, str]]


@pytest.fixture
def caller(asgi: Starlette, sign_up: SignUp) -> Caller:
    """The headers of somebody who may do everything; of a new one when a request has disabled the last."""
    tokens = [sign_up({"*": "all"}) for _ in range(3)]
    client = TestClient(asgi)

    def headers() -> dict[str, str]:
        found = {"Authorization": f"Bearer {tokens[-1]}"}
        if client.get("/api/v1/me", headers=found).status_code != 200:
            tokens.append(sign_up({"*": "all"}))
        return {"Authorization": f"Bearer {tokens[-1]}"}

    return headers


@pytest.fixture
def records_of_all_kinds(asgi: Starlette, app: App, caller: Caller) -> None:
    """What the description gives as examples, so that there is something to read and to change."""
    client = TestClient(asgi, headers=caller())
    for record_type in app.registry.types.values():
        if "create" in record_type.resource.verbs:
            more = NEEDED.get(record_type.name, {})
            answer = client.post(address(record_type), json={**record_example(record_type), **more})
            assert answer.status_code == 201, answer.text


def operations(asgi: Starlette) -> Iterator[Any]:
    for result in schemathesis.openapi.from_asgi("/api/openapi.json", asgi).get_all_operations():
        yield result.ok()  # type: ignore[union-attr]  # an error would fail the test as well


def send_generated(operation: Any, headers: dict[str, str], examples: int, *, repeatable: bool) -> None:
    """Send so many requests to one operation, half of those to a record to one that exists."""

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=repeatable,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), known=st.booleans())
    def check(case: Any, known: bool) -> None:
        if known and "id" in case.path_parameters:
            case.path_parameters["id"] = 1
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS, headers=headers)

    check()


@pytest.mark.databases("sqlite")
@pytest.mark.usefixtures("records_of_all_kinds")
def test_a_few_requests_to_every_operation(asgi: Starlette, caller: Caller) -> None:
    for operation in operations(asgi):
        send_generated(operation, caller(), 2, repeatable=True)


@pytest.mark.nightly
@pytest.mark.usefixtures("records_of_all_kinds")
def test_many_requests_to_every_operation(asgi: Starlette, caller: Caller) -> None:
    for operation in operations(asgi):
        send_generated(operation, caller(), 60, repeatable=False)
