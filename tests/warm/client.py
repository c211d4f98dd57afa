"""Have the server run `guanxi`: `python -IS client.py ADDRESS words...`; ends as the command does.

It imports little, since it is started for every command.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys

NUMBER = 8  # bytes
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """The exit code of the command; minus its number, if a signal ended it."""
    files = [number for number in range(3) if _is_open(number)]
    folder = os.getcwd()  # noqa: PTH109 (pathlib is slow to load)
    order = {"words": sys.argv[2:], "folder": folder, "environment": dict(os.environ), "files": files}
    body = json.dumps(order).encode()
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(sys.argv[1])
        socket.send_fds(server, [len(body).to_bytes(NUMBER)], files)
        server.sendall(body)
        process = _number(server)
        for kind in PASSED_ON:
            signal.signal(kind, lambda number, _frame: os.kill(process, number))
        return _number(server)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _number(server: socket.socket) -> int:
    said = server.recv(NUMBER, socket.MSG_WAITALL)
    if not said:
        raise SystemExit("the warm server has gone")
    return int.from_bytes(said, signed=True)


def end(code: int) -> None:
    """End as the command did."""
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    end(main())
