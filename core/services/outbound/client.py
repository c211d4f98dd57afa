"""The client: one request, one answer, with limits of time and size."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from core.errors import AddressRefused, Unreachable
from core.labels import translations
from core.services.outbound.addresses import Resolve, public_addresses, resolve
from core.services.outbound.connecting import Deadline, Wire, connect, secure
from core.services.outbound.places import Place, place_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

SECONDS = 20.0
MOST_BYTES = 2**20
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SAFE = frozenset({"GET", "HEAD"})

FAILED = _("{host} could not be asked.")
TOO_SLOW = _("{host} did not answer within {seconds} seconds.")
TOO_LARGE = _("{host} answered more than {limit} bytes.")
BACK_TO_PLAIN = _("{host} leads from https to http: that is not followed.")
TOO_OFTEN = _("{host} leads on too often.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, eq=False, kw_only=True)
class Client:
    """Asks servers of the public internet, and those that an administrator named in `allowed`.

    `seconds` and `most_bytes` limit a whole request; so many `redirects` of a GET are followed, each looked
    at like the first address; without any, the answer is the one that leads on. Made by `client(work)`, and
    used outside of transactions.
    """

    allowed: frozenset[str] = frozenset()
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES
    redirects: int = 0
    ask: Resolve = resolve
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Ask, and answer what was answered, whatever its status is.

        Raises AddressRefused for an address that may not be asked, Unreachable if nothing was answered:
        `maybe_sent` says whether the request may have got there all the same.
        """
        deadline = Deadline.after(self.seconds)
        place, given = place_of(url), dict(headers or {})
        for _hop in range(self.redirects + 1):
            answer = self._ask_once(method, place, given, body, deadline)
            target = answer.headers.get("location")
            if not (self.redirects and method in SAFE and answer.status in REDIRECTS and target):
                return answer
            place, given = self._onward(place, target, given)
        raise Unreachable(TOO_OFTEN.fill(host=place.host))

    def _onward(self, place: Place, target: str, headers: Mapping[str, str]) -> tuple[Place, dict[str, str]]:
        """Where an answer leads; another host gets no credentials."""
        onward = place_of(urljoin(place.url, target))
        if place.is_secure and not onward.is_secure:
            raise AddressRefused(BACK_TO_PLAIN.fill(host=place.host))
        if onward.origin == place.origin:
            return onward, dict(headers)
        return onward, {
            name: text for name, text in headers.items() if name.lower() in ("accept", "user-agent")
        }

    def _ask_once(
        self, method: str, place: Place, headers: Mapping[str, str], body: bytes, deadline: Deadline
    ) -> Answer:
        is_allowed = bool(self.allowed & {place.host, place.authority})
        addresses = public_addresses(place.host, place.port, self.ask, allowed=is_allowed)
        begun = False
        try:
            with closing(connect(addresses, place.port, deadline)) as plain:
                sock = secure(plain, place.host, self.context, deadline) if place.is_secure else plain
                with closing(sock):
                    connection: Any = HTTPConnection(place.host, place.port)
                    connection.sock = Wire(sock, deadline)
                    begun = True
                    connection.request(method, place.target, body, _headers(place, headers))
                    return self._read(place, connection.getresponse())
        except TimeoutError as error:
            said = TOO_SLOW.fill(host=place.host, seconds=f"{self.seconds:g}")
            raise Unreachable(said, maybe_sent=begun) from error
        except (OSError, HTTPException, ValueError) as error:
            why = f"{type(error).__name__}: {error}"
            raise Unreachable(FAILED.fill(host=place.host), why=why, maybe_sent=begun) from error

    def _read(self, place: Place, response: HTTPResponse) -> Answer:
        with response:
            body = response.read(self.most_bytes + 1)
            if len(body) > self.most_bytes:
                said = TOO_LARGE.fill(host=place.host, limit=self.most_bytes)
                raise Unreachable(said, maybe_sent=True)
            if response.length:
                raise IncompleteRead(body, response.length)
            headers = {name.lower(): text for name, text in response.headers.items()}
            return Answer(response.status, headers, body)


def _headers(place: Place, headers: Mapping[str, str]) -> dict[str, str]:
    """One connection, one request; the host is that of the address."""
    ours = {
        "Host": place.authority,
        "Connection": "close",
        "User-Agent": "guanxi",
        "Accept-Encoding": "identity",
    }
    named = {name.lower() for name in headers}
    return {**{name: text for name, text in ours.items() if name.lower() not in named}, **headers}


def client(work: Work, **limits: Any) -> Client:
    """The client of this installation, with the hosts that its administrator allowed.

    `limits` are `seconds`, `most_bytes` and `redirects` of Client.
    """
    named = work.app.settings.outbound_hosts.split(",")
    allowed = frozenset(name.strip().lower() for name in named if name.strip())
    return replace(Client(allowed=allowed), **limits)
