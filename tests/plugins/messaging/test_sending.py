"""Nothing goes twice: keys, crashes, retries; calls and notices are written exactly once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from core.data.models import Activity, Notification
from core.errors import Invalid
from core.plugin_api import hookimpl
from core.services.clock import utc_now
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.messaging import plugin
from plugins.messaging.public import (
    Channel,
    Delivery,
    Message,
    Outcome,
    Person,
    Sent,
    Template,
    Text,
    cancel,
    queue,
    sent_to,
)
from tests.gateways import gateway, read_request
from tests.plugins.messaging.asking import create, customer, entry, put, send, states, template
from tests.plugins.messaging.mail_servers import MailServer

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
from pathlib import Path
from pydantic import SecretStr
from core.app import build
from core.config import Settings
from core.testing.jobs import run_due
from plugins.messaging import plugin
settings = Settings(
    home=Path(sys.argv[1]),
    database_url=sys.argv[2],
    secret_key=SecretStr("k" * 40),
    outbound_hosts="127.0.0.1",
)
run_due(build(settings, {"messaging": plugin}))
"""
SMS = {
    "sms_request": {"json": {"to": "{to}", "text": "{text}"}},
    "quiet_from": "00:00",
    "quiet_until": "00:00",
}


class Pigeons:
    """Another plugin: a channel, a template, and what it was told."""

    def __init__(self) -> None:
        self.flown: list[Delivery] = []
        self.outcomes: list[tuple[Outcome, ...]] = []
        self.says: list[Any] = []

    @hookimpl(of="messaging")
    def message_channels(self) -> Iterable[Channel]:
        return [Channel(name="pigeon", title="Pigeon", address_of=self._roof, send=self._fly)]

    @hookimpl(of="messaging")
    def message_templates(self) -> Iterable[Template]:
        texts = {"en": Text(body="Coo {what}"), "zh-Hans": Text(body="咕 {what}")}
        said: dict[str, Any] = {"purpose": "service", "variables": {"what": "What"}, "texts": texts}
        return [Template(name="birds.coo", title="Coo", **said)]

    @hookimpl(of="messaging")
    def message_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes.append(tuple(outcomes))

    def _roof(self, _work: Any, people: Sequence[Person]) -> Mapping[Person, str]:
        return {person: f"roof {person.id}" for person in people}

    def _fly(self, _prepared: Any, delivery: Delivery) -> Any:
        self.flown.append(delivery)
        said = self.says.pop(0) if self.says else Sent("sent")
        if isinstance(said, Exception):
            raise said
        return said


@pytest.fixture
def birds() -> Pigeons:
    return Pigeons()


@pytest.fixture
def plugins(birds: Pigeons) -> Mapping[str, object]:
    return {"messaging": plugin, "birds": birds}


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12, minute=0)


def fly(app: App, key: str = "k1", **values: Any) -> Any:
    return send(app, key, template="birds.coo", channels=("pigeon",), **values)


def test_a_key_is_unique_for_ever(app: App, birds: Pigeons, run_jobs: RunJobs) -> None:
    id = customer(app)
    first, second = fly(app, customer=id), fly(app, customer=id, values={"what": "other"})
    assert (first.is_new, second.is_new, first.id) == (True, False, second.id)
    run_jobs()
    third = fly(app, customer=id)
    run_jobs()
    assert (third.is_new, third.id, [each.body for each in birds.flown]) == (
        False,
        first.id,
        ["Coo the news"],
    )


def test_many_are_queued_at_once_and_the_same_key_once(app: App, birds: Pigeons, run_jobs: RunJobs) -> None:
    id = customer(app)
    with app.work(app.system("test")) as work:
        given: dict[str, Any] = {"template": "birds.coo", "purpose": "contract", "values": {"what": "x"}}
        messages = [Message(key=f"k{n % 3}", customer=id, channels=("pigeon",), **given) for n in range(7)]
        assert [each.is_new for each in queue(work, messages)] == [True] * 3 + [False] * 4
        assert queue(work, []) == []
    run_jobs()
    assert sorted(each.key for each in birds.flown) == ["k0", "k1", "k2"]


