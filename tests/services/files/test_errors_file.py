"""Rows that failed go into a file that can be corrected and fed again."""

from pathlib import Path

from core.labels import translations
from core.services.files.errors_file import ErrorsFile
from core.services.files.problems import CellProblem
from core.services.files.table import SourceRow
from tests.services.files.tables import codes, read

_ = translations("core")
BAD_PHONE = CellProblem("phone", "phone_invalid", _("It is too short."), "12")
BAD_NAME = CellProblem("name", "required", _("It is required."))


def test_failed_rows_stand_there_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    with ErrorsFile(path, ["name", "phone"], delimiter=";") as errors:
        errors.write(SourceRow(7, ("", "12")), [BAD_NAME, BAD_PHONE])
    assert path.read_bytes().decode() == (
        "\ufeffname;phone;line;column;value;reason\r\n"
        ';12;7;"name; phone";12;"It is required.; It is too short."\r\n'
    )


def test_the_corrected_file_is_read_without_the_added_columns(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    with ErrorsFile(path, ["name", "", "phone"]) as errors:
        errors.write(SourceRow(7, ("=A", "x", "12")), [BAD_PHONE])
    headings, rows = read(path)
    assert headings == ["name", "", "phone"]
    assert [(row.line, row.cells, row.problems) for row in rows] == [(2, ("=A", "x", "12"), ())]


def test_a_row_that_could_not_be_read_fails_again_until_it_is_corrected(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    content = b"name,phone\n" + "北京,1\n".encode() * 9 + b"M\xfcller,2\nA,B,C\n"
    headings, rows = read(content)
    with ErrorsFile(path, headings) as errors:
        for row in rows:
            if row.problems:
                errors.write(row)
    again = read(path)[1]
    assert codes(again) == {2: ["damaged_text"]}
    assert again[1].cells == ("A", "B")
    assert b"not UTF-8" in path.read_bytes()


def test_values_from_the_file_cannot_become_formulas(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    with ErrorsFile(path, ["name"]) as errors:
        errors.write(SourceRow(2, ("x",)), [CellProblem("=name", "bad", _("No."), "=1+1")])
    assert path.read_text("utf-8-sig").splitlines()[1] == "x,2,'=name,'=1+1,No."


def test_reasons_come_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    with ErrorsFile(path, ["name"], translate=lambda text: {"It is required.": "必填。"}[text]) as errors:
        errors.write(SourceRow(2, ("",)), [BAD_NAME])
    assert "必填。" in path.read_text("utf-8-sig")


def test_after_a_kill_the_file_goes_on_at_the_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    with ErrorsFile(path, ["name"]) as errors:
        errors.write(SourceRow(2, ("first",)), [BAD_NAME])
        checkpoint = errors.position
        errors.write(SourceRow(3, ("not in the checkpoint",)), [BAD_NAME])
    with ErrorsFile(path, ["name"], position=checkpoint) as errors:
        errors.write(SourceRow(3, ("second",)), [BAD_NAME])
    assert [row.cells for row in read(path)[1]] == [("first",), ("second",)]


def test_without_a_failure_there_are_headings_only(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    with ErrorsFile(path, ["name"]) as errors:
        assert errors.rows == 0
    assert read(path) == (["name"], [])
