"""Files that are sent: as the body or as the part `file` of a form; kept on the disk, never in memory."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

import anyio
import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from core.http.errors import BadRequest, RequestTimeout, TooLarge, UnsupportedMediaType
from core.labels import translations

_ = translations("core")

ANYTHING = "*/*"
"""Among the media types that an operation takes: it takes every file."""

SECONDS = 900
BLOCK = 1024 * 1024
FORM = "multipart/form-data"

TOO_SLOW = _("The file took more than {seconds} seconds.")
SEND_ONE_OF = _("Send the file as one of: {types}.")
NO_FILE = _("The form has no part `file` with a file.")
LOST = _("The connection was lost before the whole file had arrived.")
SPLIT = _("Split the file.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived, at its beginning, its SHA-256, and the name that the form gave it."""

    file: BinaryIO
    digest: bytes
    name: str = ""


@asynccontextmanager
async def uploaded(request: Request, takes: Collection[str], limit: int) -> AsyncIterator[Upload | None]:
    """The file of the request, at most `limit` bytes, gone when the `with` ends; None where none is taken."""
    if not takes:
        yield None
        return
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in takes and ANYTHING not in takes:
        raise UnsupportedMediaType(fix=SEND_ONE_OF.fill(types=", ".join(takes)))
    _refuse_too_large(request, limit)
    with TemporaryFile() as copy:
        with anyio.move_on_after(SECONDS) as scope:
            arrived = await (_of_form if media_type == FORM else _of_body)(request, copy, limit)
        if scope.cancelled_caught:
            raise RequestTimeout(why=TOO_SLOW.fill(seconds=SECONDS))
        copy.seek(0)
        yield arrived


def _refuse_too_large(request: Request, limit: int) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:19]) > limit:
        raise TooLarge(limit, fix=SPLIT)


async def _of_body(request: Request, copy: BinaryIO, limit: int) -> Upload:
    """Copy the body."""
    return Upload(copy, await _copied(request.stream(), copy, limit))


async def _of_form(request: Request, copy: BinaryIO, limit: int) -> Upload:
    """Copy the part `file` of a form; the form as a whole may be as large as a file."""
    limited = Request(request.scope, Limited(request, limit))
    try:
        async with limited.form(max_files=1, max_fields=0) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise BadRequest(NO_FILE)
            return Upload(copy, await _copied(_blocks(file), copy, limit), file.filename or "")
    except MultiPartException as error:
        raise BadRequest(NO_FILE, why=error.message) from error
    except ClientDisconnect as error:
        raise BadRequest(LOST) from error


class Limited:
    """The messages of a request, up to a limit: TooLarge for more."""

    def __init__(self, request: Request, limit: int) -> None:
        self._receive = request.receive
        self._limit = limit
        self._size = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._limit:
            raise TooLarge(self._limit, fix=SPLIT)
        return message


async def _blocks(file: UploadFile) -> AsyncIterator[bytes]:
    while block := await file.read(BLOCK):
        yield block


async def _copied(blocks: AsyncIterator[bytes], copy: BinaryIO, limit: int) -> bytes:
    """Write blocks to a file, in pieces that are worth a thread; answers their SHA-256."""
    found, waiting, size = hashlib.sha256(), bytearray(), 0
    try:
        async for block in blocks:
            size += len(block)
            if size > limit:
                raise TooLarge(limit, fix=SPLIT)
            waiting += block
            if len(waiting) >= BLOCK:
                found.update(waiting)
                await anyio.to_thread.run_sync(copy.write, bytes(waiting))
                waiting.clear()
    except ClientDisconnect as error:
        raise BadRequest(LOST) from error
    found.update(waiting)
    copy.write(waiting)
    return found.digest()