def test_what_is_rolled_back_was_never_queued(app: App, birds: Pigeons, run_jobs: RunJobs) -> None:
    id = customer(app)
    with pytest.raises(ZeroDivisionError), app.work(app.system("test")) as work:
        queue(work, [Message(key="k", template="birds.coo", customer=id, values={"what": "x"})])
        raise ZeroDivisionError
    run_jobs()
    assert (states(app), birds.flown) == ({}, [])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": ""}, "key"),
        ({"key": "k" * 191}, "key"),
        ({"customer": None}, "person"),
        ({"template": "nothing"}, "template"),
        ({"values": {}}, "values"),
        ({"values": {"what": 1, "more": 2}}, "values"),
        ({"purpose": "fun"}, "purpose"),
        ({"channels": ("email", "fax")}, "channels"),
    ],
)
def test_what_cannot_be_sent_is_refused_when_it_is_queued(
    app: App, wrong: dict[str, Any], field: str
) -> None:
    good = {"key": "k", "template": "birds.coo", "customer": customer(app), "values": {"what": "x"}}
    with app.work(app.system("test")) as work, pytest.raises(Invalid) as refused:
        queue(work, [Message(**good), Message(**{**good, **wrong})])  # type: ignore[arg-type]
    assert set(refused.value.rows) == {1} and set(refused.value.rows[1]) == {field}


def test_others_are_told_once_what_became_of_it(app: App, birds: Pigeons, run_jobs: RunJobs) -> None:
    with_phone, closed = customer(app), customer(app, do_not_contact=True)
    fly(app, "a", customer=with_phone, record=("customers", with_phone))
    fly(app, "b", customer=closed)
    run_jobs()
    run_jobs()
    told = {each.key: (each.state, each.reason, each.record) for batch in birds.outcomes for each in batch}
    assert told == {"a": ("sent", "", ("customers", with_phone)), "b": ("refused", "do_not_contact", None)}
    assert sum(map(len, birds.outcomes)) == 2
    with app.reading(app.system()) as work:
        known = sent_to(work, ["a", "b", "c"])
    assert {key: each.state for key, each in known.items()} == {"a": "sent", "b": "refused"}


def test_a_channel_that_fails_leaves_it_to_the_next(app: App, birds: Pigeons, run_jobs: RunJobs) -> None:
    id = customer(app)
    birds.says = [Sent("failed", "rain"), Sent("bounced", "no roof")]
    for key in ("a", "b"):
        send(app, key, template="birds.coo", customer=id, channels=("pigeon", "phone"))
        run_jobs()
    assert states(app) == {"a": "sent", "b": "sent"}
    assert [entry(app, key).channel for key in "ab"] == ["phone", "phone"] and len(birds.flown) == 2
    fly(app, "c", customer=id)
    run_jobs()
    assert (entry(app, "c").state, entry(app, "c").reason, len(birds.flown)) == ("refused", "bounced", 2)


def test_a_channel_with_a_bug_sends_nothing_twice_and_stops_nobody_else(
    app: App, birds: Pigeons, run_jobs: RunJobs, clock: Clock
) -> None:
    birds.says = [RuntimeError("wing")]
    fly(app, "a", customer=customer(app))
    fly(app, "b", customer=customer(app))
    for _minute in range(3):
        run_jobs()
        clock.forward(minutes=1)
    assert states(app) == {"a": "unknown", "b": "sent"} and "wing" in entry(app, "a").detail
    assert [each.key for each in birds.flown] == ["a", "b"]


