"""From requests to visits: the query, the form, the files that it sends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from core.contracts.pages import Pairs, Parameters, Upload
from core.http.errors import BadRequest, UnsupportedMediaType
from core.http.requests import read_body
from core.http.uploads import Limited
from core.labels import translations

_ = translations("core")

MOST_FIELDS = 5_000
MOST_FILES = 20
FORM, FORM_WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
NOT_TEXT = _("It holds bytes that are not UTF-8.")
REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Sent:
    """What a form holds."""

    form: Parameters = field(default_factory=Parameters)
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)


def query_of(request: Request) -> Parameters:
    """The query; BadRequest for bytes that are not UTF-8."""
    return _text(request.query_params.multi_items())


@asynccontextmanager
async def sent(request: Request, body_limit: int, file_limit: int | None) -> AsyncIterator[Sent]:
    """The form of a request; its files (`file_limit` bytes in all, None: none) are gone afterwards."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == FORM_WITH_FILES and file_limit is not None:
        async with _with_files(request, file_limit) as found:
            yield found
        return
    body = await read_body(request, body_limit)
    if body and media_type != FORM:
        raise UnsupportedMediaType(fix=_("Send it as a form of a page does."))
    yield Sent(Parameters(_parsed(body)))


def _parsed(body: bytes) -> Pairs:
    try:
        return parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeDecodeError as error:
        raise BadRequest(why=NOT_TEXT) from error
    except ValueError as error:
        raise BadRequest(why=_("The form has too many fields.")) from error


@asynccontextmanager
async def _with_files(request: Request, limit: int) -> AsyncIterator[Sent]:
    limited = Request(request.scope, Limited(request, limit))
    try:
        async with limited.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
            fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
            files: dict[str, list[Upload]] = {}
            for name, value in form.multi_items():
                if isinstance(value, UploadFile) and value.filename:
                    upload = Upload(value.filename, value.file, value.size or 0)
                    files.setdefault(name, []).append(upload)
            yield Sent(_text(fields), files)
    except MultiPartException as error:
        raise BadRequest(why=error.message) from error


def _text(pairs: Pairs) -> Parameters:
    if any(REPLACEMENT in name or REPLACEMENT in value for name, value in pairs):
        raise BadRequest(why=NOT_TEXT)
    return Parameters(pairs)
