"""The description is complete, valid, stable, and made from the same operations as the routes."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from core.api.application import make_asgi
from core.api.documentation import PAGE_POLICY
from core.api.endpoint import Endpoint
from core.api.operations import ROOT, SignedIn
from core.api.routing import operations_of
from core.app import build
from core.http.routing import RouteTable
from core.services.work import App

PUBLIC = {"/health", "/metrics", "/api/openapi.json", "/api/docs", "/static"}


@pytest.fixture
def description(anonymous: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = anonymous.get("/api/openapi.json").json()
    return found


def described(description: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield path, method.upper(), operation


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def endpoints(asgi: Starlette) -> list[Endpoint]:
    (table,) = (route for route in asgi.routes if isinstance(route, RouteTable))
    return [route.endpoint for route in table.routes if isinstance(route.endpoint, Endpoint)]


def test_routes_and_description_name_the_same_operations(
    asgi: Starlette, description: dict[str, Any]
) -> None:
    routes = {(endpoint.path, method) for endpoint in endpoints(asgi) for method in endpoint.operations}
    assert {(path, method) for path, method, _operation in described(description)} == routes
    assert len(routes) > 80


def test_every_route_has_a_permission_or_is_known_to_be_public(asgi: Starlette, app: App) -> None:
    others = [route for route in asgi.routes if not isinstance(route, RouteTable)]
    assert {route.path for route in others if isinstance(route, Route | Mount)} == PUBLIC
    for endpoint in endpoints(asgi):
        for operation in endpoint.operations.values():
            needed = operation.permission
            assert isinstance(needed, SignedIn) or needed in app.registry.permissions


OWN = (f"{ROOT}/jobs", f"{ROOT}/undo")


def test_only_what_shows_nobody_more_than_his_own_asks_for_no_permission(app: App) -> None:
    free = {item.path for item in operations_of(app.registry) if isinstance(item.permission, SignedIn)}
    known = {f"{ROOT}/{name}" for name in ("me", "search", "views")}
    assert {path for path in free if not path.startswith(OWN)} == known


def test_operation_ids_are_unique_and_plain(description: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _path, _method, operation in described(description)]
    assert len(ids) == len(set(ids))
    assert all(id.isidentifier() and id == id.lower() for id in ids)


def test_every_operation_documents_its_answers(description: dict[str, Any]) -> None:
    for path, method, operation in described(description):
        answers = set(operation["responses"])
        assert {"400", "401", "403", "422", "500", "503"} <= answers, (method, path)
        assert ("404" in answers) >= ("{id}" in path)
        assert ("requestBody" in operation) <= ({"413", "415"} <= answers)
        assert operation["summary"]


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    for node in walk(description):
        if isinstance(node.get("$ref"), str):
            target: Any = description
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]


def test_every_schema_is_a_schema_and_every_example_fits_it(description: dict[str, Any]) -> None:
    for name, schema in description["components"]["schemas"].items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
        validator = jsonschema_rs.Draft202012Validator(whole)
        for example in schema.get("examples", []):
            assert list(validator.iter_errors(example)) == [], name


def test_parameters_are_described_once_and_with_a_schema(description: dict[str, Any]) -> None:
    for path, method, operation in described(description):
        names = [(item["in"], item["name"]) for item in operation.get("parameters", [])]
        assert len(names) == len(set(names)), (method, path)
        assert all(
            ("schema" in item or "content" in item) and item["description"]
            for item in operation.get("parameters", [])
        )


def test_the_description_is_the_same_bytes_every_time(anonymous: TestClient, app: App) -> None:
    first = anonymous.get("/api/openapi.json")
    other = build(app.settings, {"sample": type("Sample", (), {})()})
    with TestClient(make_asgi(app)) as again:
        assert again.get("/api/openapi.json").content == first.content
    with TestClient(make_asgi(other)) as smaller:
        assert smaller.get("/api/openapi.json").headers["etag"] != first.headers["etag"]
    other.close()


def test_an_unchanged_description_is_not_sent_again(anonymous: TestClient) -> None:
    tag = anonymous.get("/api/openapi.json").headers["etag"]
    assert anonymous.get("/api/openapi.json", headers={"if-none-match": tag}).status_code == 304


def test_hidden_columns_are_in_no_schema(description: dict[str, Any]) -> None:
    for node in walk(description["components"]["schemas"]):
        assert not {"name_key", "deleted_at", "password", "token_hash"} & set(node.get("properties", {})) - {
            "password"
        }


def test_the_page_is_strict_and_loads_only_files_of_this_host(anonymous: TestClient) -> None:
    page = anonymous.get("/api/docs")
    assert page.headers["content-security-policy"] == PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY
    for address in ("/static/vendor/swagger-ui/swagger-ui.css", "/static/api/docs.js"):
        assert address in page.text
        assert anonymous.get(address).status_code == 200


@pytest.mark.parametrize(
    "path", ["/static/../errors.py", "/static/%2e%2e/errors.py", "/static/", "/static/x"]
)
def test_static_files_are_those_of_the_folder_only(anonymous: TestClient, path: str) -> None:
    answer = anonymous.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_path")
