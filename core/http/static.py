"""Files for browsers: those of core and those of plugins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent.parent / "static"
# Asked for again each time, answered 304 as long as the file is the same.
REVALIDATE = {"cache-control": "no-cache"}


class Static(StaticFiles):
    """The files under /static."""

    def __init__(self, folder: Path = STATIC) -> None:
        super().__init__(directory=folder)

    def file_response(self, *arguments: Any, **keywords: Any) -> Response:
        """A file, to be revalidated by the browser."""
        response = super().file_response(*arguments, **keywords)
        response.headers.update(REVALIDATE)
        return response
