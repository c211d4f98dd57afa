"""The text of a document: by its byte order mark, else by the encoding that it declares, else UTF-8.

The parser is given text that is already decoded: expat knows no GB18030 and no Big5, which portals use, and
what it would decode by itself could hide a declaration from whoever looked at the bytes.
"""

from __future__ import annotations

import codecs
import re

from industry_packs.auto_dealer.services.adf.refusals import Quarantined

# UTF-32 begins with the mark of UTF-16; it is not offered.
MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)
# What is read as what, the first that fits. GBK and GB2312 are parts of GB18030; senders that say Big5 mean
# Microsoft's, which has more characters.
DECLARED = {
    **dict.fromkeys(("utf-8", "utf8"), ("utf-8",)),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin-1", "latin1"), ("iso-8859-1",)),
    **dict.fromkeys(("windows-1252", "cp1252"), ("windows-1252",)),
    **dict.fromkeys(("gb18030", "gbk", "gb2312", "cp936"), ("gb18030",)),
    **dict.fromkeys(("big5", "big-5", "cp950"), ("big5", "cp950")),
}
WIDE = frozenset({"utf-16", "utf-16le", "utf-16be"})

# Each of these looks at a character a limited number of times, whatever the document.
ROOT = re.compile(r"<(?:[\w.-]+:)?adf(?=[\s/>])", re.IGNORECASE)
DECLARATION = re.compile(r"""<\?xml\s[^<>]*?\bencoding\s*=\s*["']([^"'<>]*)["']""")


def decode(document: bytes) -> str:
    """The text of a document, without its byte order mark; raises Quarantined if it cannot be told."""
    for mark, encoding in MARKS:
        if document.startswith(mark):
            return _decoded(document[len(mark) :], encoding)
    if document[:2].count(0) == 1:
        return _wide(document)
    said = declared_encoding(document.decode("iso-8859-1"))
    return _decoded(document, *(DECLARED.get(said, ()) if said else ("utf-8",)))


def declared_encoding(text: str) -> str:
    """The encoding that a declaration before the root element names, in small letters; empty without one."""
    root = ROOT.search(text)
    found = DECLARATION.search(text, 0, root.start() if root else len(text))
    return found[1].strip().lower().replace("_", "-") if found else ""


def _wide(document: bytes) -> str:
    """UTF-16 without a mark: of its first two bytes one is zero, and it must say that it is UTF-16."""
    text = _decoded(document, "utf-16-be" if document[0] == 0 else "utf-16-le")
    if declared_encoding(text) not in WIDE:
        raise Quarantined("encoding")
    return text


def _decoded(document: bytes, *encodings: str) -> str:
    for encoding in filter(None, encodings):
        try:
            return document.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Quarantined("encoding")
