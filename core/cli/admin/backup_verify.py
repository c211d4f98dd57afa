"""`guanxi backup-verify`: whether a backup is whole and could be restored."""

from __future__ import annotations

from pathlib import Path

from core.cli.admin.backup import described, require_machine
from core.cli.elements import Argument, Command
from core.cli.errors import ProblemsFound
from core.cli.installation import behind, database_exists
from core.cli.invocation import Invocation
from core.cli.progress import Progress
from core.cli.resources.options import JSON
from core.labels import translations
from core.services.backup import noting
from core.services.backup.verifying import verify
from core.services.clock import utc_now

_ = translations("core")

READING = _("Bytes read")
WHOLE = _("{path} is whole: {rows} rows, {files} attachments, written {at} by version {version}.")
NOT_WHOLE = _("{path} is not as it must be.")
MAKE_ANOTHER = _("Make another backup, and look at the disk that this one lies on.")


def command() -> Command:
    """The command."""
    return Command(
        "backup-verify",
        _("Read a whole backup: hashes, rows, the database in it; nothing is changed."),
        run,
        (Argument("file", _("The backup."), metavar="FILE.zip"), JSON),
        ("guanxi backup-verify monday.zip", "guanxi backup-verify monday.zip --json"),
    )


def run(invocation: Invocation, *, file: str, json: bool) -> None:
    """Where there is an installation, it notes that a backup was looked at and found whole."""
    require_machine(invocation)
    path, progress = Path(file).absolute(), Progress(invocation, READING)
    found = verify(path, progress)
    progress.finish()
    manifest = found.manifest
    if not found.problems:
        _note(invocation)
    if json:
        shown = described(path, manifest) if manifest else {"file": str(path)}
        problems = [invocation.translate(each) for each in found.problems]
        invocation.output.json(**shown, problems=problems)
    elif manifest and not found.problems:
        counts = {"rows": f"{sum(manifest.rows.values()):,}", "files": manifest.files.rows}
        at = f"{manifest.at:%Y-%m-%d %H:%M} UTC"
        invocation.text(WHOLE.fill(path=path, **counts, at=at, version=manifest.guanxi))
    if found.problems:
        why = "; ".join(invocation.translate(each) for each in found.problems)
        raise ProblemsFound(NOT_WHOLE.fill(path=path), why=why, fix=MAKE_ANOTHER)


def _note(invocation: Invocation) -> None:
    if database_exists(invocation.settings) and not behind(invocation.app):
        noting.note(invocation.app.database, noting.VERIFIED, utc_now())
