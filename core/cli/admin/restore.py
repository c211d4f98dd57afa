"""`guanxi restore`: an installation out of its backup, into an empty place."""

from __future__ import annotations

from pathlib import Path

import core
from core.cli.admin.backup import require_machine
from core.cli.elements import Argument, Command
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.resources.options import DRY_RUN, JSON
from core.labels import translations
from core.services.backup.restoring import Restored, Restoring
from core.services.backup.unpacking import Backup
from core.services.clock import utc_now

_ = translations("core")

PROGRAM = Path(core.__file__).parents[1]
"""The folder that core, plugins and industry packs lie in."""

RESTORING = _("Restored")
DONE = _("{rows} rows and {files} attachments restored into {home}.")
WOULD = _("{rows} rows and {files} attachments would be restored into {home}.")
NEEDS_UPGRADE = _("Its tables are older than this version: run guanxi db upgrade.")
NEEDS_KEY = _("The backup holds no secret key: put yours into {path}, or run guanxi init for a new one.")
SWITCH = _("To use this database from now on, run guanxi config set database_url with its URL.")
KEPT = _("What was there already stays as it was: {names}.")


def command() -> Command:
    """The command."""
    return Command(
        "restore",
        _("Bring an installation back from a backup, into an empty folder and an empty database."),
        run,
        (Argument("file", _("The backup."), metavar="FILE.zip"), DRY_RUN, JSON),
        (
            "guanxi restore monday.zip --home drill",
            "guanxi restore monday.zip --home new --database-url postgresql://user:password@host/empty",
        ),
    )


def run(invocation: Invocation, *, file: str, dry_run: bool, json: bool) -> None:
    """All or nothing."""
    require_machine(invocation)
    settings, progress = invocation.settings, Progress(invocation, RESTORING)
    with Backup.open(Path(file).absolute()) as backup:
        restoring = Restoring(backup, settings, PROGRAM, utc_now(), progress)
        if dry_run:
            restoring.check()
            done = Restored(backup.manifest, backup.manifest.rows, (), ())
        else:
            done = restoring.run()
    progress.finish()
    if json:
        shown = {"rows": dict(done.rows), "attachments": done.manifest.files.rows, "kept": list(done.kept)}
        invocation.output.json(
            home=str(settings.home), **shown, needs_upgrade=list(done.waiting), dry_run=dry_run
        )
        return
    _tell(invocation, done, dry_run=dry_run)


def _tell(invocation: Invocation, done: Restored, *, dry_run: bool) -> None:
    settings = invocation.settings
    counts = {"rows": f"{sum(done.rows.values()):,}", "files": done.manifest.files.rows}
    invocation.text((WOULD if dry_run else DONE).fill(home=settings.home, **counts))
    if dry_run:
        invocation.note(DRY_RUN_NOTE)
        return
    if done.waiting:
        invocation.note(NEEDS_UPGRADE)
    if done.kept:
        invocation.note(KEPT.fill(names=", ".join(done.kept)))
    if settings.explain("database_url").origin == "flag":
        invocation.note(SWITCH)
    if not settings.secret_key and not settings.secret_key_file.exists():
        invocation.note(NEEDS_KEY.fill(path=settings.secret_key_file))
