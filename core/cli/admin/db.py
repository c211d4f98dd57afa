"""`guanxi db`: whether the database fits the program, and making it fit."""

from __future__ import annotations

from collections.abc import Mapping

from core.cli.elements import Command, Group
from core.cli.invocation import Invocation
from core.cli.resources.options import DRY_RUN, JSON
from core.cli.tables import Table
from core.data import migrations
from core.data.history import CORE, load_history
from core.labels import translations

_ = translations("core")

APPLIED = _("{owner}: {count} migrations applied.")
NOTHING = _("Nothing to do.")


def command() -> Group:
    """The group."""
    return Group(
        "db",
        _("See and upgrade the database."),
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
    }
    if json:
        invocation.output.json(data=shown)
        return
    titles = [invocation.translate(title) for title in (_("What"), _("Value"))]
    rows = [[name, str(value if value is not None else "-")] for name, value in shown.items()]
    invocation.output.table(Table(titles), [rows])


def upgrade(invocation: Invocation, *, dry_run: bool, json: bool) -> None:
    """Apply what waits; a dry run counts it."""
    database = invocation.app.database
    waiting: Mapping[str, tuple[str, ...]] = migrations.pending(database, [CORE])
    if waiting and not dry_run:
        migrations.upgrade(database, [CORE])
    if json:
        invocation.output.json(
            applied={owner: list(found) for owner, found in waiting.items()}, dry_run=dry_run
        )
        return
    for owner, found in waiting.items():
        invocation.text(APPLIED.fill(owner=owner, count=len(found)))
    if not waiting:
        invocation.text(NOTHING)
    if dry_run:
        invocation.note(_("Dry run: nothing was changed."))
