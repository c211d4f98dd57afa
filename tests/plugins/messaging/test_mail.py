"""E-mail against real servers: STARTTLS, passwords, refusals, servers that hang, refuse or talk nonsense."""

import socket
from collections.abc import Callable

import pytest

from core.services import lists, records
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.messaging.services.checking import CHECKS
from tests.certificates import Certificate
from tests.gateways import HOST, Gateway, gateway
from tests.plugins.messaging.asking import customer, entry, put, send, states, template
from tests.plugins.messaging.mail_servers import MailServer, mail_server


@pytest.fixture(autouse=True)
def day(clock: Clock) -> None:
    """Nobody sleeps at noon."""
    clock.now = clock.now.replace(hour=12)


def test_a_message_goes_over_tls_with_a_password_and_is_logged(
    app: App, mail: MailServer, run_jobs: RunJobs
) -> None:
    template(app)
    id = customer(app)
    send(app, customer=id, values={"what": "<b>1 & 2</b>"})
    run_jobs()
    (got,) = mail.mails
    assert (got["To"], got["Subject"]) == ("Acme <info@acme.example>", "Hello <b>1 & 2</b>")
    assert (got["From"], got["Auto-Submitted"]) == ("Guanxi <crm@guanxi.example>", "auto-generated")
    plain, html = (part.get_content() for part in got.iter_parts())
    assert plain.strip().endswith("<b>1 & 2</b>") and "&lt;b&gt;1 &amp; 2" in html and "<b>" not in html
    log = entry(app)
    assert (log.state, log.channel, log.address) == ("sent", "email", "info@acme.example")
    assert (log.remote, log.body) == (got["Message-ID"], "Dear reader,\n<b>1 & 2</b>")


def test_values_begin_no_headers_and_no_second_message(app: App, mail: MailServer, run_jobs: RunJobs) -> None:
    template(app)
    evil = "x\r\nBcc: spy@evil.example\r\n\r\n.\r\nMAIL FROM:<a@b.example>\n.\n..dots"
    send(app, customer=customer(app, name="A, B <c@d.example>"), values={"what": evil})
    run_jobs()
    (got,) = mail.mails
    assert got["Bcc"] is None and "Bcc: spy" in got["Subject"]
    assert mail.envelopes[0].rcpt_tos == ["info@acme.example"]
    plain = next(iter(got.iter_parts())).get_content().replace("\r\n", "\n")
    assert ".\nMAIL FROM:<a@b.example>\n.\n..dots" in plain


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("550 5.1.1 no such user", "bounced"),
        ("550 no such user", "bounced"),
        ("550 5.7.1 relaying denied", "queued"),  # it is us whom its rules refuse
        ("550 5.2.2 full", "failed"),
        ("552 5.2.2 full", "failed"),
        ("451 4.3.0 later", "queued"),
    ],
)
def test_what_a_server_says_of_a_recipient(
    app: App, mail: MailServer, run_jobs: RunJobs, answer: str, state: str
) -> None:
    template(app)
    mail.recipients["info@acme.example"] = answer
    send(app, customer=customer(app, phone=None))
    run_jobs()
    log = entry(app)
    assert (log.state, log.detail) == (state, answer) and mail.mails == []


def test_a_bounced_address_is_not_used_again_until_somebody_removes_the_mark(
    app: App, mail: MailServer, run_jobs: RunJobs
) -> None:
    template(app)
    mail.recipients["info@acme.example"] = "550 unknown"
    id = customer(app, phone=None)
    for key in ("k1", "k2"):
        send(app, key, customer=id)
        run_jobs()
    assert (states(app), entry(app, "k2").reason) == ({"k1": "bounced", "k2": "refused"}, "bounced")
    mail.recipients.clear()
    with app.work(app.system("test")) as work:
        (mark,) = lists.list_records(work, "messaging.bounces", lists.Query(fields=("id", "address"))).rows
        assert mark["address"] == "info@acme.example"
        records.delete(work, "messaging.bounces", [mark["id"]])
    send(app, "k3", customer=id)
    run_jobs()
    assert states(app)["k3"] == "sent"


def test_it_is_tried_again_with_longer_waits_and_given_up_in_the_end(
    app: App, mail: MailServer, run_jobs: RunJobs, clock: Clock
) -> None:
    template(app)
    put(app, most_attempts=3)
    mail.answers += ["451 later"] * 9
    send(app, customer=customer(app, phone=None), purpose="contract")
    waits = []
    for _attempt in range(3):
        run_jobs()
        waits.append((entry(app).due_at - clock.now).total_seconds())
        clock.now = max(clock.now, entry(app).due_at)
    assert waits[:2] == [60, 300]
    assert (entry(app).state, len(mail.answers)) == ("failed", 6)


def test_a_refusal_after_the_message_is_one_and_silence_is_not_known(
    app: App, mail: MailServer, run_jobs: RunJobs
) -> None:
    template(app)
    mail.answers.append("554 5.7.1 spam")
    send(app, customer=customer(app, phone=None))
    run_jobs()
    assert (entry(app).state, entry(app).detail) == ("failed", "554 5.7.1 spam")


