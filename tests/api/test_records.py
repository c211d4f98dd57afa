"""One record through the API: created, read, changed, deleted, restored, with its version and its history."""

from typing import Any

import pytest
from starlette.testclient import TestClient

CUSTOMERS = "/api/v1/customers"


def made(client: TestClient, path: str = CUSTOMERS, **values: Any) -> dict[str, Any]:
    answer = client.post(path, json={"name": "Acme", "kind": "company", **values})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_new_record_is_answered_with_its_address_and_version(client: TestClient) -> None:
    answer = client.post(CUSTOMERS, json={"name": "  Alfreds   Futterkiste ", "country": "Germany"})
    assert answer.status_code == 201
    record = answer.json()
    assert answer.headers["location"] == f"{CUSTOMERS}/{record['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (record["country"], record["version"]) == ("DE", 1)
    assert client.get(answer.headers["location"]).json() == record
