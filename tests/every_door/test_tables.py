"""Machines and orders through CSV and XLSX: what is exported, deleted and imported again is the same."""

from pathlib import Path
from typing import Any

import pytest

from core.testing.app import MakeCustomer
from core.testing.cli import Cli
from core.testing.people import Hire
from tests.every_door.conftest import LINES, MACHINE, MACHINES, ORDER, ORDERS
from tests.features.doors import CommandLine, Door, Row

FORMATS = ("csv", "xlsx")
EMPTY: dict[str, dict[str, Any]] = {MACHINES: {"customer": 1, "serial": "S-2"}, ORDERS: {"code": "O-2"}}
FULL: dict[str, dict[str, Any]] = {MACHINES: MACHINE, ORDERS: {**ORDER, "lines": LINES}}
HOSTILE = (
    "=1+1",
    "+49 30",
    "-5",
    "-5+A1",
    "@SUM(A1)",
    "'quoted",
    '"',
    "a;b,c",
    "Null",
    "1e5",
    "007",
    "true",
    "王 😀",
)


@pytest.fixture
def guanxi(hire: Hire, make_customer: MakeCustomer) -> CommandLine:
    """The command line of the administrator; there is a customer."""
    ada = hire("ada", "administrator")
    make_customer(name="Acme", number="K1", owner=None)
    return CommandLine(ada)


def told(door: Door, resource: str) -> list[Row]:
    """The records of one kind as they stand, without what is new with every record."""
    passing = ("id", "version", "created_at", "updated_at")
    ids = [row["id"] for row in door.rows(resource, sort="id")]
    rows = [door.show(resource, id) for id in ids]
    for row in rows:
        for holder in (row, *row.get("lines", ())):
            for name in passing:
                holder.pop(name, None)
    return rows


def export(cli: Cli, resource: str, file: Path) -> None:
    ran = cli(*resource.split("."), "export", str(file))
    assert ran.code == 0, ran.stderr


def imported(cli: Cli, resource: str, file: Path, *words: str) -> dict[str, Any]:
    ran = cli(*resource.split("."), "import", str(file), "--json", *words)
    assert ran.code == 0, ran.stderr
    report: dict[str, Any] = ran.data
    return {name: report[name] for name in ("created", "updated", "unchanged", "failed")}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("resource", FULL)
def test_what_is_exported_and_imported_again_is_the_same(
    guanxi: CommandLine, cli: Cli, tmp_path: Path, resource: str, format: str
) -> None:
    first, _second = (guanxi.create(resource, **values[resource]) for values in (FULL, EMPTY))
    before, file = told(guanxi, resource), tmp_path / f"table.{format}"
    export(guanxi.person.cli, resource, file)
    key = "serial" if resource == MACHINES else "code"
    counts = imported(guanxi.person.cli, resource, file, "--key", key, "--strict")
    assert counts == {"created": 0, "updated": 0, "unchanged": 2, "failed": 0}
    assert cli(*resource.split("."), "delete", "--filter", "id>0", "--yes").code == 0
    assert imported(guanxi.person.cli, resource, file, "--strict")["created"] == 2
    assert told(guanxi, resource) == before
    assert guanxi.rows(resource, sort="id")[0]["id"] > first


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_texts_survive_and_are_no_formulas(
    guanxi: CommandLine, cli: Cli, tmp_path: Path, format: str
) -> None:
    for number, text in enumerate(HOSTILE):
        guanxi.create(MACHINES, customer=1, serial=f"S-{number:02}", model=text)
    before, file = told(guanxi, MACHINES), tmp_path / f"table.{format}"
    export(cli, MACHINES, file)
    if format == "csv":
        cells = file.read_text(encoding="utf-8").replace('"', "").replace("\r\n", ",").split(",")
        assert not [cell for cell in cells if cell.startswith(("=", "@", "-5+"))]
    assert cli("sample", "machines", "delete", "--filter", "id>0", "--yes").code == 0
    imported(cli, MACHINES, file, "--strict")
    found = {row["serial"]: row["model"] for row in told(guanxi, MACHINES)}
    assert found == {row["serial"]: row["model"] for row in before}


@pytest.mark.parametrize("format", FORMATS)
def test_nobody_exports_more_than_he_sees(
    hire: Hire, cli: Cli, make_customer: MakeCustomer, tmp_path: Path, format: str
) -> None:
    rita, rob = hire("rita", "manager"), hire("rob", "read_only")
    make_customer(name="Hers", number="K1", owner="rita", email="a@acme.example", phone="+49 30 901820")
    make_customer(name="Another's", number="K2", owner=None)
    file = tmp_path / f"table.{format}"
    assert rita.cli("customers", "export", str(file), "--fields", "name,email").code == 0
    assert cli("customers", "delete", "K1", "K2", "--yes").code == 0
    assert imported(cli, "customers", file) == {"created": 1, "updated": 0, "unchanged": 0, "failed": 0}
    assert [row["email"] for row in cli("customers", "list", "--json").data] == ["a@acme.example"]
    other = tmp_path / f"other.{format}"
    assert rob.cli("customers", "export", str(other)).code == 4
    assert not other.exists()
