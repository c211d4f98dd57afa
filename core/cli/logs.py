"""Where the log of the program goes while a command runs: to stderr, so that stdout holds results only."""

from __future__ import annotations

import logging
import sys

import structlog


def log_to_stderr(*, debug: bool) -> None:
    """Send warnings and errors (with `debug` everything) to stderr."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if debug else logging.WARNING),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),  # stderr as it is at that moment
    )
