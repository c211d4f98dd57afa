"""Tables in and out: an import answers its report, an export is a download."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.config import Settings
from core.testing.api import AsUser
from core.testing.app import MakeCustomer
from tests.services.files.tables import read, written

IMPORT, EXPORT = "/api/v1/customers/import", "/api/v1/customers/export"
CSV = {"content-type": "text/csv; charset=utf-8"}
LARGEST = 100_000
TABLE = "number,name,email,contacts.name\nA,Acme,,Ann\nB,Beta,nonsense,\nC,Gamma,c@example.com,\n"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation that takes small files only."""
    return Settings(home=tmp_path, database_url=database_url, max_file_bytes=LARGEST)


def send(client: TestClient, content: str = TABLE, **query: Any) -> Any:
    return client.post(IMPORT, content=content.encode(), headers=CSV, params=query)


def numbers(client: TestClient) -> list[str]:
    rows = client.get("/api/v1/customers", params={"sort": "number", "fields": "number"}).json()["data"]
    return [row["number"] for row in rows]


def test_an_import_answers_what_became_of_each_row(client: TestClient) -> None:
    answer = send(client)
    report = answer.json()
    assert (answer.status_code, report["created"], report["failed"], report["written"]) == (200, 2, 1, True)
    assert report["problems"] == [
        {"line": 3, "column": "email", "code": "email_invalid", "value": "nonsense",
         "message": report["problems"][0]["message"]}
    ]  # fmt: skip
    assert (report["related"], report["mapping"]["contacts.name"]) == ({"contacts": 1}, "contacts.name")
    assert numbers(client) == ["A", "C"]


def test_a_workbook_may_be_the_part_of_a_form(client: TestClient) -> None:
    content = written(["公司名称", "城市"], [["未名商贸", "北京"]], format="xlsx")
    answer = client.post(IMPORT, files={"file": ("table.xlsx", content)}, params={"set": "number=X1"})
    assert (answer.status_code, answer.json()["created"]) == (200, 1)
    assert numbers(client) == ["X1"]


def test_parameters_say_how_to_import(client: TestClient) -> None:
    content = "Nr;Firma;x\nA;Acme;1\n"
    query = {
        "map": ["Nr=number", "Firma=name", "x="],
        "set": ["source=Fair", "country=DE"],
        "delimiter": "semicolon",
    }
    assert send(client, content, **query, dry_run="true").json()["created"] == 1
    assert numbers(client) == []
    assert send(client, content, **query).json()["created"] == 1
    report = send(client, content.replace("Acme", "Acme Ltd"), **query, key="number").json()
    assert (report["updated"], report["left_out"]) == (1, {"x": "It was said so."})


def test_all_or_nothing(client: TestClient) -> None:
    report = send(client, all_or_nothing="true").json()
    assert (report["written"], report["succeeded"], report["failed"]) == (False, False, 1)
    assert numbers(client) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"dry_run": "perhaps"}, "dry_run"),
        ({"format": "pdf"}, "format"),
        ({"set": "source"}, "set"),
        ({"map": "colour=name"}, "map"),
        ({"key": "colour"}, "key"),
        ({"kee": "number"}, "kee"),
        ({"key": ["number", "id"]}, "key"),
    ],
)
def test_wrong_parameters_are_named(client: TestClient, query: dict[str, Any], field: str) -> None:
    answer = send(client, **query)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_what_is_no_table_is_refused(client: TestClient) -> None:
    answer = client.post(IMPORT, content=b"%PDF-1.7", headers=CSV)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file")
    assert client.post(IMPORT, json=[]).status_code == 415
    assert client.post(IMPORT, data={"file": "no file"}, files={}).status_code == 415
    assert client.post(IMPORT, files={"other": ("x", b"name\nAcme\n")}).status_code == 400


