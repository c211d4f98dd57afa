"""What the web server runs: `uvicorn --factory core.asgi:asgi`. Commands do without it, and so start fast."""

from __future__ import annotations

from starlette.applications import Starlette

from core.api.application import make_asgi
from core.api.logs import configure_logging
from core.app import build
from core.config import load
from core.host.watching import Watch
from core.services.work import App
from core.web.site import Website


def asgi(watch: Watch | None = None) -> Starlette:
    """The application of one process, with the settings that its environment and file say.

    `watch` learns which hooks run; `state.app` of the answer is the `App`.
    """
    settings = load()
    configure_logging(settings.log_level)
    app = build(settings, safe=settings.safe, watch=watch)
    site = served(app)
    site.state.app = app
    return site


def served(app: App) -> Starlette:
    """API and web of an application."""
    return make_asgi(app, Website)
