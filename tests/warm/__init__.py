"""`guanxi` from a process that has everything loaded: most of a short command's time is loading.

`server` forks for each command, and the fork has the words, environment, folder and files of the caller.
`client` is what tests start in place of `guanxi`: it passes signals on, and ends as the command did.
How a process begins, serves and is killed is tried with `cli.py`.
"""

from __future__ import annotations

import os
import socket
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

HERE = Path(__file__).parent
WAITING = 64  # callers, more than there ever are


@cache
def warm_command() -> tuple[str, ...]:
    """What to start in place of `guanxi`; its server ends with this process."""
    address = Path(mkdtemp(prefix="guanxi-warm-")) / "socket"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(address))
        door.listen(WAITING)
        command = [sys.executable, "-m", "tests.warm.server", str(address)]
        # Not Popen, which wants to be waited for: the door is the server's stdin.
        os.posix_spawn(
            sys.executable,
            command,
            {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(HERE.parents[1])},
            file_actions=[(os.POSIX_SPAWN_DUP2, door.fileno(), 0)],
            setsid=True,
        )
    return (sys.executable, "-IS", str(HERE / "client.py"), str(address))
