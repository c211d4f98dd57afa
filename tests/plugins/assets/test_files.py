"""Files and the command line: assets and readings come in by CSV, go out, and are taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.services.work import App
from core.testing.cli import Cli
from plugins.assets.public import ASSETS, DEFINITIONS, HOLDINGS, METERS, READINGS
from tests.plugins.assets.asking import asset, believed, create, flags, read, rows, show

FLEET = """Number,Name,Serial number,Model,Owner,In service since
UL-1,Van 1,W1,Van,C1,2024-01-01
UL-2,Van 2,W2,Van,C1,2024-01-01
UL-3,Van 3,W3,Unheard of,C1,2024-01-01
"""
LOG = """Asset,Date,Reading,Unit
UL-1,2024-02-01,900,
UL-1,2024-03-01,1120500,km
UL-1,2024-04-01,2000,mi
UL-2,2024-02-01,hundred,
UL-9,2024-02-01,900,
UL-2,2024-02-01,700,h
UL-2,2024-05-01,800,
"""


@pytest.fixture
def fleet(app: App, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A customer, a definition and the file of its fleet, imported."""
    create(app, "customers", number="C1", name="Nordwind")
    create(app, DEFINITIONS, name="Van", meter_unit="km", max_per_day=1_000)
    monkeypatch.chdir(tmp_path)  # where what could not be taken in is written down
    (tmp_path / "fleet.csv").write_text(FLEET, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    ran = cli("assets", "assets", "import", str(tmp_path / "fleet.csv"))
    assert "2 created" in ran.stdout and "1 failed" in ran.stdout, ran
    return tmp_path


def test_a_fleet_comes_with_its_owner_and_meters(app: App, fleet: Path) -> None:
    found = rows(app, ASSETS, "number", "assets.owner", "meter_unit")
    assert [(row["number"], row["assets.owner"], row["meter_unit"]) for row in found] == [
        ("UL-1", 1, "km"), ("UL-2", 1, "km"),
    ]  # fmt: skip
    assert len(rows(app, METERS)) == len(rows(app, HOLDINGS)) == 2
    for words in (("assets.owner", "C1"), ("definition", "Van"), ("definition.kind", "other")):
        where = {"field": words[0], "op": "eq", "value": words[1]}
        assert len(rows(app, ASSETS, where=where)) == 2


def test_readings_of_a_file_are_judged_and_bad_lines_are_named(app: App, cli: Cli, fleet: Path) -> None:
    ran = cli("assets", "readings", "import", str(fleet / "log.csv"), "--set", "source=file")
    assert "4 created" in ran.stdout and "3 failed" in ran.stdout
    assert all(f"Line {line}" in ran.stderr for line in (5, 6, 7)), ran.stderr
    assert flags(app, 1) == [(900, None), (1_120_500, "jump"), (2_000, None)]
    assert [value for _day, value in believed(app, 1)] == [900, 3_219]
    assert show(app, ASSETS, 1)["assets.doubtful"] == 1


def test_an_import_of_readings_is_taken_back_as_one(app: App, cli: Cli, fleet: Path) -> None:
    read(app, 1, ("2024-06-01", 4_000))
    before = believed(app, 1)
    cli("assets", "readings", "import", str(fleet / "log.csv"))
    number = cli("undo", "list", "--json").data[0]["id"]
    assert cli("undo", "apply", str(number), "--yes").code == 0
    assert believed(app, 1) == before
    assert show(app, ASSETS, 1)["assets.doubtful"] is None


def test_what_goes_out_tells_the_verdict(cli: Cli, fleet: Path) -> None:
    cli("assets", "readings", "import", str(fleet / "log.csv"))
    fields = "asset,read_on,value,assets.state,assets.flag"
    ran = cli("assets", "readings", "export", str(fleet / "out.csv"), "--fields", fields)
    assert ran.code == 0, ran
    text = (fleet / "out.csv").read_text(encoding="utf-8-sig")
    assert "UL-1,2024-03-01,1120500,rejected,jump" in text


def test_the_command_line_warns_of_what_is_not_believed(app: App, cli: Cli, fleet: Path) -> None:
    read(app, 1, ("2024-02-01", 900))
    words = ("assets", "readings", "create", "--set", "asset=UL-1", "--set", "read_on=2024-03-01")
    ran = cli(*words, "--set", "value=90")
    assert ran.code == 0
    assert "90 on 2024-03-01 is kept, but not believed: Below an earlier reading." in ran.stderr


def test_the_one_reading_that_hides_the_others_is_pointed_out(app: App, cli: Cli, fleet: Path) -> None:
    points = (("2024-02-01", 900), ("2024-12-01", 90_000), ("2025-02-01", 9_500), ("2025-03-01", 9_900))
    wrong = read(app, 1, *points)[1]
    ran = cli("assets", "check", "UL-1")
    assert "90000 on 2024-12-01 is likely wrong: without it 2 others can be true." in ran.stdout
    assert f"guanxi assets readings void {wrong}" in ran.stdout
    assert cli("assets", "readings", "void", str(wrong), "--reason", "A zero too many").code == 0
    assert flags(app, 1) == [(900, None), (90_000, None), (9_500, None), (9_900, None)]
    assert "likely wrong" not in cli("assets", "check", "UL-1").stdout
    assert cli("assets", "readings", "unvoid", str(wrong)).code == 0
    assert flags(app, 1)[2:] == [(9_500, "rollback"), (9_900, "rollback")]


def test_of_two_that_contradict_each_other_none_is_pointed_out(app: App, cli: Cli, fleet: Path) -> None:
    read(app, 1, ("2024-12-01", 90_000), ("2025-02-01", 9_500))
    assert "likely wrong" not in cli("assets", "check", "1").stdout


def test_what_has_nothing_to_check_says_so(app: App, cli: Cli, fleet: Path) -> None:
    oven = asset(app, "Oven", meter_unit=None)
    assert cli("assets", "check", str(oven)).stdout == "It has no meter.\n"
    assert cli("assets", "check", "UL-2").stdout == "There are no readings.\n"
    assert cli("assets", "check", "UL-77").code == 1


def test_a_transfer_by_numbers(app: App, cli: Cli, fleet: Path) -> None:
    create(app, "customers", number="C2", name="Südwind")
    assert cli("assets", "assets", "transfer", "UL-1", "--customer", "C2", "--on", "2025-01-01").code == 0
    refused = cli("assets", "assets", "transfer", "UL-1", "--customer", "C2", "--on", "2025-02-01")
    assert refused.code == 2 and "owns it already" in refused.stderr
    assert show(app, ASSETS, 1)["assets.owner"] == 2
    assert cli("assets", "assets", "transfer", "UL-1", "--customer", "C77").code == 2
    assert len(rows(app, READINGS)) == 0
