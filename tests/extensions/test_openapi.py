"""The description of the API nests the fields of extensions, as answers and requests do."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from core.services.work import App
from tests.extensions.conftest import WATT

Schema = dict[str, Any]


@pytest.fixture
def described(anonymous: TestClient) -> Schema:
    """The whole document."""
    found: Schema = anonymous.get("/api/openapi.json").json()
    return found


def names(app: App, owner: str, *, written: bool) -> set[str]:
    customers = app.registry.type_of("customers")
    fields = customers.writable if written else customers.public
    return {field.name.removeprefix(f"{owner}.") for field in fields if field.extension == owner}


@pytest.mark.parametrize("component", ["Customers", "CustomersCreate", "CustomersUpdate", "CustomersRow"])
def test_every_field_stands_in_its_nest(app: App, described: Schema, component: str) -> None:
    schema = described["components"]["schemas"][component]
    beside = schema["properties"]["extensions"]
    assert beside["additionalProperties"] is False
    assert not [name for name in schema["properties"] if "." in name]
    for owner in ("watt", "guild"):
        fields = beside["properties"][owner]
        assert fields["properties"].keys() == names(app, owner, written=component != "Customers")
        assert "required" not in fields


def test_an_answer_is_as_described(client: TestClient, described: Schema) -> None:
    answer = client.post("/api/v1/customers", json={"name": "Acme", "extensions": {"watt": WATT}})
    schema = described["components"]["schemas"]["Customers"]["properties"]["extensions"]["properties"]
    for owner, fields in answer.json()["extensions"].items():
        assert fields.keys() == schema[owner]["properties"].keys()
    kinds = {name: part.get("type") for name, part in schema["watt"]["properties"].items()}
    assert (kinds["meter"], kinds["green"]) == (["string", "null"], ["boolean", "null"])


def test_filters_sorts_and_sums_have_flat_names(described: Schema) -> None:
    parameters = {p["name"]: p for p in described["paths"]["/api/v1/customers"]["get"]["parameters"]}
    assert {"watt.load", "-guild.points"} < set(parameters["sort"]["schema"]["enum"])
    assert "filter[watt.credit_grade]" in parameters
    assert "watt.meter" in parameters["fields"]["schema"]["items"]["enum"]
    (summed,) = (
        p
        for p in described["paths"]["/api/v1/customers/totals"]["get"]["parameters"]
        if p.get("name") == "sum"
    )
    assert {"watt.deposit", "watt.load", "guild.points"} <= set(summed["schema"]["enum"])
