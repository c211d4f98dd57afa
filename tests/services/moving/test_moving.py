"""Everything moves to the other kind of database, compared; what is in the way is said, nothing changes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.config import Settings
from core.data import bulk, copying
from core.data.engine import Database
from core.data.exact_rows import values
from core.data.migrations import downgrade
from core.data.owners import CORE
from core.errors import Conflict, MigrationError
from core.services import processes, records
from core.services.moving import moving
from core.services.moving.building import revisions_of, tables_of
from core.services.processes import Living
from core.services.work import App
from core.testing.databases import Databases
from tests.services.backup.conftest import NOTHING, everything, lived, running
from tests.services.plugins.conftest import life, plugins

__all__ = ["life", "lived", "plugins"]

KINDS = ("sqlite", "postgresql")


@pytest.fixture
def empty(databases_of: Callable[[str], Databases], database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of the other kind."""
    if database_kind == "postgresql":
        yield f"sqlite:///{tmp_path / 'moved.sqlite3'}"
        return
    with databases_of("postgresql").fresh(NOTHING) as url:
        yield url


def canonical(database: Database) -> dict[str, list[Any]]:
    """All rows in a form that is the same on both databases."""
    with database.reading() as connection:
        return {
            shape.name: sorted(
                map(
                    repr,
                    map(copying.canonical_form(shape, shape.columns), values(connection, shape.select())),
                )
            )
            for shape in tables_of(connection, revisions_of(connection))
        }


def test_everything_moves_with_the_tables_of_disabled_plugins(lived: App, empty: str) -> None:
    before = everything(lived.database)
    plan = moving.plan_moving(lived, empty)
    assert moving.move(lived, plan) == plan.rows
    assert everything(lived.database) == before
    with running(Settings(home=lived.settings.home, database_url=empty)) as app:
        assert canonical(app.database) == canonical(lived.database)
        with app.work(app.system()) as work:
            assert records.create(work, "customers", [{"name": "Next"}]) == [3]
            assert records.create(work, "tags", [{"name": "new"}]) > [2]


def test_a_target_that_is_not_empty_is_refused(lived: App, empty: str) -> None:
    moving.move(lived, moving.plan_moving(lived, empty))
    for url in (empty, lived.settings.database_url):
        with pytest.raises(Conflict):
            moving.plan_moving(lived, url)


def test_nothing_is_moved_while_servers_run(app: App, empty: str) -> None:
    living = Living(
        host="here", pid=7, role="server", generation=0, started_at=app.clock(), heartbeat_at=app.clock()
    )
    with app.database.writing() as connection:
        processes.register(connection, living)
    plan = moving.plan_moving(app, empty)
    assert plan.running == ("here:7",)
    with pytest.raises(Conflict, match="here:7"):
        moving.move(app, plan)
    moving.plan_moving(app, empty)  # it is still empty


def test_a_plugin_whose_code_is_gone_is_named(lived: App, empty: str) -> None:
    (lived.settings.home / "plugins" / "club" / "plugin.toml").unlink()
    (lived.settings.home / "plugins" / "club").rename(lived.settings.home / "gone")
    with pytest.raises(Conflict, match="only it can make their tables: club"):
        moving.plan_moving(lived, empty)


@pytest.mark.databases("sqlite")
def test_what_postgresql_does_not_take_is_said_and_nothing_moved(app: App, empty: str) -> None:
    with app.database.writing() as connection:
        connection.execute(text("INSERT INTO core_setting VALUES ('x.y', 'a' || char(0) || 'b')"))
    plan = moving.plan_moving(app, empty)
    with pytest.raises(Conflict, match="core_setting does not take them"):
        moving.move(app, plan)
    moving.plan_moving(app, empty)  # it is still empty


def test_a_copy_that_is_not_true_is_found(
    app: App, empty: str, make_customer: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_customer()
    load = bulk.load_tuples

    def lose(connection: Any, table: str, columns: Any, rows: Any) -> None:
        load(connection, table, columns, rows[1:] if table == "core_customer" else rows)

    monkeypatch.setattr(copying, "load_tuples", lose)
    with pytest.raises(Conflict):
        moving.move(app, moving.plan_moving(app, empty))
    moving.plan_moving(app, empty)  # it is still empty


def test_an_old_source_has_to_be_upgraded_first(database_url: str, tmp_path: Path, empty: str) -> None:
    database = Database(database_url)
    downgrade(database, CORE, "core_0001_initial")
    database.dispose()
    old = Settings(home=tmp_path, database_url=database_url)
    with running(old, plugins={}) as app, pytest.raises(MigrationError):
        moving.plan_moving(app, empty)
