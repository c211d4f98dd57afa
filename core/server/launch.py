"""The socket on which is served, and the way from the command line to the supervisor that owns it."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from typing import NoReturn

from core.server.orders import Plan, command, environment

BACKLOG = 2048

SO_ATTACH_FILTER = 26
"""Of Linux; Python does not name it."""

DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)
"""A packet filter of one instruction: take nothing of it."""


def listen(host: str, port: int) -> socket.socket:
    """A socket on which every child will answer; raises OSError if it cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def stop_taking(listener: socket.socket) -> None:
    """Take no new connection, but keep those that wait to be accepted.

    Closing the socket breaks off whoever has connected since the last look at it, and there is always a last
    look. Without this, clients try again meanwhile, and are refused once the socket is closed.
    """
    if sys.platform == "linux":
        code = ctypes.create_string_buffer(DROP_ALL)
        program = struct.pack("HP", 1, ctypes.addressof(code))
        listener.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)


def address(listener: socket.socket) -> str:
    """The URL of a socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def become_supervisor(plan: Plan) -> NoReturn:
    """Replace this process, and all that it has loaded, by the supervisor: a quarter of the memory."""
    for listener in (plan.listener, plan.metrics):
        if listener is not None:
            os.set_inheritable(listener, True)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, command("core.server", plan), environment())  # noqa: S606 - our own interpreter
