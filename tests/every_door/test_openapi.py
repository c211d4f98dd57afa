"""The description of the API names every field of every kind of record, as it is read, made and changed."""

from typing import Any

from starlette.testclient import TestClient

from core.api.openapi.names import class_name
from core.services.work import App


def test_every_field_stands_in_the_description(app: App, anonymous: TestClient) -> None:
    described: dict[str, Any] = anonymous.get("/api/openapi.json").json()["components"]["schemas"]
    for record_type in app.registry.types.values():
        shown = {*(field.name for field in record_type.public), *record_type.children}
        written = {*(field.name for field in record_type.writable), *record_type.children}
        name = class_name(record_type)
        assert described[name]["properties"].keys() - {"included", "warnings"} == shown, name
        assert described[f"{name}Create"]["properties"].keys() == written, name
        assert described[f"{name}Update"]["properties"].keys() == written | {"version"}, name
        for key, child in record_type.children.items():
            line = described[f"{name}{key.title()}Line"]["properties"]
            assert line.keys() == {field.name for field in child.public}


def test_every_path_and_every_sort_stands_in_the_description(app: App, anonymous: TestClient) -> None:
    described = anonymous.get("/api/openapi.json").json()["paths"]
    for record_type in app.registry.types.values():
        path = f"/api/v1/{record_type.resource.path}"
        (sort,) = (item for item in described[path]["get"]["parameters"] if item.get("name") == "sort")
        assert {name.removeprefix("-") for name in sort["schema"]["enum"]} == {*record_type.resource.sorts}
        for action in record_type.resource.actions:
            below = "/{id}" if action.on == "record" else ""
            assert "post" in described[f"{path}{below}/{action.name}"]
