"""`guanxi backup`: the whole installation in one file, while others work."""

from __future__ import annotations

from pathlib import Path

from core.cli.elements import Argument, Command, Option
from core.cli.errors import ProblemsFound
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.resources.options import DRY_RUN, JSON
from core.cli.words import confirm
from core.data.engine import Database
from core.errors import Forbidden
from core.labels import Label, translations
from core.services.backup.manifest import Manifest
from core.services.backup.verifying import LOST
from core.services.backup.writing import Contents, back_up, foresee

_ = translations("core")

REPLACES = _("{path} is there already; it will be replaced.")
WRITTEN = _("{path} written: {rows} rows, {files} attachments, {size} MB.")
WOULD_WRITE = _("{path} would hold {rows} rows and {files} attachments ({size} MB).")
NO_KEY = _("The secret key is not in it; keep a copy of {path} in another place.")
WITH_KEY = _("The secret key is in it: keep the file as you keep passwords.")
LEFT_BEHIND = _("Tables of nobody are not in it: {names}.")
LOOK = _("See guanxi doctor.")
BYTES, ROWS = _("Bytes backed up"), _("Rows backed up")
FILE = Argument("file", _("The file."), metavar="FILE.zip")
MACHINE = _("Only the administrator of the machine may do this; leave --as out.")


def command() -> Command:
    """The command."""
    return Command(
        "backup",
        _("Write the whole installation into one file, while others work."),
        run,
        (
            FILE,
            Option(["--with-secret-key"], _("Put the secret key into it, too."), is_flag=True),
            Option(["-y", "--yes", "--force", "yes"], _("Replace the file if it is there."), is_flag=True),
            DRY_RUN,
            JSON,
        ),
        (
            "guanxi backup monday.zip",
            "guanxi backup /media/disk/monday.zip --force",
            "guanxi backup monday.zip --dry-run --json",
        ),
    )


def run(
    invocation: Invocation, *, file: str, with_secret_key: bool, yes: bool, dry_run: bool, json: bool
) -> None:
    """Everything of one moment."""
    require_machine(invocation)
    path, app = Path(file).absolute(), invocation.ready_app()
    if dry_run:
        _foresee(invocation, path, foresee(app), json=json)
        return
    if path.exists():
        confirm(invocation, REPLACES.fill(path=path), path.name, yes=yes)
    progress = Progress(invocation, telling(app.database))
    manifest = back_up(app, path, with_secret_key=with_secret_key, told=progress)
    progress.finish()
    if json:
        invocation.output.json(**described(path, manifest), size=path.stat().st_size, dry_run=False)
    else:
        _tell(invocation, path, manifest)
    if manifest.lost:
        raise ProblemsFound(LOST.fill(count=manifest.lost), fix=LOOK)


def telling(database: Database) -> Label:
    """What is counted while it goes on."""
    return BYTES if database.path else ROWS


def require_machine(invocation: Invocation) -> None:
    """Raise Forbidden for a user: a backup holds what nobody but the machine's administrator may see."""
    if "acting_as" in invocation.given:
        raise Forbidden(why=MACHINE)


def described(path: Path, manifest: Manifest) -> dict[str, object]:
    """A backup for JSON."""
    return {
        "file": str(path),
        "at": manifest.at,
        "guanxi": manifest.guanxi,
        "database": manifest.database,
        "revisions": manifest.revisions,
        "rows": manifest.rows,
        "attachments": manifest.files.rows,
        "lost": manifest.lost,
        "left_behind": list(manifest.left_behind),
        "secret_key": manifest.has_secret_key,
    }


def megabytes(size: int) -> str:
    """In millions of bytes."""
    return f"{size / 1e6:,.1f}"


def _foresee(invocation: Invocation, path: Path, found: Contents, *, json: bool) -> None:
    if json:
        shown = {"rows": dict(found.rows), "attachments": found.files}
        invocation.output.json(file=str(path), **shown, dry_run=True)
        return
    rows, size = f"{sum(found.rows.values()):,}", megabytes(found.bytes)
    invocation.text(WOULD_WRITE.fill(path=path, rows=rows, files=found.files, size=size))
    invocation.note(DRY_RUN_NOTE)


def _tell(invocation: Invocation, path: Path, manifest: Manifest) -> None:
    counts = {"rows": f"{sum(manifest.rows.values()):,}", "files": manifest.files.rows}
    invocation.text(WRITTEN.fill(path=path, **counts, size=megabytes(path.stat().st_size)))
    if manifest.has_secret_key:
        invocation.note(WITH_KEY)
    elif invocation.settings.secret_key_file.exists():
        invocation.note(NO_KEY.fill(path=invocation.settings.secret_key_file))
    if manifest.left_behind:
        invocation.note(LEFT_BEHIND.fill(names=", ".join(manifest.left_behind)))
