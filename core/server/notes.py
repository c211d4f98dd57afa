"""The supervisor's log: the same JSON lines as those of its children, without what theirs need."""

from __future__ import annotations

import json
import sys

from core.services.clock import utc_now


def note(level: str, event: str, **details: object) -> None:
    """Write one line on standard error."""
    line = {**details, "level": level, "timestamp": utc_now().isoformat(), "event": event}
    sys.stderr.write(f"{json.dumps(line, default=str)}\n")
    sys.stderr.flush()
