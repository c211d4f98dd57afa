"""How the bytes of a CSV file become text. Never by replacing what does not fit.

Detected are UTF-8 (with or without a byte order mark), UTF-16 with its mark, and GB18030 with its subsets GBK
and GB2312. The single-byte encodings of Europe and Big5 accept nearly every byte, so they must be said: a
guess would turn names into other names without an error.
"""

from __future__ import annotations

import codecs
import re

from core.labels import translations
from core.services.files.problems import UnreadableFile

_ = translations("core")

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "windows-1252", "iso-8859-1")
"""What can be said. GBK and GB2312 are read as GB18030, of which they are parts."""

_NAMES = {
    **{codecs.lookup(name).name: name for name in ENCODINGS},
    **dict.fromkeys(("gbk", "gb2312"), "gb18030"),
    "utf-8-sig": "utf-8",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_PAIR = re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe][\x30-\x39]|[\x40-\x7e\x80-\xfe])")
_COMMON_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")


def known_encoding(said: str) -> str:
    """The encoding that a person named, in our spelling; UnreadableFile for one that is not offered."""
    try:
        return _NAMES[codecs.lookup(said).name]
    except (LookupError, ValueError) as error:
        raise UnreadableFile(
            _("The encoding {name} is not known.").fill(name=said),
            fix=_("Name one of: {names}.").fill(names=", ".join(ENCODINGS)),
        ) from error


def detect_encoding(sample: bytes, complete: bool) -> str:
    """The encoding of a text that begins with `sample` (all of it when `complete`).

    A text that is UTF-8 but for a few bytes is UTF-8: the rows with those bytes are reported one by one.
    Raises UnreadableFile when it is none of the encodings that can be told for certain.
    """
    marked = [encoding for mark, encoding in _MARKS if sample.startswith(mark)]
    if marked:
        return marked[0]
    wrong = _wrong_byte(sample, "utf-8", complete)
    if wrong is None or _is_damaged_utf_8(sample):
        return "utf-8"
    if _wrong_byte(sample, "gb18030", complete) is None and _is_chinese(sample):
        return "gb18030"
    raise _undetected(sample, wrong)


def byte_order_mark(sample: bytes, encoding: str) -> int:
    """How many bytes the mark at the beginning takes; the codec of plain utf-16 reads its mark itself."""
    marks = [mark for mark, name in _MARKS if encoding.startswith(name) and sample.startswith(mark)]
    return len(marks[0]) if marks and encoding != "utf-16" else 0


def decode_sample(sample: bytes, encoding: str) -> str:
    """The beginning of the text, for looking at it only; a character cut in two at the end is left out."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample)


def _wrong_byte(sample: bytes, encoding: str, complete: bool) -> int | None:
    """Where the first byte stands that is not text in this encoding."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample, final=complete)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _undetected(sample: bytes, wrong: int) -> UnreadableFile:
    why = _("Byte {position} (0x{byte:02X}, in line {line}) is not UTF-8.").fill(
        position=wrong + 1, byte=sample[wrong], line=sample.count(b"\n", 0, wrong) + 1
    )
    return UnreadableFile(
        _("The encoding of the file cannot be told: it is neither UTF-8, UTF-16 nor GB18030."),
        why=why,
        fix=_("Save it as UTF-8, or name its encoding, one of: {names}.").fill(names=", ".join(ENCODINGS)),
    )


def _is_damaged_utf_8(sample: bytes) -> bool:
    whole = len(_MULTIBYTE.findall(sample))
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    return whole >= 10 * broken


def _is_chinese(sample: bytes) -> bool:
    """Whether most characters are common ones: "Müller" in a European encoding also decodes as GB18030."""
    pairs = _PAIR.findall(sample)
    common = sum(1 for pair in pairs if _COMMON_PAIR.fullmatch(pair))
    return common >= 0.8 * len(pairs)
