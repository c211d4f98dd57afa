"""`guanxi worker`: do jobs, until Ctrl-C."""

from __future__ import annotations

from core.cli.admin.supervising import hand_over, supervise
from core.cli.elements import Command, Option
from core.cli.installation import require_database
from core.cli.invocation import SETTINGS, Invocation
from core.config import load
from core.labels import translations

_ = translations("core")

WORKING = _("Doing jobs, {count} at once. Ctrl-C ends it.")


def command() -> Command:
    """The command."""
    return Command(
        "worker",
        _("Do jobs, beside servers that do not; any number of workers may share a database."),
        run,
        (
            Option(["--processes"], _("How many jobs are done at once."), type=int, metavar="N"),
            Option(["--safe"], _("Run without plugins; their jobs wait."), is_flag=True),
        ),
        ("guanxi worker", "guanxi worker --processes 4"),
    )


def run(invocation: Invocation, *, processes: int | None, safe: bool) -> None:
    """Check what can be checked before, then become the supervisor of processes that do jobs."""
    flags = {**{name: invocation.given.get(name) for name in SETTINGS}, "worker_processes": processes}
    flags["safe"] = safe or None
    settings = load(flags)
    require_database(settings)
    greeting = invocation.translate(WORKING.fill(count=settings.worker_processes))
    invocation.close()
    hand_over(flags)
    supervise(invocation, settings, None, 0, job_workers=settings.worker_processes, greeting=greeting)
