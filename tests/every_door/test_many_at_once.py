"""Bulk requests through the API and the command line: all or none."""

import json

import pytest
from starlette.testclient import TestClient

from core.testing.cli import Cli
from tests.every_door.conftest import ORDERS
from tests.features.doors import Door

PATH = "/api/v1/sample/orders"
ROWS = [{"code": f"O-{n}", "total": str(n), "currency": "EUR"} for n in range(5)]


def codes(door: Door, **filters: str) -> list[str]:
    return [row["code"] for row in door.rows(ORDERS, filters, sort="code")]


def test_many_are_created_changed_and_deleted_through_the_api(client: TestClient) -> None:
    ids = client.post(PATH, json=ROWS).json()["ids"]
    where = {"field": "total", "op": "gte", "value": "2"}
    changed = client.patch(PATH, json={"where": where, "values": {"ship_to": "France"}}).json()["ids"]
    assert changed == ids[2:]
    one_by_one = [{"id": id, "terms": f"Of {id}", "version": 1} for id in ids[:2]]
    assert client.patch(PATH, json=one_by_one).json()["ids"] == ids[:2]
    assert client.request("DELETE", PATH, json={"ids": ids[1:3]}).json()["ids"] == ids[1:3]
    rows = client.get(PATH).json()["data"]
    assert [(row["code"], row["ship_to"]) for row in rows] == [("O-0", None), ("O-3", "FR"), ("O-4", "FR")]


def test_many_are_created_changed_and_deleted_on_the_command_line(cli: Cli) -> None:
    ran = cli("sample", "orders", "create", "--json-input", "-", "--json", stdin=json.dumps(ROWS))
    assert ran.json["count"] == 5
    ran = cli("sample", "orders", "update", "--filter", "total>=2", "--set", "ship_to=France", "--json")
    assert ran.json["count"] == 3
    assert cli("sample", "orders", "delete", "O-1", "O-2", "--yes").code == 0
    rows = cli("sample", "orders", "list", "--json").data
    assert [(row["code"], row["ship_to"]) for row in rows] == [("O-0", None), ("O-3", "FR"), ("O-4", "FR")]


WRONG = {
    "a code twice in the request": ({"code": "O-0"}, "code"),
    "a wrong value": ({"code": "O-9", "due_at": "soon"}, "due_at"),
    "a currency is missing": ({"code": "O-9", "total": "1"}, "total"),
    "nothing": ({}, "code"),
}


@pytest.mark.parametrize(("row", "field"), WRONG.values(), ids=WRONG)
def test_one_wrong_row_keeps_all_from_being_written(
    client: TestClient, cli: Cli, row: dict[str, str], field: str
) -> None:
    answer = client.post(PATH, json=[*ROWS, row])
    assert answer.status_code == 422
    assert list(answer.json()["rows"]["5"]) == [field]
    ran = cli("sample", "orders", "create", "--json-input", "-", stdin=json.dumps([*ROWS, row]))
    assert ran.code == 2
    assert f"  6: {field}: " in ran.stderr
    assert client.get(PATH).json()["data"] == []


def test_a_stale_row_keeps_all_from_being_changed(door: Door, client: TestClient) -> None:
    first, second = (door.create(ORDERS, **ROWS[n]) for n in range(2))
    door.change(ORDERS, second, terms="Meanwhile")
    answer = client.patch(
        PATH, json=[{"id": first, "terms": "x"}, {"id": second, "terms": "x", "version": 1}]
    )
    assert (answer.status_code, answer.json()["changes"][0]["fields"]) == (409, ["reminder", "terms"])
    assert codes(door, terms="Meanwhile") == ["O-1"]
    assert door.show(ORDERS, first)["terms"] is None
