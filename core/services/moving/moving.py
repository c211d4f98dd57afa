"""Move an installation to another database: everything copied and compared, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from core.data.copying import require_empty
from core.data.engine import Database
from core.data.exact_rows import count_rows
from core.data.options import DatabaseOptions
from core.data.owners import require_upgraded
from core.data.snapshot import snapshot
from core.data.whole_sqlite import remove_database
from core.errors import Conflict
from core.labels import translations
from core.services import processes
from core.services.archives.passing import Report
from core.services.archives.whole_file import DRAFT, sync
from core.services.moving.building import Built, build, plan_building, revisions_of, strangers, tables_of
from core.services.moving.copying import Copier, rows_of
from core.services.work import App

_ = translations("core")

SAME = _("This is the database that the installation uses already.")
OTHER_URL = _("Name another one, such as postgresql://user:password@host/name.")
RUNNING = _("Servers or workers of this installation still run; nothing was changed.")
THEY_ARE = _("They are {names}: what they write after the copy would be lost.")
END_THEM = _("End them, then try again; start them with the new database_url.")
FILE_THERE = _("The file {path} is there already; nothing was changed.")


@dataclass(frozen=True, slots=True)
class Moving:
    """What is to be copied: rows by table, and tables of nobody, which stay behind."""

    target: Database
    owners: tuple[Built, ...]
    rows: Mapping[str, int]
    left_behind: tuple[str, ...]
    running: tuple[str, ...]


def plan_moving(app: App, url: str) -> Moving:
    """Look at both databases.

    Raises Conflict for a target that is not empty, is the present one, or cannot get a plugin's tables;
    MigrationError for an old source; ConfigurationError or Busy for a target that cannot be reached.
    """
    target = Database(url, DatabaseOptions(threads=1, lock_timeout=app.settings.lock_timeout))
    if target.url == app.database.url or (target.path and target.path == app.database.path):
        raise Conflict(SAME, fix=OTHER_URL)
    require_empty_database(target)
    with app.database.reading() as connection:
        require_upgraded(connection)
        wanted = revisions_of(connection)
        names = [shape.name for shape in tables_of(connection, wanted)]
        running = processes.living(connection, app.clock())
        return Moving(
            target=target,
            owners=tuple(plan_building(app.places, wanted)),
            rows=count_rows(connection, names),
            left_behind=tuple(strangers(connection, wanted)),
            running=tuple(f"{each.host}:{each.pid}" for each in running),
        )


def move(app: App, plan: Moving, report: Report = lambda _rows: None) -> Mapping[str, int]:
    """Copy everything; answers the rows of each table.

    Nobody writes to the source meanwhile, and nothing of it changes. Raises Conflict while servers or workers
    run, for rows that the target does not take, and if what was written is not what was read.
    """
    if plan.running:
        raise Conflict(RUNNING, why=THEY_ARE.fill(names=", ".join(plan.running)), fix=END_THEM)
    with (
        app.database.changing_plugins(schema=False),
        snapshot(app.database) as source,
        new_database(plan.target) as target,
        target.migrating() as into,
    ):
        require_empty(into)
        build(into, plan.owners)
        names = [each.owner.name for each in plan.owners]
        found = {shape.name: shape for shape in tables_of(into, names)}
        copier = Copier(into, app.database.kind, found, report)
        return copier.copy(rows_of(source, tables_of(source, names)))


@contextmanager
def new_database(target: Database) -> Iterator[Database]:
    """The target; a file gets its name only when all has gone well."""
    if target.path is None:
        try:
            yield target
        finally:
            target.dispose()
        return
    draft = target.path.with_name(target.path.name + DRAFT)
    remove_database(draft)
    made = Database(f"sqlite:///{draft}", target.options)
    try:
        yield made
        made.dispose()
        sync(draft)
        draft.rename(target.path)
        sync(target.path.parent)
    finally:
        made.dispose()
        remove_database(draft)


def require_empty_database(target: Database) -> None:
    """Raise Conflict for a file that is there, or a database of PostgreSQL in which there is anything."""
    if target.path:
        if target.path.exists():
            raise Conflict(FILE_THERE.fill(path=target.path), fix=OTHER_URL)
        return
    try:
        with target.reading() as connection:
            require_empty(connection)
    finally:
        target.dispose()
