"""`Answer`: a finished response as plain values, so that it can be made in a thread, stored and replayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.responses import Response

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """Encoded body, status and headers (names in lower case); JSON unless `content-type` says otherwise."""

    body: bytes = b""
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The same for Starlette. Only its own user may keep it, and asks again before using it."""
        headers = {
            "cache-control": "private, no-cache" if "etag" in self.headers else "no-store",
            **self.headers,
        }
        if self.body:
            headers.setdefault("content-type", JSON)
        return Response(self.body, self.status, headers)
