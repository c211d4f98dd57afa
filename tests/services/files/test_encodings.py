"""Bytes become the text that was meant, or an error: never another text."""

import io

import pytest

from core.services.files.problems import UnreadableFile
from core.services.files.reading import open_table
from tests.services.files.tables import cells, codes, read

CHINESE = "公司名称,联系人,城市\n北京华联商厦,王小明,北京\n上海申花有限公司,李雷,上海\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_chinese_is_detected(encoding: str) -> None:
    with open_table(io.BytesIO(CHINESE.encode(encoding))) as table:
        assert table.encoding == {"utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}.get(
            encoding, encoding
        )
        assert table.headings == ("公司名称", "联系人", "城市")
        assert [row.cells[1] for row in table.rows()] == ["王小明", "李雷"]


def test_a_byte_order_mark_does_not_break_a_quoted_heading() -> None:
    for mark in (b"\xef\xbb\xbf", "\ufeff".encode("gb18030")):
        assert read(mark + b'"a,b",c\n1,2\n')[0] == ["a,b", "c"]


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_orders_of_utf_16_are_read(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    content = CHINESE.encode(encoding)
    assert cells(mark + content) == cells(content, encoding=encoding) == cells(CHINESE.encode())


def test_utf_16_without_its_mark_must_be_said() -> None:
    with pytest.raises(UnreadableFile, match="utf-16-le"):
        read("name,city\nAlfreds,Berlin\n".encode("utf-16-le"))


@pytest.mark.parametrize("text", ["Müller,Köln", "Société Générale,Orléans", "Ångström,Malmö"])
def test_european_encodings_are_never_taken_for_chinese(text: str) -> None:
    content = f"name,city\n{text}\n".encode("windows-1252")
    with pytest.raises(UnreadableFile, match=r"in line 2\).*windows-1252"):
        read(content)
    assert cells(content, encoding="windows-1252") == [tuple(text.split(","))]


def test_big5_must_be_said() -> None:
    content = "名稱,城市\n臺灣積體電路製造股份有限公司,新竹\n國泰銀行,臺北\n".encode("big5")
    with pytest.raises(UnreadableFile, match="big5"):
        read(content)
    assert cells(content, encoding="Big5")[0] == ("臺灣積體電路製造股份有限公司", "新竹")


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"klingon.*gb18030"):
        read(b"a\n1\n", encoding="klingon")
    with pytest.raises(UnreadableFile, match="utf-7"):
        read(b"a\n1\n", encoding="utf-7")


def test_a_bad_byte_late_in_the_file_spoils_one_row() -> None:
    good = "".join(f"客户{number},Köln\n" for number in range(20_000)).encode()
    content = b"name,city\n" + good + b"M\xfcller,Bonn\n" + "末,尾\n".encode()
    rows = read(content)[1]
    assert len(rows) == 20_002
    assert codes(rows) == {20_002: ["not_text"]}
    position = content.index(b"\xfc") + 1
    assert f"Byte {position} of the file (0xFC, in line 20002)" in rows[20_000].problems[0].message
    assert rows[20_000].problems[0].value.startswith("M\\xfcller")


def test_a_few_bad_bytes_at_the_start_do_not_hide_utf_8() -> None:
    content = CHINESE.encode() + b"M\xfcller,a,b\n" + b"x,y,z\n"
    rows = read(content)[1]
    assert codes(rows) == {4: ["not_text"]}
    assert rows[-1].cells == ("x", "y", "z")


def test_a_bad_byte_in_gb18030_spoils_one_row() -> None:
    content = CHINESE.encode("gb18030") * 2000 + b"\xff\xff,x,y\n" + CHINESE.encode("gb18030")
    rows = read(content)[1]
    assert codes(rows) == {6001: ["not_text"]}
    assert rows[-1].cells == ("上海申花有限公司", "李雷", "上海")


def test_a_bad_unit_in_utf_16_spoils_one_row() -> None:
    content = b"\xff\xfe" + "a,b\n1,".encode("utf-16-le") + b"\x00\xdc" + "\n3,4\n".encode("utf-16-le")
    rows = read(content)[1]
    assert codes(rows) == {2: ["damaged_text"]}
    assert rows[1].cells == ("3", "4")


def test_a_file_cut_in_the_middle_of_a_character_says_so() -> None:
    assert codes(read(CHINESE.encode()[:-2])[1]) == {3: ["not_text"]}
    assert codes(read(CHINESE.encode("utf-16")[:-3])[1]) == {3: ["damaged_text"]}


def test_a_character_cut_by_the_sample_is_whole_in_the_row() -> None:
    for offset in range(4):
        content = ("名" + "," * offset + "x" * 65_530 + "客户客户\n").encode()
        assert read(b"a" * (offset + 1) + b"\n" + content, delimiter="tab")[1][0].problems == ()


def test_text_that_was_damaged_before_is_reported() -> None:
    rows = read("name\nM\ufffdller\nKöln\n".encode())[1]
    assert codes(rows) == {2: ["damaged_text"]}


def test_bad_bytes_in_the_headings_are_fatal() -> None:
    with pytest.raises(UnreadableFile, match="headings in line 1"):
        read(b"n\xfcme,city\n1,2\n", encoding="utf-8")
