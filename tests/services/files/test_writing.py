"""CSV and XLSX that are safe to open and come back equal."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.services.files.table import Format
from core.services.files.writing import CELL_CHARACTERS, open_writer
from tests.services.files.tables import cells, read, written

FORMATS: tuple[Format, ...] = ("csv", "xlsx")
HOSTILE = [
    ("=1+1", "@SUM(1)", "+4930123456", "-12.50"),
    ("=HYPERLINK(\"http://x\")", "http://example.com", "'=1", "''@x"),
    ("0012", "1E5", "TRUE", "2024-02-29"),
    ("北京，“华联”", "a\nb", 'say "hi"', " padded "),
    ("#N/A", "\t=1", "mailto:a@b.c", "internal:Sheet1!A1"),
    ("_x000D_", "a\rb", "￥1,5;2", "𠮷野家"),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_texts_come_back_equal(form: Format) -> None:
    content = written(["a", "b", "=c", "d"], HOSTILE, format=form)
    headings, rows = read(content)
    assert headings == ["a", "b", "=c", "d"]
    assert [row.cells for row in rows] == HOSTILE


def test_csv_holds_no_formula() -> None:
    content = written(["a", "b", "c", "d"], HOSTILE, format="csv").decode()
    for row in csv.reader(io.StringIO(content, newline="")):
        assert not any(cell.startswith(("=", "@", "\t")) for cell in row)
    assert "\r\n+" not in content


def test_a_sheet_holds_nothing_but_texts() -> None:
    content = written(["a", "b", "=c", "d"], HOSTILE, format="xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert not any("externalLink" in name or "worksheets/_rels" in name for name in archive.namelist())
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower().replace("=hyperlink(", "")
    assert sheet.count('t="inlineStr"') == 28


@given(st.lists(st.tuples(st.text(), st.text(min_size=1)), max_size=5))
def test_every_text_survives_csv(rows: list[tuple[str, str]]) -> None:
    rows = [row for row in rows if "".join(row).strip() and not set("\0\ufffd") & set("".join(row))]
    content = written(["a", "b"], rows, format="csv", byte_order_mark=True)
    assert cells(content) == rows


@given(st.lists(st.text(min_size=1), min_size=100, max_size=100))
@settings(max_examples=5, deadline=None)
def test_every_text_survives_a_sheet(texts: list[str]) -> None:
    rows = [(text,) for text in texts if text.strip() and not set("\0\ufffd\ufffe\uffff") & set(text)]
    assert cells(written(["a"], rows, format="xlsx")) == rows


def test_the_byte_order_mark_is_as_asked() -> None:
    assert written(["名", "b"], [["1", "2"]], format="csv") == "名,b\r\n1,2\r\n".encode()
    content = written(["名", "b"], [], format="csv", byte_order_mark=True)
    assert content == "\ufeff名,b\r\n".encode()


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_that_fails_leaves_the_old_file(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "customers"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), open_writer(path, format=form, headings=["a"]) as writer:
        writer.write(["1"])
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", FORMATS)
def test_a_path_gets_the_finished_file(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "customers"
    with open_writer(path, format=form, headings=["a", "b"]) as writer:
        writer.write(["1", "2"])
        assert not path.exists()
    assert cells(path) == [("1", "2")]


def test_what_a_sheet_cannot_hold_is_an_error_not_a_loss() -> None:
    with pytest.raises(Invalid, match=r"32767 characters.*'xxx.*Choose CSV"):
        written(["a"], [["x" * (CELL_CHARACTERS + 1)]], format="xlsx")
    with pytest.raises(Invalid, match="16384 columns"):
        written(["a"] * 16_385, [], format="xlsx")
    assert cells(written(["a"], [["x" * CELL_CHARACTERS]], format="xlsx")) == [("x" * CELL_CHARACTERS,)]
