"""The one rule that keeps a spreadsheet from executing a cell, and its exact reverse.

A spreadsheet runs a cell that begins with = + - @ (also full-width ＝ ＋ － ＠), with white space before
it or not, and may treat a leading tab or line break as the end of the cell before. Such a text gets one
apostrophe in front, the spreadsheet's own mark for "this is text". Two things stay as they are, because they
are harmless and people want them whole: plain numbers (-12.50) and telephone numbers of digits only
(+4930123456).

A text that already looks like a neutralised one gets an apostrophe too, so reading takes away exactly what
writing added, and every text comes back as it was.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_HARMLESS = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?", re.ASCII)
_NEUTRALISED = re.compile(r"'+(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def neutralise(text: str) -> str:
    """The text as it may stand in a spreadsheet."""
    if _DANGEROUS.match(text) and not _HARMLESS.fullmatch(text):
        return "'" + text
    return text


def restore(text: str) -> str:
    """The text that `neutralise` was given."""
    return text[1:] if _NEUTRALISED.match(text) else text
