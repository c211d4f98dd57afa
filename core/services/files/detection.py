"""What a file is, by its first bytes; its name is not believed."""

from __future__ import annotations

import codecs

from core.labels import Label, translations
from core.services.files.problems import UnreadableFile
from core.services.files.table import Format

_ = translations("core")

_STARTS: tuple[tuple[bytes, Label], ...] = (
    (b"%PDF", _("a PDF document")),
    (b"\x89PNG", _("a PNG picture")),
    (b"\xff\xd8\xff", _("a JPEG picture")),
    (b"GIF8", _("a GIF picture")),
    (b"\x1f\x8b", _("a gzip archive")),
    (b"7z\xbc\xaf\x27\x1c", _("a 7z archive")),
    (b"Rar!", _("a RAR archive")),
    (b"BZh", _("a bzip2 archive")),
    (b"\xfd7zXZ", _("an xz archive")),
    (b"\x28\xb5\x2f\xfd", _("a zstd archive")),
    (b"SQLite format 3", _("an SQLite database")),
    (b"PAR1", _("a Parquet file")),
    (b"{\\rtf", _("an RTF document")),
    (b"\x7fELF", _("a program")),
    (b"MZ\x90", _("a program")),
    (b"\xff\xfe\x00\x00", _("a text in UTF-32")),
)
_TEXT_STARTS: tuple[tuple[bytes, Label], ...] = (
    (b"<!doctype html", _("a web page (HTML)")),
    (b"<html", _("a web page (HTML)")),
    (b"<table", _("a web page (HTML)")),
    (b"<?xml", _("an XML document")),
    (b'{"', _("a JSON document")),
    (b"[{", _("a JSON document")),
)
FEW = 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def detect_format(sample: bytes, said: Format | None, encoding: str | None) -> Format:
    """The format of a file that begins with `sample`; raises UnreadableFile that names what else it is.

    `said` is the format that the user named; a file of the other format is refused, not guessed at. Who names
    an `encoding` is believed that strange bytes are text, and so is a byte order mark.
    """
    if not sample:
        raise UnreadableFile(_("The file is empty."), fix=_("Choose a file with headings in its first row."))
    found: Format = "xlsx" if sample.startswith(b"PK\x03\x04") else "vcf" if _is_cards(sample) else "csv"
    is_text = encoding or sample.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if found == "csv" and (name := _foreign(sample) or (None if is_text else _binary(sample))):
        raise unsupported(name)
    if said and said != found:
        message = _("The file was said to be {said}, but it is {found}.")
        message = message.fill(said=said.upper(), found=found.upper())
        raise UnreadableFile(message, fix=_("Name the right format."))
    return found


def _is_cards(sample: bytes) -> bool:
    """Whether it begins as contact cards do, in any encoding that leaves no marks between its letters."""
    start = sample[:100].removeprefix(codecs.BOM_UTF8).removeprefix(codecs.BOM_UTF16_LE)
    return start.replace(b"\0", b"").lstrip(b" \t\r\n\xfe\xff").upper().startswith(b"BEGIN:VCARD")


def unsupported(name: str) -> UnreadableFile:
    """The error about a file that is something else than a table."""
    return UnreadableFile(
        _("The file is {name}, not a table that can be read.").fill(name=name),
        fix=_("Save it as CSV (UTF-8) or XLSX and choose that file."),
    )


def _foreign(sample: bytes) -> Label | None:
    if sample.startswith(_OLE):
        return _office(sample)
    start = sample[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    known = [name for magic, name in _STARTS if sample.startswith(magic)]
    known += [name for magic, name in _TEXT_STARTS if start.startswith(magic)]
    return known[0] if known else None


def _office(sample: bytes) -> Label:
    """Tell the files of old Office apart; a workbook with a password is wrapped in the same container."""
    if "EncryptedPackage".encode("utf-16-le") in sample:
        return _("protected with a password")
    if "Workbook".encode("utf-16-le") in sample:
        return _("an old Excel file (XLS)")
    return _("an old Office document")


def _binary(sample: bytes) -> Label | None:
    """Name what is no text: one byte in twenty is a control character other than tab and line end.

    A few are no sign of it: the rows that hold them are reported.
    """
    if max(sample[0::2].count(0), sample[1::2].count(0)) * 5 > len(sample) * 2:
        return _("a text in UTF-16 without a byte order mark (name its encoding: utf-16-le or utf-16-be)")
    controls = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    return _("binary data") if controls > max(FEW, len(sample) // 20) else None
