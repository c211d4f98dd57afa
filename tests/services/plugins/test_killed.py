"""Killed anywhere, a change of plugins is before or after, never between."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.data.engine import Database
from core.services.clock import utc_now
from core.services.plugins import enabling, planning, removing, restoring
from core.services.plugins.stopping import stop
from core.services.plugins.unpacking import Archive
from core.testing.schema import schema_of
from tests.services.plugins.conftest import Life, fill_club, rows_of
from tests.services.plugins.killing import Act, kill_everywhere, kill_sometime, state_of

SECONDS = 0.5


def enabling_bar(life: Life, _database: Database) -> Act:
    app, plan = life.start(), life.plan("bar")
    return lambda: enabling.enable(app, app.system(), plan)


def disabling_club(life: Life, _database: Database) -> Act:
    app = life.enable("club")
    plan = planning.plan_disabling(app, "club")
    return lambda: enabling.disable(app, app.system(), plan)


def stopping_both(life: Life, database: Database) -> Act:
    life.enable("bar")
    return lambda: stop(database, "club", "It hung.", utc_now())


def removing_club(life: Life, _database: Database) -> Act:
    fill_club(life.enable("club"))
    app = life.disable("club")
    plan = planning.plan_removing(app, "club")
    return lambda: removing.remove(app, app.system(), plan)


def restoring_club(life: Life, _database: Database) -> Act:
    fill_club(life.enable("club"))
    path, app = life.remove("club").archive, life.start()

    def act() -> None:
        with Archive.open(path) as archive:
            restoring.restore(app, app.system(), restoring.plan_restoring(app, archive))

    return act


Change = Callable[[Life, Database], Act]
CHANGES: tuple[Change, ...] = (enabling_bar, disabling_club, stopping_both, removing_club, restoring_club)


def archives_are_whole(folder: Path) -> bool:
    for path in folder.glob("*.zip"):
        with Archive.open(path) as archive:
            archive.verify()
    return True


@pytest.mark.parametrize("distance", [13, pytest.param(1, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("change", CHANGES)
def test_killed_at_every_statement_nothing_has_changed(
    life: Life, database: Database, change: Change, distance: int, tmp_path: Path
) -> None:
    for name in ("club", "bar"):
        life.install(name)
    act = change(life, database)
    schema, rows = schema_of(database), rows_of(database, "club")
    before = state_of(database, "club", "bar")

    def look() -> object:
        assert archives_are_whole(tmp_path / removing.FOLDER)
        return state_of(database, "club", "bar")

    assert kill_everywhere(act, look, distance) >= 5
    assert look() != before
    assert (schema_of(database), rows_of(database, "club")) != (schema, rows) or change in (
        disabling_club,
        stopping_both,
    )


@pytest.mark.parametrize("change", CHANGES)
def test_killed_at_any_moment_it_is_before_or_after(
    life: Life, database: Database, change: Change, tmp_path: Path
) -> None:
    for name in ("club", "bar"):
        life.install(name)
    act = change(life, database)
    before = (state_of(database, "club", "bar"), schema_of(database), rows_of(database, "club"))
    for _ in range(2):
        if kill_sometime(act, SECONDS) == 0:
            break
        now = (state_of(database, "club", "bar"), schema_of(database), rows_of(database, "club"))
        if now != before:
            break
    assert archives_are_whole(tmp_path / removing.FOLDER)
    assert life.start().plugins.stopped == {}
