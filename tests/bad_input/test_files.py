"""Files that cannot be imported, or only in part: said in a few lines, and nothing half done."""

from pathlib import Path
from typing import Any

import pytest

from core.services.files.limits import MEBIBYTE
from core.testing.cli import Cli, Ran
from core.testing.people import Hire
from tests.services.files.tables import changed_archive
from tests.services.files.workbooks import SHEET, simple, with_claimed_sizes, with_repeated

GIBIBYTE = 2**30


def imported(cli: Cli, file: Path, *words: str) -> Ran:
    ran = cli("customers", "import", str(file), "--errors", str(file.with_suffix(".bad.csv")), *words)
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr) < 3_000
    return ran


def count(cli: Cli) -> str:
    return cli("customers", "list", "--count").stdout.strip()


FILES: dict[str, tuple[str, bytes]] = {
    "nothing": ("a.csv", b""),
    "spaces": ("a.csv", b" \n \n"),
    "only headings that mean nothing": ("a.csv", b"foo,bar\n1,2\n"),
    "bytes of no encoding": ("a.csv", b"name\n" + bytes(range(128, 256)) * 10),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(1000)),
    "a program": ("a.xlsx", b"\x7fELF" + bytes(1000)),
    "half a workbook": ("a.xlsx", simple()[:500]),
    "a zip bomb": ("a.xlsx", changed_archive(simple(), {SHEET: b" " * 20 * MEBIBYTE})),
    "a bomb that lies": (
        "a.xlsx",
        with_claimed_sizes(with_repeated(b"<row><c><v>1</v></c></row>", 100_000), 1000),
    ),
    "a web page": ("a.xls", b"<html><table><tr><td>name</td></tr></table></html>"),
}


@pytest.mark.parametrize(("name", "content"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_table_is_refused(cli: Cli, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ran = imported(cli, file)
    assert (ran.code in (1, 2), ran.stdout, ran.stderr.startswith("Error: ")) == (True, "", True), ran
    assert count(cli) == "0"
    assert sorted(tmp_path.glob("*.bad.csv*")) == []


def test_what_is_no_file_is_refused(cli: Cli, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv", tmp_path / ("x" * 300), tmp_path / "a\nb.csv"):
        ran = imported(cli, path)
        assert ran.code in (1, 2), ran
        assert ran.stdout == ""


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("start", [b"", b"name\n", b"name,city\nAcme,"])
def test_two_gigabytes_of_nothing_are_not_read_into_memory(cli: Cli, tmp_path: Path, start: bytes) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.write(start)
        stream.truncate(2 * GIBIBYTE)
    ran = imported(cli, file)
    assert ran.code in (0, 1, 2), ran
    assert "0 created" in ran.stdout or ran.stderr.startswith("Error: ")
    assert count(cli) == "0"


def test_formulas_in_a_file_are_texts(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,notes\n=1+1,@SUM(A1)\n\"=cmd|'/C calc'!A0\",-2+3\n", encoding="utf-8")
    assert imported(cli, file).stdout.startswith("Customers: 2 created")
    rows = cli("customers", "list", "--sort", "id", "--json", "--fields", "name,notes").data
    assert [row["name"] for row in rows] == ["=1+1", "=cmd|'/C calc'!A0"]


HEADINGS = "number,name,country,email"
ROWS = (
    *(
        "A1,Good,DE,a@x.example",
        "A2,Bad,Atlantis,b@x.example",
        "A3,,DE,c@x.example",
        "A1,Again,DE,d@x.example",
    ),
    *("A5,Mail,DE,nobody", f"A6,{'x' * 201},DE,", "A7,Fine,France,"),
)


def test_bad_rows_are_named_and_fed_again_when_mended(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("\n".join([HEADINGS, *ROWS]), encoding="utf-8")
    ran = imported(cli, file)
    assert (ran.code, ran.stdout) == (0, "Customers: 2 created, 0 changed, 0 unchanged, 5 failed.\n")
    for line, column in ((3, "country"), (4, "name"), (5, "number"), (6, "email"), (7, "name")):
        assert f"Line {line}, {column}" in ran.stderr
    bad = file.with_suffix(".bad.csv")
    text = bad.read_text(encoding="utf-8-sig").replace("Atlantis", "Italy").replace("nobody", "n@x.example")
    bad.write_text(
        text.replace("A3,", "A3,Named").replace("A1,Again", "A4,Again").replace("x" * 201, "x"),
        encoding="utf-8",
    )
    again = imported(cli, bad)
    assert again.stdout == "Customers: 5 created, 0 changed, 0 unchanged, 0 failed.\n", again
    assert count(cli) == "7"


def test_all_or_nothing_writes_nothing_for_one_bad_row(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("\n".join([HEADINGS, *ROWS]), encoding="utf-8")
    ran = imported(cli, file, "--all-or-nothing")
    assert (ran.code, count(cli)) == (5, "0")
    assert cli("changes", "list", "--json").data == []


def test_circles_in_a_file_are_refused(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("number,name,parent\nA,A,\nB,B,A\nC,C,B\n", encoding="utf-8")
    assert "3 created" in imported(cli, file).stdout
    file.write_text("number,parent\nA,C\nB,B\n", encoding="utf-8")
    ran = imported(cli, file, "--key", "number")
    assert ran.stdout == "Customers: 0 created, 0 changed, 0 unchanged, 2 failed.\n"
    assert cli("customers", "show", "A", "--json").data["parent"] is None


def test_nobody_imports_what_he_may_not_write(hire: Hire, cli: Cli, tmp_path: Path) -> None:
    ned, file = hire("ned", "salesperson"), tmp_path / "a.csv"
    rita = hire("rita", "manager", unit=None)
    cli("customers", "create", "--set", "name=Hidden", "--set", "number=A1")
    file.write_text("number,name\nA1,Mine\nA2,New\n", encoding="utf-8")
    assert imported(ned.cli, file).code == 4
    ran = imported(rita.cli, file, "--key", "number")
    assert ran.stdout == "Customers: 1 created, 0 changed, 0 unchanged, 1 failed.\n", ran
    assert cli("customers", "show", "A1", "--json").data["name"] == "Hidden"


WRONG_OPTIONS = (
    *(["--map", "name=nmae"], ["--map", "nmae=name"], ["--key", "city; DROP"], ["--key", "notes"]),
    *(["--set", "nmae=x"], ["--set", "country=Atlantis"], ["--encoding", "klingon"]),
    *(["--delimiter", "||"], ["--format", "pdf"]),
)


@pytest.mark.parametrize("words", WRONG_OPTIONS, ids=" ".join)
def test_options_that_cannot_be_are_refused_before_a_row_is_read(
    cli: Cli, tmp_path: Path, words: list[Any]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("name,city\nAcme,Berlin\n", encoding="utf-8")
    ran = imported(cli, file, *words)
    assert (ran.code in (1, 2), ran.stdout) == (True, ""), ran
    assert count(cli) == "0"
