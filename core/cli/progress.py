"""Progress on stderr for what takes more than a second: how many, how fast, and how long still."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from core.cli.invocation import Invocation
from core.cli.output import is_terminal
from core.labels import Label, translations

_ = translations("core")

FIRST_AFTER = 1.0
ON_TERMINAL, IN_FILE = 0.2, 5.0
"""Seconds between two reports: a terminal rewrites its line, a file gets a new one."""

LINE = _("{what}: {done} · {rate}/s · {left} left")


class Progress:
    """Tells how far something is. Call it as often as you like."""

    def __init__(
        self, invocation: Invocation, what: Label, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._invocation = invocation
        self._what = what
        self._now = now
        self._terminal = is_terminal(sys.stderr)
        self._start = now()
        self._next = self._start + FIRST_AFTER
        self._width = 0

    def __call__(self, done: int, share: float) -> None:
        """`done` of something are done; `share` of all, from 0 to 1."""
        now = self._now()
        if now < self._next:
            return
        self._next = now + (ON_TERMINAL if self._terminal else IN_FILE)
        seconds = now - self._start
        left = seconds / share - seconds if share > 0 else 0
        line = LINE.fill(what=self._what, done=f"{done:,}", rate=f"{done / seconds:,.0f}", left=_clock(left))
        self._show(self._invocation.translate(line))

    def finish(self) -> None:
        """Take the line away from the terminal."""
        if self._width:
            self._invocation.output.rewrite(" " * self._width)
            self._invocation.output.rewrite("")

    def _show(self, line: str) -> None:
        if self._terminal:
            self._invocation.output.rewrite(line.ljust(self._width))
            self._width = max(self._width, len(line))
        else:
            self._invocation.output.note(line)


def _clock(seconds: float) -> str:
    """`1:02:03`, or `2:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
