"""Where the log of the program goes while a command runs: to stderr, so that stdout holds results only."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import EventDict


def log_to_stderr(*, debug: bool) -> None:
    """Send warnings and errors to stderr, each in one line; with `debug` everything, and tracebacks."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info if debug else _without_trace,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if debug else logging.WARNING),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),  # stderr as it is at that moment
    )


def _without_trace(_logger: object, _method: str, event: EventDict) -> EventDict:
    event.pop("exc_info", None)
    return event
