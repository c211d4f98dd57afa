"""What the first migration makes beside plain tables: full-text search, and indexes over the living."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import IntegrityError

from core.contracts.base import Base
from core.data.engine import Database
from core.data.models import Customer, SearchEntry
from core.services.clock import utc_now

FULL_TEXT = {
    "sqlite": "SELECT rowid FROM core_search_fts WHERE core_search_fts MATCH :words ORDER BY 1",
    "postgresql": "SELECT id FROM core_search"
    " WHERE to_tsvector('simple', tokens) @@ to_tsquery('simple', :words) ORDER BY 1",
}

Find = Callable[[str], list[int]]


@pytest.fixture
def find(database: Database) -> Find:
    """The ids of the search rows that hold a word."""

    def find(words: str) -> list[int]:
        with database.reading() as connection:
            return list(connection.scalars(text(FULL_TEXT[database.kind]), {"words": words}))

    return find


def execute(database: Database, statement: str) -> None:
    with database.writing() as connection:
        connection.execute(text(statement))


def add_entry(database: Database, record: int, tokens: str) -> None:
    with database.writing() as connection:
        values = {"resource": "tags", "record_id": record, "token_group": "public", "tokens": tokens}
        connection.execute(insert(SearchEntry).values(values))


def test_full_text_search_follows_every_change(database: Database, find: Find) -> None:
    add_entry(database, 1, "acme weiming")
    add_entry(database, 2, "acme other")
    assert (find("acme"), find("weiming")) == ([1, 2], [1])
    execute(database, "UPDATE core_search SET tokens = 'renamed' WHERE id = 1")
    assert (find("acme"), find("renamed")) == ([2], [1])
    execute(database, "DELETE FROM core_search")
    assert find("acme") == find("renamed") == []


@pytest.mark.databases("sqlite")
def test_the_full_text_index_agrees_with_its_content(database: Database) -> None:
    add_entry(database, 1, "acme weiming")
    execute(database, "UPDATE core_search SET record_id = 2, tokens = tokens || ' more'")
    # Raises when a trigger left the index and its content apart.
    execute(database, "INSERT INTO core_search_fts(core_search_fts, rank) VALUES ('integrity-check', 1)")


@pytest.mark.databases("postgresql")
def test_the_words_are_found_by_their_index(database: Database) -> None:
    with database.reading() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.scalars(text("EXPLAIN " + FULL_TEXT["postgresql"]), {"words": "acme"}).all()
    assert "ix_core_search_fts" in "\n".join(plan)


def add_customer(connection: Connection, number: str, **values: object) -> None:
    moments = {"created_at": utc_now(), "updated_at": utc_now()}
    whole = {"version": 1, "kind": "company", "do_not_contact": False, **moments, **values}
    connection.execute(insert(Customer).values(name=number, number=number, **whole))


def test_only_living_customers_hold_their_number(database: Database) -> None:
    with database.writing() as connection:
        add_customer(connection, "C1", deleted_at=utc_now())
        add_customer(connection, "C1")
    with pytest.raises(IntegrityError), database.writing() as connection:
        add_customer(connection, "C1")


def test_ids_are_never_used_twice(database: Database) -> None:
    ids = []
    for number in ("C1", "C2"):
        with database.writing() as connection:
            add_customer(connection, number)
            ids.append(connection.scalar(text("SELECT max(id) FROM core_customer")))
            connection.execute(text("DELETE FROM core_customer"))
    assert ids == [1, 2]


def test_nothing_points_at_a_customer_that_is_not_there(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        add_customer(connection, "C1", parent_id=99)


def test_all_tables_of_core_carry_its_name() -> None:
    own = [table.name for table in Base.metadata.sorted_tables if table.name.startswith("core_")]
    assert len(own) > 30
    assert all(len(index.name or "") <= 63 for name in own for index in Base.metadata.tables[name].indexes)
