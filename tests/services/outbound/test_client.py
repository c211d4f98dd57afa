"""The client against a real server: answers, limits, redirects, certificates."""

import socket
from collections.abc import Iterator

import pytest

from core.errors import AddressRefused, Unreachable
from core.services.outbound import Client, client
from core.services.work import App
from tests.certificates import Certificate, certificate_for
from tests.gateways import HOST, Gateway, dripping, gateway, hanging, read_request, reply, saying

ALLOWED = frozenset({HOST})
NAME = "gateway.example"


def allowed(**options: object) -> Client:
    return Client(allowed=ALLOWED, **options)  # type: ignore[arg-type]


def test_an_allowed_host_is_asked_and_answers() -> None:
    with gateway(saying(reply(b'{"ok": 1}', "201 Created", "X-Id: 7"))) as server:
        answer = allowed().request("POST", server.url, headers={"X-Key": "k"}, body=b"{}")
    assert (answer.status, answer.body, answer.headers["x-id"]) == (201, b'{"ok": 1}', "7")
    assert server.requests[0].startswith(b"POST /send HTTP/1.1\r\n")
    assert f"Host: {HOST}:".encode() in server.requests[0] and b"X-Key: k" in server.requests[0]


def test_hosts_are_allowed_by_name_and_port() -> None:
    with gateway(saying(reply())) as server:
        assert Client(allowed=frozenset({f"{HOST}:{server.port}"})).request("GET", server.url).status == 200
        with pytest.raises(AddressRefused, match="outbound_hosts"):
            Client(allowed=frozenset({f"{HOST}:1"})).request("GET", server.url)
    assert len(server.requests) == 1


def test_the_hosts_are_those_of_the_installation(app: App) -> None:
    named = app.settings.model_copy(update={"outbound_hosts": f" {HOST} , Other.example:80"})
    object.__setattr__(app, "settings", named)
    with app.reading(app.system()) as work:
        made = client(work, seconds=3.0)
    assert (made.allowed, made.seconds) == (frozenset({HOST, "other.example:80"}), 3.0)


@pytest.mark.parametrize("talk", [hanging, dripping])
def test_a_server_that_is_slow_in_whatever_way_is_given_up_in_time(talk: object) -> None:
    with gateway(talk) as server, pytest.raises(Unreachable, match=r"within 0\.3 seconds") as slow:  # type: ignore[arg-type]
        allowed(seconds=0.3).request("POST", server.url, body=b"x")
    assert slow.value.maybe_sent and len(server.requests) == 1


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x00\xff" * 50,
        b"HTTP/1.1 abc\r\n\r\n",
        b"220 smtp.example ESMTP\r\n",
        b"HTTP/1.1 200 OK\r\nA" * 2000,
    ],
)
def test_garbage_is_no_answer(garbage: bytes) -> None:
    with gateway(saying(garbage)) as server, pytest.raises(Unreachable) as error:
        allowed(seconds=5).request("POST", server.url)
    assert error.value.maybe_sent


def test_an_answer_that_ends_too_early_or_is_too_large_is_none() -> None:
    short = reply(b"x" * 10).replace(b"Length: 10", b"Length: 20")
    for said, limit in ((short, 100), (reply(b"x" * 200), 100), (reply(b"x" * 10**6), 10)):
        with gateway(saying(said)) as server, pytest.raises(Unreachable):
            allowed(seconds=5, most_bytes=limit).request("GET", server.url)


def test_nobody_listening_means_nothing_was_sent() -> None:
    with socket.create_server((HOST, 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable) as error:
        allowed(seconds=5).request("POST", f"http://{HOST}:{port}/")
    assert not error.value.maybe_sent


def test_redirects_are_answered_not_followed() -> None:
    leading = reply(b"", "302 Found", "Location: http://169.254.169.254/latest/meta-data")
    with gateway(saying(leading)) as server:
        assert allowed().request("GET", server.url).status == 302
        with pytest.raises(AddressRefused):
            allowed(redirects=3).request("GET", server.url)
        assert allowed(redirects=3).request("POST", server.url).status == 302


def test_redirects_are_looked_at_each_time_and_carry_no_credentials_elsewhere() -> None:
    with gateway(saying(reply(b"there"))) as other:
        onward = reply(b"", "307 Temporary", f"Location: {other.url}")
        with gateway(saying(onward)) as server:
            secret = {"Authorization": "Bearer s3cret"}
            answer = allowed(redirects=1).request("GET", server.url, headers=secret)
    assert answer.body == b"there"
    assert b"s3cret" in server.requests[0] and b"s3cret" not in other.requests[0]


def test_a_circle_of_redirects_ends() -> None:
    def talk(sock: socket.socket, server: Gateway) -> None:
        read_request(sock, server)
        sock.sendall(reply(b"", "302 Found", "Location: /again"))

    with gateway(talk) as server, pytest.raises(Unreachable, match="too often"):
        allowed(redirects=4).request("GET", server.url)
    assert len(server.requests) == 5


@pytest.mark.parametrize("header", ["a\r\nX-Other: b", "a\nb"])
def test_headers_cannot_be_smuggled_in(header: str) -> None:
    with gateway(saying(reply())) as server, pytest.raises(Unreachable):
        allowed().request("GET", server.url, headers={"X-Key": header})
    assert server.requests == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for gateway.example that nobody else vouches for, with its key."""
    return certificate_for(tmp_path_factory.mktemp("tls"), NAME)


@pytest.fixture
def secure(certificate: Certificate) -> Iterator[Gateway]:
    """The server behind it."""
    with gateway(saying(reply(b"safe")), certificate.server()) as server:
        yield server


def to(host: str, **options: object) -> Client:
    return Client(allowed=frozenset({host}), ask=lambda _host, _port: [HOST], seconds=5, **options)  # type: ignore[arg-type]


def test_certificates_are_checked_for_the_name_that_was_asked(
    secure: Gateway, certificate: Certificate
) -> None:
    trusting = certificate.trusting()
    url = f"https://{{}}:{secure.port}/send".format
    assert to(NAME, context=trusting).request("GET", url(NAME)).body == b"safe"
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED") as other:
        to("other.example", context=trusting).request("GET", url("other.example"))
    with pytest.raises(Unreachable, match="self-signed"):
        to(NAME).request("GET", url(NAME))
    assert not other.value.maybe_sent and len(secure.requests) == 1
