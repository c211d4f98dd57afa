"""Whoever wants no more mails of a kind says so by his mail program, and gets none."""

from email.message import EmailMessage
from urllib.parse import unquote

import pytest

from core.services import records
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from tests.plugins.messaging.asking import create, customer, send, states, template
from tests.plugins.messaging.mail_servers import MailServer
from tests.plugins.messaging.test_bounces import taken


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12, minute=0)


@pytest.fixture
def acme(app: App) -> int:
    """Somebody who gets e-mails."""
    template(app)
    template(app, "bill", purpose="contract")
    return customer(app, phone=None)


def offered(mail: MailServer) -> str:
    """The subject with which the last e-mail can be declined; empty if it cannot."""
    header = mail.mails[-1]["List-Unsubscribe"] or ""
    return unquote(header.partition("subject=")[2].rstrip(">"))


def wish(subject: str, id: str = "<1@acme.example>") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "info@acme.example", subject, id
    return mail.as_bytes()


def test_what_is_limited_can_be_declined_and_no_more_of_it_comes(
    app: App, acme: int, mail: MailServer, run_jobs: RunJobs
) -> None:
    send(app, customer=acme)
    run_jobs()
    assert taken(app, wish(offered(mail)))["declined"] == 1
    send(app, "k2", customer=acme)
    send(app, "k3", customer=acme, template="bill")
    run_jobs()
    assert states(app) == {"k1": "sent", "k2": "refused", "k3": "sent"}
    assert not offered(mail)


def test_a_mail_that_is_handed_in_again_takes_no_later_yes_back(
    app: App, acme: int, mail: MailServer, run_jobs: RunJobs, clock: Clock
) -> None:
    send(app, customer=acme)
    run_jobs()
    old = wish(offered(mail))
    assert [taken(app, old, old)["declined"], taken(app, old)["declined"]] == [1, 0]
    clock.forward(hours=1)
    create(app, "messaging.consents", customer=acme, purpose="service", channel="email", state="given")
    assert taken(app, old)["declined"] == 0
    send(app, "k2", customer=acme)
    run_jobs()
    assert states(app)["k2"] == "sent"
    assert taken(app, wish(offered(mail), "<2@acme.example>"))["declined"] == 1


@pytest.mark.parametrize(
    "subject",
    [
        "unsubscribe",
        "unsubscribe <x>",
        "Re: unsubscribe {id}",
        f"unsubscribe {'0' * 40}@crm.example",
        "{id}",
        "",
    ],
)
def test_what_names_no_message_of_ours_does_nothing(
    app: App, acme: int, mail: MailServer, run_jobs: RunJobs, subject: str
) -> None:
    send(app, customer=acme)
    run_jobs()
    id = offered(mail).removeprefix("unsubscribe ")
    assert taken(app, wish(subject.format(id=id)), b"", b"\xff\0" * 99)["declined"] == 0
    hostile = f"Subject: unsubscribe {id}\0\nMessage-ID: \0\udcff\n\n".encode(errors="surrogateescape")
    assert taken(app, hostile)["declined"] == 0
    assert taken(app, hostile.replace(b"\0\nM", b"\nM"))["declined"] == 1


def test_colleagues_are_not_offered_to_decline(app: App, mail: MailServer, run_jobs: RunJobs) -> None:
    template(app)
    send(
        app,
        user=create(app, "users", login="ned", name="Ned", email="ned@guanxi.example"),
        channels=["email"],
    )
    run_jobs()
    assert len(mail.mails) == 1
    assert not offered(mail)


def test_the_wish_of_somebody_in_the_trash_stops_no_other(
    app: App, acme: int, mail: MailServer, run_jobs: RunJobs
) -> None:
    send(app, customer=acme)
    run_jobs()
    gone = offered(mail)
    send(app, "k2", customer=customer(app, name="Bolt", phone=None, email="b@bolt.example"))
    run_jobs()
    with app.work(app.system("test")) as work:
        records.delete(work, "customers", [acme])
    assert taken(app, wish(gone), wish(offered(mail), "<2@bolt.example>"))["declined"] == 1
