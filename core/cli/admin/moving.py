"""`guanxi db move`: the installation on another database."""

from __future__ import annotations

from core.cli.admin.backup import require_machine
from core.cli.elements import Argument, Command
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.resources.options import DRY_RUN, JSON
from core.config import HIDDEN, PASSWORD
from core.labels import translations
from core.services.moving.moving import move, plan_moving

_ = translations("core")

MOVING = _("Rows moved")
MOVED = _("{rows} rows of {tables} tables moved and compared; the old database is as it was.")
WOULD = _("{rows} rows of {tables} tables would be moved.")
SWITCH = _("To use the new one, run guanxi config set database_url with its URL, then start the servers.")
BEHIND = _("Tables of nobody stay behind: {names}.")
STILL_RUN = _("Servers or workers still run ({names}): end them before you move.")


def command() -> Command:
    """The command."""
    return Command(
        "move",
        _("Copy everything into an empty database of another kind, and compare it; nobody writes meanwhile."),
        run,
        (
            Argument("url", _("The empty database; a file must not be there yet."), metavar="URL"),
            DRY_RUN,
            JSON,
        ),
        (
            "guanxi db move postgresql://user:password@host/guanxi --dry-run",
            "guanxi db move postgresql://user:password@host/guanxi",
        ),
    )


def run(invocation: Invocation, *, url: str, dry_run: bool, json: bool) -> None:
    """Everything or nothing; which database is used, the administrator says afterwards."""
    require_machine(invocation)
    app = invocation.ready_app()
    plan = plan_moving(app, url)
    if dry_run:
        rows = plan.rows
    else:
        progress, total = Progress(invocation, MOVING), sum(plan.rows.values())
        rows = move(app, plan, lambda done: progress(done, min(1, done / total) if total else 1))
        progress.finish()
    if json:
        shown = {"rows": dict(rows), "left_behind": list(plan.left_behind), "running": list(plan.running)}
        invocation.output.json(database_url=PASSWORD.sub(rf"\1\3{HIDDEN}\2", url), **shown, dry_run=dry_run)
        return
    counts = {"rows": f"{sum(rows.values()):,}", "tables": len(rows)}
    invocation.text((WOULD if dry_run else MOVED).fill(**counts))
    if plan.left_behind:
        invocation.note(BEHIND.fill(names=", ".join(plan.left_behind)))
    if dry_run and plan.running:
        invocation.note(STILL_RUN.fill(names=", ".join(plan.running)))
    invocation.note(DRY_RUN_NOTE if dry_run else SWITCH)
