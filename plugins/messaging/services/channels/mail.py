"""E-mail by SMTP: over TLS unless the company says otherwise, with a limit on every wait.

What counts is whether the server said that it took the message. Before the message goes out, a failure means
that nothing was sent; after that, no answer means that nobody knows.
"""

from __future__ import annotations

import hashlib
import html
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from functools import lru_cache

import idna

from core.plugin_api import Work, get_setting, get_settings, translations
from plugins.messaging.services.contract import Delivery, Sent
from plugins.messaging.services.declining import way_out

_ = translations("messaging")

NO_TLS = "the server does not offer STARTTLS"
NO_SENDER = "there is no sender's address in the settings"
READY, TAKEN, GO_ON = 220, 250, 354
LONGEST = 4
"""Times the limit of one wait."""
NO_SUCH_ADDRESS = frozenset({550, 551, 553})
OUR_FAULT = re.compile(r"\d+[ -]5\.[37]\.")
FULL = re.compile(r"\d+[ -]5\.2\.2")
"""Enhanced codes (RFC 3463) that say nothing of the address: rules refuse us, or there is no room."""
LONGEST_SAID = 400
AUTHORITIES_KEPT = 4


@dataclass(frozen=True, kw_only=True)
class Server:
    """The mail server of the company, and from whom mail comes."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    authority: str
    sender: str
    sender_name: str
    bounce_address: str
    seconds: float


def prepare(work: Work) -> Server:
    """The settings, the password with them. Raises ConfigurationError if that cannot be read."""
    known = {
        name.removeprefix("messaging."): value for name, value in get_settings(work, "messaging").items()
    }
    user = known["smtp_user"] or ""
    sender = known["sender"] or (user if "@" in user else "")
    return Server(
        host=known["smtp_host"] or "",
        port=known["smtp_port"],
        security=known["smtp_security"],
        user=user,
        password=get_setting(work, "messaging.smtp_password") or "",
        authority=known["smtp_authority"] or "",
        sender=sender,
        sender_name=known["sender_name"] or get_setting(work, "core.company") or "",
        bounce_address=known["bounce_address"] or sender,
        seconds=float(known["send_seconds"]),
    )


def send(server: Server, delivery: Delivery) -> Sent:
    """One message on a connection of its own."""
    if not server.sender:
        return Sent("retry", NO_SENDER)
    try:
        address = ascii_address(delivery.address)
        message = message_of(server, delivery, address)
    except ValueError as error:
        return Sent("failed", _said(error))
    try:
        context = trusted(server.authority)
    except (OSError, ValueError) as error:
        return Sent("retry", _said(error))
    client = smtplib.SMTP(timeout=server.seconds, local_hostname=domain_of(server.sender))
    with closing(client), _at_most(client, LONGEST * server.seconds):
        return _talk(client, server, context, message, address)


@lru_cache(AUTHORITIES_KEPT)
def trusted(authority: str) -> ssl.SSLContext:
    """Certificates of this authority are believed (empty: those that this machine believes).

    Kept, since reading them takes 40 ms. Raises OSError or ValueError for what is no certificate.
    """
    return ssl.create_default_context(cadata=authority or None)


@contextmanager
def _at_most(client: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """A server that says a little now and then is left too: each wait has a limit, and all together."""

    def leave() -> None:
        with suppress(OSError):
            if client.sock:
                client.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, leave)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _talk(
    client: smtplib.SMTP, server: Server, context: ssl.SSLContext, message: EmailMessage, address: str
) -> Sent:
    """Greet, encrypt, sign in, hand over; until the message goes out, a failure means that nothing did."""
    try:
        client.sock = socket.create_connection((server.host, server.port), server.seconds)
        if server.security == "tls":
            _encrypt(client, server, context)
        code, said = client.getreply()
        if code != READY:
            return _refused(code, said, of_address=False, lasting=False)
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            code, said = client.docmd("STARTTLS")
            if code != READY:
                return Sent("retry", f"{NO_TLS}: {code} {_text(said)}"[:LONGEST_SAID])
            _encrypt(client, server, context)
            client.ehlo()
        if server.user:
            client.login(server.user, server.password)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Sent("retry", _said(error))
    return _hand_over(client, server, message, address)


def _encrypt(client: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    """TLS from here on, with a certificate for the server's name; what was said before counts no more."""
    assert client.sock is not None  # noqa: S101  # it is connected
    client.sock = context.wrap_socket(client.sock, server_hostname=server.host)
    client.file = None


