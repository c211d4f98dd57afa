"""A table to race for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from core.data.engine import Database
from core.data.options import DatabaseOptions
from tests.data.children import url_of


@pytest.fixture
def counter(database: Database) -> Database:
    """A database with one number, 0."""
    with database.migrating() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    return database


@pytest.fixture
def again(database: Database) -> Iterator[Callable[[DatabaseOptions], Database]]:
    """Opens the same database with other options."""
    with ExitStack() as opened:

        def open_again(options: DatabaseOptions) -> Database:
            other = Database(url_of(database), options)
            opened.callback(other.dispose)
            return other

        yield open_again


@pytest.fixture
def impatient(again: Callable[[DatabaseOptions], Database]) -> Database:
    """The same database, hardly waiting for anything."""
    return again(DatabaseOptions(threads=1, lock_timeout=0.1, statement_timeout=0.1))
