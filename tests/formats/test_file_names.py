"""Hostile names of files: what is left is a name and no more."""

import pytest

from core.formats.file_names import LONGEST, clean_file_name

CLEANED = {
    "report.pdf": "report.pdf",
    "合同 2026.docx": "合同 2026.docx",
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system32\\cmd.exe": "cmd.exe",
    "C:\\fakepath\\face.png": "face.png",
    "/": "file",
    "..": "file",
    "": "file",
    " . ": "file",
    "\u202egpj.exe": "gpj.exe",
    "a\x00b\r\nSet-Cookie: x.txt": "ab Set-Cookie_ x.txt",
    "a\u200b\u2066b\ufeff.txt": "ab.txt",
    "\ud800half.txt": "half.txt",
    'a"b<c>d|e?.txt': "a_b_c_d_e_.txt",
    "CON": "_CON",
    "nul.tar.gz": "_nul.tar.gz",
    "com1.txt": "_com1.txt",
    "console.txt": "console.txt",
    "name.": "name",
    "e\u0301.txt": "é.txt",
}


@pytest.mark.parametrize(("hostile", "clean"), CLEANED.items())
def test_names_are_cleaned(hostile: str, clean: str) -> None:
    assert clean_file_name(hostile) == clean
    assert clean_file_name(clean) == clean


@pytest.mark.parametrize(
    "name", ["x" * 300, "名" * 300 + ".pdf", "a" * 100_000 + ".tar", "." * 500 + "a" * 400]
)
def test_long_names_keep_their_ending(name: str) -> None:
    clean = clean_file_name(name)
    assert 0 < len(clean) <= LONGEST
    ending = name.rpartition(".")[2]
    assert len(ending) > LONGEST or clean.endswith(f".{ending}")
