"""Extensions in CSV and XLSX: exported, guessed from headings, imported again, by key, taken back."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.services import records
from core.services.importing import ImportOptions, Progress, import_file
from core.services.work import App
from core.testing.cli import Cli
from tests.extensions.conftest import WATT

FULL: dict[str, Any] = {
    "name": "Acme",
    "number": "K1",
    "extensions": {"watt": WATT, "guild": {"card": "=1+1", "points": 7}},
}
HEADINGS = (
    "watt.meter",
    "Watt Meter",
    "Meter number",
    "METER NUMBER",
    "Meter",
    "Electricity meter number",
    "Meter nummber",
)
EMPTY = {"name": "Bare", "number": "K2"}


@pytest.fixture
def filled(app: App) -> None:
    """A customer with everything beside it, and one with nothing."""
    with app.work(app.system()) as work:
        records.create(work, "customers", [FULL, EMPTY])


def told(cli: Cli) -> list[dict[str, Any]]:
    """What stands beside the customers."""
    rows = cli("customers", "list", "--json", "--sort", "number").data
    return [row["extensions"] for row in rows]


def imported(cli: Cli, file: Path, *words: str) -> dict[str, int]:
    ran = cli("customers", "import", str(file), "--json", *words)
    assert ran.code == 0, ran.stderr
    return {name: ran.data[name] for name in ("created", "updated", "unchanged", "failed")}


def written(folder: Path, text: str) -> Path:
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_is_exported_and_imported_again_is_the_same(cli: Cli, tmp_path: Path, format: str) -> None:
    before, file = told(cli), tmp_path / f"table.{format}"
    assert cli("customers", "export", str(file)).code == 0
    same = {"created": 0, "updated": 0, "unchanged": 2, "failed": 0}
    assert imported(cli, file, "--key", "number", "--strict") == same
    assert cli("customers", "delete", "K1", "K2", "--yes").code == 0
    assert imported(cli, file, "--strict")["created"] == 2
    assert told(cli) == before


@pytest.mark.usefixtures("filled")
def test_headings_and_columns_have_flat_names(client: TestClient, cli: Cli) -> None:
    params = {"fields": "number,watt.credit_grade,guild.points", "sort": "-guild.points"}
    answer = client.get("/api/v1/customers/export", params=params)
    assert answer.text.splitlines() == ["number,watt.credit_grade,guild.points", "K1,B,7", "K2,,"]
    assert cli("customers", "export", "--columns", "watt.meter").stdout.split() == ["watt.meter", "M-1", '""']


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings_are_guessed_from_names_and_labels(cli: Cli, tmp_path: Path, heading: str) -> None:
    file = written(tmp_path, f"Name,{heading}\nAcme,M-7\n")
    assert imported(cli, file, "--strict")["created"] == 1
    assert told(cli)[0]["watt"]["meter"] == "M-7"


def test_the_record_s_own_field_goes_before_a_plugin_s(cli: Cli, tmp_path: Path) -> None:
    file = written(tmp_path, "Name,Currency,watt.currency,Meter\nAcme,EUR,JPY,M\n")
    imported(cli, file, "--strict")
    (row,) = cli("customers", "list", "--json").data
    assert (row["currency"], row["extensions"]["watt"]["currency"]) == ("EUR", "JPY")


def test_a_unique_field_of_an_extension_is_a_key(cli: Cli, tmp_path: Path) -> None:
    first = written(tmp_path, "name,watt.meter,watt.load\nA,M-1,1\nB,M-2,2\n")
    assert imported(cli, first, "--key", "watt.meter")["created"] == 2
    second = written(tmp_path, "name,watt.meter,watt.load\nB,M-2,3\nC,M-3,4\n")
    counts = imported(cli, second, "--key", "watt.meter")
    assert counts == {"created": 1, "updated": 1, "unchanged": 0, "failed": 0}
    found = cli("customers", "list", "--json", "--sort", "watt.load", "--columns", "name,watt.load").data
    assert [(row["name"], row["extensions"]["watt"]["load"]) for row in found] == [
        ("A", "1.000000"),
        ("B", "3.000000"),
        ("C", "4.000000"),
    ]


def test_bad_cells_are_named_and_the_rest_is_written(cli: Cli, tmp_path: Path) -> None:
    rows = ["A,M-1,1,", "B,M-1,1,", "C,,1,", "D,M-4,9,", "E,M-5,,nobody", "F,M-6,2,"]
    file = written(tmp_path, "\n".join(["name,watt.meter,watt.phases,watt.advisor", *rows]))
    errors_file = str(tmp_path / "wrong.csv")
    ran = cli("customers", "import", str(file), "--json", "--errors", errors_file)
    assert (ran.data["created"], ran.data["failed"]) == (2, 4)
    errors = Path(ran.data["errors_path"]).read_text(encoding="utf-8")
    for line in ("3,watt.meter", "4,watt.meter", "5,watt.phases", "6,watt.advisor"):
        assert line in errors, line


class Meanwhile:
    """Somebody takes a meter while the file is being written."""

    def __init__(self, app: App) -> None:
        self.app, self.done = app, False

    def __call__(self, progress: Progress) -> None:
        if progress.phase == "writing" and not self.done:
            self.done = True
            with self.app.work(self.app.system("test")) as work:
                records.create(work, "customers", [{"name": "Faster", "watt.meter": "M59"}])


def test_an_import_is_taken_back_beside_records_too(cli: Cli, app: App) -> None:
    with app.work(app.system()) as work:
        full = {"name": "Full", "number": "K3", "watt.meter": "M-3"}
        records.create(work, "customers", [EMPTY, full])
    before = told(cli)
    lines = ["number,name,watt.meter,watt.green,guild.points", "K2,Bare,M-2,yes,", "K3,Full,M-33,,5"]
    lines += [f"N{n},New {n},M{n:02},yes,{n}" for n in range(60)]
    file = BytesIO("\n".join(lines).encode())
    options = ImportOptions(key="number", all_or_nothing=True, chunk_size=20)
    report = import_file(app, app.system(), "customers", file, options, Meanwhile(app))
    assert (report.written, report.kept, [p.line for p in report.problems]) == (False, [], [63])
    assert [row for row in told(cli) if row["watt"]["meter"] != "M59"] == before


def test_contacts_in_the_row_of_their_customer_have_extensions(cli: Cli, tmp_path: Path) -> None:
    text = (
        "name,contacts.name,contacts.watt.badge,contacts.2.name,contacts.2.watt.badge\nAcme,Anna,7,Bert,8\n"
    )
    imported(cli, written(tmp_path, text), "--strict")
    rows = cli("contacts", "list", "--json", "--sort", "name").data
    assert [(row["name"], row["extensions"]["watt"]["badge"]) for row in rows] == [
        ("Anna", "7"),
        ("Bert", "8"),
    ]


def test_columns_that_cannot_be_filled_are_left_out_and_said(cli: Cli, tmp_path: Path) -> None:
    text = "name,watt.label,watt.hotline_checked,watt.nope,nope.meter\nAcme,x,yes,x,x\n"
    ran = cli("customers", "import", str(written(tmp_path, text)), "--json")
    assert ran.data["created"] == 1
    assert told(cli)[0]["watt"]["label"] is None
    said = cli("customers", "import", str(written(tmp_path, text)), "--map", "name=watt.nope", "--json")
    assert said.code == 2
