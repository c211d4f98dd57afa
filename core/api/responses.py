"""`Answer`: a finished response as plain values, so that it can be made in a thread, stored and replayed."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, TypeAlias

from anyio import to_thread
from starlette.responses import FileResponse, MalformedRangeHeader, Response, StreamingResponse

JSON = "application/json"
BLOCK = 256 * 1024
KEPT = {"cache-control": "private, no-cache", "vary": "accept-language"}
NOT_KEPT = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Encoded body, status and headers (names in lower case); JSON unless `content-type` says otherwise."""

    body: bytes = b""
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The same for Starlette. Only its own user may keep it, and asks again before using it."""
        headers = {**(KEPT if "etag" in self.headers else NOT_KEPT), **self.headers}
        if self.body:
            headers.setdefault("content-type", JSON)
        return Response(self.body, self.status, headers)


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A finished file, at its beginning; it is sent piece by piece and closed."""

    file: BinaryIO
    media_type: str
    name: str

    def response(self) -> Response:
        """The same for Starlette, as a download."""
        headers = {
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="{self.name}"',
            "content-length": str(self.file.seek(0, os.SEEK_END)),
        }
        self.file.seek(0)
        return StreamingResponse(self._blocks(), HTTPStatus.OK, headers, self.media_type)

    async def _blocks(self) -> AsyncIterator[bytes]:
        try:
            while block := await to_thread.run_sync(self.file.read, BLOCK):
                yield block
        finally:
            self.file.close()


@dataclass(frozen=True, slots=True)
class ContentAnswer:
    """A file that never changes, sent from where it is, in the ranges that are asked for.

    It is saved, never shown: whatever it is, no browser runs it here.
    """

    path: Path
    media_type: str
    name: str
    tag: str

    def response(self) -> Response:
        """The same for Starlette."""
        headers = {
            "cache-control": "private, no-cache",
            "content-security-policy": "sandbox; default-src 'none'",
            "etag": self.tag,
            "x-content-type-options": "nosniff",
        }
        return _Ranged(self.path, headers=headers, media_type=self.media_type, filename=self.name)


class _Ranged(FileResponse):
    """A file of which a part can be asked for; a header that names no range is passed over (RFC 9110)."""

    @classmethod
    def _parse_range_header(cls, http_range: str, file_size: int) -> list[tuple[int, int]]:
        try:
            return super()._parse_range_header(http_range, file_size)
        except MalformedRangeHeader:
            return []


AnyAnswer: TypeAlias = Answer | FileAnswer | ContentAnswer
