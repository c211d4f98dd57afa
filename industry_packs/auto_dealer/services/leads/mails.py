"""ADF documents out of e-mails: in the body or attached, in any transfer encoding; nothing else of it counts.

Neither sender nor subject nor any other header is believed: what a document says is told by the document.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from industry_packs.auto_dealer.services.adf.decoding import DECLARED, declared_encoding, decode
from industry_packs.auto_dealer.services.adf.refusals import Quarantined

LARGEST = 4 * 2**20
"""How many bytes a mail may have: a document of 256 KiB, encoded, with pictures beside it."""
MOST_PARTS = 64
"""Mails within mails and lists of parts: the reader of mails takes the square of how deep they are nested."""
HEADERS = 4_096
MAIL = re.compile(rb"(?im)^(?:mime-version|received|message-id|return-path|delivered-to|from|subject|date):")
FIRST_LINE = re.compile(rb"(?:From |[!-9;-~]{1,70}:[ \t])")
DOCUMENT = re.compile(rb"(?i)<(?:[\w.-]{1,60}:)?adf[\s/>]|<\?adf\b")
TYPES = frozenset({"application/x-adf+xml", "application/adf+xml"})
HTML = "text/html"


def is_mail(content: bytes, name: str = "") -> bool:
    """Whether it is an e-mail: by its name, else by what it begins with."""
    if name.lower().endswith(".eml"):
        return True
    head = content[:HEADERS]
    return bool(FIRST_LINE.match(head)) and len(MAIL.findall(head.partition(b"<")[0])) > 1


def documents_of(content: bytes) -> list[bytes]:
    """The ADF documents in a mail; raises Quarantined if there is none, or if nobody should look for one."""
    if len(content) > LARGEST:
        raise Quarantined("too_large")
    folded = content.lower()
    if folded.count(b"multipart/") + folded.count(b"message/") > MOST_PARTS:
        raise Quarantined("too_many_elements")
    try:
        parts = list(_parts(message_from_bytes(content)))
    except RecursionError as error:
        raise Quarantined("too_deep") from error
    pages = [document for kind, document in parts if kind == HTML]
    found = [document for kind, document in parts if kind != HTML] or pages
    if not found:
        raise Quarantined("not_adf")
    return found


def _parts(mail: Message) -> Iterator[tuple[str, bytes]]:
    """The parts that hold a document, each with its media type."""
    for part in mail.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        kind = part.get_content_type()
        if not isinstance(payload, bytes):
            continue
        if kind == HTML:
            # A page around a document is well-formed itself: what stands before the document goes.
            start = DOCUMENT.search(payload)
            payload = payload[start.start() :] if start else b""
        if kind in TYPES or DOCUMENT.search(payload.replace(b"\0", b"")):
            yield kind, _in_its_own_encoding(payload, _charset(part))


def _charset(part: Message) -> str:
    """The encoding that the mail says for a part, as far as documents may have it."""
    said = part.get_param("charset")
    name = said.strip().lower().replace("_", "-") if isinstance(said, str) else ""
    return next(iter(DECLARED.get(name, ())), "")


def _in_its_own_encoding(payload: bytes, charset: str) -> bytes:
    """The bytes so that they are read as what they are.

    A document that says its encoding is believed, unless that does not fit: then mailers have written it
    anew. One that says none has that of the part.
    """
    says = bool(declared_encoding(payload[:HEADERS].decode("iso-8859-1")))
    if not charset or (says and _fits(payload)):
        return payload
    try:
        return codecs.BOM_UTF8 + payload.decode(charset).encode()
    except UnicodeDecodeError:
        return payload


def _fits(payload: bytes) -> bool:
    try:
        decode(payload)
    except Quarantined:
        return False
    return True
