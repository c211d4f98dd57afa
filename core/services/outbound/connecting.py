"""One connection to an address that was looked at before; one limit of time for all that happens on it."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Deadline:
    """When all must be over, by the machine's own seconds."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """The seconds that are left; raises TimeoutError if there are none."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Stream(io.RawIOBase):
    """What comes in; each wait ends at the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Wait for the next bytes."""
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)


@dataclass(frozen=True, eq=False)
class Wire:
    """The part of a socket that `http.client` uses. A peer that sends a byte now and then gains no time."""

    sock: socket.socket
    deadline: Deadline

    def sendall(self, data: bytes) -> None:
        """Send all of it."""
        self.sock.settimeout(self.deadline.left())
        self.sock.sendall(data)

    def makefile(self, _mode: str, *_more: Any) -> io.BufferedReader:
        """What comes in, to be read."""
        return io.BufferedReader(_Stream(self.sock, self.deadline))

    def close(self) -> None:
        """Nothing: who connected closes, when the answer was read."""


def connect(addresses: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    """The first of these addresses that takes a connection; raises OSError, that of the last one."""
    *others, last = addresses
    for address in others:
        try:
            return socket.create_connection((address, port), deadline.left() / 2)
        except OSError:
            continue  # the next address of the same host may answer
    return socket.create_connection((last, port), deadline.left())


def secure(sock: socket.socket, host: str, context: ssl.SSLContext, deadline: Deadline) -> socket.socket:
    """TLS on a connection, with a certificate for this name."""
    sock.settimeout(deadline.left())
    return cast(socket.socket, context.wrap_socket(sock, server_hostname=host))
