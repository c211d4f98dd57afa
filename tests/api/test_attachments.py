"""Files at the API: attached to any record, read again in parts, never run by a browser."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.config import Settings
from core.testing.api import AsUser
from core.testing.app import MakeCustomer

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
LARGEST = 200_000


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation that takes small files only."""
    return Settings(home=tmp_path, database_url=database_url, max_attachment_bytes=LARGEST)


def attach(
    client: TestClient, customer: int, content: bytes = PNG, name: str = "face.png", **more: Any
) -> Any:
    address = f"/api/v1/customers/{customer}/attachments"
    return client.post(address, files={"file": (name, content, "image/png")}, **more)


def test_attached_listed_read_and_deleted(client: TestClient, make_customer: MakeCustomer) -> None:
    customer = make_customer(name="Acme")
    answer = attach(client, customer)
    made = answer.json()
    assert (answer.status_code, made["name"], made["size"]) == (201, "face.png", len(PNG))
    assert (made["media_type"], made["resource"], made["customer"]) == ("image/png", "customers", customer)
    assert client.get(f"/api/v1/customers/{customer}/attachments").json()["data"] == [made]
    address = answer.headers["location"]
    content = client.get(f"{address}/content")
    assert (content.content, content.headers["content-type"]) == (PNG, "image/png")
    assert client.delete(address).status_code == 204
    assert client.get(f"{address}/content").status_code == 404


def test_a_body_of_any_type_with_a_name(client: TestClient, make_customer: MakeCustomer) -> None:
    address = f"/api/v1/customers/{make_customer(name='Acme')}/attachments"
    headers = {"content-type": "image/png"}
    sent = {"name": "合同.txt", "description": "signed"}
    made = client.post(address, content="甲方".encode(), headers=headers, params=sent).json()
    assert (made["name"], made["description"], made["media_type"]) == ("合同.txt", "signed", "text/plain")
    answer = client.get(f"/api/v1/attachments/{made['id']}/content")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''%E5%90%88")


def test_a_part_of_it_and_what_is_known_already(client: TestClient, make_customer: MakeCustomer) -> None:
    address = attach(client, make_customer(name="Acme")).headers["location"] + "/content"
    tag = f'"{hashlib.sha256(PNG).hexdigest()}"'
    part = client.get(address, headers={"range": "bytes=10-19", "if-range": tag})
    assert (part.status_code, part.content, part.headers["etag"]) == (206, PNG[10:20], tag)
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    assert client.head(address).headers["content-length"] == str(len(PNG))


def test_a_range_that_is_none_is_passed_over(client: TestClient, make_customer: MakeCustomer) -> None:
    address = attach(client, make_customer(name="Acme")).headers["location"] + "/content"
    for header in ("bytes", "lines=1-2", "bytes=a-b", "bytes=9-5", "bytes=", "=", "bytes=-", "bytes=1_0-x"):
        whole = client.get(address, headers={"range": header})
        assert (whole.status_code, whole.content) == (200, PNG), header
    beyond = client.get(address, headers={"range": f"bytes={len(PNG)}-"})
    assert (beyond.status_code, beyond.content) == (416, b"")
    assert beyond.headers["content-range"] == f"bytes */{len(PNG)}"


@pytest.mark.parametrize(
    "content", [b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='x' onload='alert(1)'/>"]
)
def test_no_browser_runs_it(client: TestClient, make_customer: MakeCustomer, content: bytes) -> None:
    address = attach(client, make_customer(name="Acme"), content).headers["location"]
    headers = client.get(f"{address}/content").headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment")
    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"\x7fELF" + bytes(100), 422), (b"", 422), (bytes(LARGEST + 1), 413)],
)
def test_what_is_not_kept(
    client: TestClient, make_customer: MakeCustomer, tmp_path: Path, content: bytes, status: int
) -> None:
    assert attach(client, make_customer(name="Acme"), content).status_code == status
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    assert client.get("/api/v1/attachments").json()["data"] == []


def test_sent_again_it_is_attached_once(client: TestClient, make_customer: MakeCustomer) -> None:
    customer, key = make_customer(name="Acme"), {"idempotency-key": "one"}
    first, second = (attach(client, customer, headers=key) for _ in range(2))
    assert first.json() == second.json()
    assert attach(client, customer, PNG + b"x", headers=key).status_code == 422
    assert len(client.get("/api/v1/attachments").json()["data"]) == 1


def test_of_four_at_once_with_one_key_one_is_attached(
    client: TestClient, make_customer: MakeCustomer
) -> None:
    customer, key = make_customer(name="Acme"), {"idempotency-key": "one"}
    with client, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: attach(client, customer, headers=key), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(client.get("/api/v1/attachments").json()["data"]) == 1


def test_seen_with_what_it_is_about(as_user: AsUser, client: TestClient, make_customer: MakeCustomer) -> None:
    address = attach(client, make_customer(name="Acme")).headers["location"]
    rights = {"core.customers.view": "own", "core.attachments.*": "all"}
    stranger = as_user(rights)
    assert stranger.get(f"{address}/content").status_code == 404
    assert stranger.get("/api/v1/attachments").json()["data"] == []
    assert attach(stranger, client.get(address).json()["customer"]).status_code == 404
    mine = make_customer(name="Mine", owner=stranger.get("/api/v1/me").json()["user"])
    assert attach(stranger, mine).status_code == 201
    assert attach(as_user({"core.customers.view": "all"}), mine).status_code == 403


def test_about_any_record(client: TestClient, make_customer: MakeCustomer) -> None:
    contact = {"customer": make_customer(name="Acme"), "name": "Ann"}
    id = client.post("/api/v1/contacts", json=contact).json()["id"]
    address = f"/api/v1/contacts/{id}/attachments"
    made = client.post(address, content=PNG, params={"name": "../../etc/passwd"}).json()
    assert (made["name"], made["customer"], made["record_id"]) == ("passwd", contact["customer"], id)
    assert [row["id"] for row in client.get(address).json()["data"]] == [made["id"]]
    assert client.get("/api/v1/contacts/999/attachments").status_code == 404
    renamed = client.patch(f"/api/v1/attachments/{made['id']}", json={"name": "a/CON.txt"}).json()
    assert (renamed["name"], renamed["sha256"]) == ("_CON.txt", made["sha256"])
    assert client.patch(f"/api/v1/attachments/{made['id']}", json={"sha256": "0"}).status_code == 422
