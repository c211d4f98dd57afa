"""What comes out of the trash names nothing that is in it."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.testing.cli import Cli
from core.testing.people import Hire

CUSTOMERS = "/api/v1/customers"
Make = Callable[..., int]


@pytest.fixture
def make(client: TestClient) -> Make:
    """A new record through the API."""

    def make(path: str, **values: Any) -> int:
        answer = client.post(f"/api/v1/{path}", json=values)
        assert answer.status_code == 201, answer.text
        id: int = answer.json()["id"]
        return id

    return make


def deleted(client: TestClient, *paths: str) -> None:
    for path in paths:
        assert client.delete(f"/api/v1/{path}").status_code == 204, path


def refused(client: TestClient, cli: Cli, path: str) -> list[str]:
    """The fields for which it is not restored, at either door."""
    answer = client.post(f"/api/v1/{path}/restore")
    assert (answer.status_code, answer.json()["fix"]) == (422, "Restore that first.")
    resource, id = path.split("/")
    ran = cli(resource, "restore", id)
    assert (ran.code, "Fix: Restore that first." in ran.stderr) == (2, True)
    assert client.get(f"/api/v1/{path}").status_code == 404
    return list(answer.json()["errors"])


def test_a_customer_does_not_come_back_to_an_owner_or_a_unit_that_is_gone(
    client: TestClient, cli: Cli, make: Make, hire: Hire
) -> None:
    ben, unit = hire("ben", "salesperson"), make("units", code="U", name="U")
    customer = f"customers/{make('customers', name='A', owner='ben', unit='U')}"
    deleted(client, customer, f"users/{ben.id}", f"units/{unit}")
    assert refused(client, cli, customer) == ["owner", "unit"]
    for path in (f"users/{ben.id}", f"units/{unit}", customer):
        assert client.post(f"/api/v1/{path}/restore").status_code == 200


def test_a_customer_does_not_come_back_below_one_that_is_gone(
    client: TestClient, cli: Cli, make: Make
) -> None:
    top = make("customers", name="Top")
    low = make("customers", name="Low", parent=top)
    deleted(client, f"customers/{low}", f"customers/{top}")
    assert refused(client, cli, f"customers/{low}") == ["parent"]


def test_lines_do_not_come_back_with_people_and_units_that_are_gone(
    client: TestClient, cli: Cli, make: Make, hire: Hire
) -> None:
    ben, unit = hire("ben", "salesperson"), make("units", code="U", name="U")
    lines: dict[str, Any] = {"team": [{"user": "ben"}], "sites": [{"unit": "U"}]}
    customer = make("customers", name="A", **lines)
    deleted(client, f"customers/{customer}", f"users/{ben.id}", f"units/{unit}")
    assert refused(client, cli, f"customers/{customer}") == ["sites.0.unit", "team.0.user"]


def test_what_belongs_to_a_customer_in_the_trash_stays_there_too(
    client: TestClient, cli: Cli, make: Make
) -> None:
    customer = make("customers", name="A")
    contact = f"contacts/{make('contacts', customer=customer, name='Anna')}"
    activity = f"activities/{make('activities', customer=customer, subject='Call')}"
    deleted(client, contact, activity, f"customers/{customer}")
    assert [refused(client, cli, path) for path in (contact, activity)] == [["id"], ["id"]]
    for path in (f"customers/{customer}", contact, activity):
        assert client.post(f"/api/v1/{path}/restore").status_code == 200
        newest = client.get(f"/api/v1/{path}/history").json()["data"][0]
        assert newest["operation"] == "restore"
