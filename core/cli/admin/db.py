"""`guanxi db`: whether the database fits the program, and making it fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.cli.admin import moving
from core.cli.elements import Argument, Command, Group
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.resources.options import DRY_RUN, JSON
from core.data import migrations
from core.data.history import CORE, load_history
from core.labels import translations
from core.services import reindexing
from core.services.plugins import upgrading

_ = translations("core")

APPLIED = _("{owner}: {count} migrations applied.")
REINDEXED = _("{records}: {count} looked at.")
WHAT = _("Records")
NOTHING = _("Nothing to do.")
SKIPPED = _("{name} was skipped: {reason}")


def command() -> Group:
    """The group."""
    return Group(
        "db",
        _("See, upgrade and move the database."),
        (
            Command(
                "status",
                _("Show which database it is, and whether it fits the program."),
                status,
                (JSON,),
                ("guanxi db status", "guanxi db status --json"),
            ),
            Command(
                "upgrade",
                _("Bring the tables up to the program."),
                upgrade,
                (DRY_RUN, JSON),
                ("guanxi db upgrade", "guanxi db upgrade --dry-run"),
            ),
            Command(
                "reindex",
                _("Make the search index anew, while others go on working."),
                reindex,
                (Argument("kinds", _("Only these kinds of records."), nargs=-1, metavar="[KIND...]"), JSON),
                ("guanxi db reindex", "guanxi db reindex customers contacts"),
            ),
            moving.command(),
        ),
        ("guanxi db status", "guanxi db upgrade"),
    )


def status(invocation: Invocation, *, json: bool) -> None:
    """The database, its revision, and what waits."""
    database = invocation.ready_app().database
    shown = {
        "database": invocation.settings.explain("database_url").value,
        "revision": migrations.current(database, CORE),
        "newest": load_history(CORE).head,
        "pending": len(migrations.pending(database, [CORE]).get(CORE.name, ())),
        "pending_of_plugins": sum(len(item.revisions) for item in _of_plugins(invocation)),
    }
    if json:
        invocation.output.json(data=shown)
        return
    rows = [[name, str(value if value is not None else "-")] for name, value in shown.items()]
    invocation.table((_("What"), _("Value")), rows)


def reindex(invocation: Invocation, *, kinds: Sequence[str], json: bool) -> None:
    """Look at every record, and write the entries that are not as they should be."""
    app, progress = invocation.ready_app(), Progress(invocation, WHAT)
    done = reindexing.reindex(lambda: app.work(app.system()), kinds, lambda count: progress(count, 0.0))
    progress.finish()
    if json:
        invocation.output.json(data=done)
        return
    for name, count in done.items():
        invocation.text(REINDEXED.fill(records=app.registry.type_of(name).resource.title, count=count))


def _of_plugins(invocation: Invocation) -> list[upgrading.Waiting]:
    return upgrading.waiting(invocation.app.database, invocation.app.places)


def upgrade(invocation: Invocation, *, dry_run: bool, json: bool) -> None:
    """Apply what waits, core's first, then that of the plugins; a dry run counts it.

    A plugin that cannot be upgraded does not keep the others from it; it is named, and its error raised last.
    """
    app = invocation.app
    applied = dict(migrations.pending(app.database, [CORE]))
    if applied and not dry_run:
        migrations.upgrade(app.database, [CORE])
    found = _of_plugins(invocation)
    plugins = found if dry_run else list(upgrading.upgrade(app.database, found))
    applied |= {item.name: item.revisions for item in plugins if item.revisions and not item.skipped}
    skipped = {item.name: item.skipped for item in plugins if item.skipped}
    if json:
        shown = {owner: list(revisions) for owner, revisions in applied.items()}
        invocation.output.json(applied=shown, skipped=skipped, dry_run=dry_run)
    else:
        _tell(invocation, applied, skipped, dry_run=dry_run)
    if error := next((item.error for item in plugins if item.error), None):
        raise error


def _tell(
    invocation: Invocation,
    applied: Mapping[str, Sequence[str]],
    skipped: Mapping[str, str],
    *,
    dry_run: bool,
) -> None:
    for owner, revisions in applied.items():
        invocation.text(APPLIED.fill(owner=owner, count=len(revisions)))
    for name, reason in skipped.items():
        invocation.note(SKIPPED.fill(name=name, reason=reason))
    if not applied:
        invocation.text(NOTHING)
    if dry_run:
        invocation.note(DRY_RUN_NOTE)
