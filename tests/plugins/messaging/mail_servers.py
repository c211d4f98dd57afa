"""Real mail servers, that take what they are sent, and others that behave badly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.certificates import Certificate

USER, PASSWORD = "crm", "correct horse"
TAKEN = "250 OK"


@dataclass
class MailServer:
    """What a server took; `answers` are what it says to recipients and to messages instead."""

    port: int = 0
    envelopes: list[Envelope] = field(default_factory=list)
    recipients: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        """The messages."""
        return [message_from_bytes(_content(each), policy=default) for each in self.envelopes]

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Whether it takes mail for somebody."""
        answer = self.recipients.get(address, TAKEN)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message."""
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == TAKEN:
            self.envelopes.append(envelope)
        return answer


def _content(envelope: Envelope) -> bytes:
    return cast(bytes, envelope.original_content)


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
    good = isinstance(said, LoginPassword) and (said.login, said.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=good, handled=False)


class AnyPort(Controller):
    """Listens at a free port, which is known once it listens."""

    def _trigger_server(self) -> None:
        self.port = cast(Any, self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mail_server(certificate: Certificate | None, **options: Any) -> Iterator[MailServer]:
    """A server that asks for STARTTLS and a password, while the test runs."""
    server = MailServer()
    if certificate:
        options = {
            "tls_context": certificate.server(),
            "require_starttls": True,
            "auth_required": True,
            "authenticator": _knows,
            **options,
        }
    controller = AnyPort(server, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        server.port = controller.port
        yield server
    finally:
        controller.stop()
