"""`guanxi serve`: the API, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Mapping

from core.cli.admin.supervising import hand_over, listening, supervise
from core.cli.elements import Command, Option
from core.cli.errors import UsageProblem
from core.cli.installation import require_database
from core.cli.invocation import SETTINGS, Invocation
from core.config import Settings, load
from core.labels import translations
from core.server.launch import address

_ = translations("core")

APPLICATION = "core.asgi:asgi"
"""What uvicorn imports when it begins anew by itself."""

SERVING = _("Serving at {url} (documentation: {url}/api/docs). Ctrl-C ends it.")
ONE_WORKER = _("With --reload there is one worker.")


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
            Option(["--safe"], _("Run without plugins, to mend what one of them broke."), is_flag=True),
        ),
        ("guanxi serve", "guanxi serve --host 0.0.0.0 --port 8080 --workers 4", "guanxi serve --safe"),
    )


def run(
    invocation: Invocation,
    *,
    host: str | None,
    port: int | None,
    workers: int | None,
    reload: bool,
    safe: bool,
) -> None:
    """Check what can be checked before, then serve."""
    if reload and workers not in (None, 1):
        raise UsageProblem(ONE_WORKER)
    flags = {"host": host, "port": port, "workers": 1 if reload else workers, "safe": safe or None}
    serve(invocation, flags, reload=reload)


def serve(invocation: Invocation, flags: Mapping[str, object], *, reload: bool = False) -> None:
    """Serve until somebody ends it: this process becomes the supervisor."""
    flags = {**{name: invocation.given.get(name) for name in SETTINGS}, **flags}
    settings = load(flags)
    require_database(settings)
    listener = listening(settings.host, settings.port, "--port")
    greeting = invocation.translate(SERVING.fill(url=address(listener)))
    invocation.close()
    hand_over(flags)
    if reload:
        listener.close()
        invocation.note(greeting)
        _serve_reloading(settings)
        return
    job_workers = settings.worker_processes if settings.serves_jobs else 0
    supervise(
        invocation, settings, listener.fileno(), settings.workers, job_workers=job_workers, greeting=greeting
    )


def _serve_reloading(settings: Settings) -> None:
    """Serve in one process that uvicorn begins anew when code changes."""
    import uvicorn

    uvicorn.run(
        APPLICATION,
        factory=True,
        host=settings.host,
        port=settings.port,
        reload=True,
        log_level=settings.log_level,
        access_log=False,  # core.api logs requests itself
        server_header=False,
    )
