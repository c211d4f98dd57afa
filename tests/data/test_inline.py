"""Plugins in one file: their tables follow their models, and never lose anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    insert,
    inspect,
    select,
    text,
)

from core.contracts.base import Base
from core.data.engine import Database
from core.data.history import CORE, Owner
from core.data.migrations import current, downgrade, head, pending, upgrade
from core.errors import MigrationError

OWNER = Owner("jotter", Path("/nowhere"), inline=True)


@pytest.fixture
def notes(database: Database) -> Iterator[Table]:
    """The table of a plugin beside core's."""
    upgrade(database, [CORE])
    table = Table(
        "jotter_note",
        Base.metadata,
        Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
        Column("text", String(40), nullable=False),
    )
    yield table
    for name in ("jotter_link", "jotter_note"):
        if name in Base.metadata.tables:
            Base.metadata.remove(Base.metadata.tables[name])


def columns(database: Database, table: str) -> set[str]:
    with database.reading() as connection:
        return {column["name"] for column in inspect(connection).get_columns(table)}


def test_the_first_time_makes_the_tables_and_the_second_finds_nothing_to_do(
    database: Database, notes: Table
) -> None:
    assert [item.owner for item in upgrade(database, [OWNER])] == ["jotter"]
    assert columns(database, "jotter_note") == {"id", "text"}
    assert (current(database, OWNER), pending(database, [OWNER])) == (head(OWNER), {})


def test_what_is_added_to_the_models_is_added_to_the_tables(database: Database, notes: Table) -> None:
    upgrade(database, [OWNER])
    with database.writing() as connection:
        connection.execute(insert(notes).values(id=1, text="kept"))
    notes.append_column(Column("customer_id", BigInteger(), ForeignKey("core_customer.id"), nullable=True))
    Index("ix_jotter_note_text", notes.c.text)
    Table("jotter_link", Base.metadata, Column("note_id", ForeignKey("jotter_note.id"), primary_key=True))
    assert list(pending(database, [OWNER])) == ["jotter"]
    upgrade(database, [OWNER])
    with database.reading() as connection:
        assert connection.execute(select(notes)).all() == [(1, "kept", None)]
        keys = inspect(connection).get_foreign_keys("jotter_note")
    assert [key["referred_table"] for key in keys] == ["core_customer"]
    assert columns(database, "jotter_link") == {"note_id"}


@pytest.mark.parametrize("change", ["column", "type", "table", "required"])
def test_nothing_is_taken_away(database: Database, notes: Table, change: str) -> None:
    link = Table("jotter_link", Base.metadata, Column("id", Integer, primary_key=True))
    upgrade(database, [OWNER])
    Base.metadata.remove(link if change == "table" else notes)
    kind = {"type": String(20)}.get(change, String(40))
    more = {"required": [Column("more", Integer, nullable=False)], "column": []}.get(change, [])
    kept = [Column("text", kind, nullable=False)] if change != "column" else []
    if change != "table":
        key = Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
        Table("jotter_note", Base.metadata, key, *kept, *more)
    before = current(database, OWNER)
    with pytest.raises(MigrationError, match=r"cannot follow its models.*folder with migrations"):
        upgrade(database, [OWNER])
    assert (current(database, OWNER), columns(database, "jotter_note")) == (before, {"id", "text"})


def test_going_back_leaves_nothing_behind(database: Database, notes: Table) -> None:
    upgrade(database, [OWNER])
    downgrade(database, OWNER, None)
    with database.reading() as connection:
        left = [name for name in inspect(connection).get_table_names() if "jotter" in name]
        assert connection.scalar(text("SELECT count(*) FROM core_customer")) == 0
    assert left == []
