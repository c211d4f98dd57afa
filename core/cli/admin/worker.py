"""`guanxi worker`: do jobs, until Ctrl-C."""

from __future__ import annotations

from core.cli.admin.supervising import hand_over, listening, supervise
from core.cli.elements import Command, Option
from core.cli.installation import require_database
from core.cli.invocation import SETTINGS, Invocation
from core.config import load
from core.labels import translations
from core.server.launch import address

_ = translations("core")

WORKING = _("Doing jobs, {count} at once. Ctrl-C ends it.")
NUMBERS = _("Numbers for Prometheus: {url}/metrics")


def command() -> Command:
    """The command."""
    return Command(
        "worker",
        _("Do jobs, beside servers that do not; any number of workers may share a database."),
        run,
        (
            Option(["--processes"], _("How many jobs are done at once."), type=int, metavar="N"),
            Option(["--metrics-port"], _("Tell numbers for Prometheus on this port."), type=int, metavar="N"),
            Option(["--safe"], _("Run without plugins; their jobs wait."), is_flag=True),
        ),
        ("guanxi worker", "guanxi worker --processes 4 --metrics-port 9100"),
    )


def run(invocation: Invocation, *, processes: int | None, metrics_port: int | None, safe: bool) -> None:
    """Check what can be checked before, then become the supervisor of processes that do jobs."""
    flags = {**{name: invocation.given.get(name) for name in SETTINGS}, "worker_processes": processes}
    flags |= {"worker_metrics_port": metrics_port, "safe": safe or None}
    settings = load(flags)
    require_database(settings)
    greeting = invocation.translate(WORKING.fill(count=settings.worker_processes))
    metrics = None
    if settings.worker_metrics_port is not None:
        listener = listening(settings.host, settings.worker_metrics_port, "--metrics-port")
        greeting = f"{greeting}\n{invocation.translate(NUMBERS.fill(url=address(listener)))}"
        metrics = listener.detach()
    invocation.close()
    hand_over(flags)
    jobs = settings.worker_processes
    supervise(invocation, settings, None, 0, job_workers=jobs, greeting=greeting, metrics=metrics)
