"""What the web server runs: `uvicorn --factory core.asgi:asgi`. Commands do without it, and so start fast."""

from __future__ import annotations

from starlette.applications import Starlette

from core.api.application import make_asgi
from core.app import build
from core.config import load
from core.host.translations import Catalogues


def asgi() -> Starlette:
    """The application of one process, with the settings that its environment and file say."""
    return make_asgi(build(load({})), Catalogues().accepting)
