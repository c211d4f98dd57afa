"""Channels behind a gateway of the web: how it is asked, and what its answers mean, are settings.

A request is JSON or a form whose texts are filled in one by one, so no value can become a part of its shape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from core.plugin_api import AddressRefused, Unreachable, Work, get_setting, get_settings, outbound
from plugins.messaging.services.contract import Delivery, Sent
from plugins.messaging.services.filling import fill, one_line

DEFAULT_REQUEST: Mapping[str, Any] = {"json": {"to": "{to}", "text": "{text}", "id": "{key}"}}
AGAIN = frozenset({425, 429, 503})
"""It says itself that it did nothing with the request."""
LONGEST_SAID = 400


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """A gateway: where it is, how it is asked, what its answers mean."""

    url: str
    request: Mapping[str, Any]
    answer: Mapping[str, Any]
    token: str = field(repr=False)
    client: outbound.Client


def _prepare(work: Work, name: str) -> Gateway:
    known = get_settings(work, "messaging")
    request, answer = known[f"messaging.{name}_request"], known[f"messaging.{name}_answer"]
    return Gateway(
        url=known[f"messaging.{name}_url"] or "",
        request=request if isinstance(request, Mapping) else DEFAULT_REQUEST,
        answer=answer if isinstance(answer, Mapping) else {},
        token=get_setting(work, f"messaging.{name}_token") or "",
        client=outbound.client(work, seconds=float(known["messaging.send_seconds"])),
    )


def prepare_sms(work: Work) -> Gateway:
    """That for SMS."""
    return _prepare(work, "sms")


def prepare_wechat(work: Work) -> Gateway:
    """That for WeChat."""
    return _prepare(work, "wechat")


def send(gateway: Gateway, delivery: Delivery) -> Sent:
    """Ask it once."""
    values = {
        "to": delivery.address,
        "text": delivery.body,
        "subject": one_line(delivery.subject),
        "name": one_line(delivery.name),
        "key": delivery.key,
        "token": gateway.token,
    }
    try:
        headers, body = _request(gateway.request, values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Sent("retry", f"the request of the settings cannot be made: {error!r}"[:LONGEST_SAID])
    try:
        found = gateway.client.request(
            str(gateway.request.get("method", "POST")), gateway.url, headers=headers, body=body
        )
    except AddressRefused as error:
        return Sent("retry", str(error)[:LONGEST_SAID])
    except Unreachable as error:
        return Sent(_if_silent(gateway, sent=error.maybe_sent), str(error)[:LONGEST_SAID])
    return _meaning(gateway, found)


def _request(request: Mapping[str, Any], values: Mapping[str, str]) -> tuple[dict[str, str], bytes]:
    """Headers and body, filled in."""
    put = partial(_filled, values=values)
    headers = {str(name): one_line(put(text)) for name, text in request.get("headers", {}).items()}
    if "form" in request:
        form = {str(name): put(text) for name, text in request["form"].items()}
        return {"Content-Type": "application/x-www-form-urlencoded", **headers}, urlencode(form).encode()
    content = put(request.get("json", DEFAULT_REQUEST["json"]))
    return {"Content-Type": "application/json", **headers}, json.dumps(content, ensure_ascii=False).encode()


def _filled(part: Any, values: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return fill(part, values)
    if isinstance(part, Mapping):
        return {name: _filled(item, values) for name, item in part.items()}
    return [_filled(item, values) for item in part] if isinstance(part, list) else part


def _if_silent(gateway: Gateway, *, sent: bool) -> Any:
    """Whether it may be asked again: one that knows messages by their key makes none twice."""
    return "unknown" if sent and gateway.answer.get("knows_key") is not True else "retry"


def _meaning(gateway: Gateway, found: outbound.Answer) -> Sent:
    """What an answer means: its status first, then what stands in it."""
    said = f"{found.status} {found.body[:LONGEST_SAID].decode(errors='replace')}"[:LONGEST_SAID]
    if found.status in AGAIN:
        return Sent("retry", said)
    if found.status >= 500:
        return Sent(_if_silent(gateway, sent=True), said)
    if not 200 <= found.status < 300:
        return Sent("failed", said)
    return _meaning_of_body(gateway, found.body, said)


def _meaning_of_body(gateway: Gateway, body: bytes, said: str) -> Sent:
    rule = gateway.answer
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        # Without a rule its status is all that counts.
        return Sent("sent", said) if "field" not in rule else Sent(_if_silent(gateway, sent=True), said)
    code = str(_at(content, rule.get("field", "")))
    if "field" not in rule or code in _texts(rule.get("is")):
        return Sent("sent", said, str(_at(content, rule.get("id", "")) or "")[:200])
    if code in _texts(rule.get("bad_address")):
        return Sent("bounced", said)
    return Sent("retry" if code in _texts(rule.get("later")) else "failed", said)


def _at(content: Any, path: str) -> Any:
    """What stands at a path such as `result.code`; None if nothing does."""
    for name in filter(None, str(path).split(".")):
        if isinstance(content, Mapping):
            content = content.get(name)
        elif isinstance(content, list) and name.isdecimal() and int(name) < len(content):
            content = content[int(name)]
        else:
            return None
    return content if path else None


def _texts(values: Any) -> set[str]:
    listed = values if isinstance(values, list) else [values]
    return {str(value) for value in listed if value is not None}
