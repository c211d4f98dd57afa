"""What the web server runs: `uvicorn --factory core.asgi:asgi`. Commands do without it, and so start fast."""

from __future__ import annotations

from starlette.applications import Starlette

from core.api.application import make_asgi
from core.api.logs import configure_logging
from core.app import build
from core.config import load


def asgi() -> Starlette:
    """The application of one process, with the settings that its environment and file say."""
    settings = load()
    configure_logging(settings.log_level)
    return make_asgi(build(settings))
