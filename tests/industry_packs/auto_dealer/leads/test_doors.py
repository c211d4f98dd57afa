"""The same at every door: programs, files, pages; hostile text is text wherever it comes out."""

import json
from csv import reader
from io import BytesIO, StringIO
from pathlib import Path

from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from core.services.work import App
from core.testing.cli import Cli
from core.testing.people import Hire
from industry_packs.auto_dealer.services.leads.mails import LARGEST
from tests.industry_packs.auto_dealer.adf_documents import adf
from tests.industry_packs.auto_dealer.leads.test_receiving import DATA, DOCUMENTS, WORKED, rows, take

RECEIVE = "/api/v1/auto_dealer/lead_documents/receive"
HOSTILE = (DATA / "adf" / "a05_hostile_text.xml").read_bytes()
XML = {"content-type": "application/x-adf+xml"}


def test_programs_send_documents_as_they_are(app: App, client: TestClient) -> None:
    answer = client.post(RECEIVE, params={"name": "a05_hostile_text.xml"}, content=HOSTILE, headers=XML)
    assert answer.status_code == 200 and answer.json() == {
        "a05_hostile_text.xml": WORKED["a05_hostile_text.xml"]
    }
    again = client.post(RECEIVE, content=HOSTILE, headers=XML, params={"account": "adf"}).json()
    assert again["document"]["leads"][0]["state"] == "duplicate"
    form = client.post(RECEIVE, files={"file": ("../b.xml", b"<a/>", "text/xml")}).json()
    assert [each["reason"] for each in form.values()] == ["not_adf"]


def test_the_same_request_sent_again_is_answered_the_same(app: App, client: TestClient) -> None:
    headers = {**XML, "idempotency-key": "k1"}
    answers = [client.post(RECEIVE, content=HOSTILE, headers=headers).json() for _ in range(2)]
    assert answers[0] == answers[1] and len(rows(app, DOCUMENTS)) == 1


def test_what_is_too_long_is_refused_before_it_is_read(app: App, client: TestClient) -> None:
    assert client.post(RECEIVE, content=b"x" * (LARGEST + 1), headers=XML).status_code == 413
    assert (
        client.post(RECEIVE, content=b"{}", headers={"content-type": "application/json"}).status_code == 415
    )
    assert rows(app, DOCUMENTS) == []


def test_only_who_may_sends_documents(app: App, hire: Hire) -> None:
    assert hire("ned", "salesperson").api.post(RECEIVE, content=HOSTILE, headers=XML).status_code == 403
    assert hire("mia", "manager").api.post(RECEIVE, content=HOSTILE, headers=XML).status_code == 200


def test_the_command(app: App, cli: Cli, tmp_path: Path) -> None:
    files = [str(DATA / "adf" / name) for name in WORKED]
    dry = cli("auto_dealer", "leads", "import", *files, "--dry-run", "--json")
    assert json.loads(dry.stdout) == WORKED and rows(app, DOCUMENTS) == []
    assert json.loads(cli("auto_dealer", "leads", "import", *files, "--json").stdout) == WORKED
    told = cli("auto_dealer", "leads", "import", *files).stdout
    assert "a01_full.xml: Accepted, 0 new, 1 known" in told and "a06_huge.xml: kept for a person." in told
    (tmp_path / "a01_full.xml").write_text(adf())
    both = cli(
        "auto_dealer", "leads", "import", str(tmp_path / "a01_full.xml"), files[0], "--dry-run", "--json"
    )
    assert len(json.loads(both.stdout)) == 2


def test_hostile_text_in_files_is_no_formula(app: App, client: TestClient) -> None:
    take(app, HOSTILE, adf().replace("Ann<", "=1+1<"))
    fields = "name,interest,comments"
    written = client.get("/api/v1/sales/leads/export", params={"format": "csv", "fields": fields}).text
    cells = [cell for row in reader(StringIO(written)) for cell in row]
    assert "'=1+1" in cells and "<script>alert('x')</script> {{7*7}}" in cells
    vehicles = client.get("/api/v1/auto_dealer/lead_vehicles/export", params={"format": "xlsx"}).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(vehicles)).get_sheet_by_index(0)
    cells = [str(cell) for row in sheet.to_python() for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells), cells
