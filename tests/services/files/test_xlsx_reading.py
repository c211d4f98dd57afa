"""Workbooks that are as they should be: every type of cell becomes the text that a person would write."""

import io
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import pytest

from core.services.files.problems import UnreadableFile
from core.services.files.reading import open_table
from core.services.files.xlsx_process import cell_text, has_lost_digits
from tests.services.files.tables import cells, codes, read
from tests.services.files.workbooks import simple, with_rows, workbook


def typed(book: Any) -> None:
    day, moment = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "d.m.yy h:mm"}),
    )
    sheet = book.add_worksheet("数据")
    sheet.write_row(1, 1, ["text", "number", "date", "moment", "flag", "error", "formula"])
    sheet.write_row(3, 1, ["'=1", 1234.0])
    sheet.write_datetime(3, 3, date(2024, 2, 29), day)
    sheet.write_number(3, 4, 45351.5208333333, moment)
    sheet.write_boolean(3, 5, True)
    sheet.write_formula(3, 6, "=NA()", None, "#N/A")
    sheet.write_formula(3, 7, '="a"&"b"', None, "ab")


def test_cells_become_plain_texts_and_rows_keep_their_numbers() -> None:
    with open_table(io.BytesIO(workbook(typed))) as table:
        assert (table.format, table.sheet, table.encoding) == ("xlsx", "数据", None)
        assert table.headings == ("text", "number", "date", "moment", "flag", "error", "formula")
        (row,) = table.rows()
    assert row.line == 4
    assert row.cells == ("=1", "1234", "2024-02-29", "2024-02-29T12:30:00", "true", "", "ab")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.0, "1234"),
        (-0.0, "0"),
        (100000.0, "100000"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (1.1 * 1.1, "1.21"),
        (19.99, "19.99"),
        (123456789012345.0, "123456789012345"),
        (1234567890.12345, "1234567890.12345"),
        (True, "true"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC), "2024-02-29T01:02:03+00:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        (timedelta(seconds=-90), "-0:01:30"),
    ],
)
def test_values_have_one_plain_form(value: Any, text: str) -> None:
    assert cell_text(value) == text


def test_numbers_that_lost_digits_are_reported() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["id card", 110101199001011234.0, 999_999_999_999_999])
        sheet.write_column(0, 1, ["name", "A", "B"])

    rows = read(workbook(fill))[1]
    assert codes(rows) == {2: ["digits_lost"]}
    assert rows[0].problems[0].column == "id card"
    assert not has_lost_digits(9_007_199_254_740_991.0)


def sheets(book: Any) -> None:
    book.add_chartsheet("Chart")
    for name in ("Secret", "Customers", "2"):
        book.add_worksheet(name).write_column(0, 0, [f"of {name}", "x"])
    book.get_worksheet_by_name("Secret").hide()
    book.get_worksheet_by_name("Customers").activate()


@pytest.mark.parametrize(
    ("said", "name"), [(None, "Customers"), ("Secret", "Secret"), ("1", "Secret"), ("2", "2"), ("3", "2")]
)
def test_the_first_visible_sheet_or_the_one_that_was_said(said: str | None, name: str) -> None:
    assert read(workbook(sheets), sheet=said)[0] == [f"of {name}"]


@pytest.mark.parametrize("said", ["customer", "4", "0", "-1", "²"])
def test_a_sheet_that_is_not_there_is_named(said: str) -> None:
    with pytest.raises(UnreadableFile, match=f"no sheet '{said}'.*Customers") as raised:
        read(workbook(sheets), sheet=said)
    assert (said != "customer") or "Did you mean 'Customers'" in raised.value.why


def test_an_empty_sheet_is_an_error() -> None:
    with pytest.raises(UnreadableFile, match="sheet Sheet1 is empty"):
        read(workbook(lambda book: book.add_worksheet()))


def test_headings_alone_are_a_table_without_rows() -> None:
    assert read(workbook(lambda book: book.add_worksheet().write_row(0, 0, ["a", "b"]))) == (["a", "b"], [])


def test_cells_beyond_the_headings_are_reported() -> None:
    row = '<row><c t="inlineStr"><is><t>{}</t></is></c><c><v>2</v></c></row>'
    content = with_rows('<row><c t="inlineStr"><is><t>name</t></is></c></row>' + row.format("x"))
    headings, rows = read(content)
    assert headings in (["name"], ["name", ""])
    assert [row.cells[0] for row in rows] == ["x"]


def test_line_breaks_and_escapes_of_excel_are_undone() -> None:
    cell = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'
    content = with_rows(cell.format("name") + cell.format("a_x000D_&#10;b &amp; _x005F_x000D_"))
    assert cells(content) == [("a\r\nb & _x000D_",)]


def test_every_kind_of_source_is_read(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(simple())
    assert cells(path) == [("Alfreds",)]
    with SpooledTemporaryFile() as upload:
        upload.write(simple())
        with open_table(cast("BinaryIO", upload)) as table:
            assert next(table.rows()).cells == ("Alfreds",)
        assert not upload.closed


def test_a_sheet_that_is_not_read_to_its_end_is_given_back() -> None:
    content = workbook(lambda book: book.add_worksheet().write_column(0, 0, [f"x{n}" for n in range(5_000)]))
    with open_table(io.BytesIO(content)) as table:
        assert next(table.rows()).line == 2
        assert table.progress < 0.1
    with pytest.raises(ValueError, match="closed"):
        list(table.rows())
