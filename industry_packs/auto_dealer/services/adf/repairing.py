"""What senders do to documents on the way: text around them, a declaration that is not first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

MARK = re.compile(
    r"(?P<comment><!--)|(?P<cdata><!\[CDATA\[)|(?P<declaration><\?xml(?=\s))|(?P<version><\?(?i:adf)\b)"
    r"|(?P<instruction><\?)|(?P<types><!(?i:DOCTYPE|ENTITY))"
    r"|(?P<root><(?:[\w.-]+:)?(?i:adf)(?=[\s/>]))|(?P<end></(?:[\w.-]+:)?(?i:adf)(?=[\s>]))"
)
# What may hold any characters, and how it ends.
CLOSINGS = {
    "comment": "-->",
    "cdata": "]]>",
    **dict.fromkeys(("declaration", "version", "instruction"), "?>"),
}
NOTHING = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
BEGINNINGS = frozenset({"declaration", "version", "root"})


def declares_types(text: str) -> bool:
    """Whether there is a DOCTYPE or ENTITY declaration; one in a comment or a CDATA section is only text."""
    return any(kind == "types" for kind, _ in _marks(text))


def repaired(text: str) -> tuple[str, list[str]]:
    """A document that is not well-formed, without what stands around it, its declaration first.

    Answers the names of the repairs, too. Nothing between the tags of its root is touched.
    """
    text, trimmed = _without_envelope(text)
    text, moved = _declaration_first(text)
    return text, [*trimmed, *moved]


def _marks(text: str) -> Iterator[tuple[str, int]]:
    """What decides about a document, by its name in MARK, and where it begins.

    What stands in comments, CDATA sections and instructions is passed over. One that never ends is only text;
    that is found out once, so that many of them take no longer.
    """
    position = 0
    endless: set[str] = set()
    while found := MARK.search(text, position):
        kind, position = str(found.lastgroup), found.end()
        yield kind, found.start()
        closing = CLOSINGS.get(kind)
        if closing and closing not in endless:
            end = text.find(closing, position)
            position = max(position, end)
            endless |= {closing} if end < 0 else set()


def _without_envelope(text: str) -> tuple[str, list[str]]:
    marks = list(_marks(text))
    start = next((at for kind, at in marks if kind in BEGINNINGS), 0)
    last = next((text.find(">", at) + 1 for kind, at in reversed(marks) if kind == "end"), 0) or len(text)
    begin = 0 if _says_nothing(text[:start]) else start
    end = len(text) if _says_nothing(text[last:]) else last
    return text[begin:end], ["envelope_trimmed"] if (begin, end) != (0, len(text)) else []


def _says_nothing(text: str) -> bool:
    """Whether there are only comments, instructions and white space, which may stand around a root."""
    position = 0
    while found := NOTHING.match(text, position):
        position = found.end()
    return position == len(text)


def _declaration_first(text: str) -> tuple[str, list[str]]:
    before = takewhile(lambda mark: mark[0] != "root", _marks(text))
    start = next((at for kind, at in before if kind == "declaration"), 0)
    end = text.find("?>", start) + 2
    if not start or end < start:
        return text, []
    return text[start:end] + text[:start] + text[end:], ["xml_decl_moved"]
