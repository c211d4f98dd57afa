"""What a file is, by its content; neither its name nor what the sender says is believed.

What a browser could run is `application/octet-stream`, so that it is only ever kept, and what an operating
system could run has no media type: it is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SAMPLE = 64 * 1024
"""Bytes at the beginning and at the end of a file that are looked at."""

UNKNOWN = "application/octet-stream"

_PROGRAMS = re.compile(
    rb"\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|\xbe\xba\xfe\xca|dex\n|\0asm"
    rb"|\xef?\xbb?\xbf?#!|L\0\0\0\x01\x14\x02\0|!<arch>"
)
_INSTALLERS = (b"AndroidManifest.xml", b"classes.dex", b"META-INF/MANIFEST.MF")
_IMAGES: tuple[tuple[bytes, str], ...] = (
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"RIFF....WEBP", "image/webp"),
    (rb"II\*\0|MM\0\*", "image/tiff"),
    (rb"....ftyp(?:heic|heix|mif1|msf1)", "image/heic"),
    (rb"....ftypavif", "image/avif"),
)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "application/pdf"),
    (rb"\{\\rtf", "application/rtf"),
    (rb"\x1f\x8b", "application/gzip"),
    (rb"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (rb"Rar!\x1a\x07", "application/vnd.rar"),
    (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
    (rb"RIFF....WAVE", "audio/wav"),
    (rb"OggS", "audio/ogg"),
    (rb"fLaC", "audio/flac"),
    (rb"#!AMR", "audio/amr"),
    (rb"....ftyp(?:M4A|M4B)", "audio/mp4"),
    (rb"....ftyp", "video/mp4"),
    (rb"\x1aE\xdf\xa3", "video/webm"),
)
_OFFICE: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    (b"ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (
        b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
)
_MACROS = b"vbaProject.bin"
_ZIP, _END_OF_ZIP = b"PK\x03\x04", b"PK\x05\x06"
# What makes a browser run something, wherever it stands.
_ACTIVE = re.compile(
    rb"<\s*(?:script|html|head|body|svg|iframe|object|embed|meta|\?xml|\?php|!doctype)", re.I
)
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_BYTE_ORDER = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


@dataclass(frozen=True, slots=True)
class Sample:
    """The first and the last SAMPLE bytes of a file; of a short file both are all of it."""

    start: bytes
    end: bytes

    def holds(self, words: bytes) -> bool:
        """Whether these bytes stand at the beginning or at the end."""
        return words in self.start or words in self.end


def media_type(sample: Sample) -> str | None:
    """The media type of a file with this content; None for a program, which is not kept."""
    if _is_program(sample):
        return None
    if sample.start.startswith(_ZIP):
        return _of_zip(sample)
    for pattern, name in _IMAGES:
        if re.match(pattern, sample.start, re.DOTALL):
            return UNKNOWN if _is_more_than_image(sample) else name
    for pattern, name in _OTHERS:
        if re.match(pattern, sample.start, re.DOTALL):
            return name
    return _of_text(sample)


def _is_program(sample: Sample) -> bool:
    if re.match(rb"#!AMR", sample.start):
        return False
    zipped = sample.start.startswith(_ZIP) or _END_OF_ZIP in sample.end
    windows = sample.start.startswith(b"MZ") and b"\0" in sample.start[:512]  # a text may begin so
    return bool(windows or _PROGRAMS.match(sample.start)) or (zipped and any(map(sample.holds, _INSTALLERS)))


def _of_zip(sample: Sample) -> str:
    if sample.holds(_MACROS):
        return UNKNOWN
    return next((name for part, name in _OFFICE if sample.holds(part)), "application/zip")


def _is_more_than_image(sample: Sample) -> bool:
    """Whether a picture is an archive or a page besides, as those are that somebody made by hand."""
    active = _ACTIVE.search(sample.start) or _ACTIVE.search(sample.end)
    return _END_OF_ZIP in sample.end or bool(active and not _is_metadata(active.group()))


def _is_metadata(found: bytes) -> bool:
    """Cameras and programs write their notes as XML (XMP) into pictures."""
    return b"xml" in found.lower()


def _of_text(sample: Sample) -> str:
    text = _decoded(sample.start)
    if text is None or _CONTROLS.search(text):
        return UNKNOWN
    if _ACTIVE.search(text.encode(errors="replace")):
        return UNKNOWN
    return "text/vcard" if text.lstrip("\ufeff").upper().startswith("BEGIN:VCARD") else "text/plain"


def _decoded(start: bytes) -> str | None:
    """The beginning as text, if it is one in Unicode or in a Chinese encoding."""
    marked = [name for mark, name in _BYTE_ORDER if start.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        # The last character may have been cut in two.
        for cut in range(min(4, len(start)) if len(start) == SAMPLE else 1):
            try:
                return start[: len(start) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
