"""Addresses of the web, taken apart strictly: what two programs may read differently is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from core.errors import AddressRefused
from core.labels import translations
from core.services.outbound.addresses import ascii_host

_ = translations("core")

PORTS = {"http": 80, "https": 443}
LONGEST = 4_000
READABLE = "/%:@!$&'()*+,;=~-._?"
UNCLEAR = re.compile(r"[\x00-\x20\x7f\\]")

NO_ADDRESS = _("{url} is not an address that may be asked.")
WRITE_LIKE = _("Write it like https://gateway.example/send.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes: `host` in ASCII, `target` the path with its query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_secure(self) -> bool:
        """Whether TLS is spoken there."""
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """Host and port, as the header Host names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port."""
        return self.scheme, self.host, self.port

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.target}"


def place_of(url: str) -> Place:
    """Take an address apart; AddressRefused if it is none of http or https, names a user, or is unclear."""
    refused = AddressRefused(NO_ADDRESS.fill(url=url[:200]), fix=WRITE_LIKE)
    if len(url) > LONGEST or UNCLEAR.search(url):
        raise refused
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise refused from error
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        raise refused
    path = quote(parts.path or "/", safe=READABLE)
    query = f"?{quote(parts.query, safe=READABLE)}" if parts.query else ""
    host = ascii_host(parts.hostname)
    return Place(parts.scheme, host, port or PORTS[parts.scheme], path + query)
