"""Workbooks that want to harm: each is refused in words, and this process lives on."""

import io
import zipfile

import pytest

from core.services.files.limits import MEBIBYTE, FileLimits
from core.services.files.problems import UnreadableFile
from tests.services.files.tables import changed_archive, codes, read
from tests.services.files.workbooks import (
    SHEET,
    simple,
    with_claimed_sizes,
    with_password_flag,
    with_repeated,
    with_rows,
)

ROW = b'<row><c t="inlineStr"><is><t>name</t></is></c><c><v>1</v></c></row>'
SMALL = FileLimits(memory_bytes=256 * MEBIBYTE)


def test_a_zip_bomb_is_not_unpacked() -> None:
    content = changed_archive(simple(), {SHEET: b" " * 20 * MEBIBYTE})
    with pytest.raises(UnreadableFile, match="grow more than 200 times"):
        read(content)


def test_many_small_bombs_are_counted_together() -> None:
    content = changed_archive(simple(), {f"xl/media/{number}": b" " * MEBIBYTE for number in range(20)})
    with pytest.raises(UnreadableFile, match=r"take 2\d MB"):
        read(content, limits=FileLimits(unpacked_bytes=10 * MEBIBYTE))


def test_a_bomb_that_lies_about_its_size_is_found_out() -> None:
    content = with_claimed_sizes(with_repeated(ROW, 100_000), 1000)
    with pytest.raises(UnreadableFile, match="larger than its declared"):
        read(content)


def test_more_cells_than_fit_into_memory_are_refused() -> None:
    content = with_repeated(ROW, 1_000_000)
    with pytest.raises(UnreadableFile, match=r"more than 67 MB of memory.*CSV"):
        read(content, limits=FileLimits(ratio=10_000, memory_bytes=64 * MEBIBYTE))


def test_a_sheet_that_takes_for_ever_meets_the_limit_of_time() -> None:
    content = with_repeated(ROW, 2_000_000)
    with pytest.raises(UnreadableFile, match="takes too long"):
        read(content, limits=FileLimits(ratio=10_000, processor_seconds=1))


def test_one_cell_in_the_last_corner_meets_the_limit_of_memory() -> None:
    content = with_rows('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>')
    assert len(content) < 10_000
    with pytest.raises(UnreadableFile, match="every cell up to its last row and column"):
        read(content)


def test_a_long_text_used_by_many_cells_does_not_multiply() -> None:
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    )
    cell = '<c t="s"><v>0</v></c>'
    content = with_rows(f'<row><c t="inlineStr"><is><t>name</t></is></c></row><row>{cell * 50}</row>' * 2)
    rows = read(changed_archive(content, {"xl/sharedStrings.xml": strings % (b"x" * 900_000)}))[1]
    assert codes(rows) == {2: ["row_too_long"], 4: ["row_too_long"]}


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "xl\\..\\x", "C:/x", "xl/worksheets/../../../x"]
)
def test_paths_that_leave_the_archive_are_refused(name: str) -> None:
    with pytest.raises(UnreadableFile, match="points outside"):
        read(changed_archive(simple(), {name: b""}))


def test_archives_in_the_archive_are_refused_but_embedded_workbooks_are_not() -> None:
    with pytest.raises(UnreadableFile, match="holds another archive"):
        read(changed_archive(simple(), {"xl/media/bomb.zip": simple()}))
    assert read(changed_archive(simple(), {"xl/embeddings/Sheet1.xlsx": simple()}))[0] == ["name"]


def test_two_entries_of_the_same_name_are_refused() -> None:
    target = io.BytesIO(simple())
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<other/>")
    with pytest.raises(UnreadableFile, match="same name"):
        read(target.getvalue())


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"has \d+ entries; at most 10"):
        read(changed_archive(simple(), {f"x{n}": b"" for n in range(20)}), limits=FileLimits(entries=10))


def test_a_workbook_beyond_the_limit_is_refused_before_it_is_opened() -> None:
    with pytest.raises(UnreadableFile, match="larger than 0 MB"):
        read(simple(), limits=FileLimits(workbook_bytes=1000))


def test_a_password_is_named() -> None:
    with pytest.raises(UnreadableFile, match="password"):
        read(with_password_flag(simple()))


@pytest.mark.parametrize("kept", [30, 1000, -30])
def test_a_file_that_was_cut_is_damaged(kept: int) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        read(simple()[:kept])


@pytest.mark.parametrize("content", [b"", b"<worksheet", b"\x00\xff", b"<a><b></a>"])
def test_a_sheet_that_is_no_xml_is_an_error(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(changed_archive(simple(), {SHEET: content}))


def test_a_missing_sheet_is_an_error() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(simple())) as old, zipfile.ZipFile(target, "w") as new:
        for name in set(old.namelist()) - {SHEET}:
            new.writestr(name, old.read(name))
    with pytest.raises(UnreadableFile):
        read(target.getvalue())


def test_entities_are_neither_expanded_nor_fetched() -> None:
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    types = f'<!DOCTYPE w [<!ENTITY e0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
    cell = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'
    sheet = (
        f"{types}<worksheet><sheetData>{cell.format('name')}{cell.format('&e9;&f;')}</sheetData></worksheet>"
    )
    try:
        rows = read(changed_archive(simple(), {SHEET: sheet.encode()}), limits=SMALL)[1]
    except UnreadableFile:
        rows = []
    assert not any("root:" in cell or "haha" in cell for row in rows for cell in row.cells)
