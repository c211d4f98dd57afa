"""Rows that cannot be read are reported with line and reason; no other row suffers."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.files.limits import FileLimits
from core.services.files.problems import UnreadableFile
from core.services.files.reading import open_table
from tests.services.files.tables import codes, read


def test_a_quote_that_is_not_closed_spoils_only_its_line() -> None:
    rows = read(b'a,b\n1,2\n3,"4\n5,6\n7,8\n')[1]
    assert [(row.line, row.cells) for row in rows] == [
        (2, ("1", "2")),
        (3, ('3,"4', "")),
        (4, ("5", "6")),
        (5, ("7", "8")),
    ]
    assert codes(rows) == {3: ["broken_row"]}


def test_a_lost_quote_in_a_file_of_quotes_spoils_only_its_line() -> None:
    content = b'"a","b"\r\n"1","2\r\n"3","4"\r\n"5","6"\r\n'
    rows = read(content)[1]
    assert codes(rows) == {2: ["broken_row"]}
    assert [row.cells for row in rows[1:]] == [("3", "4"), ("5", "6")]


def test_what_follows_a_closing_quote_is_not_guessed_at() -> None:
    rows = read(b'a,b\n"1"x,2\n3,4\n')[1]
    assert codes(rows) == {2: ["broken_row"]}
    assert rows[0].cells == ('"1"x,2', "")


def test_the_second_line_of_a_broken_cell_is_no_row_of_its_own() -> None:
    rows = read(b'a,b,c\n"Main Street 1\nBerlin"x,2,3\n4,5,6\n')[1]
    assert codes(rows) == {2: ["broken_row"]}
    assert rows[0].cells[0] == '"Main Street 1\nBerlin"x,2,3'
    assert rows[1].cells == ("4", "5", "6")


def test_a_thousand_broken_rows_lose_no_good_one() -> None:
    lines = [
        b'%d,"broken' % number if number % 100 == 7 else b"%d,good" % number for number in range(100_000)
    ]
    rows = read(b"number,state\n" + b"\n".join(lines))[1]
    assert [row.line for row in rows] == list(range(2, 100_002))
    assert len(codes(rows)) == 1000
    assert sum(row.cells[1] == "good" for row in rows) == 99_000


def test_zero_bytes_are_reported() -> None:
    rows = read(b"a,b\n" + b"1,2\n" * 20 + b"3,\x004\n5,6\n")[1]
    assert codes(rows) == {22: ["nul_character"]}
    assert rows[-1].cells == ("5", "6")


def test_a_bare_carriage_return_is_reported() -> None:
    rows = read(b"a,b\n1,2\r3,4\n5,6\n")[1]
    assert codes(rows) == {2: ["broken_row"]}
    assert rows[-1].cells == ("5", "6")


def test_a_huge_cell_is_reported_and_reading_goes_on() -> None:
    content = b"a,b\n1," + b"x" * 3_000_000 + b"\n3,4\n5," + b"y" * 900_000 + b"\n"
    rows = read(content)[1]
    assert codes(rows) == {2: ["line_too_long"]}
    assert (rows[1].cells, len(rows[2].cells[1])) == (("3", "4"), 900_000)
    assert len(rows[0].problems[0].value) == 200


def test_a_quote_that_swallows_more_than_the_limit_gives_it_back() -> None:
    content = b'a,b\n1,"2\n' + b"3,4\n" * 1000
    rows = read(content, limits=FileLimits(record_bytes=1000))[1]
    assert codes(rows) == {2: ["broken_row"]}
    assert len(rows) == 1001


@pytest.mark.parametrize("content", [b'"a,b\n1,2\n', b"a\0,b" + b"\n1,2" * 20, b"x" * 2_000_000])
def test_broken_headings_are_fatal(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="headings in line 1"):
        read(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize(("letter", "count"), [("x", 5_000), ("x", 7_998), ("x", 7_999), ("电", 5_000)])
def test_a_line_that_is_too_long_spoils_only_itself_however_lines_end(
    encoding: str, end: str, letter: str, count: int
) -> None:
    lines = ["a,b", "1,2", "3," + letter * count, *["5,6"] * 3, "7," + letter * 700, "9,0"]
    content = end.join(lines).encode(encoding)
    rows = read(content, encoding=encoding, limits=FileLimits(record_bytes=4_000))[1]
    assert codes(rows) == {3: ["line_too_long"]}
    assert [row.line for row in rows] == list(range(2, 9))
    assert [row.cells[0] for row in rows if not row.problems] == ["1", "5", "5", "5", "7", "9"]


def test_a_line_that_was_cut_is_never_taken_for_a_row() -> None:
    content = b'a,b\n1,"2\n3,4\n5,' + b"x" * 2000 + b"\n7,8\n"
    rows = read(content, limits=FileLimits(record_bytes=1000))[1]
    assert codes(rows) == {2: ["broken_row"], 4: ["line_too_long"]}
    assert [row.cells for row in rows if not row.problems] == [("3", "4"), ("7", "8")]


def test_reading_again_has_an_end() -> None:
    content = b"a,b\n" + b'a","b\n1,2\n' * 10_000
    rows = read(content, limits=FileLimits(record_bytes=10_000))[1]
    assert 100 < len(rows) < 10_000
    assert all(row.problems or row.cells == ("1", "2") for row in rows)
    assert sum(row.cells[0].count("\n") + 1 for row in rows) == 20_000


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    for prefix in (b"", b"a,b\n1,2\n", b"\xff\xfe", b"PK\x03\x04"):
        with contextlib.suppress(UnreadableFile):
            rows = read(prefix + content)[1]
            assert all("\0" not in cell for row in rows if not row.problems for cell in row.cells)


@given(st.lists(st.text("ab,\"\n\r;'=", max_size=12), max_size=8), st.integers(20, 200))
def test_no_line_is_lost_or_read_twice(lines: list[str], limit: int) -> None:
    content = "\n".join(["h1,h2", *lines]).encode()
    limits = FileLimits(record_bytes=limit)
    with open_table(io.BytesIO(content), delimiter=",", limits=limits) as table:
        numbers = [row.line for row in table.rows()]
    assert numbers == sorted(set(numbers))
    assert all(2 <= number <= content.count(b"\n") + content.count(b"\r") + 1 for number in numbers)
