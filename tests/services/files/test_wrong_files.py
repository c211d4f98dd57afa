"""Files that are no tables are refused by what they are, whatever they are called."""

import gzip
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from core.services.files.problems import UnreadableFile
from tests.services.files.tables import read, written

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"

WRONG = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "PNG": PNG,
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "gzip": gzip.compress(b"name,city\n"),
    "old Excel file": OLE + "Workbook".encode("utf-16-le"),
    "password": OLE + "EncryptedPackage".encode("utf-16-le"),
    "old Office": OLE,
    "web page": b"\xef\xbb\xbf\n <!DOCTYPE html><html><table><tr><td>name</td></tr></table>",
    "HTML": b"<table border=1><tr><td>name",
    "XML": b"<?xml version='1.0'?><Workbook/>",
    "JSON": b'[{"name": "Alfreds"}]',
    "RTF": b"{\\rtf1 name}",
    "binary data": bytes(range(256)) * 4,
    "empty": b"",
    "holds no row": b"\n \n,,\n",
    "UTF-32": "name,city\n".encode("utf-32"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_file_is_stands_in_the_error(name: str, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(WRONG[name])
    with pytest.raises(UnreadableFile, match=name) as raised:
        read(path)
    assert raised.value.fix


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("xl/workbook.bin", "XLSB"),
        ("mimetype", "OpenDocument"),
        ("Index/Tables.iwa", "Numbers"),
        ("customers.csv", "ZIP archive"),
    ],
)
def test_other_archives_are_told_apart(entry: str, name: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, "a,b")
    with pytest.raises(UnreadableFile, match=name):
        read(target.getvalue())


def test_a_database_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    connection = sqlite3.connect(path)
    connection.execute("create table a (b)")
    connection.close()
    with pytest.raises(UnreadableFile, match="SQLite"):
        read(path)


def test_the_other_format_than_said_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="said to be XLSX, but it is CSV"):
        read(b"a,b\n", format="xlsx")
    with pytest.raises(UnreadableFile, match="said to be CSV, but it is XLSX"):
        read(written(["a"], [], format="xlsx"), format="csv")


def test_the_name_of_a_file_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    path.write_bytes(b"a,b\n1,2\n")
    assert read(path)[0] == ["a", "b"]


def test_a_path_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"missing\.csv"):
        read(tmp_path / "missing.csv")
    with pytest.raises(UnreadableFile, match="directory"):
        read(tmp_path)
