"""CSV files that are as they should be, in all their dialects."""

import io
import os
from pathlib import Path

import pytest

from core.services.files.limits import FileLimits
from core.services.files.problems import UnreadableFile
from core.services.files.reading import open_table
from tests.services.files.tables import cells, codes, read


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_detected(delimiter: str) -> None:
    content = delimiter.join(("name", "city, state; note", "phone")) + "\n" + delimiter.join("abc") + "\n"
    content = content.replace("city, state; note", '"city, state; note\tx"')
    with open_table(io.BytesIO(content.encode())) as table:
        assert table.delimiter == delimiter
        assert [row.cells for row in table.rows()] == [("a", "b", "c")]


def test_decimal_commas_do_not_hide_semicolons() -> None:
    content = b"Name;Umsatz, EUR;Ort\nA;1,5;Bonn\nB;2,25;Ulm\n"
    assert cells(content) == [("A", "1,5", "Bonn"), ("B", "2,25", "Ulm")]


def test_the_delimiter_can_be_said() -> None:
    assert cells(b"a;b,c\n1;2,3\n", delimiter="comma") == [("1;2", "3")]
    assert cells(b"a;b,c\n1;2,3\n", delimiter=";") == [("1", "2,3")]
    with pytest.raises(UnreadableFile, match="semicolon, tab"):
        read(b"a,b\n", delimiter="|")


def test_excels_first_line_names_the_delimiter() -> None:
    headings, rows = read(b"sep=;\r\na,x;b\r\n1;2\r\n")
    assert headings == ["a,x", "b"]
    assert [(row.line, row.cells) for row in rows] == [(3, ("1", "2"))]


def test_a_single_column_needs_no_delimiter() -> None:
    assert cells(b"name\nAlfreds\nBerglund\n") == [("Alfreds",), ("Berglund",)]


def test_quoted_cells_may_hold_everything() -> None:
    content = b'name,note\n"A ""B"", C","one\r\ntwo\n\nthree"\nD,E\n'
    rows = read(content)[1]
    assert [row.cells for row in rows] == [('A "B", C', "one\r\ntwo\n\nthree"), ("D", "E")]
    assert [row.line for row in rows] == [2, 6]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    assert cells(f"a,b{end}1,2{end}{end}3,4".encode()) == [("1", "2"), ("3", "4")]


def test_empty_rows_are_skipped_and_counted() -> None:
    rows = read(b"\n,,\na,b\n\n , \n1,2\n,\n3,4")[1]
    assert [(row.line, row.cells) for row in rows] == [(6, ("1", "2")), (8, ("3", "4"))]


def test_missing_cells_are_empty_and_more_are_reported() -> None:
    rows = read(b"a,b,c\n1\n1,2,3,,\n1,2,3,4,5\n7,8,9\n")[1]
    assert [row.cells for row in rows] == [("1", "", ""), ("1", "2", "3"), ("1", "2", "3"), ("7", "8", "9")]
    assert codes(rows) == {4: ["too_many_cells"]}
    assert rows[2].problems[0].value == "4 | 5"


def test_headings_are_cleaned_and_stay_in_place() -> None:
    headings, rows = read(b'"Company\n name", ,City,"City",\nA,x,B,C,\n')
    assert headings == ["Company name", "", "City", "City", ""]
    assert rows[0].cells == ("A", "x", "B", "C", "")


def test_the_real_files_of_the_exchange_have_a_column_without_a_name() -> None:
    headings, rows = read(b'"Symbol","Name",\r\n"FLWS","1-800 FLOWERS.COM, Inc.",\r\n"X","n/a",\r\n')
    assert headings == ["Symbol", "Name", ""]
    assert [row.cells for row in rows] == [("FLWS", "1-800 FLOWERS.COM, Inc.", ""), ("X", "n/a", "")]


def test_headings_alone_are_a_table_without_rows() -> None:
    assert read(b"name,city\r\n") == (["name", "city"], [])


def test_a_pipe_is_read_too() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a,b\n1,2\n")
    os.close(writing)
    with open(reading, "rb") as pipe, open_table(pipe) as table:  # noqa: PTH123 (a descriptor)
        assert [row.cells for row in table.rows()] == [("1", "2")]


def test_a_stream_that_was_given_stays_open_and_a_path_is_closed(tmp_path: Path) -> None:
    stream = io.BytesIO("a\n1\n".encode("utf-16"))
    with open_table(stream) as table:
        list(table.rows())
    assert not stream.closed
    path = tmp_path / "table.csv"
    path.write_bytes(b"a\n1\n")
    with open_table(path) as table:
        pass
    with pytest.raises(ValueError, match="closed"):
        next(table.rows())


def test_reading_goes_on_where_it_stopped_and_tells_how_far_it_is() -> None:
    with open_table(io.BytesIO(b"a\n" + b"1234567\n" * 10)) as table:
        assert next(table.rows()).line == 2
        assert 0 < table.progress < 0.3
        assert [row.line for row in table.rows()] == list(range(3, 12))
        assert table.progress == 1


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(2_000_000_000)
    with pytest.raises(UnreadableFile, match="larger than 1073 MB"):
        read(path)


def test_a_pipe_beyond_the_limit_is_refused() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a,b\n" * 100)
    os.close(writing)
    with open(reading, "rb") as pipe, pytest.raises(UnreadableFile, match="larger"):  # noqa: PTH123
        open_table(pipe, limits=FileLimits(file_bytes=300))


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="5000 columns"):
        read(b",".join(b"c%d" % number for number in range(5000)))
