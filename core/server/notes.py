"""The supervisor's log: the same JSON lines as those of its children, without what theirs need."""

from __future__ import annotations

import json
import sys

from core.services.clock import utc_now


class StandardError:
    """Standard error, or nothing where it cannot be written to: its disk is full, its reader has gone.

    There is nobody else to tell, and who serves and who keeps the servers go on without a log.
    """

    def write(self, text: str) -> int:
        """Write, if that is possible."""
        try:
            return sys.stderr.write(text)
        except OSError:
            return 0

    def flush(self) -> None:
        """Write now what waits, if that is possible; otherwise it waits on."""
        try:
            sys.stderr.flush()
        except OSError:
            return


def note(level: str, event: str, **details: object) -> None:
    """Write one line on standard error."""
    line = {**details, "level": level, "timestamp": utc_now().isoformat(), "event": event}
    say(json.dumps(line, default=str))


def say(text: str) -> None:
    """Write one line for people."""
    standard_error = StandardError()
    standard_error.write(f"{text}\n")
    standard_error.flush()
