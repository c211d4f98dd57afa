"""What comes back: it marks addresses of messages of ours, and nothing else does anything."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services import lists
from core.services.work import App
from core.testing.app import Clock
from core.testing.cli import Cli
from core.testing.jobs import RunJobs
from plugins.messaging.services.bouncing import LARGEST, returns_of, take
from tests.plugins.messaging.asking import customer, entry, send, states, template
from tests.plugins.messaging.mail_servers import MailServer

WHO = "info@acme.example"


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12, minute=0)


@pytest.fixture
def sent(app: App, mail: MailServer, run_jobs: RunJobs) -> str:
    """The id of a message that went out."""
    template(app)
    send(app, customer=customer(app, phone=None))
    run_jobs()
    return str(entry(app).remote)


NOTICE = """\
From: MAILER-DAEMON@mx.example
To: crm@guanxi.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550

--b
Content-Type: {part}

Message-ID: {message_id}
Subject: Hello

Text.
--b--
"""


def notice(
    message_id: str, to: str = WHO, action: str = "failed", status: str = "5.1.1", whole: bool = True
) -> bytes:
    """A delivery status notification as mail servers write it."""
    part = "message/rfc822" if whole else "text/rfc822-headers"
    return NOTICE.format(message_id=message_id, to=to, action=action, status=status, part=part).encode()


def taken(app: App, *mails: bytes) -> dict[str, int]:
    with app.work(app.system("test")) as work:
        return take(work, mails)


def marked(app: App) -> list[str]:
    with app.reading(app.system()) as work:
        rows = lists.list_records(work, "messaging.bounces", lists.Query(fields=("id", "address"))).rows
        return [row["address"] for row in rows]


@pytest.mark.parametrize("whole", [True, False])
def test_a_notice_marks_the_address_and_the_message(
    app: App, sent: str, mail: MailServer, run_jobs: RunJobs, whole: bool
) -> None:
    assert taken(app, notice(sent, whole=whole)) == {"read": 1, "came_back": 1, "declined": 0}
    assert (marked(app), entry(app).state, entry(app).detail) == ([WHO], "bounced", "5.1.1 smtp; 550")
    send(app, "k2", customer=entry(app).customer_id)
    run_jobs()
    assert (states(app)["k2"], len(mail.mails)) == ("refused", 1)


def test_the_same_notice_twice_does_no_more(app: App, sent: str) -> None:
    for _again in range(2):
        taken(app, notice(sent), notice(sent, to=WHO.upper()))
    assert marked(app) == [WHO]


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "delayed"},
        {"action": "delivered"},
        {"status": "4.4.7"},
        {"to": "boss@acme.example"},
        {"message_id": "<forged@guanxi.example>"},
        {"message_id": ""},
    ],
)
def test_delays_and_what_is_not_about_ours_mark_nothing(app: App, sent: str, changes: dict[str, str]) -> None:
    assert taken(app, notice(**{"message_id": sent, **changes}))["came_back"] == 0  # type: ignore[arg-type]
    assert (marked(app), entry(app).state) == ([], "sent")


def test_auto_replies_loops_and_rubbish_do_nothing(
    app: App, sent: str, mail: MailServer, run_jobs: RunJobs
) -> None:
    reply = f"From: {WHO}\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: {sent}\r\n\r\nI am away.".encode()
    loop = notice(notice(sent).decode())
    rubbish = (b"", b"\x00\xff" * 100, b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n")
    large = notice(sent) + b"x" * LARGEST
    for _round in range(5):
        assert taken(app, reply, loop, *rubbish, large)["came_back"] == 0
    run_jobs()
    assert (marked(app), entry(app).state, len(mail.mails)) == ([], "sent", 1)


@given(st.binary(max_size=2_000))
def test_nothing_that_somebody_sends_breaks_it(raw: bytes) -> None:
    head = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
    for mail in (raw, head + raw, head + b"Content-Type: message/delivery-status\r\n\r\n" + raw):
        assert list(returns_of(mail)) == []


def test_the_command_line_reads_a_mailbox_and_a_single_message(
    app: App, sent: str, cli: Cli, tmp_path: Path
) -> None:
    box, one = tmp_path / "box", tmp_path / "one.eml"
    begins = b"From a@b Thu Jan  1 00:00:00 2026\n"
    box.write_bytes(begins + notice("<other@x>") + b"\n\n" + begins + notice(sent))
    one.write_bytes(notice(sent))
    assert (
        "2 e-mails read, 1 messages came back, 0 asked for no more."
        in cli("messaging", "take_bounces", str(box)).stdout
    )
    assert (
        "1 e-mails read, 1 messages came back, 0 asked for no more."
        in cli("messaging", "take_bounces", str(one)).stdout
    )
    assert cli("messaging", "take_bounces", str(tmp_path / "none")).code != 0
