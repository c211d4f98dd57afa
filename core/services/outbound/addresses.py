"""Which addresses of the network may be asked: only those of the public internet, however they are spelt."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

import idna

from core.errors import AddressRefused, Unreachable
from core.labels import translations

_ = translations("core")

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Answers the addresses of a host, as texts; raises OSError if there are none."""

TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""IPv6 addresses that stand for an IPv4 address in their last 32 bits (NAT64)."""
COMPATIBLE = IPv6Network("::/96")
# Named here, since versions of Python do not agree on them.
SPECIAL = tuple(
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4"),
        *("100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fec0::/10"),
    )
)

NO_NAME = _("{host} is not the name of a host.")
NOT_FOUND = _("The host {host} was not found.")
REFUSED = _("{host} is not asked: its address {address} is not one of the public internet.")
ALLOW = _("If it is meant, name the host in the setting outbound_hosts of guanxi.toml.")


def ascii_host(host: str) -> str:
    """A host as the network knows it: lower case, international names as ASCII, no dot at the end."""
    plain = host.rstrip(".").lower()
    if ":" in plain:
        return plain.partition("%")[0]
    if plain.isascii() and plain.replace("-", "").replace(".", "").replace("_", "").isalnum():
        return plain
    try:
        return idna.encode(plain, uts46=True).decode().rstrip(".")
    except idna.IDNAError as error:
        raise AddressRefused(NO_NAME.fill(host=host)) from error


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system knows of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def public_addresses(host: str, port: int, ask: Resolve, *, allowed: bool) -> list[str]:
    """The addresses of a host that may be connected to, asked once: whoever connects uses these.

    If one of them is not public, none is used. `allowed`: an administrator has named the host.
    Raises AddressRefused, or Unreachable if there is none.
    """
    try:
        found = [text.partition("%")[0] for text in ask(host, port)]
    except (OSError, UnicodeError) as error:
        raise Unreachable(NOT_FOUND.fill(host=host), why=str(error)) from error
    for text in () if allowed else found:
        if not is_public(ipaddress.ip_address(text)):
            raise AddressRefused(REFUSED.fill(host=host, address=text), fix=ALLOW)
    if not found:
        raise Unreachable(NOT_FOUND.fill(host=host))
    return found


def is_public(address: Address) -> bool:
    """Whether an address, and every other one that it stands for, is one of the public internet."""
    stands_for = list(_meant(address))
    if stands_for and any(address in network for network in TRANSLATED):
        return all(map(is_public, stands_for))
    return all(item.is_global and not _is_special(item) for item in (address, *stands_for))


def _is_special(address: Address) -> bool:
    named = any(address in network for network in SPECIAL)
    return named or address.is_multicast or address.is_reserved or address.is_unspecified


def _meant(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, translated, tunnelled."""
    if isinstance(address, IPv4Address):
        return
    if any(address in network for network in (*TRANSLATED, COMPATIBLE)):
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    yield from filter(None, (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())))