def test_without_starttls_nothing_goes_out(app: App, run_jobs: RunJobs, mail: MailServer) -> None:
    template(app)
    with mail_server(None) as plain:
        put(app, smtp_port=plain.port)
        send(app, customer=customer(app))
        run_jobs()
    assert entry(app).state == "queued" and "STARTTLS" in entry(app).detail
    assert plain.envelopes == []


@pytest.mark.parametrize(
    ("name", "value"), [("smtp_password", "wrong"), ("smtp_authority", ""), ("sender", "")]
)
def test_a_wrong_setting_sends_nothing_and_says_what_is_wrong(
    app: App, mail: MailServer, run_jobs: RunJobs, name: str, value: str
) -> None:
    template(app)
    put(app, **{name: value})
    send(app, customer=customer(app))
    run_jobs()
    log = entry(app)
    assert (log.state, log.attempts) == ("queued", 1) and log.detail
    assert "correct horse" not in log.detail and mail.envelopes == []


Behaviour = Callable[[socket.socket, Gateway], None]


def greets_with(text: bytes) -> Behaviour:
    def talk(sock: socket.socket, server: Gateway) -> None:
        sock.sendall(text)
        server.closing.wait()

    return talk


def never_ends(sock: socket.socket, server: Gateway) -> None:
    while not server.closing.wait(0.05):
        sock.sendall(b"220-still here\r\n")


@pytest.mark.parametrize(
    "talk",
    [
        greets_with(b""),
        greets_with(b"\x00\xff\xfe garbage without end" * 1000),
        greets_with(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        greets_with(b"554 go away\r\n"),
        never_ends,
    ],
)
def test_a_server_that_hangs_or_talks_nonsense_is_left_in_time(
    app: App, run_jobs: RunJobs, talk: Behaviour
) -> None:
    template(app)
    with gateway(talk) as server:
        put(app, smtp_host=HOST, smtp_port=server.port, sender="crm@guanxi.example", send_seconds=1)
        send(app, customer=customer(app))
        run_jobs()
    assert (entry(app).state, entry(app).attempts) == ("queued", 1)


def swallows(sock: socket.socket, server: Gateway) -> None:
    """Takes the message and says nothing any more."""
    sock.sendall(b"220 hello\r\n")
    for line in sock.makefile("rb"):
        if line.strip() == b".":
            server.requests.append(line)
            return
        word = line[:4].upper()
        if word in (b"EHLO", b"MAIL", b"RCPT"):
            sock.sendall(b"250 OK\r\n")
        elif word == b"DATA":
            sock.sendall(b"354 go on\r\n")


def test_a_message_that_may_have_been_taken_is_not_sent_again_by_itself(
    app: App, run_jobs: RunJobs, clock: Clock
) -> None:
    template(app)
    with gateway(swallows) as server:
        put(app, smtp_host=HOST, smtp_port=server.port, smtp_security="none", sender="crm@guanxi.example")
        send(app, customer=customer(app))
        run_jobs()
        assert (entry(app).state, entry(app).reason) == ("unknown", "maybe")
        clock.forward(days=2)
        run_jobs()
    assert len(server.requests) == 1


def test_a_server_that_is_gone_means_nothing_was_sent(app: App, run_jobs: RunJobs) -> None:
    template(app)
    put(app, smtp_host=HOST, smtp_port=1, sender="crm@guanxi.example")
    send(app, customer=customer(app))
    run_jobs()
    assert entry(app).state == "queued" and "refused" in entry(app).detail


def test_tls_from_the_beginning(
    app: App, mail: MailServer, run_jobs: RunJobs, certificate: Certificate
) -> None:
    template(app)
    with mail_server(None, ssl_context=certificate.server()) as server:
        put(app, smtp_port=server.port, smtp_security="tls", smtp_user="")
        send(app, customer=customer(app))
        run_jobs()
    assert (entry(app).state, len(server.mails), mail.mails) == ("sent", 1, [])


def test_a_domain_of_other_letters_is_written_in_ascii(app: App, mail: MailServer, run_jobs: RunJobs) -> None:
    template(app)
    send(app, "a", customer=customer(app, email="info@müller.example", phone=None))
    send(app, "b", customer=customer(app, email="jürgen@acme.example", phone=None))
    run_jobs()
    assert [each.rcpt_tos for each in mail.envelopes] == [["info@xn--mller-kva.example"]]
    assert states(app) == {"a": "sent", "b": "failed"}


def test_the_doctor_names_what_waits_for_a_person(app: App, mail: MailServer, clock: Clock) -> None:
    template(app)
    send(app, customer=customer(app))
    clock.forward(hours=1)
    with app.reading(app.system()) as work:
        found = [check.name for check in CHECKS if check.look(work)]
    assert found == ["messaging.late"]
