"""Text that may be stored: clean, complete and of a known length."""

import re
import unicodedata
from functools import cache

from core.formats.transliteration import spell
from core.labels import Label, translations

_ = translations("core")

_SORT_LENGTH = 120
_TOO_LONG = _("is {length} characters long; at most {most} are allowed")
_SURROGATE = _(
    "has half of a surrogate pair ({code}) at position {position}; it was cut or wrongly decoded, "
    "write it again"
)


def clean_text(value: str, max_length: int, lines: bool = False) -> str:
    """The text stripped and in Unicode's composed form (NFC).

    `max_length` counts characters. With `lines` the text may hold line breaks (kept as `\\n`) and tabs.
    Raises ValueError for a text that is too long or holds a control character or half a surrogate pair.
    """
    text = value.strip()
    if not (text.isascii() and text.isprintable()):
        text = _composed(text, max_length, lines)
    if len(text) > max_length:
        raise ValueError(_TOO_LONG.fill(length=len(text), most=max_length))
    return text


def _composed(text: str, max_length: int, lines: bool) -> str:
    if len(text) > 4 * max_length:  # composing shortens by a factor of 4 at most, and is slow on hostile text
        raise ValueError(_TOO_LONG.fill(length=len(text), most=max_length))
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_controls(text, lines)
    return unicodedata.normalize("NFC", text)


def refuse_controls(text: str, lines: bool = False) -> None:
    """Raise ValueError for a character that is not text, saying which, where and what to do."""
    found = _forbidden(lines).search(text)
    if found:
        raise ValueError(_reason(ord(found.group()), found.start() + 1))


@cache  # compiled when first needed: wide character classes take milliseconds
def _forbidden(lines: bool) -> re.Pattern[str]:
    """C0 and C1 controls, and halves of surrogate pairs, which no database can encode."""
    controls = "\x00-\x08\x0b-\x1f" if lines else "\x00-\x1f"
    return re.compile(f"[{controls}\x7f-\x9f\ud800-\udfff]")


def _reason(code: int, position: int) -> Label:
    return _found(code).fill(code=f"U+{code:04X}", position=position)


def _found(code: int) -> Label:
    if code in (0x0A, 0x0D):
        return _("has a line break ({code}) at position {position}; write it on one line")
    if code == 0x09:
        return _("has a tab ({code}) at position {position}; use a space instead")
    if code >= 0xD800:
        return _SURROGATE
    return _("has a control character ({code}) at position {position}; remove it")


def blank(value: object) -> bool:
    """Whether nothing was written: None, or text of white space only."""
    return value is None or (isinstance(value, str) and not value.strip())


def sort_key(text: str) -> str:
    """The text as it is filed: lower case ASCII, Chinese by pinyin, at most 120 characters.

    Compared byte by byte it gives the same order on every database.
    """
    if text.isascii() and text.isprintable():
        return text.lower().strip()[:_SORT_LENGTH].rstrip()
    return " ".join(spell(text[: 4 * _SORT_LENGTH]).split())[:_SORT_LENGTH].rstrip()
