"""What an XLSX file (a ZIP archive) must look like before a spreadsheet library may open it."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import BinaryIO

from core.labels import Label, translations
from core.services.files.detection import unsupported
from core.services.files.limits import FileLimits
from core.services.files.problems import UnreadableFile

_ = translations("core")

_ENCRYPTED = 0x1
_SMALL = 10 * 1024**2
"""An entry below this size harms nobody, however well it was packed."""

_ARCHIVES = {".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tar", ".jar", ".xlsx", ".xlsm", ".docx"}
_EMBEDDED = "xl/embeddings/"
_OTHERS: tuple[tuple[str, Label], ...] = (
    ("xl/workbook.bin", _("a binary Excel file (XLSB)")),
    ("word/", _("a Word document")),
    ("ppt/", _("a PowerPoint document")),
    ("Index/", _("a document of Apple's Numbers, Pages or Keynote")),
    ("mimetype", _("an OpenDocument file (ODS, ODT)")),
)


def check_archive(file: BinaryIO, size: int, limits: FileLimits) -> None:
    """Raise UnreadableFile unless this is a workbook within the limits. Nothing is unpacked for it.

    Archives inside the archive are refused too, except workbooks that Excel embeds: nothing opens them.
    """
    if size > limits.workbook_bytes:
        message = _("The workbook is larger than {megabytes} MB.")
        raise _refused(message.fill(megabytes=limits.workbook_bytes // 1_000_000))
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            _("The workbook is damaged."), why=str(error), fix=_("Save it anew as XLSX.")
        ) from error
    _check_kind([entry.filename for entry in entries])
    if reason := _dangerous(entries, limits):
        raise _refused(reason)


def _check_kind(names: Sequence[str]) -> None:
    workbook = "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)
    others = [label for start, label in _OTHERS if any(name.startswith(start) for name in names)]
    if others:
        raise unsupported(others[0])
    if not workbook:
        raise unsupported(_("a ZIP archive"))


def _dangerous(entries: Sequence[zipfile.ZipInfo], limits: FileLimits) -> Label | None:
    """The first reason not to unpack these entries."""
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(names) > limits.entries:
        return _("It has {count} entries; at most {limit} are read.").fill(
            count=len(names), limit=limits.entries
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return _("It is protected with a password.")
    if len(set(names)) < len(names):
        return _("Two of its entries have the same name.")
    if unpacked > limits.unpacked_bytes:
        return _("Unpacked it would take {megabytes} MB.").fill(megabytes=unpacked // 1_000_000)
    return next((reason for entry in entries if (reason := _dangerous_entry(entry, limits.ratio))), None)


def _dangerous_entry(entry: zipfile.ZipInfo, ratio: int) -> Label | None:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or any(sign in entry.filename for sign in ("\\", ":")):
        return _("Its entry {name} points outside of the archive.").fill(name=repr(entry.filename))
    if path.suffix.lower() in _ARCHIVES and not entry.filename.startswith(_EMBEDDED):
        return _("It holds another archive, {name}.").fill(name=repr(entry.filename))
    if entry.file_size > _SMALL and entry.file_size > ratio * entry.compress_size:
        return _("Its entry {name} would grow more than {ratio} times when it is unpacked.").fill(
            name=repr(entry.filename), ratio=ratio
        )
    return None


def _refused(reason: Label) -> UnreadableFile:
    return UnreadableFile(
        _("The workbook is not opened."), why=reason, fix=_("Save the sheet that you need as CSV (UTF-8).")
    )
