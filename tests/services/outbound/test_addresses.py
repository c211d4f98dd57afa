"""Nothing private is asked, however it is spelt."""

import socket
from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from core.errors import AddressRefused, Unreachable
from core.services.outbound import Client
from core.services.outbound.addresses import ascii_host, is_public
from tests.gateways import gateway, saying

LOOPBACK = (
    "127.0.0.1",
    "127.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[0:0:0:0:0:0:0:1]",
    "１２７.０.０.１",
    "127。0。0。1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "ℓocalhost",
)
PRIVATE = (
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "192.0.0.8"),
    *("224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "0.1.2.3"),
    *("fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "100::1", "fec0::1"),
    *(
        "64:ff9b::a00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:c0a8:101::",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
    ),
)
PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808")


@pytest.mark.parametrize("host", LOOPBACK)
def test_this_machine_is_not_asked_in_any_spelling(host: str) -> None:
    with gateway(saying(b"")) as server, pytest.raises(Unreachable) as refused:
        Client(seconds=5).request("GET", f"http://{host}:{server.port}/")
    assert server.requests == []
    assert not refused.value.maybe_sent


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses_are_refused_by_whatever_name(text: str) -> None:
    with pytest.raises(AddressRefused, match="not one of the public internet"):
        Client(ask=lambda _host, _port: [text]).request("GET", "https://innocent.example/")
    assert not is_public(ip_address(text))


def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(AddressRefused):
        Client(ask=lambda _host, _port: ["8.8.8.8", "10.0.0.1"]).request("GET", "http://mixed.example/")


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_not_refused(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://a.example/", "file:///etc/passwd", "//a.example/", "a.example", "", "http://", "http:///x"),
        *("http://user@a.example/", "http://user:secret@a.example/", "http://a.example:0/"),
        *("http://a.example:99999/", "http://a.example:x/", "http://a.example\\@b.example/", "http://a b/"),
        *("http://a.example/\r\nX: y", "http://[::1/", f"http://{'a' * 5000}/", "http://a\u0000b/"),
    ],
)
def test_what_is_no_clear_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        Client(ask=lambda _host, _port: ["8.8.8.8"]).request("GET", url)


def test_names_are_looked_up_as_the_network_knows_them() -> None:
    assert ascii_host("Müller.Example.") == "xn--mller-kva.example"
    assert ascii_host("[FE80::1%eth0]".strip("[]")) == "fe80::1"
    with pytest.raises(AddressRefused):
        ascii_host("a..ü")


def test_a_name_is_looked_up_once_so_it_cannot_become_another_address() -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["192.0.2.1", "127.0.0.1"][len(asked) - 1 :]

    with gateway(saying(b"")) as server, pytest.raises(Unreachable):
        Client(ask=rebinding, seconds=1).request("GET", f"http://rebind.example:{server.port}/")
    assert (asked, server.requests) == (["rebind.example"], [])


def test_a_host_that_is_not_there_is_said_to_be_not_there() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(Unreachable, match=r"gone\.example was not found"):
        Client(ask=unknown).request("GET", "http://gone.example/")
