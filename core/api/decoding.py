"""Bodies and headers as plain values. Nothing here asks the database."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NoReturn

from starlette.datastructures import Headers

from core.errors import NotSignedIn
from core.http.errors import BadRequest, UnsupportedMediaType
from core.labels import translations

_ = translations("core")

SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
ENTITY_TAG = re.compile(r'"([1-9][0-9]{0,9})"')

NOT_JSON = _("The body is not valid JSON.")


def require_json(headers: Headers) -> None:
    """Refuse a body that does not say it is JSON in UTF-8."""
    media_type, _semicolon, parameters = headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != "application/json":
        raise UnsupportedMediaType(fix=_("Send JSON with Content-Type: application/json."))
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.ASCII)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(fix=_("Send the JSON in UTF-8."))
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType(fix=_("Send the body uncompressed."))


def decode_json(body: bytes) -> Any:
    """The value of a JSON document: decimals exact, no key twice, no NaN, nothing that is not Unicode."""
    try:
        text = body.decode("utf-8-sig")
        value = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object_without_doubles,
        )
        if SURROGATE_ESCAPE.search(text):
            json.dumps(value, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        where = _("{reason} in line {line}, column {column}.").fill(
            reason=error.msg, line=error.lineno, column=error.colno
        )
        raise BadRequest(NOT_JSON, why=where) from error
    except UnicodeDecodeError as error:
        why = _("Byte {position} does not belong to UTF-8.").fill(position=error.start + 1)
        raise BadRequest(NOT_JSON, why=why, fix=_("Send the JSON in UTF-8.")) from error
    except UnicodeEncodeError as error:
        raise BadRequest(NOT_JSON, why=_("It holds half of a surrogate pair.")) from error
    except RecursionError as error:
        raise BadRequest(NOT_JSON, why=_("It is nested too deeply.")) from error
    except (ValueError, ArithmeticError) as error:
        raise BadRequest(NOT_JSON, why=_("A number has too many digits.")) from error
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise BadRequest(NOT_JSON, why=_("{name} is not a value of JSON.").fill(name=name))


def _object_without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(double, _times)] = Counter(name for name, _value in pairs).most_common(1)
        raise BadRequest(
            NOT_JSON, why=_("The key {name} stands twice in one object.").fill(name=double[:100])
        )
    return found


def bearer_token(headers: Headers) -> str:
    """The token of the `Authorization` header; NotSignedIn says how to send one."""
    scheme, _space, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn(fix=_("Send the header Authorization: Bearer gx_..."))
    return token.strip()


def wanted_version(headers: Headers) -> int | None:
    """The version that `If-Match` insists on; None without the header or with `*`."""
    text = headers.get("if-match", "*").strip()
    if text == "*":
        return None
    found = ENTITY_TAG.fullmatch(text)
    if not found:
        fix = _('Send the ETag of the record as it came, such as "3", or *.')
        raise BadRequest(_("The header If-Match cannot be read."), fix=fix)
    return int(found[1])
