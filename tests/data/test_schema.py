"""Migrations of a plugin change what is its own, and nothing else; run down, they leave nothing."""

from pathlib import Path

import pytest

from core.data.engine import Database
from core.data.migrations import downgrade, upgrade, upgrade_owner
from core.data.schema import read_schema, require_nothing_left
from core.errors import MigrationError
from core.testing.schema import schema_of
from tests.data.owners import FIRST, SECOND, shop

TRESPASSING = {
    "drops a core table": ("DROP TABLE core_exchange_rate", "core_exchange_rate"),
    "adds a column to one": ("ALTER TABLE core_customer ADD COLUMN shop_grade INTEGER", "core_customer"),
    "adds an index to one": ("CREATE INDEX shop_index ON core_customer (name)", "core_customer.shop_index"),
    "makes a table of nobody": ("CREATE TABLE shopping (id INTEGER)", "shopping"),
    "makes a table of another": ("CREATE TABLE sales_order (id INTEGER)", "sales_order"),
    "makes a view of nobody": ("CREATE VIEW everybody AS SELECT id FROM core_customer", "view everybody"),
}


@pytest.mark.parametrize(("statement", "named"), TRESPASSING.values(), ids=TRESPASSING)
def test_a_trespasser_is_named_and_undone(
    database: Database, tmp_path: Path, statement: str, named: str
) -> None:
    before = schema_of(database)
    owner = shop(tmp_path, FIRST.replace("def upgrade():", f"def upgrade():\n    op.execute({statement!r})"))
    with pytest.raises(MigrationError, match=rf"shop were undone.*not theirs: .*{named}"):
        upgrade(database, [owner])
    assert schema_of(database) == before


def test_an_owner_can_be_brought_to_an_older_revision(database: Database, tmp_path: Path) -> None:
    owner = shop(tmp_path)
    with database.migrating() as connection:
        (applied,) = upgrade_owner(connection, owner, "shop_0001_initial")
        assert applied.after == "shop_0001_initial"
        assert upgrade_owner(connection, owner, "shop_0001_initial") == []
        with pytest.raises(MigrationError, match="shop_0009"):
            upgrade_owner(connection, owner, "shop_0009")


def test_what_a_downgrade_leaves_is_named(database: Database, tmp_path: Path) -> None:
    owner = shop(tmp_path, FIRST, SECOND.replace('op.drop_table("shop_extra")', "pass"))
    upgrade(database, [owner])
    downgrade(database, owner, None)
    with (
        database.reading() as connection,
        pytest.raises(MigrationError, match=r"leave something behind: .*table shop_extra"),
    ):
        require_nothing_left(owner, read_schema(connection))
