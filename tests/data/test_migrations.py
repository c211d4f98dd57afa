"""Migrations: up, down, up again, killed in the middle, newer than the code; on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import text

from core.data.engine import Database
from core.data.history import CORE, Owner
from core.data.migrations import Applied, current, downgrade, head, pending, upgrade
from core.errors import MigrationError
from core.testing.schema import schema_of
from tests.data.children import child, migrate, paused, url_of
from tests.data.owners import FIRST, SECOND, shop

BOTH = ("shop_0001_initial", "shop_0002_total")


def test_a_second_upgrade_has_nothing_to_do(database: Database, tmp_path: Path) -> None:
    owner = shop(tmp_path)
    assert upgrade(database, [CORE, owner]) == [Applied("shop", None, BOTH[1], BOTH)]
    assert upgrade(database, [CORE, owner]) == []
    assert current(database, owner) == head(owner) == BOTH[1]


def test_pending_names_what_an_upgrade_would_do(database: Database, tmp_path: Path) -> None:
    upgrade(database, [shop(tmp_path, FIRST)])
    owner = shop(tmp_path, FIRST, SECOND)
    assert pending(database, [CORE, owner]) == {"shop": BOTH[1:]}
    upgrade(database, [owner])
    assert pending(database, [CORE, owner]) == {}


def test_up_down_up_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    owner, empty = shop(tmp_path), schema_of(database)
    upgrade(database, [owner])
    full = schema_of(database)
    assert downgrade(database, owner, None) == [Applied("shop", BOTH[1], None, BOTH[::-1])]
    assert schema_of(database) == empty
    upgrade(database, [owner])
    assert schema_of(database) == full != empty


def test_cores_own_tables_leave_nothing_behind(database: Database) -> None:
    full = schema_of(database)
    downgrade(database, CORE, None)
    assert schema_of(database) == []
    upgrade(database, [CORE])
    assert schema_of(database) == full


def test_each_step_can_be_taken_back(database: Database, tmp_path: Path) -> None:
    owner = shop(tmp_path, FIRST)
    upgrade(database, [owner])
    first = schema_of(database)
    upgrade(database, [shop(tmp_path, FIRST, SECOND)])
    assert downgrade(database, owner, BOTH[0]) == [Applied("shop", BOTH[1], BOTH[0], BOTH[1:])]
    assert set(schema_of(database)) ^ set(first) == set()
    assert downgrade(database, owner, BOTH[0]) == []


def test_rebuilding_a_table_keeps_the_rows_that_point_at_it(database: Database, tmp_path: Path) -> None:
    upgrade(database, [shop(tmp_path)])
    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT l.id, o.name, o.total FROM shop_line l JOIN shop_order o ON o.id = l.order_id")
        )
        assert rows.all() == [(1, "first", 5)]


def test_killed_in_the_middle_it_is_as_before(database: Database, tmp_path: Path) -> None:
    upgrade(database, [shop(tmp_path, FIRST)])
    before = schema_of(database)
    owner = shop(tmp_path, FIRST, SECOND)
    with paused(migrate, url_of(database), tmp_path, marker=tmp_path / "middle"):
        pass  # and kill it there
    assert schema_of(database) == before
    assert upgrade(database, [owner]) == [Applied("shop", BOTH[0], BOTH[1], BOTH[1:])]


def test_two_upgrades_at_once_do_it_once(database: Database, tmp_path: Path) -> None:
    owner = shop(tmp_path)
    children = [child(migrate, url_of(database), tmp_path) for _ in range(3)]
    assert [process.wait() for process in children] == [0, 0, 0]
    assert current(database, owner) == BOTH[1]


def test_a_newer_database_is_refused_before_anything_changes(database: Database, tmp_path: Path) -> None:
    newer, other = shop(tmp_path), Owner("other", tmp_path / "other")
    upgrade(database, [newer])
    (tmp_path / "shop_0002_total.py").unlink()
    before = schema_of(database)
    with pytest.raises(MigrationError, match=r"shop_0002_total.*newest.*shop_0001_initial.*newer version"):
        upgrade(database, [other, newer])
    assert schema_of(database) == before


def test_a_failing_migration_is_undone_and_named(database: Database, tmp_path: Path) -> None:
    upgrade(database, [shop(tmp_path, FIRST)])
    before = schema_of(database)
    owner = shop(tmp_path, FIRST, SECOND.replace("SET total = 5", "SET nonsense = 5"))
    with pytest.raises(MigrationError, match=r"shop_0002_total failed and was undone.*nonsense"):
        upgrade(database, [owner])
    assert schema_of(database) == before
    assert current(database, owner) == BOTH[0]


def test_rows_that_point_nowhere_undo_the_migration(database: Database, tmp_path: Path) -> None:
    upgrade(database, [shop(tmp_path, FIRST)])
    before = schema_of(database)
    owner = shop(tmp_path, FIRST, SECOND.replace("UPDATE shop_order SET total = 5", "DELETE FROM shop_order"))
    if database.kind == "sqlite":
        with pytest.raises(MigrationError, match="shop_line 1 -> shop_order"):
            upgrade(database, [owner])
        assert schema_of(database) == before
    else:
        upgrade(database, [owner])  # PostgreSQL cascades as the foreign key says


BROKEN = {
    "two lines": (SECOND, SECOND.replace("0002_total", "0003_fork"), "Two lines end in"),
    "a long id": (SECOND.replace("0002_total", "0002_" + "x" * 40), "", "at most 32 characters"),
    "another's id": (SECOND.replace("shop_0002", "core_0002"), "", "must begin with shop_"),
    "no Python": (SECOND, "def upgrade(:", "invalid syntax"),
    "unknown parent": (SECOND.replace('"shop_0001_initial"', '"shop_0009"'), "", "shop_0009"),
}


@pytest.mark.parametrize(("second", "third", "reason"), BROKEN.values(), ids=BROKEN)
@pytest.mark.databases("sqlite")
def test_migrations_that_are_no_line_are_refused(
    database: Database, tmp_path: Path, second: str, third: str, reason: str
) -> None:
    owner = shop(tmp_path, *filter(None, (FIRST, second, third)))
    with pytest.raises(MigrationError, match=reason):
        upgrade(database, [owner])
    assert not any("shop_" in line for line in schema_of(database))


@pytest.mark.databases("sqlite")
def test_a_renamed_migration_is_refused(database: Database, tmp_path: Path) -> None:
    owner = shop(tmp_path)
    (tmp_path / "shop_0002_total.py").rename(tmp_path / "shop_0002_sum.py")
    with pytest.raises(MigrationError, match="shop_0002_sum, shop_0002_total"):
        upgrade(database, [owner])


def test_an_unknown_target_is_refused(database: Database, tmp_path: Path) -> None:
    owner = shop(tmp_path)
    upgrade(database, [owner])
    with pytest.raises(MigrationError, match="shop_0077"):
        downgrade(database, owner, "shop_0077")
    assert current(database, owner) == BOTH[1]
