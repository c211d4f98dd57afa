"""AU16: one store on SQLite, with cars of several brands from a spreadsheet, and no system of any maker."""

from pathlib import Path

import pytest

from core.testing.cli import Cli
from tests.features.dealing import noon, plugins, preparation

__all__ = ["noon", "plugins", "preparation"]

pytestmark = pytest.mark.databases("sqlite")

OWNERS = "number,name,phone\nK1,Zhang,+49 30 901820\nK2,Berg,+49 30 901821\n"
CARS = """name,VIN,plate,brand,series,owner,first registration,What its meter counts
Roewe i5,LSGKE54H1PW100238,沪A·D1234,Roewe,i5,K1,2023-02-01,km
Golf,,B-AB 12,VW,Golf,K2,2019-05-01,km
"""
PLAN = '{"name": "Cars", "meter_unit": "km", "tasks": [{"code": "OIL", "months": 12}]}'


def test_au16_a_spreadsheet_is_enough_to_see_what_is_due(cli: Cli, tmp_path: Path) -> None:
    for kind, content in (("customers", OWNERS), ("assets assets", CARS)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(content, encoding="utf-8")
        ran = cli(*kind.split(), "import", str(file), "--json")
        assert ran.code == 0 and ran.data["created"] == 2, ran.stderr
    assert cli("care", "plans", "create", "--json-input", "-", stdin=PLAN).code == 0
    for plate in ("沪A·D1234", "B-AB 12"):
        (car,) = cli("assets", "assets", "list", "--filter", f"auto_dealer.plate={plate}", "--json").data
        assert (
            cli("care", "subjects", "create", "--set", "plan=Cars", "--set", f"asset={car['id']}").code == 0
        )
    due = cli("care", "subjects", "list", "--view", "care.overdue", "--json").data
    assert [row["name"] for row in due] == ["Golf · Cars", "Roewe i5 · Cars"]


def test_au16_all_of_his_own_goes_out_with_one_command(cli: Cli, tmp_path: Path) -> None:
    lines = '{"kind": "vehicle", "vin": "LSGKE54H1PW100238", "make": "Roewe"}\n'
    taken = cli("auto_dealer", "exchange", "import", "-", "--json", stdin=lines).json
    assert (taken["new"], taken["aside"]) == (1, 0)
    file = tmp_path / "all.jsonl"
    assert cli("auto_dealer", "exchange", "export", str(file)).code == 0
    again = cli("auto_dealer", "exchange", "import", str(file), "--json").json
    assert (again["new"], again["changed"], again["aside"], again["unchanged"]) == (0, 0, 0, 2)