def _hand_over(client: smtplib.SMTP, server: Server, message: EmailMessage, address: str) -> Sent:
    """Sender, recipient, then the message."""
    begun = False
    try:
        for command in (f"MAIL FROM:<{server.bounce_address}>", f"RCPT TO:<{address}>"):
            code, said = client.docmd(command)
            if code not in (TAKEN, TAKEN + 1):
                to_somebody = command.startswith("RCPT")
                return _refused(code, said, of_address=to_somebody, lasting=to_somebody)
        code, said = client.docmd("DATA")
        if code != GO_ON:
            return _refused(code, said, of_address=False)
        begun = True
        client.send(_stuffed(message.as_bytes(policy=POLICY)))
        code, said = client.getreply()
        with suppress(OSError, smtplib.SMTPException, ValueError):
            client.docmd("QUIT")  # the message is taken or not by now, whatever becomes of the farewell
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Sent("unknown" if begun else "retry", _said(error), message["Message-ID"] if begun else "")
    if code == TAKEN:
        return Sent("sent", _text(said), message["Message-ID"])
    # Without a code it is no answer.
    if 400 <= code < 600:
        return _refused(code, said, of_address=False)
    return Sent("unknown", _text(said), message["Message-ID"])


def _refused(code: int, said: bytes, *, of_address: bool, lasting: bool = True) -> Sent:
    """What a refusal means; 4xx may be different later, and so may be what is no answer at all."""
    text = f"{code} {_text(said)}"[:LONGEST_SAID]
    if not (lasting and 500 <= code < 600):
        return Sent("retry", text)
    if of_address and OUR_FAULT.match(text):
        return Sent("retry", text)
    gone = of_address and code in NO_SUCH_ADDRESS and not FULL.match(text)
    return Sent("bounced" if gone else "failed", text)


def _stuffed(message: bytes) -> bytes:
    """A message as it is sent after DATA: dots that begin lines are doubled, one alone is the end."""
    body = message if message.endswith(b"\r\n") else message + b"\r\n"
    if body.startswith(b"."):
        body = b"." + body
    return body.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def ascii_address(address: str) -> str:
    """An address as every server takes it, its domain in ASCII. ValueError if its name is not."""
    name, _sign, domain = address.rpartition("@")
    name.encode("ascii")
    return f"{name}@{idna.encode(domain, uts46=True).decode()}"


def message_of(server: Server, delivery: Delivery, address: str) -> EmailMessage:
    """The message; ValueError if an address cannot be written.

    It says that a machine wrote it, so that other machines do not answer.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(server.sender_name, addr_spec=server.sender)
    message["To"] = Address(delivery.name, addr_spec=address)
    message["Subject"] = delivery.subject or delivery.body.partition("\n")[0][:120]
    if delivery.at:
        message["Date"] = format_datetime(delivery.at)
    message["Message-ID"] = message_id(server, delivery.key)
    if delivery.declinable:
        message["List-Unsubscribe"] = way_out(server.bounce_address, message["Message-ID"])
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = delivery.language or "en"
    message.set_content(delivery.body)
    message.add_alternative(html_of(delivery), subtype="html")
    return message


def message_id(server: Server, key: str) -> str:
    """The same for the same message, so that programs which get it twice know it."""
    digest = hashlib.sha256(f"{server.sender} {key}".encode()).hexdigest()[:40]
    return f"<{digest}@{domain_of(server.sender)}>"


def domain_of(address: str) -> str:
    """The domain of an address."""
    return address.rpartition("@")[2]


def html_of(delivery: Delivery) -> str:
    """The text as HTML: whatever it says, it is text."""
    lines = html.escape(delivery.body).replace("\n", "<br>\n")
    language = html.escape(delivery.language or "en")
    return f'<!DOCTYPE html>\n<html lang="{language}"><body><p>{lines}</p></body></html>'


def _text(said: bytes) -> str:
    return said.decode(errors="replace")[:LONGEST_SAID]


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_SAID]
