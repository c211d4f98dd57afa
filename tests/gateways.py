"""A real server on this machine that answers what a test wants, in whatever way."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"

Talk = Callable[[socket.socket, "Gateway"], None]


@dataclass
class Gateway:
    """A server that keeps every request it read, as bytes; `talk` answers each."""

    talk: Talk
    listener: socket.socket
    requests: list[bytes] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.listener.getsockname()[1])

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}/send"

    def serve(self, context: ssl.SSLContext | None) -> None:
        """Answer one after another until the listener is closed."""
        with suppress(OSError):
            while True:
                peer, _address = self.listener.accept()
                threading.Thread(target=self._answer, args=(peer, context), daemon=True).start()

    def _answer(self, peer: socket.socket, context: ssl.SSLContext | None) -> None:
        with suppress(OSError), peer:
            sock = context.wrap_socket(peer, server_side=True) if context else peer
            with sock:
                self.talk(sock, self)


def read_request(sock: socket.socket, gateway: Gateway) -> bytes:
    """The whole request; it is kept."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := sock.recv(65536)):
            raise ConnectionError
        data += more
    head, _blank, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(body) < sum(int(line.split(b":")[1]) for line in lengths):
        body += sock.recv(65536)
    gateway.requests.append(head + b"\r\n\r\n" + body)
    return gateway.requests[-1]


def reply(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def saying(*answers: bytes) -> Talk:
    """Answers each request with the next of these, at last always with the last."""

    def talk(sock: socket.socket, gateway: Gateway) -> None:
        read_request(sock, gateway)
        sock.sendall(answers[min(len(gateway.requests), len(answers)) - 1])

    return talk


def hanging(sock: socket.socket, gateway: Gateway) -> None:
    """Reads the request and never answers."""
    read_request(sock, gateway)
    gateway.closing.wait()


def dripping(sock: socket.socket, gateway: Gateway) -> None:
    """Answers one byte after another, each in time, for ever."""
    read_request(sock, gateway)
    sock.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not gateway.closing.wait(0.01):
        sock.sendall(b"x")


@contextmanager
def gateway(talk: Talk, context: ssl.SSLContext | None = None) -> Iterator[Gateway]:
    """A server that answers while the test runs."""
    with socket.create_server((HOST, 0)) as listener:
        server = Gateway(talk, listener)
        thread = threading.Thread(target=server.serve, args=(context,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            listener.shutdown(socket.SHUT_RDWR)
    thread.join()
