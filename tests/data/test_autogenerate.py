"""Migrations written from models: complete on both databases, only the owner's tables, only plain types."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Identity, Index, MetaData, Table

from core.contracts.base import NAMING_CONVENTION
from core.contracts.types import Identifier, Moment, Scaled, short_text
from core.data.autogenerate import differences, new_migration
from core.data.engine import Database
from core.data.history import Owner
from core.data.migrations import downgrade, upgrade
from core.errors import MigrationError
from core.testing.schema import schema_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def models() -> MetaData:
    """A table of the shop that points at core's, beside tables of others."""
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    for other in ("core_customer", "shopping_list"):
        Table(other, metadata, Column("id", Identifier, primary_key=True))
    order = Table(
        "shop_order",
        metadata,
        Column("id", Identifier, Identity(), primary_key=True),
        Column("customer_id", Identifier, ForeignKey("core_customer.id"), nullable=False, index=True),
        Column("name", short_text(20), nullable=False),
        Column("total", Scaled(8), nullable=False),
        Column("paid_at", Moment),
        sqlite_autoincrement=True,
    )
    unpaid = order.c.paid_at.is_(None)
    Index("uq_shop_order_name", order.c.name, unique=True, sqlite_where=unpaid, postgresql_where=unpaid)
    return metadata


def test_it_makes_what_the_models_say(database: Database, models: MetaData, tmp_path: Path) -> None:
    owner, before = Owner("shop", tmp_path / "migrations"), schema_of(database)
    path = new_migration(database, owner, models, "Initial tables")
    assert path.name == "shop_0001_initial_tables.py"
    upgrade(database, [owner])
    with database.reading() as connection:
        assert differences(connection, owner, models) == []
    downgrade(database, owner, None)
    assert schema_of(database) == before


def test_it_holds_plain_types_and_only_the_owners_tables(
    database: Database, models: MetaData, tmp_path: Path
) -> None:
    content = new_migration(database, Owner("shop", tmp_path), models, "x").read_text(encoding="utf-8")
    assert "core.contracts" not in content
    assert "shopping_list" not in content
    assert "create_table('core_customer'" not in content
    for part in (
        "sqlite_autoincrement=True",
        "paid_at IS NULL",
        "collation='C'",
        "fk_shop_order_customer_id",
    ):
        assert part in content


def test_the_next_one_holds_only_what_changed(database: Database, models: MetaData, tmp_path: Path) -> None:
    owner = Owner("shop", tmp_path)
    new_migration(database, owner, models, "first")
    upgrade(database, [owner])
    with pytest.raises(MigrationError, match="nothing to migrate"):
        new_migration(database, owner, models, "second")
    models.tables["shop_order"].append_column(Column("note", short_text(9)))
    path = new_migration(database, owner, models, "A long message, to be cut off somewhere")
    assert path.stem == "shop_0002_a_long_message_to_be_c"
    assert "create_table" not in path.read_text(encoding="utf-8")
    assert [applied.after for applied in upgrade(database, [owner])] == [path.stem]


def test_the_tool_finds_core_as_its_models_say() -> None:
    tool = [sys.executable, "tools/new_migration.py", "anything"]
    done = subprocess.run(
        tool, cwd=ROOT, env={"PYTHONPATH": "."}, capture_output=True, text=True, check=False
    )
    assert done.stderr == "There is nothing to migrate: the tables of core are as its models say.\n"
    assert done.returncode == 1
