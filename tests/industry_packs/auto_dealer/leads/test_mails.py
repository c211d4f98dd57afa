"""Documents in e-mails: in the body or attached, in any encoding, between all that mails may hold."""

import base64
import quopri
from email.message import EmailMessage

import pytest

from core.plugin_api import Document
from industry_packs.auto_dealer.services.leads.arriving import Arrived, read_all
from industry_packs.auto_dealer.services.leads.mails import LARGEST, is_mail
from tests.industry_packs.auto_dealer.adf_documents import CONTACT, adf, prospect

HEAD = b"From: portal@example.com\r\nSubject: New lead\r\nMIME-Version: 1.0\r\n"
CHINESE = '<?xml version="1.0" encoding="{}"?>' + adf(prospect(by=CONTACT.replace("Ann", "周伟")))


def read(content: bytes | EmailMessage, name: str = "a.eml") -> list[Arrived]:
    return read_all(Document(content if isinstance(content, bytes) else content.as_bytes(), name))


def names(arrived: list[Arrived]) -> list[str | None]:
    """Who asks in each document, or why it was not read."""
    return [each.reading.reason or each.reading.leads[0].customer.full for each in arrived]


def mail(text: str = "Dear dealer") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = "Portal <portal@example.com>", "周: New lead"
    made.set_content(text)
    return made


def test_in_the_body_between_other_text() -> None:
    (found,) = read(mail(f"A new lead:\n\n{adf()}\n\n-- \nThe portal"))
    assert found.name == "a.eml" and found.reading.outcome == "repaired"
    assert found.reading.repairs == ("envelope_trimmed",)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_transfer_encodings_and_character_sets(encoding: str, charset: str) -> None:
    document = CHINESE.format(charset).encode(charset)
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(
        document
    )
    head = (
        HEAD
        + f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    )
    assert names(read(head + body)) == ["周伟"]


def test_a_mailer_that_wrote_it_anew_is_believed_where_the_document_does_not_fit() -> None:
    body = CHINESE.format("utf-8").encode("gb18030")
    head = HEAD + b"Content-Type: text/plain; charset=GBK\nContent-Transfer-Encoding: 8bit\n\n"
    assert names(read(head + body)) == ["周伟"]
    without = CHINESE.replace(' encoding="{}"', "").encode("gb18030")
    assert names(read(head + without)) == ["周伟"]
    lying = HEAD + b"Content-Type: text/plain; charset=utf-7\n\n" + CHINESE.format("utf-8").encode()
    assert names(read(lying)) == ["周伟"]


def test_attached_beside_chatter_and_pictures() -> None:
    made = mail("See the file")
    made.add_alternative("<p>See the &lt;adf&gt; file</p>", subtype="html")
    made.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(
        CHINESE.format("utf-16").encode("utf-16"), maintype="application", subtype="octet-stream"
    )
    assert names(read(made)) == ["周伟"]


def test_several_documents_have_numbers() -> None:
    made = mail(adf())
    for kind in ("x-adf+xml", "xml"):
        made.add_attachment(CHINESE.format("utf-8").encode(), maintype="application", subtype=kind)
    made.add_attachment(b"no document at all", maintype="application", subtype="x-adf+xml")
    found = read(made)
    assert [each.name for each in found] == ["a.eml#1", "a.eml#2", "a.eml#3", "a.eml#4"]
    assert names(found) == ["Ann", "周伟", "周伟", "malformed_xml"]


def test_a_mail_that_was_passed_on() -> None:
    outer = mail("FYI")
    outer.add_attachment(mail(adf()))
    assert names(read(outer)) == ["Ann"]


def test_pages_count_only_where_there_is_nothing_else() -> None:
    page = HEAD + b"Content-Type: text/html\n\n<html><body>" + adf().encode() + b"</body></html>"
    assert names(read(page)) == ["Ann"]
    made = mail(adf())
    made.add_alternative(adf(prospect(by=CONTACT.replace("Ann", "Eve"))), subtype="html")
    assert names(read(made)) == ["Ann"]


def test_nothing_else_of_a_mail_is_believed() -> None:
    head = b"From: Eve <eve@example.com>\nX-ADF: <adf><prospect/></adf>\nMIME-Version: 1.0\n\n"
    (found,) = read(head + adf().encode())
    assert found.reading.leads[0].customer.emails == ("ann@example.com",)
    assert names(read(head + b"Nothing")) == ["not_adf"]


def nested(depth: int) -> bytes:
    """Lists of parts within each other."""
    heads = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return HEAD + "".join(heads).encode() + b"\n" + adf().encode()


HOSTILE = {
    "nested deep": (nested(5_000), "too_many_elements"),
    "too large": (HEAD + b"\n" + b"x" * LARGEST, "too_large"),
    "a long document": (HEAD + b"\n<adf>" + b"x" * 300_000 + b"</adf>", "too_large"),
    "entities": (HEAD + b"\n<!DOCTYPE adf SYSTEM 'http://x'>" + adf().encode(), "dtd_forbidden"),
    "broken base64": (HEAD + b"Content-Transfer-Encoding: base64\n\n<adf>====", "not_adf"),
    "no parts": (HEAD + b"Content-Type: multipart/mixed\n\n", "not_adf"),
    "empty": (b"", "not_adf"),
    "half a header": (b"From: \xff\xfe\x00\nContent-Type: \xff/\x80; charset=\xff\n\n", "not_adf"),
    "odd parameters": (HEAD + b"Content-Type: text/plain; charset*=x'y'%zz; charset*0*=a\n\n", "not_adf"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails(name: str) -> None:
    content, reason = HOSTILE[name]
    assert names(read(content)) == [reason]


def test_what_is_a_mail() -> None:
    assert (
        is_mail(b"anything", "A.EML") and is_mail(HEAD + b"\n") and is_mail(b"From me\nFrom: a\nDate: b\n\n")
    )
    for other in (
        b"",
        adf().encode(),
        b"Dear: all\n" + adf().encode(),
        b"\xff\xfe<\x00a\x00",
        b"Subject: x\n<adf/>",
    ):
        assert not is_mail(other, "lead.xml")
