"""SMS and WeChat by gateways of the web: the request is a setting, and so is what an answer means."""

import json
from typing import Any

import pytest

from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from tests.gateways import Gateway, Talk, gateway, hanging, reply, saying
from tests.plugins.messaging.asking import customer, entry, put, send, template

RULE = {"field": "code", "is": ["0"], "id": "data.sid", "bad_address": ["21211"], "later": ["busy"]}
GOOD = reply(b'{"code": 0, "data": {"sid": "SM1"}}')


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12, minute=0)


def told(app: App, run_jobs: RunJobs, talk: Talk, **settings: Any) -> tuple[Any, Gateway]:
    """What became of one message."""
    template(app)
    with gateway(talk) as server:
        put(app, sms_url=server.url, sms_answer=RULE, sms_token="t0ken", send_seconds=1, **settings)
        send(app, customer=customer(app), channels=("sms",), values={"what": 'a "quote" }, {"to": "x'})
        run_jobs()
    return entry(app), server


def body(server: Gateway) -> Any:
    return json.loads(server.requests[0].partition(b"\r\n\r\n")[2])


def test_the_request_is_what_the_settings_say_and_values_cannot_change_its_shape(
    app: App, run_jobs: RunJobs
) -> None:
    request = {
        "headers": {"Authorization": "Bearer {token}"},
        "json": {
            "phone": "{to}",
            "parts": [{"text": "{text}"}],
            "ref": "{key}",
            "flash": False,
            "braces": "{{}}",
        },
    }
    log, server = told(app, run_jobs, saying(GOOD), sms_request=request)
    text = 'Dear reader,\na "quote" }, {"to": "x'
    assert body(server) == {
        "phone": "+4930901820",
        "parts": [{"text": text}],
        "ref": "k1",
        "flash": False,
        "braces": "{}",
    }
    assert b"Authorization: Bearer t0ken" in server.requests[0]
    assert (log.state, log.remote, log.address) == ("sent", "SM1", "+4930901820")


def test_a_form_is_sent_where_the_gateway_wants_one(app: App, run_jobs: RunJobs) -> None:
    request = {"form": {"to": "{to}", "msg": "{text}"}}
    _log, server = told(app, run_jobs, saying(GOOD), sms_request=request)
    assert server.requests[0].endswith(b"&msg=Dear+reader%2C%0Aa+%22quote%22+%7D%2C+%7B%22to%22%3A+%22x")


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (reply(b'{"code": 17, "error": "no credit"}'), "failed"),
        (reply(b'{"error": "you are nobody"}'), "failed"),
        (reply(b'{"code": 21211}'), "bounced"),
        (reply(b'{"code": "busy"}'), "queued"),
        (reply(b"[]"), "failed"),
        (reply(b"<html>It works!</html>"), "unknown"),
        (reply(b"\xff\xfe"), "unknown"),
        (reply(b"[" * 5000), "unknown"),
        (reply(b"", "401 Unauthorized"), "failed"),
        (reply(b"", "302 Found", "Location: http://127.0.0.1/"), "failed"),
        (reply(b"", "429 Too Many Requests"), "queued"),
        (reply(b"", "503 Unavailable"), "queued"),
        (reply(b"", "500 Oops"), "unknown"),
        (b"garbage", "unknown"),
    ],
)
def test_what_an_answer_means(app: App, run_jobs: RunJobs, said: bytes, state: str) -> None:
    log, server = told(app, run_jobs, saying(said))
    assert (log.state, len(server.requests)) == (state, 1)
    assert log.detail


def test_a_gateway_that_hangs_may_have_sent_it(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    log, server = told(app, run_jobs, hanging)
    clock.forward(days=1)
    run_jobs()
    assert (log.state, entry(app).state, len(server.requests)) == ("unknown", "unknown", 1)


def test_one_that_knows_messages_by_their_key_is_asked_again(
    app: App, run_jobs: RunJobs, clock: Clock
) -> None:
    template(app)
    with gateway(saying(reply(b"", "500 Oops"), GOOD)) as server:
        put(app, sms_url=server.url, sms_answer={**RULE, "knows_key": True})
        send(app, customer=customer(app), channels=("sms",))
        run_jobs()
        assert entry(app).state == "queued"
        clock.forward(minutes=2)
        run_jobs()
    assert (entry(app).state, [b'"id": "k1"' in each for each in server.requests]) == ("sent", [True, True])


@pytest.mark.parametrize(
    "wrong",
    [
        {"sms_url": "http://169.254.169.254/latest"},
        {"sms_url": "http://localhost:1/"},
        {"sms_request": {"json": {"to": "{nobody}"}}},
        {"sms_request": {"headers": ["x"]}},
        {"sms_request": {"form": "x"}},
    ],
)
def test_wrong_settings_send_nothing_and_lose_nothing(
    app: App, run_jobs: RunJobs, wrong: dict[str, Any]
) -> None:
    template(app)
    with gateway(saying(GOOD)) as server:
        put(app, **{"sms_url": server.url, **wrong})
        send(app, customer=customer(app), channels=("sms",))
        run_jobs()
    assert (entry(app).state, server.requests) == ("queued", []) and entry(app).detail


def test_wechat_needs_an_id_and_a_gateway(app: App, run_jobs: RunJobs) -> None:
    template(app)
    with gateway(saying(GOOD)) as server:
        put(app, wechat_url=server.url, wechat_request={"json": {"touser": "{to}", "content": "{text}"}})
        known = customer(app, extensions={"messaging": {"wechat": "oABC_1"}})
        send(app, "a", customer=known, channels=("wechat",))
        send(app, "b", customer=customer(app), channels=("wechat",))
        run_jobs()
    assert (entry(app, "a").state, entry(app, "b").reason) == ("sent", "no_address")
    assert body(server)["touser"] == "oABC_1"


def test_the_token_is_shown_nowhere(app: App, run_jobs: RunJobs) -> None:
    log, _server = told(app, run_jobs, saying(reply(b"", "401 Unauthorized")))
    assert "t0ken" not in str(vars(log))
