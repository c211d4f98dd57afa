"""`/api/openapi.json` and `/api/docs`: the description for programs and the page for people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from core.api.endpoints_actions import input_schemas
from core.api.openapi.document import document
from core.api.operations import Described
from core.api.responses import Answer
from core.formats.plain_json import encode
from core.host.registry import Registry
from core.http.requests import is_unchanged
from core.http.static import REVALIDATE, STATIC

# Swagger UI draws its icons from data: addresses; nothing else comes from anywhere but this host.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True, eq=False)
class Documentation:
    """The description of one application's operations; made when it is first asked for, then kept."""

    registry: Registry
    operations: Iterable[Described]

    @cached_property
    def content(self) -> bytes:
        """The document as JSON: the same bytes for the same declarations."""
        return encode(document(self.registry, self.operations, input_schemas(self.operations)))

    async def openapi(self, request: Request) -> Response:
        """The document."""
        tag = f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'
        headers = {**REVALIDATE, "etag": tag}
        if is_unchanged(request.headers, tag):
            return Answer(b"", 304, headers).response()
        return Answer(self.content, headers=headers).response()

    async def page(self, request: Request) -> Response:
        """The page of Swagger UI."""
        headers = {**REVALIDATE, "content-security-policy": PAGE_POLICY}
        return FileResponse(STATIC / "api" / "docs.html", media_type="text/html", headers=headers)