def test_messages_that_wait_can_be_taken_back(
    app: App, birds: Pigeons, run_jobs: RunJobs, clock: Clock
) -> None:
    id = customer(app)
    later = clock.now.replace(hour=15)
    fly(app, "a", customer=id, not_before=later)
    fly(app, "b", customer=id, not_before=later, purpose="contract")
    run_jobs()
    with app.work(app.system("test")) as work:
        assert cancel(work, ["a", "nothing"]) == ["a"]
    clock.now = later
    run_jobs()
    assert states(app) == {"a": "cancelled", "b": "sent"} and [each.key for each in birds.flown] == ["b"]


def test_texts_are_in_the_readers_language(app: App, birds: Pigeons, run_jobs: RunJobs) -> None:
    for key, language in (("a", "zh-TW"), ("b", "de"), ("c", None), ("d", "zh-Hans")):
        fly(app, key, customer=customer(app, language=language))
    fly(app, "e", customer=customer(app, language="en"), language="zh")
    run_jobs()
    assert {each.key: each.body[0] for each in birds.flown} == {
        "a": "咕",
        "b": "C",
        "c": "C",
        "d": "咕",
        "e": "咕",
    }


def test_a_call_is_planned_for_the_owner_once(app: App, run_jobs: RunJobs) -> None:
    template(app)
    ned = create(app, "users", login="ned", name="Ned")
    id = customer(app, owner=ned)
    send(app, customer=id, channels=("phone",))
    for _again in range(3):
        run_jobs()
    with app.reading(app.system()) as work:
        (call,) = work.session.scalars(select(Activity)).all()
    assert (call.type, call.status, call.owner_id, call.customer_id) == ("call", "planned", ned, id)
    assert call.description == "Dear reader,\nthe news" and entry(app).state == "sent"


def test_users_are_told_in_the_application(app: App, run_jobs: RunJobs) -> None:
    template(app)
    ned, gone = (
        create(app, "users", login="ned", name="Ned"),
        create(app, "users", login="g", name="G", active=False),
    )
    for key, user in (("a", ned), ("b", gone)):
        send(app, key, user=user, channels=("in_app",), purpose="internal", record=("activities", 7))
    run_jobs()
    with app.reading(app.system()) as work:
        rows = work.session.execute(select(Notification.user_id, Notification.text, Notification.link)).all()
    assert [tuple(row) for row in rows] == [(ned, "Hello the news", "/activities/7")]
    assert states(app) == {"a": "sent", "b": "refused"}


def test_a_process_killed_while_sending_sends_nothing_twice(
    app: App, run_jobs: RunJobs, clock: Clock, tmp_path: Path, database_url: str
) -> None:
    clock.now = utc_now()  # that of the process
    template(app)
    children: list[subprocess.Popen[bytes]] = []

    def kill(sock: Any, server: Any) -> None:
        read_request(sock, server)
        os.kill(children[0].pid, signal.SIGKILL)

    with gateway(kill) as server:
        put(app, sms_url=server.url, **SMS)
        for key in ("a", "b"):
            send(app, key, customer=customer(app), channels=("sms",), not_before=clock.now)
        command = [sys.executable, "-c", SCRIPT, str(tmp_path), database_url]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        children.append(subprocess.Popen(command, env=environment, cwd=ROOT))
        assert children[0].wait(60) == -signal.SIGKILL
        assert sorted(states(app).values()) == ["queued", "sending"]
        server.talk = lambda sock, server: sock.sendall(_ok(read_request(sock, server)))
        for _minute in range(15):
            clock.forward(minutes=1)
            run_jobs()
    assert sorted(states(app).values()) == ["sent", "unknown"]
    assert len(server.requests) == 2
    with app.reading(app.system()) as work:
        assert work.session.scalar(select(func.count()).select_from(Activity)) == 0


def _ok(_request: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def test_the_log_is_kept_by_the_mail_servers_id(app: App, mail: MailServer, run_jobs: RunJobs) -> None:
    template(app)
    send(app, customer=customer(app), channels=("email",))
    run_jobs()
    assert entry(app).remote == mail.mails[0]["Message-ID"]
