"""What a worker's process runs: the application, without what answers requests."""

from __future__ import annotations

from core.api.logs import configure_logging
from core.app import build
from core.config import load
from core.host.watching import Watch
from core.services.work import App


def working(watch: Watch | None = None) -> App:
    """The application of one process, with the settings that its environment and file say."""
    settings = load()
    configure_logging(settings.log_level)
    return build(settings, safe=settings.safe, watch=watch)
