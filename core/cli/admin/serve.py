"""`guanxi serve`: the API, until Ctrl-C."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

from core.cli.elements import Command, Option
from core.cli.errors import UsageProblem
from core.cli.installation import behind
from core.cli.invocation import SETTINGS, Invocation
from core.config import PREFIX, Settings, load
from core.errors import ConfigurationError
from core.labels import translations

_ = translations("core")

APPLICATION = "core.asgi:asgi"
"""What uvicorn imports in each of its processes; the settings reach them through the environment."""

SERVING = _("Serving at {url} (documentation: {url}/api/docs). Ctrl-C ends it.")
ONE_WORKER = _("With --reload there is one worker.")
TAKEN = _("{host}:{port} cannot be served on.")
OTHER_PORT = _("Name another one with --port, or end the program that uses it.")


def command() -> Command:
    """The command."""
    return Command(
        "serve",
        _("Serve the API and its documentation."),
        run,
        (
            Option(["--host"], _("The address to serve on; 0.0.0.0 is every one."), metavar="ADDRESS"),
            Option(["--port"], _("The port to serve on."), type=int, metavar="N"),
            Option(["--workers"], _("How many processes serve."), type=int, metavar="N"),
            Option(["--reload"], _("Begin anew when code changes; for developers."), is_flag=True),
        ),
        ("guanxi serve", "guanxi serve --host 0.0.0.0 --port 8080 --workers 4", "guanxi serve --reload"),
    )


def run(
    invocation: Invocation, *, host: str | None, port: int | None, workers: int | None, reload: bool
) -> None:
    """Check what can be checked before, then serve."""
    if reload and workers not in (None, 1):
        raise UsageProblem(ONE_WORKER)
    flags = {"host": host, "port": port, "workers": 1 if reload else workers}
    serve(invocation, flags, reload=reload)


def serve(invocation: Invocation, flags: Mapping[str, object], *, reload: bool = False) -> None:
    """Serve until somebody ends it."""
    flags = {**{name: invocation.given.get(name) for name in SETTINGS}, **flags}
    settings = load(flags)
    problem = behind(invocation.ready_app())
    if problem:
        raise problem
    _require_free(settings)
    invocation.close()  # before processes are forked
    _hand_over(flags)
    invocation.note(SERVING.fill(url=f"http://{settings.host}:{settings.port}"))
    import uvicorn

    uvicorn.run(
        APPLICATION,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        reload=reload,
        log_level=settings.log_level,
        access_log=False,  # core.api logs requests itself
        server_header=False,
    )


def _hand_over(flags: Mapping[str, object]) -> None:
    """Let the processes that serve find what was said here."""
    os.environ.update(
        {PREFIX + name.upper(): str(value) for name, value in flags.items() if value is not None}
    )


def _require_free(settings: Settings) -> None:
    """Raise ConfigurationError if the address cannot be served on."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            text = TAKEN.fill(host=settings.host, port=settings.port)
            raise ConfigurationError(text, why=error.strerror or str(error), fix=OTHER_PORT) from error
