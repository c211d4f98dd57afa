"""What requests hold, as plain values: bodies, ids, ETags. Nothing here asks the database."""

from __future__ import annotations

import anyio
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from core.errors import NotFound
from core.formats.numbers import INTEGER_MAX
from core.http.errors import BadRequest, RequestTimeout, TooLarge
from core.labels import translations

_ = translations("core")

BODY_SECONDS = 60


async def read_body(request: Request, limit: int) -> bytes:
    """The body, at most `limit` bytes of it; whoever sends more, or takes too long, is refused at once."""
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and len(declared) < 20 and int(declared) > limit:
        raise TooLarge(limit)
    chunks: list[bytes] = []
    size = 0
    try:
        with anyio.move_on_after(BODY_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    raise TooLarge(limit)
                chunks.append(chunk)
            return b"".join(chunks)
    except ClientDisconnect as error:
        raise BadRequest(why=_("The connection was closed before the body was complete.")) from error
    raise RequestTimeout(why=_("The body took more than {seconds} seconds.").fill(seconds=BODY_SECONDS))


def record_id(text: str) -> int:
    """The id in a path; what cannot be one names no record."""
    if found := whole_number(text):
        return found
    raise NotFound()


def is_unchanged(headers: Headers, entity_tag: str) -> bool:
    """Whether `If-None-Match` names this ETag, so that nothing needs to be sent (weak comparison)."""
    known = [item.strip().removeprefix("W/") for item in headers.get("if-none-match", "").split(",")]
    return entity_tag in known or known == ["*"]


def whole_number(text: str) -> int | None:
    """The number that a text of digits is, if a database can hold it; None for anything else."""
    is_one = text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= INTEGER_MAX
    return int(text) if is_one else None
