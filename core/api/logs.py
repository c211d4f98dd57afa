"""How a serving process logs: one JSON object a line on standard error."""

from __future__ import annotations

import logging
from typing import Any, TextIO, cast

import structlog

from core.formats.plain_json import encode
from core.server.notes import StandardError


def configure_logging(level: str) -> None:
    """Log what is at least as important as `level` ("debug", "info", "warning", "error").

    Traces are plain text: structlog's own show the values of local variables, which hold passwords, and take
    seconds to draw.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, StandardError())),
    )


def _line(event: dict[str, Any], **options: Any) -> str:
    plain = {name: value if isinstance(value, int | float) else str(value) for name, value in event.items()}
    return encode(plain).decode()
