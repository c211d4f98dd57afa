"""`guanxi` in processes of its own: pipes, terminals, signals.

`start` begins a new process, for tests of how one begins, runs and ends. `run` and `on_terminal` ask a warm
one, unless variables are given that Python reads when it begins.
"""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from select import select
from typing import Any

from tests.warm import warm_command

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, str(ROOT / "cli.py"))
PATIENCE = 300


def environment(home: Path, **more: str) -> dict[str, str]:
    """That of the tests, without what would change how Guanxi speaks."""
    changing = ("GUANXI_", "LC_", "LANG", "NO_COLOR", "_GUANXI", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(changing)}
    return {**kept, "GUANXI_HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm", **more}


def start(
    home: Path,
    *words: str,
    env: Mapping[str, str] | None = None,
    command: Sequence[str] = COMMAND,
    **options: Any,
) -> subprocess.Popen[str]:
    """A running `guanxi`."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([*command, *words], env=environment(home, **(env or {})), text=True, **pipes)


def run(
    home: Path, *words: str, env: Mapping[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """`guanxi` from beginning to end."""
    command = [*_suitable(env or {}), *words]
    variables = environment(home, **(env or {}))
    return subprocess.run(
        command, env=variables, input=stdin, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def on_terminal(
    home: Path,
    *words: str,
    columns: int = 80,
    answers: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """The exit code, and all that a terminal of this width shows; `answers` follow their questions."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    terminal = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = start(home, *words, env=env, command=_suitable(env or {}), **terminal)
    os.close(theirs)
    shown = _conversation(ours, dict(answers or {}))
    os.close(ours)
    return process.wait(PATIENCE), shown.replace("\r\n", "\n")


def _suitable(env: Mapping[str, str]) -> Sequence[str]:
    begins_otherwise = any(name.startswith(("PYTHON", "LC_")) for name in env)
    return COMMAND if begins_otherwise else warm_command()


def _conversation(terminal: int, answers: dict[str, str]) -> str:
    """What is written until the last writer has gone; each question is answered when it has been asked."""
    shown = b""
    while block := _read(terminal):
        shown += block
        for question in [text for text in answers if text.encode() in shown]:
            os.write(terminal, answers.pop(question).encode())
    return shown.decode()


def _read(terminal: int) -> bytes:
    if not select([terminal], [], [], PATIENCE)[0]:
        raise TimeoutError("nothing happens on the terminal")
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says EIO when nobody is left at the other end
        return b""
