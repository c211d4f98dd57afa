"""Files for browsers: those of core and those of plugins.

Under `/static/~VERSION/...` a file may be kept for a year, since another version has another address; scripts
that name each other by relative addresses stay within their version. Without one, a browser asks each time.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

STATIC = Path(__file__).parent.parent / "static"
# Asked for again each time, answered 304 as long as the file is the same.
REVALIDATE = {"cache-control": "no-cache"}
KEPT = {"cache-control": "public, max-age=31536000, immutable"}
VERSION = "~"
WORTH_COMPRESSING = 1_000


def static_files(folder: Path = STATIC) -> ASGIApp:
    """What answers the files of a folder, compressed where that is worth it."""
    return GZipMiddleware(Static(folder), minimum_size=WORTH_COMPRESSING, compresslevel=6)


class Static(StaticFiles):
    """The files under /static."""

    def __init__(self, folder: Path = STATIC) -> None:
        super().__init__(directory=folder)

    def get_path(self, scope: Scope) -> str:
        """The path of the file, without the version that its address may begin with."""
        path = super().get_path(scope)
        first, _slash, rest = path.partition("/")
        scope["guanxi.kept"] = first.startswith(VERSION)
        return rest if first.startswith(VERSION) else path

    def file_response(
        self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200
    ) -> Response:
        """A file, to be kept or to be asked for again."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(KEPT if scope.get("guanxi.kept") else REVALIDATE)
        return response


@cache
def version(folder: Path = STATIC) -> str:
    """What changes when any file of a folder does."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


def static_address(path: str) -> str:
    """The address of a file of core that a browser may keep."""
    return f"/static/{VERSION}{version()}/{path}"
