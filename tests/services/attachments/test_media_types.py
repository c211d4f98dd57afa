"""What a file is, by its content: programs, and pictures that are more than pictures."""

import io
import zipfile

import pytest

from core.services.attachments.media_types import UNKNOWN, Sample, media_type

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def archive(*names: str) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    return file.getvalue()


KNOWN = {
    PNG: "image/png",
    b"\xff\xd8\xff\xe0" + bytes(100): "image/jpeg",
    b"\xff\xd8\xff\xe1<?xpacket?><x:xmpmeta><?xml?>" + bytes(100): "image/jpeg",
    b"GIF89a" + bytes(100): "image/gif",
    b"%PDF-1.7 ...": "application/pdf",
    b"plain words": "text/plain",
    "中文".encode(): "text/plain",
    "中文合同，甲方".encode("gb18030"): "text/plain",
    "\ufeffwords".encode("utf-16-le"): "text/plain",
    b"MZ-2000 is a motorcycle": "text/plain",
    b"BEGIN:VCARD\r\nVERSION:4.0": "text/vcard",
    archive("word/document.xml"): "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    archive("notes.txt"): "application/zip",
    archive("word/document.xml", "word/vbaProject.bin"): UNKNOWN,
    b"<!DOCTYPE html><p>": UNKNOWN,
    b"hello <sCript>alert(1)</script>": UNKNOWN,
    b"<?xml version='1.0'?><svg onload='x()'/>": UNKNOWN,
    "\ufeff<html>".encode("utf-16-le"): UNKNOWN,
    PNG + b"<script>alert(1)</script>": UNKNOWN,
    b"GIF89a/*<svg onload=x()>*/=1;": UNKNOWN,
    PNG + archive("notes.txt"): UNKNOWN,
    bytes(range(256)): UNKNOWN,
}
PROGRAMS = (
    b"MZ\x90\x00" + bytes(100),
    b"\x7fELF\x02\x01",
    b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
    b"\xcf\xfa\xed\xfe\x07",
    b"#!/bin/sh\nrm -rf /",
    b"L\0\0\0\x01\x14\x02\0\0\0",
    archive("META-INF/MANIFEST.MF", "Main.class"),
    archive("AndroidManifest.xml"),
    PNG + archive("META-INF/MANIFEST.MF"),
)


@pytest.mark.parametrize(("content", "kind"), KNOWN.items())
def test_what_it_is(content: bytes, kind: str) -> None:
    assert media_type(Sample(content, content)) == kind


@pytest.mark.parametrize("content", PROGRAMS)
def test_programs_are_none_of_it(content: bytes) -> None:
    assert media_type(Sample(content, content)) is None
