"""`export`: to stdout and to files, readable by the importer."""

from pathlib import Path

import pytest

from core.testing.cli import Cli
from tests.cli.conftest import Make


@pytest.fixture
def two(make: Make) -> None:
    """Two customers."""
    make("customers", "number=A1", "name=Alfreds", "country=Germany")
    make("customers", "number=C3", "name=北京四方", 'phones=[{"label": "fax", "phone": "+49 30 0076545"}]')


def test_stdout_holds_the_table_and_nothing_else(cli: Cli, two: None) -> None:
    ran = cli("customers", "export", "--fields", "number,name", "--sort", "-number")
    assert ran.stdout.splitlines() == ["number,name", "C3,北京四方", "A1,Alfreds"]
    assert ran.stderr == "Customers: 2 written to stdout (CSV).\n"
    assert cli("customers", "export", "-", "--filter", "country=DE", "--fields", "number").stdout.split() == [
        "number",
        "A1",
    ]


@pytest.mark.parametrize("name", ["all.csv", "all.xlsx", "ALL.XLSX"])
def test_what_was_exported_is_imported_as_unchanged(cli: Cli, two: None, tmp_path: Path, name: str) -> None:
    file = str(tmp_path / name)
    assert cli("customers", "export", file).code == 0
    ran = cli("customers", "import", file, "--key", "number")
    assert ran.stdout == "Customers: 0 created, 0 changed, 2 unchanged, 0 failed.\n"


def test_an_export_that_fails_leaves_no_file(cli: Cli, two: None, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    assert cli("customers", "export", str(file), "--fields", "nmae").code == 2
    assert cli("customers", "export", str(tmp_path / "nowhere" / "all.csv")).code == 1
    assert list(tmp_path.glob("*.csv*")) == []


def test_excel_gets_its_byte_order_mark(cli: Cli, two: None) -> None:
    assert cli("customers", "export", "--bom", "--fields", "name").stdout.startswith("\ufeff")


def test_who_may_not_export_is_told(cli: Cli, staff: None, two: None) -> None:
    ran = cli("customers", "export", "--as", "anna")
    assert ran.code == 4
    assert "core.customers.export" in ran.stderr


def test_contact_cards_are_written_and_read_again(cli: Cli, two: None, tmp_path: Path) -> None:
    file = tmp_path / "all.vcf"
    assert cli("customers", "export", str(file)).code == 0
    assert file.read_bytes().count(b"VERSION:4.0") == 2
    assert "VERSION:3.0" in cli("customers", "export", "--format", "vcf3").stdout
    ran = cli("customers", "import", str(file), "--key", "number")
    assert ran.stdout == "Customers: 0 created, 0 changed, 2 unchanged, 0 failed.\n"
    assert cli("activities", "export", "--format", "vcf").code == 2
