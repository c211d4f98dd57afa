"""A database of PostgreSQL that is used again is as if it had never been used."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import DBAPIError

from core.data.engine import Database
from core.errors import GuanxiError
from core.testing.databases import Databases, PostgresqlDatabases, Preparation
from core.testing.reusing import ReusedDatabases

pytestmark = pytest.mark.databases("postgresql")

MADE = (
    "CREATE TABLE kind (id INTEGER PRIMARY KEY, word VARCHAR(9), done BOOLEAN)",
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL REFERENCES kind, words TEXT)",
    r"INSERT INTO kind VALUES (1, 'it''s;\', true), (2, NULL, false)",
    "CREATE SEQUENCE numbers START 5",
    "CREATE SEQUENCE others",
    "SELECT nextval('others')",
)
ROWS = "SELECT json_agg(json_build_array(id, word, done) ORDER BY id), (SELECT count(*) FROM thing) FROM kind"
NEXT = "SELECT nextval('numbers'), nextval('others')"
AS_MADE = [([[1, "it's;\\", True], [2, None, False]], 0), (5, 2)]


def run(database: Database, *statements: str) -> list[Any]:
    """What the last of them answer."""
    with database.migrating() as connection:
        found = [connection.execute(text(statement)) for statement in statements]
        return [tuple(answer.one()) for answer in found if answer.returns_rows]


THINGS = Preparation("kinds and things", lambda database: run(database, *MADE))
Next = Callable[[], Any]


@pytest.fixture
def following(
    database_kind: str, databases_of: Callable[[str], Databases], shared_folder: Path
) -> Iterator[Next]:
    """Gives one database after the other, for the time of a `with`; no other test uses them again."""
    with databases_of(database_kind).fresh(THINGS) as url:
        server = make_url(url).set(database="postgres", username="postgres")
    with closing(ReusedDatabases(PostgresqlDatabases(shared_folder, server))) as reused:

        @contextmanager
        def give() -> Iterator[Database]:
            with reused.fresh(THINGS) as url:
                database = Database(url)
                yield database
                database.dispose()

        yield give


def used(following: Next, *statements: str) -> tuple[URL, URL]:
    """The addresses of a database in which these ran, and of the next one, which is as it was made."""
    with following() as first:
        run(first, *statements)
    with following() as second:
        assert run(second, ROWS, NEXT) == AS_MADE
        return first.url, second.url


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO thing VALUES (7, 1, 'x')",
        "UPDATE kind SET word = 'other', done = NULL",
        "DELETE FROM kind WHERE id = 1",
        "SELECT nextval('numbers'), nextval('others'), nextval('others')",
        "SET session_replication_role = replica; INSERT INTO thing VALUES (1, 99, 'of no kind')",
    ],
)
def test_rows_and_sequences_are_as_they_were(following: Next, statement: str) -> None:
    first, second = used(following, statement)
    assert first.database == second.database
    assert first.username != second.username


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE thing ADD COLUMN more INTEGER",
        "ALTER TABLE thing ALTER COLUMN kind DROP NOT NULL",
        "DROP TABLE thing; CREATE TABLE thing (id INTEGER PRIMARY KEY)",
        "CREATE INDEX found ON thing (kind)",
        "CREATE FUNCTION one() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA another",
        "CREATE TYPE colour AS ENUM ('red')",
        "ALTER TABLE thing DROP CONSTRAINT thing_kind_fkey",
        "ALTER SEQUENCE numbers INCREMENT BY 3",
        "ANALYZE",
        "INSERT INTO thing SELECT n, 1, repeat('x', 90) FROM generate_series(1, 2000) AS n",
    ],
)
def test_another_schema_and_large_tables_are_thrown_away(following: Next, statement: str) -> None:
    first, second = used(following, statement)
    assert first.database != second.database


def test_whoever_still_runs_is_put_out_and_not_let_in_again(following: Next) -> None:
    with following() as first:
        late = Database(first.url.render_as_string(hide_password=False))
        open_one = late.writer.connect()
        open_one.execute(text("INSERT INTO thing VALUES (1, 1, 'x')"))
    with following() as second, pytest.raises((GuanxiError, DBAPIError)):
        assert second.url.database == first.url.database
        open_one.commit()
    open_one.invalidate()
    with pytest.raises((GuanxiError, DBAPIError)):
        run(late, ROWS)
    open_one.close()


def test_two_at_once_are_two(following: Next) -> None:
    with following() as first, following() as second:
        run(first, "DELETE FROM kind")
        assert run(second, ROWS, NEXT) == AS_MADE
    with following() as third, following() as fourth:
        assert (run(third, ROWS, NEXT), run(fourth, ROWS, NEXT)) == (AS_MADE, AS_MADE)


def test_a_test_may_end_all_connections(following: Next) -> None:
    others = "pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    first, second = used(following, f"SELECT count(pg_terminate_backend(pid)) FROM {others}")
    assert first.database != second.database
