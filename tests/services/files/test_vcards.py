"""Contact cards as telephones and programs send them, broken ones among them."""

from typing import Any

import pytest

from core.formats.vcards import WIDTH, folded, logical_lines, parse_line
from core.services.files.problems import UnreadableFile
from tests.services.files.tables import codes, read

ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E4=BC=9F=E6=98=8E;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B=
=E4=BC=9F=E6=98=8E
TEL;CELL;PREF:+86 138 0013 8000
TEL;WORK;FAX:010-62751234
EMAIL;PREF;INTERNET:wang@example.com
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9C=AA=E5=90=8D;=E9=94=80=E5=94=AE
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJ
 ChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/

END:VCARD
"""
IPHONE = """BEGIN:VCARD
VERSION:3.0
N:Müller;Anna;Maria;Dr.;
FN:Dr. Anna Müller
ORG:Söhne\\, GmbH;Einkauf;
TITLE:Leiterin
item1.TEL;type=pref:+49 30 901820
item1.X-ABLabel:_$!<Assistant>!$_
TEL;type=CELL;type=VOICE:0171 3920000
item2.EMAIL;type=INTERNET:privat@example.com
item2.X-ABLabel:privat
EMAIL;type=INTERNET;type=pref:anna@example.com
ADR;type=WORK;type=pref:;;Weg 1\\nHinterhof;Berlin;;10115;Germany
BDAY:1985-04-12
NOTE:first\\nsecond\\; "third"
CATEGORIES:vip,fair
END:VCARD
"""
RFC_6350 = """begin:vcard
version:4.0
kind:org
fn:未名商贸
org:未名商贸
tel;value=uri;type="voice,work";pref=1:tel:+86-10-6275-1234
url:https://example.com
adr;pref=1:;;路 1;北京;;100000;CN
lang:zh-Hans
bday:--0412
end:vcard
"""


def rows(text: str, cards: str = "contacts", **options: Any) -> list[dict[str, str]]:
    headings, found = read(text.encode(), cards=cards, **options)
    assert [row.problems for row in found] == [()] * len(found)
    return [{name: cell for name, cell in zip(headings, row.cells, strict=True) if cell} for row in found]


def test_2_1_of_an_old_telephone() -> None:
    (row,) = rows(ANDROID)
    assert row == {
        "name": "王伟明", "family_name": "王", "given_name": "伟明", "mobile": "+86 138 0013 8000",
        "phones.1.label": "fax work", "phones.1.phone": "010-62751234", "email": "wang@example.com",
        "customer": "未名", "department": "销售",
    }  # fmt: skip


def test_3_0_of_a_new_one() -> None:
    (row,) = rows(IPHONE)
    assert row == {
        "name": "Dr. Anna Müller", "family_name": "Müller", "given_name": "Anna Maria",
        "phone": "+49 30 901820",
        "customer": "Söhne, GmbH", "department": "Einkauf", "job_title": "Leiterin", "mobile": "0171 3920000",
        "email": "anna@example.com", "emails.1.label": "privat", "emails.1.email": "privat@example.com",
        "birthday": "1985-04-12", "notes": 'first\nsecond; "third"', "tags": "vip; fair",
    }  # fmt: skip


def test_4_0_of_a_company_is_a_customer() -> None:
    (row,) = rows(RFC_6350, "customers")
    assert row == {
        "kind": "company", "name": "未名商贸", "phone": "+86-10-6275-1234", "website": "https://example.com",
        "street": "路 1", "city": "北京", "postal_code": "100000", "country": "CN", "language": "zh-Hans",
    }  # fmt: skip


def test_a_person_at_a_company_is_its_contact_among_customers() -> None:
    (row,) = rows(IPHONE, "customers")
    assert (row["kind"], row["name"], row["city"]) == ("company", "Söhne, GmbH", "Berlin")
    assert (row["contacts.1.name"], row["contacts.1.mobile"]) == ("Dr. Anna Müller", "0171 3920000")
    (alone,) = rows(IPHONE.replace("ORG", "X-ORG"), "customers")
    assert (alone["kind"], alone["family_name"], alone["phones.1.phone"]) == (
        "person",
        "Müller",
        "0171 3920000",
    )


BROKEN = {
    "BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n": {1: ["card_broken"]},
    "BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\n": {4: ["card_broken"]},
    "BEGIN:VCARD\nFN:A\nnonsense\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD": {1: ["card_broken"]},
    "BEGIN:VCARD\nFN:A\nEND:VCARD\nFN:outside\n": {4: ["card_broken"]},
    "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=klingon:=41\nEND:VCARD": {1: ["card_broken"]},
    "BEGIN:VCARD\n" + "TEL:1\n" * 60 + "END:VCARD": {1: ["card_broken"]},
    "BEGIN:VCARD\n" + "X:1\n" * 3000 + "END:VCARD": {1: ["card_broken"]},
}


@pytest.mark.parametrize(("text", "codes"), BROKEN.items())
def test_broken_cards_are_reported_by_line_and_the_others_read(
    text: str, codes: dict[int, list[str]]
) -> None:
    _headings, found = read(text.encode(), cards="contacts")
    assert {row.line: [each.code for each in row.problems] for row in found if row.problems} == codes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    text = "BEGIN:VCARD\r\nFN:王伟明\r\nNOTE:客户经理，负责北京\r\nEND:VCARD\r\n"
    headings, found = read(text.encode(encoding), cards="contacts")
    assert found[0].cells[headings.index("name")] == "王伟明"


def test_cards_are_contacts_or_customers() -> None:
    for kind in ("", "activities"):
        with pytest.raises(UnreadableFile):
            read(IPHONE.encode(), cards=kind)
    with pytest.raises(UnreadableFile, match="characters"):
        read(b"BEGIN:VCARD\nNOTE:" + b"x" * 70 + b"\n x" * 1_100_000, cards="contacts")


@pytest.mark.parametrize("text", ["x" * 300, "王伟明" * 100, "😀" * 90, "a😀王é" * 40])
def test_folded_lines_are_never_cut_in_a_character(text: str) -> None:
    line = f"NOTE:{text}"
    assert max(len(piece.encode()) for piece in folded(line).split("\r\n")) <= WIDTH
    ((_number, whole),) = logical_lines(folded(line).splitlines(keepends=True), 10_000)
    assert parse_line(1, whole).text == text


def test_a_byte_that_is_no_text_spoils_only_its_card() -> None:
    card = "BEGIN:VCARD\nFN:{}\nN:{};;;;\nEND:VCARD\n"
    good, bad = card.format("Ada", "Ada").encode(), card.format("Bo", "Bo").encode().replace(b"Bo", b"B\xf6")
    _headings, found = read(good + bad + good, cards="contacts", encoding="utf-8")
    assert codes(found) == {5: ["card_broken"]}
    assert "Line 6" in str(found[1].problems[0].message)
