"""Lines of JSON at the API and on the command line: taken by who may, given page by page."""

import json
from pathlib import Path

from core.testing.people import Hire

LINES = "/api/v1/auto_dealer/exchange_lines"
CAR = '{"kind": "vehicle", "vin": "LSGKE54H1PW100238", "name": "Golf"}'
TYPE = {"content-type": "application/x-ndjson"}


def test_programs_send_lines_and_get_them_back_page_by_page(hire: Hire) -> None:
    api = hire("ada", "administrator").api
    answer = api.post(f"{LINES}/receive", content=f"{CAR}\n{{\n".encode(), headers=TYPE)
    assert (answer.json()["new"], answer.json()["aside"], answer.json()["problems"][0]["line"]) == (1, 1, 2)
    after, found = None, []
    while True:
        page = api.post(f"{LINES}/give", json={"after": after} if after else {}).json()
        found += [json.loads(line) for line in page["lines"].splitlines()]
        if (after := page["next"]) is None:
            break
    assert [line["kind"] for line in found] == ["exchange", "vehicle", "meter"]
    assert api.post(f"{LINES}/give", json={"after": "99:x"}).status_code == 422


def test_lines_are_taken_only_from_those_who_may(hire: Hire) -> None:
    boss = hire("nina", "manager")
    assert boss.api.post(f"{LINES}/receive", content=CAR.encode(), headers=TYPE).status_code == 403
    assert boss.cli("auto_dealer", "exchange", "import", "-", stdin=CAR).code == 4


def test_a_rehearsal_writes_nothing_and_says_what_would_be(hire: Hire, tmp_path: Path) -> None:
    ada = hire("ada", "administrator")
    file = tmp_path / "cars.jsonl"
    reading = '{"kind": "reading", "vehicle": "LSGKE54H1PW100238", "read_on": "2026-01-01", "value": 9}'
    file.write_text(f"{CAR}\n{reading}\n[]\n")
    ran = ada.cli("auto_dealer", "exchange", "import", str(file), "--dry-run")
    assert "3 lines: 2 new, 0 changed, 0 unchanged, 1 kept aside." in ran.stdout
    assert "Line 3: This is no object in JSON." in ran.stderr
    assert ada.cli("assets", "assets", "list", "--json").data == []
