"""Bulk changes and their undo over the API: jobs that say what failed and what was kept."""

from typing import Any

from starlette.testclient import TestClient

from core.testing.api import AsUser
from core.testing.jobs import RunJobs

ROME = {"field": "city", "op": "eq", "value": "Rome"}


def make(client: TestClient, count: int = 3) -> list[int]:
    rows = [{"name": f"Customer {n}", "city": "Rome"} for n in range(count)]
    ids: list[int] = client.post("/api/v1/customers", json=rows).json()["ids"]
    return ids


def cities(client: TestClient) -> list[str]:
    return [row["city"] for row in client.get("/api/v1/customers?sort=id").json()["data"]]


def test_all_that_match_are_changed_and_undone(client: TestClient, run_jobs: RunJobs) -> None:
    ids = make(client)
    asked = client.post("/api/v1/customers/bulk_update", json={"where": ROME, "values": {"city": "Oslo"}})
    assert (asked.status_code, asked.json()["matching"]) == (202, 3)
    run_jobs()
    client.patch(f"/api/v1/customers/{ids[0]}", json={"city": "Bern"})
    path = f"/api/v1/undo/{asked.json()['operation']}"
    shown = client.get(path).json()
    assert (shown["status"], shown["changed"], shown["can_undo"]) == ("done", 3, True)
    assert client.post(path, json={}).status_code == 202
    run_jobs()
    assert cities(client) == ["Bern", "Rome", "Rome"]
    assert client.get(path).json()["kept_reasons"][0]["examples"] == [f"customers {ids[0]}: city"]
    again = client.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_one_deletion_is_undone_too(client: TestClient, run_jobs: RunJobs) -> None:
    (id,) = make(client, 1)
    client.delete(f"/api/v1/customers/{id}")
    (shown,) = client.get("/api/v1/undo?kind=delete").json()["data"]
    job = client.post(f"/api/v1/undo/{shown['id']}", json={"dry_run": True}).json()["job"]
    run_jobs()
    assert client.get(f"/api/v1/jobs/{job}").json()["result"]["undone"] == 1
    assert cities(client) == []
    client.post(f"/api/v1/undo/{shown['id']}")
    run_jobs()
    assert cities(client) == ["Rome"]


def test_what_is_of_others_is_not_found(client: TestClient, as_user: AsUser) -> None:
    client.delete(f"/api/v1/customers/{make(client, 1)[0]}")
    other = as_user({"core.customers.view": "all", "core.customers.delete": "all"})
    assert other.get("/api/v1/undo").json()["data"] == []
    assert [other.get("/api/v1/undo/1").status_code, other.post("/api/v1/undo/1").status_code] == [404, 404]
    assert client.post("/api/v1/undo/999").status_code == 404


def test_bad_bulk_changes_are_refused_at_once(client: TestClient, as_user: AsUser) -> None:
    blind = as_user({"core.customers.view": "all", "core.customers.edit": "all"})
    path, values = "/api/v1/customers/bulk_update", {"city": "Oslo"}
    hidden = {"field": "phone", "op": "eq", "value": "1"}
    bodies: list[Any] = [
        [],
        {"where": None},
        {"where": None, "values": []},
        {"where": hidden, "values": values},
    ]
    assert [blind.post(path, json=body).status_code for body in bodies] == [422] * 4
    assert blind.post("/api/v1/customers/bulk_delete", json={"where": None}).status_code == 403