def test_a_bomb_is_not_opened(client: TestClient) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", b"\0" * 50_000_000)
    answer = client.post(
        IMPORT, content=target.getvalue(), headers={"content-type": "application/octet-stream"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file")


def test_too_large_files_are_refused_while_they_arrive(client: TestClient) -> None:
    content = b"name\nAcme\n" + b"\n" * LARGEST
    endless = (block for block in [content[:9], content[9:]])
    assert client.post(IMPORT, content=content, headers=CSV).status_code == 413
    assert client.post(IMPORT, content=endless, headers=CSV).status_code == 413
    assert client.post(IMPORT, files={"file": ("x.csv", content)}).status_code == 413
    assert client.post(IMPORT, content=content[:LARGEST], headers=CSV).json()["created"] == 1


def test_who_may_not_import_sends_no_file(as_user: AsUser, anonymous: TestClient) -> None:
    rights = {"core.customers.view": "all", "core.customers.create": "all"}
    assert send(as_user(rights)).status_code == 403
    assert anonymous.post(IMPORT, content=TABLE.encode(), headers=CSV).status_code == 401


def test_an_import_that_is_sent_again_with_its_key_is_answered_again(client: TestClient) -> None:
    headers = {**CSV, "idempotency-key": "one"}
    first = client.post(IMPORT, content=b"name\nAcme\n", headers=headers)
    second = client.post(IMPORT, content=b"name\nAcme\n", headers=headers)
    assert (first.json(), second.headers["idempotency-replayed"]) == (second.json(), "true")
    assert len(numbers(client)) == 1
    assert (
        client.post(IMPORT, content=b"name\nBeta\n", headers=headers).json()["code"]
        == "idempotency_key_reused"
    )


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_is_a_download(client: TestClient, make_customer: MakeCustomer, format: str) -> None:
    for number, city in (("A", "Rome"), ("B", "Paris"), ("C", "Rome")):
        make_customer(number=number, name="=1+1", city=city)
    query = {"format": format, "filter[city]": "Rome", "sort": "-number", "fields": "number,name"}
    answer = client.get(EXPORT, params=query)
    assert answer.headers["content-disposition"] == f'attachment; filename="customers.{format}"'
    headings, rows = read(answer.content)
    assert (headings, [row.cells for row in rows]) == (["number", "name"], [("C", "=1+1"), ("A", "=1+1")])
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_an_export_is_limited_as_a_list_is(as_user: AsUser, make_customer: MakeCustomer) -> None:
    make_customer(number="A", name="Hidden")
    view = {"core.customers.view": "own"}
    assert as_user(view).get(EXPORT).status_code == 403
    answer = as_user({**view, "core.customers.export": "all"}).get(EXPORT, params={"fields": "name"})
    assert answer.text == "name\r\n"


def test_unknown_columns_and_filters_are_refused(client: TestClient) -> None:
    for query in (
        {"fields": "colour"},
        {"filter[colour]": "red"},
        {"sort": "colour"},
        {"where": json.dumps([])},
    ):
        assert client.get(EXPORT, params=query).status_code in (400, 422), query


def test_what_was_exported_can_be_imported(client: TestClient, make_customer: MakeCustomer) -> None:
    make_customer(number="A", name="Acme", phones=[{"phone": "1234"}], tags=["vip"])
    content = client.get(EXPORT).content
    answer = client.post(IMPORT, content=content, headers=CSV, params={"key": "number"})
    assert (answer.json()["unchanged"], answer.json()["failed"]) == (1, 0)


CARDS = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Acme\r\nORG:Acme\r\nX-GUANXI-NUMBER:A\r\nEND:VCARD\r\n"


def test_contact_cards_in_and_out(client: TestClient) -> None:
    report = client.post(IMPORT, content=CARDS, headers={"content-type": "text/vcard"}).json()
    assert (report["created"], report["failed"]) == (1, 0)
    four = client.get(EXPORT, headers={"accept": "text/vcard"})
    assert four.text.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Acme\r\n")
    assert four.headers["content-type"].startswith("text/vcard")
    three = client.get(EXPORT, headers={"accept": "text/vcard; version=3.0, */*;q=0.1"})
    assert "VERSION:3.0" in three.text
    assert three.headers["content-disposition"] == 'attachment; filename="customers.vcf"'
    assert client.get(EXPORT, headers={"accept": "*/*"}).text.startswith("id,")


def test_other_records_are_no_cards(client: TestClient) -> None:
    assert client.get("/api/v1/activities/export", params={"format": "vcf"}).status_code == 422
    answer = client.post("/api/v1/activities/import", content=CARDS, headers={"content-type": "text/vcard"})
    assert answer.status_code == 415
