"""From the command line to the supervisor: the socket is opened, then this process becomes the supervisor."""

from __future__ import annotations

import os
import socket
import sys
from typing import NoReturn

from core.server.orders import Plan, command, environment

BACKLOG = 2048


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


def address(listener: socket.socket) -> str:
    """The URL of a socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def become_supervisor(plan: Plan) -> NoReturn:
    """Replace this process, and all that it has loaded, by the supervisor: a quarter of the memory."""
    os.set_inheritable(plan.listener, True)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, command("core.server", plan), environment())  # noqa: S606 - our own interpreter
