"""Bodies and headers: what is read exactly, and what is refused with a reason."""

from decimal import Decimal
from typing import Any

import anyio
import pytest
from starlette.datastructures import Headers
from starlette.requests import Request

from core.api.decoding import bearer_token, decode_json, require_json, wanted_version
from core.errors import NotFound, NotSignedIn
from core.http import requests
from core.http.errors import BadRequest, RequestTimeout, UnsupportedMediaType
from core.http.requests import is_unchanged, record_id

DEEP = b"[" * 100_000 + b"]" * 100_000

MALFORMED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "line 1"),
    "not json": (b"{name: 1}", "line 1, column 2"),
    "a second document": (b"{} {}", "column 4"),
    "a key twice": (b'{"a": 1, "b": {"c": 1, "c": 2}}', "The key c stands twice"),
    "NaN": (b'{"a": NaN}', "NaN is not a value of JSON"),
    "Infinity": (b"[-Infinity]", "-Infinity is not"),
    "nested a hundred thousand deep": (DEEP, "nested too deeply"),
    "half a character": (b'"\\ud83d"', "surrogate"),
    "half a character as a key": (b'{"a": [{"\\uDFFF": 1}]}', "surrogate"),
    "GB18030": ('{"name": "关系"}'.encode("gb18030"), "Byte 11 does not belong to UTF-8"),
    "UTF-16": ('{"name": "x"}'.encode("utf-16"), "UTF-8"),
    "a number of five thousand digits": (b"1" * 5000, "too many digits"),
    "a number of five thousand zeros": (b"1e9999999999999999999", "too many digits"),
}


@pytest.mark.parametrize(("body", "reason"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_not_json_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        decode_json(body)
    assert reason in str(refused.value)


READ: dict[str, tuple[bytes, Any]] = {
    "decimals to the last digit": (b"1234567890.12345678", Decimal("1234567890.12345678")),
    "a huge exponent without being worked out": (b"1e999999", Decimal("1e999999")),
    "a byte order mark": (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    "whole characters as escapes": (b'"\\ud83d\\ude00"', "😀"),
    "an escaped backslash before u": (b'"\\\\ud83d"', "\\ud83d"),
}


@pytest.mark.parametrize(("body", "value"), READ.values(), ids=READ)
def test_values_are_read_exactly(body: bytes, value: Any) -> None:
    assert decode_json(body) == value


def test_a_long_object_with_a_doubled_key_is_refused_quickly() -> None:
    body = "{" + ",".join(f'"k{n}": 0' for n in range(200_000)) + ', "k7": 1}'
    with pytest.raises(BadRequest, match="k7"):
        decode_json(body.encode())


@pytest.mark.parametrize(
    "header",
    [
        "application/json",
        "Application/JSON; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json; profile=x",
    ],
)
def test_json_is_taken_however_it_is_spelt(header: str) -> None:
    require_json(Headers({"content-type": header}))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/jsonp"},
        {"content-type": "application/json; charset=gb18030"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_other_content_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(UnsupportedMediaType) as refused:
        require_json(Headers(headers))
    assert refused.value.fix


@pytest.mark.parametrize("text", ["0", "-1", "+1", "1.0", "1e3", "x", "", " 1", "٣", "9" * 19, "9" * 5000])
def test_what_cannot_be_an_id_names_no_record(text: str) -> None:
    with pytest.raises(NotFound):
        record_id(text)


def test_the_largest_id_is_one() -> None:
    assert record_id("9223372036854775807") == 2**63 - 1
    assert record_id("007") == 7


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "gx_abc"])
def test_without_a_bearer_token_nobody_is_signed_in(header: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        bearer_token(Headers({"authorization": header}))
    assert "Bearer gx_" in refused.value.fix


def test_the_token_is_what_follows_bearer() -> None:
    assert bearer_token(Headers({"authorization": "bearer  gx_abc "})) == "gx_abc"


@pytest.mark.parametrize(("header", "version"), [(None, None), ("*", None), ('"3"', 3), (' "12" ', 12)])
def test_if_match_names_a_version_or_any(header: str | None, version: int | None) -> None:
    assert wanted_version(Headers({} if header is None else {"if-match": header})) == version


@pytest.mark.parametrize("header", ["", "3", 'W/"3"', '"3", "4"', '"x"', '"0"', f'"{"9" * 30}"'])
def test_an_if_match_that_names_no_version_is_refused(header: str) -> None:
    with pytest.raises(BadRequest, match="If-Match"):
        wanted_version(Headers({"if-match": header}))


@pytest.mark.parametrize(
    ("header", "unchanged"),
    [('"3"', True), ('W/"3"', True), ('"2", "3"', True), ("*", True), ('"33"', False)],
)
def test_if_none_match_knows_the_tag(header: str, unchanged: bool) -> None:
    assert is_unchanged(Headers({"if-none-match": header}), '"3"') is unchanged
    assert not is_unchanged(Headers(), '"3"')


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing() -> Any:
        await anyio.sleep_forever()

    async def read() -> bytes:
        scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
        return await requests.read_body(Request(scope, nothing), 1000)

    monkeypatch.setattr(requests, "BODY_SECONDS", 0.01)
    with pytest.raises(RequestTimeout):
        anyio.run(read)
